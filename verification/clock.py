"""How far this machine's clock can be trusted.

A kiosk may have no battery-backed clock: it starts at the time that it last
saved, in the past, or jumps when a time service answers. Timers use the
monotonic clock; wall time serves for validity and records only, and this module
says when it must not.

UNTRUSTED when the time lies before this software was made, more than two minutes
before the newest event of the ledger, steps back by more than two minutes, or
jumps more than a day ahead while no time service vouches for it. SYNCED when the
kernel says that a service keeps the clock; HOLDOVER otherwise.

A clock that is ahead when the process starts cannot be told from one that is
right: nothing on the machine knows how long it was off. Only a time service or
the date on the guard's page shows it. A service does not heal a clock that runs
behind the ledger: whoever can forge its answers could bring back expired
papers. Waiting until the ledger's time is reached heals it, or staff who confirm.

What staff confirmed holds until the clock jumps against the monotonic one, by however
little more than two minutes and in whichever direction, or the process ends.
"""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum

from verification.kernel_clock import kernel_synced
from verification.moments import ClockState, Moment

MADE = datetime(2026, 11, 1, tzinfo=UTC)  # moved forward with each release
BACK_S = 120.0
AHEAD_S = 86_400.0


class Distrust(StrEnum):
    """Why a clock is not trusted."""

    BEFORE_RELEASE = "before_release"
    BEHIND_LEDGER = "behind_ledger"
    STEPPED_BACK = "stepped_back"
    JUMPED_AHEAD = "jumped_ahead"


class ClockWatch:
    """Watches the wall clock against the monotonic one; threads may share it.

    Args:
        last_seen: the newest time that the ledger is sure of, if any.
        wall: seconds since 1970, UTC.
        monotonic: seconds that never jump.
        synced: whether a time service keeps the clock.

    """

    def __init__(
        self,
        last_seen: datetime | None = None,
        *,
        wall: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
        synced: Callable[[], bool] = kernel_synced,
    ) -> None:
        self._wall = wall
        self._monotonic = monotonic
        self._synced = synced
        self._floor = last_seen.timestamp() if last_seen else 0.0
        self._offset: float | None = None  # wall - monotonic while trusted
        self._distrust: Distrust | None = None
        self._alarm: Distrust | None = None
        self._vouched: float | None = None  # wall - monotonic when staff looked
        self._lock = threading.Lock()

    @property
    def distrust(self) -> Distrust | None:
        """Why the clock was not trusted at the last look; ``None`` if it was."""
        return self._distrust

    @property
    def confirmed(self) -> bool:
        """Whether, at the last look, what staff confirmed still held."""
        return self._vouched is not None

    def moment(self) -> Moment:
        """The time now, and how far to trust it."""
        with self._lock:
            wall, monotonic, synced = self._wall(), self._monotonic(), self._synced()
            found = self._assess(wall, wall - monotonic, synced)
            if found:
                self._suspect(found, monotonic)
            else:
                self._trust(wall, wall - monotonic, synced)
            if found or self._moved(wall - monotonic):
                self._vouched = None
        utc = datetime.fromtimestamp(wall, UTC)
        if found:
            return Moment(utc, ClockState.UNTRUSTED)
        return Moment(utc, ClockState.SYNCED if synced else ClockState.HOLDOVER)

    def confirm(self) -> Moment:
        """A member of staff looked at the date and time and vouches for them.

        A time before this software was made stays untrusted all the same.
        """
        with self._lock:
            wall = self._wall()
            if wall >= MADE.timestamp():
                self._floor, self._offset, self._distrust = wall, None, None
                self._vouched = wall - self._monotonic()
        return self.moment()

    def take_alarm(self) -> Distrust | None:
        """Why the clock lost its trust: told once each time, to be recorded.

        Not a callback: the ledger asks for the time while it writes.
        """
        with self._lock:
            alarm, self._alarm = self._alarm, None
        return alarm

    def _assess(self, wall: float, offset: float, synced: bool) -> Distrust | None:
        if wall < MADE.timestamp():
            return Distrust.BEFORE_RELEASE
        slack = 0.0 if self._distrust else BACK_S
        if wall < self._floor - slack:
            known = self._offset is not None
            return Distrust.STEPPED_BACK if known else Distrust.BEHIND_LEDGER
        return self._jump(offset, synced)

    def _jump(self, offset: float, synced: bool) -> Distrust | None:
        if self._offset is None:
            return None
        jump = offset - self._offset
        if jump < -BACK_S and not self._distrust:
            return Distrust.STEPPED_BACK
        if jump > AHEAD_S and not synced:
            return Distrust.JUMPED_AHEAD
        return None

    def _moved(self, offset: float) -> bool:
        return self._vouched is not None and abs(offset - self._vouched) > BACK_S

    def _suspect(self, found: Distrust, monotonic: float) -> None:
        if self._distrust is None:
            self._alarm = found
            if found is Distrust.STEPPED_BACK and self._offset is not None:
                # Where the clock would stand now: the time to wait for.
                self._floor = max(self._floor, monotonic + self._offset)
        self._distrust = found

    def _trust(self, wall: float, offset: float, synced: bool) -> None:
        self._floor = max(self._floor, wall)
        # Without a service both clocks run on one crystal: they drift apart
        # only when somebody sets the time, in however small steps.
        if synced or self._distrust or self._offset is None:
            self._offset = offset
        self._distrust = None
