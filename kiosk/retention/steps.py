"""What each class erases, a bounded batch at a time.

A step answers two questions: how many are due, and how many went with one more batch.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from kiosk.backup.copying import ASIDE
from kiosk.backup.taken_back import count_old, drop_old
from kiosk.config.keeping import RetentionTable
from kiosk.house import House
from kiosk.people.undoing import WITHIN
from kiosk.requests import expire, forget
from kiosk.requests.ending import NOBODY_ASKS, count_due
from kiosk.requests.tables import lay_out
from kiosk.retention.classes import Kept
from kiosk.retention.staff import count_staff, drop_staff
from kiosk.retention.tables import Tally
from verification.ledger.purging import EVERYTHING, Old, purge_rows, purge_subjects
from verification.registry import Registry, purging

log = structlog.get_logger()
BATCH = 500
FEW = 50  # people with all that is theirs
UPLOADED_S = 24 * 3600
WITHDRAWN_DAYS = 30  # without consent nobody is kept for longer, whatever the limits
Part = tuple[str, date | datetime]  # of `purging`, and from when on its rows are due


@dataclass(frozen=True, slots=True)
class Step:
    """One class: how many are due, and one more batch of them."""

    kept: Kept
    due: Callable[[], int]
    batch: Callable[[], int]


@dataclass(frozen=True, slots=True)
class Work:
    """What the steps of one run share.

    Attributes:
        registry: over a connection of the run's own.
        now: trusted wall-clock time.
        among: how many of the oldest personal parts a count looks at.

    """

    house: House
    registry: Registry
    tally: Tally
    limits: RetentionTable
    now: datetime
    among: int = EVERYTHING

    @property
    def connection(self) -> sqlite3.Connection:
        """The run's own to the registry."""
        connection: sqlite3.Connection = self.registry.db.conn
        return connection

    def before(self, days: int) -> datetime:
        """The moment so many days ago."""
        return self.now - timedelta(days=days)

    def day_before(self, days: int) -> date:
        """The site's day so many days ago; ``valid_until`` lies before it."""
        zone = ZoneInfo(self.house.config.site.timezone)
        return self.now.astimezone(zone).date() - timedelta(days=days)


def steps(work: Work) -> Iterator[Step]:
    """All classes of a site in their order."""
    yield _events(work, Kept.ENTRIES, Old(work.before(work.limits.entries_days)))
    yield _events(work, Kept.ACCESS, Old(work.before(work.limits.access_days), True))
    yield _statuses(work)
    yield _people(work)
    yield _passes(work)
    yield _staff(work)
    yield _replaced(work)
    yield _requests(work)
    yield _files(work)


def _events(work: Work, kept: Kept, old: Old) -> Step:
    ledger = work.house.ledger

    def batch() -> int:
        return purge_rows(ledger, old.rows(ledger.reader, BATCH), kept)

    return Step(kept, lambda: old.count(ledger.reader, work.among), batch)


def _statuses(work: Work) -> Step:
    days, keys, connection = work.limits.status_days, work.house.keys, work.connection
    day, hours = work.day_before(days), work.house.policy.max_status_age_hours
    parts: list[Part] = [(purging.STATUSES, day)]
    if hours is not None:
        parts.append((purging.STALE, work.before(days) - timedelta(hours=hours)))

    def batch() -> int:
        found = [purging.due(connection, *part, BATCH) for part in parts]
        with work.tally.batch() as writing:
            gone = purging.drop_attestations(writing, day, BATCH)
            for (part, before), some in zip(parts, found, strict=True):
                people = purging.still(writing, part, some, before)
                purging.expire_statuses(writing, keys, people, work.now)
                gone += len(people)
            return work.tally.count(Kept.STATUS, gone)

    def due() -> int:
        attested = purging.count(connection, purging.ATTESTED, day)
        return attested + sum(purging.count(connection, *part) for part in parts)

    return Step(Kept.STATUS, due, batch)


def _people(work: Work) -> Step:
    lay_out(work.registry.db)
    parts = list(_leaving(work))

    def batch() -> int:
        return next((gone for part in parts if (gone := _erase_some(work, part))), 0)

    def due() -> int:
        return sum(purging.count(work.connection, *part) for part in parts)

    return Step(Kept.PEOPLE, due, batch)


