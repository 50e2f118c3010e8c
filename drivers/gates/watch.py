"""Compares what a coil does with what was ordered: no port, no clock."""

import math

STUCK_ON = "stuck_on"
OPENED_BY_ITSELF = "opened_by_itself"
SETTLE_SECONDS = 0.1  # from an "off" to a coil that reads off


class CoilWatch:
    """Finds a coil that is on though it should not be.

    On without a break since our last order is ``stuck_on``; on again after it
    was seen off is ``opened_by_itself``. All times are monotonic seconds.
    """

    def __init__(self) -> None:
        self.alarm = ""
        self.on: bool | None = None
        self._may_be_on_until = -math.inf
        self._seen_off = False

    def expect_on(self, until: float) -> None:
        """We ordered it on; it may be on ``until`` then."""
        self._may_be_on_until = until
        self._seen_off = False

    def expect_off(self, now: float) -> None:
        """We ordered it off."""
        self._may_be_on_until = now + SETTLE_SECONDS
        self._seen_off = False

    def seen(self, on: bool, now: float) -> tuple[str, bool] | None:
        """Note a reading; returns an alarm that begins (True) or ends (False)."""
        self.on = on
        if on:
            return self._seen_on(now)
        self._seen_off = True
        if not self.alarm:
            return None
        ended, self.alarm = self.alarm, ""
        return ended, False

    def _seen_on(self, now: float) -> tuple[str, bool] | None:
        if self.alarm or now <= self._may_be_on_until:
            return None
        self.alarm = OPENED_BY_ITSELF if self._seen_off else STUCK_ON
        return self.alarm, True
