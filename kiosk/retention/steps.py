"""What each class erases, a bounded batch at a time.

A step answers two questions: how many are due, and how many went with one more batch.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from kiosk.backup.copying import ASIDE
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
    if work.limits.people_days:
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
    part, day = purging.STATUSES, work.day_before(work.limits.status_days)
    keys, connection = work.house.keys, work.registry.db.conn

    def batch() -> int:
        found = purging.due(connection, part, day, BATCH)
        with work.tally.batch() as writing:
            people = purging.still(writing, part, found, day)
            purging.expire_statuses(writing, keys, people, work.now)
            gone = purging.drop_attestations(writing, day, BATCH)
            return work.tally.count(Kept.STATUS, len(people) + gone)

    def due() -> int:
        attested = purging.count(connection, purging.ATTESTED, day)
        return purging.count(connection, part, day) + attested

    return Step(Kept.STATUS, due, batch)


def _people(work: Work) -> Step:
    lay_out(work.registry.db)
    part = f"{purging.PEOPLE} AND {NOBODY_ASKS}"
    day = work.day_before(work.limits.people_days)
    keys, connection = work.house.keys, work.registry.db.conn

    def batch() -> int:
        found = purging.due(connection, part, day, FEW)
        for person in found:  # first all that leads to her, last herself
            if purging.still(connection, part, [person], day):
                _forget(work, person)
        with work.tally.batch() as writing:
            people = purging.still(writing, part, found, day)
            purging.erase_people(writing, keys, people, work.now)
            return work.tally.count(Kept.PEOPLE, len(people))

    return Step(Kept.PEOPLE, lambda: purging.count(connection, part, day), batch)


def _forget(work: Work, person: bytes) -> None:
    subjects = purging.subjects_of(work.registry.db.conn, person)
    purge_subjects(work.house.ledger, subjects)
    forget(work.registry, person)


def _passes(work: Work) -> Step:
    before, connection = (
        work.before(work.limits.passes_days),
        work.registry.db.conn,
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
    before, connection = work.now - WITHIN * 25 / 24, work.registry.db.conn

    def batch() -> int:
        with work.tally.batch() as writing:
            gone = purging.forget_replaced(writing, before, BATCH)
            return work.tally.count(Kept.REPLACED, gone)

    return Step(
        Kept.REPLACED,
        lambda: purging.count(connection, purging.REPLACED, before),
        batch,
    )


def _staff(work: Work) -> Step:
    before, connection = work.before(work.limits.staff_days), work.registry.db.conn

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

    def due() -> list[Path]:
        oldest = work.now.timestamp()
        uploads = _older(root / "cache" / "imports", "*", oldest - UPLOADED_S)
        return uploads + _older(root, f"{ASIDE}*", oldest - days * 86_400)

    def batch() -> int:
        found = due()
        gone = sum(_removed(path) for path in found)
        with work.tally.batch():
            return work.tally.count(Kept.FILES, gone)

    return Step(Kept.FILES, lambda: len(due()), batch)


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
