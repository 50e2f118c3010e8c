"""The gate process's clock: what it loses is recorded, and who confirms it."""

import structlog

from kiosk.house import House
from kiosk.lane.desk import RECORD_ERRORS
from kiosk.live import Command
from kiosk.live.store import CONFIRMED
from verification.clock import MADE
from verification.ledger import Entry, EventKind
from verification.moments import ClockState

log = structlog.get_logger()

LOOKED_AT_MS = 300_000  # a page that shows an older time is looked at anew


class ClockKeeper:
    """Looks at the clock once a second, and lets staff vouch for it.

    Args:
        house: of the site.

    """

    def __init__(self, house: House) -> None:
        self._house, self._state = house, ClockState.HOLDOVER

    @property
    def word(self) -> str:
        """How the clock is, for pages: a `ClockState`, or `CONFIRMED`."""
        vouched = self._state is ClockState.HOLDOVER and self.confirmed()
        return CONFIRMED if vouched else self._state.value

    def confirmed(self) -> bool:
        """Whether staff vouch for the clock now."""
        return self._house.clock.confirmed

    def note(self) -> None:
        """Look at the clock; that it lost its trust is recorded once each time."""
        state = self._house.clock.moment().clock
        if state is not self._state:
            log.info("clock", state=state.value)
            self._state = state
        cause = self._house.clock.take_alarm()
        if cause is None:
            return
        facts = {"why": cause.value}
        try:
            self._house.ledger.append(Entry(EventKind.CLOCK_UNTRUSTED, more=facts))
        except RECORD_ERRORS as error:
            log.error("record_failed", error=type(error).__name__)

    def confirm(self, command: Command) -> str:
        """Trust the clock because staff looked at it; returns the result's word.

        First it is recorded who vouches, and for which time: what cannot be recorded
        is not done.
        """
        clock, shown = self._house.clock, command.body.get("shown_ms")
        now = clock.moment().utc
        if not isinstance(shown, int):
            return "refused"
        if now < MADE:
            return "clock_before_release"
        if not 0 <= now.timestamp() * 1000 - shown < LOOKED_AT_MS:
            return "clock_moved_on"
        was = clock.distrust
        facts = {"why": was.value if was else "unsynced"}
        entry = Entry(EventKind.CLOCK_CONFIRMED, staff=command.staff, more=facts)
        try:
            self._house.ledger.append(entry)
        except RECORD_ERRORS as error:
            log.error("record_failed", error=type(error).__name__)
            return "record_failed"
        clock.confirm()
        self.note()
        return "done"