def _leaving(work: Work) -> Iterator[Part]:
    """Who goes: without consent in any case, by age where the site wants it."""
    days = work.limits.people_days
    withdrawn = work.before(min(days or WITHDRAWN_DAYS, WITHDRAWN_DAYS))
    yield f"{purging.WITHDRAWN} AND {NOBODY_ASKS}", withdrawn
    if days:
        yield f"{purging.PEOPLE} AND {NOBODY_ASKS}", work.day_before(days)
        yield f"{purging.AT_GATES} AND {NOBODY_ASKS}", work.before(days)


def _erase_some(work: Work, due: Part) -> int:
    part, before = due
    found = purging.due(work.connection, part, before, FEW)
    for person in found:  # first all that leads to her, last herself
        if purging.still(work.connection, part, [person], before):
            _forget(work, person)
    with work.tally.batch() as writing:
        people = purging.still(writing, part, found, before)
        purging.erase_people(writing, work.house.keys, people, work.now)
        return work.tally.count(Kept.PEOPLE, len(people))


def _forget(work: Work, person: bytes) -> None:
    subjects = purging.subjects_of(work.connection, person)
    purge_subjects(work.house.ledger, subjects)
    forget(work.registry, person)


def _passes(work: Work) -> Step:
    before, connection = (
        work.before(work.limits.passes_days),
        work.connection,
    )

    def due() -> int:
        parts = (purging.PASSES, purging.REVOKED)
        return sum(purging.count(connection, part, before) for part in parts)

    def batch() -> int:
        ended = purging.ended_passes(connection, before, BATCH)
        with work.tally.batch() as writing:
            gone = purging.drop_passes(writing, ended)
            return work.tally.count(Kept.PASSES, gone)

    return Step(Kept.PASSES, due, batch)


def _replaced(work: Work) -> Step:
    """What a hand changed stays as long as the list of who looked at whom."""
    connection = work.connection
    parts = (
        (purging.REPLACED, work.now - WITHIN * 25 / 24),
        (purging.CORRECTED, work.before(work.limits.access_days)),
    )

    def batch() -> int:
        with work.tally.batch() as writing:
            gone = sum(purging.forget_replaced(writing, *part, BATCH) for part in parts)
            return work.tally.count(Kept.REPLACED, gone)

    def due() -> int:
        return sum(purging.count(connection, *part) for part in parts)

    return Step(Kept.REPLACED, due, batch)


def _staff(work: Work) -> Step:
    before, connection = work.before(work.limits.staff_days), work.connection

    def batch() -> int:
        with work.tally.batch() as writing:
            return work.tally.count(Kept.STAFF, drop_staff(writing, before))

    return Step(Kept.STAFF, lambda: count_staff(connection, before), batch)


def _requests(work: Work) -> Step:
    def batch() -> int:
        gone = expire(work.registry, work.now)
        with work.tally.batch():
            return work.tally.count(Kept.REQUESTS, gone.undecided + gone.decided)

    return Step(Kept.REQUESTS, lambda: count_due(work.registry, work.now), batch)


def _files(work: Work) -> Step:
    root, days = work.house.folder.root, work.limits.entries_days
    no_backup = int(work.before(days).timestamp())  # is so old any more

    def due() -> list[Path]:
        oldest = work.now.timestamp()
        uploads = _older(root / "cache" / "imports", "*", oldest - UPLOADED_S)
        return uploads + _older(root, f"{ASIDE}*", oldest - days * 86_400)

    def batch() -> int:
        gone = sum(_removed(path) for path in due())
        with work.tally.batch() as writing:
            return work.tally.count(Kept.FILES, gone + drop_old(writing, no_backup))

    return Step(
        Kept.FILES,
        lambda: len(due()) + count_old(work.connection, no_backup),
        batch,
    )


def _removed(path: Path) -> bool:
    """Whether it is gone; one that cannot go must not keep a run from its receipt."""
    try:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        log.error("file_not_erased", error=type(error).__name__)
        return False
    return True


def _older(folder: Path, names: str, than: float) -> list[Path]:
    return [path for path in folder.glob(names) if path.lstat().st_mtime < than]
