"""One purge of a site: every class, batch by batch, and a receipt in the ledger.

Whatever moment it dies at, the next run goes on: each batch is whole, what it took is
counted in the same transaction, and the receipt tells all that was not told yet.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.alone import only_one
from kiosk.backup.copying import drop_copies
from kiosk.backup.making import thin_out
from kiosk.house import House
from kiosk.live.laid import LaidCards
from kiosk.retention.settings import limits_of
from kiosk.retention.steps import Work, steps
from kiosk.retention.tables import Tally
from verification.errors import StorageProblem
from verification.ledger import Event, EventKind
from verification.ledger.purging import EVERYTHING, last_of, tell_purge
from verification.ledger.records import instant
from verification.moments import ClockState
from verification.storage import connect

RUN = "run"
LOCK = "purge.lock"
TRIES = 20
PATIENCE_MS = 100  # a gate waits 400 ms for its ledger: nobody may hold it for longer
LONGEST_GAP = 7  # days without any event: a holiday, or a clock that jumped
LOOKED_AT = 20_000  # events; a site that never purged may have millions
GAP = (
    "SELECT max(julianday(at) - julianday(before)) FROM ("
    "SELECT at, lag(at) OVER (ORDER BY seq) AS before FROM ("
    "SELECT seq, at FROM events WHERE seq >= "
    "max(?, (SELECT max(seq) FROM events) - ?) "
    "UNION ALL SELECT 9223372036854775807, ?))"
)
Rest = Callable[[], None]


class ClockUntrusted(StorageProblem):
    """Age means nothing while the clock is not trusted."""

    def __init__(self) -> None:
        super().__init__(
            "时钟不可信，没有删除 the clock is not trusted, nothing was erased; "
            "set it: timedatectl set-ntp true"
        )


class ClockDoubtful(ClockUntrusted):
    """The clock went ahead by days, and only somebody who looks at it can say why."""

    def __init__(self, days: int) -> None:
        StorageProblem.__init__(
            self,
            f"时钟向前跳了 {days} 天，又没有校时，没有删除。"
            f"The clock went ahead by {days} days and no time service vouches for it: "
            "nothing was erased. When date and time are right: "
            "kiosk purge --clock-is-right",
        )


@dataclass(frozen=True, slots=True)
class Purged:
    """What a run erased, by class, and the event that tells it."""

    counts: dict[str, int]
    event: Event


def purge(
    house: House,
    rest: Rest = lambda: None,
    staff: str | None = None,
    *,
    clock_is_right: bool = False,
) -> Purged:
    """Erase all that is due.

    Args:
        house: of the site; its ledger may be in use.
        rest: called between batches, so that gates have their turn; it may raise.
        staff: who asked for it.
        clock_is_right: somebody looked at date and time.

    Raises:
        ClockUntrusted: nothing was erased; in doubt, ``clock_is_right`` helps.
        StorageProblem: another purge is under way.
        sqlite3.Error, OSError: the next run goes on.

    """
    with only_one(house.folder.root / LOCK, "清理 purge"), _work(house) as work:
        if not clock_is_right:
            check_clock(house)
        told = _erase(work, rest, staff)
        _wipe_laid(house)
        drop_copies(house.folder.root)
        thin_out(house, house.config.backup.place(house.folder.root), work.now)
    for path in (house.folder.registry, house.folder.ledger):
        empty_log(path, rest)
    counts = {name: int(n or 0) for name, n in told.more.items() if name != RUN}
    return Purged(counts, told)


def due(house: House, among: int = EVERYTHING) -> dict[str, int]:
    """How many of each class a purge would erase now.

    Args:
        house: of the site.
        among: how many of the oldest personal parts are looked at.

    Raises:
        ClockUntrusted: nobody can say.

    """
    with _work(house, among) as work:
        return {step.kept.value: step.due() for step in steps(work)}


def check_clock(house: House) -> None:
    """Make sure that time went by as the ledger saw it since the last purge.

    A machine without a battery may start years ahead, which looks like any time that it
    was off; by that clock everything would be due.

    Raises:
        ClockUntrusted: the clock steps or runs behind the ledger.
        ClockDoubtful: there is a gap, and no time service vouches for the clock.

    """
    moment = house.clock.moment()
    if moment.clock is ClockState.UNTRUSTED:
        raise ClockUntrusted
    last = last_of(house.ledger.reader, EventKind.RETENTION_PURGED)
    values = last.seq if last else 0, LOOKED_AT, instant(moment.utc)
    days = int(house.ledger.reader.rows(GAP, values)[0][0] or 0)
    if moment.clock is not ClockState.SYNCED and days >= LONGEST_GAP:
        raise ClockDoubtful(days)


def last_purge(house: House) -> datetime | None:
    """When the last purge ended."""
    event = last_of(house.ledger.reader, EventKind.RETENTION_PURGED)
    return event.at if event else None


def empty_log(path: Path, rest: Rest) -> bool:
    """Drop SQLite's log, which still holds erased pages; false when it was in use.

    Over a connection of its own that waits a moment only: while it waits for readers,
    nobody can write.
    """
    db = connect(path, busy_ms=PATIENCE_MS)
    try:
        for _ in range(TRIES):
            with suppress(sqlite3.Error):
                sql = "PRAGMA wal_checkpoint(TRUNCATE)"
                if db.conn.execute(sql).fetchone()[0] == 0:
                    return True
            rest()
        return False
    finally:
        db.close()


def _erase(work: Work, rest: Rest, staff: str | None) -> Event:
    """All that is due, and the event that tells it."""
    ledger = work.house.ledger
    work.tally.begin(_last_run(work.house))
    for step in steps(work):
        while step.batch():
            rest()
    told = tell_purge(ledger, {**work.tally.counts(), RUN: work.tally.run}, staff)
    work.tally.drop(work.tally.run)
    return told


def _wipe_laid(house: House) -> None:
    """Cards that a gate process which died left lying, sealed."""
    with suppress(sqlite3.Error), closing(house.open_live()) as live:
        LaidCards(live, house.keys).wipe()


def _last_run(house: House) -> str:
    event = last_of(house.ledger.reader, EventKind.RETENTION_PURGED)
    return str(event.more.get(RUN, "")) if event else ""


@contextmanager
def _work(house: House, among: int = EVERYTHING) -> Iterator[Work]:
    moment = house.clock.moment()
    if moment.clock is ClockState.UNTRUSTED:
        raise ClockUntrusted
    registry = house.another_registry()
    try:
        limits, tally = limits_of(house.config), Tally(registry.db)
        yield Work(house, registry, tally, limits, moment.utc, among)
    finally:
        registry.close()
