"""What keeps the limits by itself: a purge and a backup a day, from the web process.

A thread of the process with the pages, because it has the time; the gate's lanes go on
beside it. Whoever was off at night does it some minutes after the next start.
"""

import sqlite3
import threading
from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog

from kiosk.backup.making import Order, last_backup, make_backup
from kiosk.backup.sealing_keys import Recipient
from kiosk.house import House
from kiosk.retention.destroying import destroy_when_due
from kiosk.retention.purge import ClockUntrusted, last_purge, purge
from verification.errors import VerificationError
from verification.moments import ClockState

log = structlog.get_logger()
FIRST_S = 120.0  # a machine that starts has enough to do
EVERY_S = 600.0
REST_S = 0.05
NIGHT = time(3, 10)
DAY = timedelta(days=1)
STOP_S = 8.0
ERRORS: tuple[type[Exception], ...] = (sqlite3.Error, VerificationError, OSError)


class Ends(Exception):
    """The process ends: the next start goes on."""


def is_due(last: datetime | None, now: datetime, zone: ZoneInfo) -> bool:
    """Whether something of every day is to be done: at night, or as soon as it can be.

    Args:
        last: when it was done last.
        now: trusted time.
        zone: of the site.

    """
    if last is None or now - last >= DAY or last > now:
        return True
    tonight = datetime.combine(now.astimezone(zone).date(), NIGHT, zone)
    return last < tonight <= now


class RetentionKeeper:
    """Purges and backs up a site day by day until it is stopped.

    Args:
        house: of the site.
        first_s: how long after the start it looks for the first time.

    """

    def __init__(self, house: House, first_s: float = FIRST_S) -> None:
        self._house = house
        self._first_s = first_s
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, name="retention", daemon=True)

    def start(self) -> None:
        """Begin, in a thread."""
        self._thread.start()

    def stop(self) -> None:
        """End between two batches; the rest is the next start's."""
        self._ends.set()
        if self._thread.is_alive():
            self._thread.join(STOP_S)

    def look(self) -> None:
        """Do what is due now; what fails is tried again at the next look."""
        if self._destroyed():
            return
        self._do("purge", last_purge(self._house), self._purge)
        recipient = self._house.config.backup.recipient
        if recipient is not None:
            sealed_for = Recipient.parse(recipient)
            last = last_backup(self._house)
            self._do("backup", last, lambda: self._back_up(sealed_for))

    def _destroyed(self) -> bool:
        """A clock that nobody vouches for destroys nothing; the rest goes on."""
        try:
            event = destroy_when_due(self._house)
        except ClockUntrusted as error:
            log.error("retention_failed", what="end", error=type(error).__name__)
            return False
        if event is not None:
            log.warning("site_destroyed", row=event.seq)
        return event is not None

    def _run(self) -> None:
        wait = self._first_s
        while not self._ends.wait(wait):
            wait = EVERY_S
            try:
                self.look()
            except Ends:
                return
            except Exception as error:  # a thread that dies silently keeps no limit
                log.error("retention_failed", error=type(error).__name__)

    def _do(self, what: str, last: datetime | None, work: Callable[[], None]) -> None:
        moment = self._house.clock.moment()
        zone = ZoneInfo(self._house.config.site.timezone)
        trusted = moment.clock is not ClockState.UNTRUSTED
        if not (trusted and is_due(last, moment.utc, zone)):
            return
        try:
            work()
        except ERRORS as error:
            log.error("retention_failed", what=what, error=type(error).__name__)

    def _purge(self) -> None:
        done = purge(self._house, self._rest)
        log.info("purged", **done.counts)

    def _back_up(self, recipient: Recipient) -> None:
        folder = self._house.config.backup.place(self._house.folder.root)
        made = make_backup(self._house, Order(recipient, folder), self._go_on)
        log.info("backup_made", bytes=made.size)

    def _go_on(self, done: int, total: int) -> None:
        if self._ends.is_set():
            raise Ends

    def _rest(self) -> None:
        if self._ends.wait(REST_S):
            raise Ends
