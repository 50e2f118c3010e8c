"""Destroying all that a site knows of people; the chain of its ledger stays whole.

Counted first, then gone: people with their cards, passes and boxes, the personal part
of every event, requests, backups on this machine, and the site's keys, without which
copies elsewhere open nothing either. What is broken off goes on at the next look.
"""

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.backup.copying import ASIDE
from kiosk.backup.shelf import backups_in
from kiosk.house import House, kiosk_id
from kiosk.retention.purge import ClockUntrusted, check_clock, empty_log
from kiosk.retention.sunset import Stage, Sunset, read_sunset, write_sunset
from verification.errors import StorageProblem
from verification.keys import LEDGER_KEY, LENGTH, SITE_KEY, write_key
from verification.ledger import Entry, Event, EventKind
from verification.ledger.files import sync_folder
from verification.moments import ClockState
from verification.storage import connect, write

# Who may sign in stays until the machine is wiped: somebody prints the certificate.
STAYS = (
    "staff",
    "staff_sessions",
    "signin_failures",
    "signin_steps",
    "recovery_codes",
    "brakes",
    "policies",
    "marks",
    "purged",
    "_sqlite_migrations",
)
PERSONAL = ("details", "subject_keys", "claims", "purged")
COUNTED = ("people", "cards", "passes", "attestations")
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"
# Their secrets are sealed with a key that goes: nobody could sign in any more.
NO_FACTORS = (
    "UPDATE staff SET totp = NULL, totp_step = NULL",
    "DELETE FROM recovery_codes",
)


class NobodyVouches(ClockUntrusted):
    """No time service vouches for the clock, and what is destroyed is gone for ever."""

    def __init__(self) -> None:
        StorageProblem.__init__(
            self,
            "没有校时，没有销毁。日期和时间没有错的话 no time service vouches for the "
            "clock, nothing was destroyed. When date and time are right: "
            "kiosk purge --clock-is-right",
        )


def destroy_when_due(house: House, *, clock_is_right: bool = False) -> Event | None:
    """Destroy everything if its day has come; the event that certifies it.

    Args:
        house: of the site; its ledger may be in use.
        clock_is_right: somebody looked at date and time.

    Raises:
        ClockUntrusted: nobody knows the day; in doubt, ``clock_is_right`` helps.
        sqlite3.Error: a database cannot be written; the next call goes on.
        OSError: a file cannot be deleted; the next call goes on.

    """
    root, sunset = house.folder.root, read_sunset(house.folder.root)
    if sunset.stage not in (Stage.SCHEDULED, Stage.DESTROYING):
        return None
    if not sunset.is_due(_today(house)):
        return None
    if sunset.stage is Stage.SCHEDULED:  # what was begun goes on, by whatever clock
        _need_clock(house, clock_is_right)
    sunset = sunset.begin(_count(house))
    write_sunset(root, sunset)
    _empty_registry(house.folder.registry)
    _empty_personal(house)
    for path in (house.folder.registry, house.folder.ledger):
        empty_log(path, lambda: None)
    _remove_files(house)
    _shred_keys(house.folder.keys)
    event = _certify(house, sunset)
    write_sunset(root, sunset.end(event.at))
    return event


def _today(house: House) -> date:
    zone = ZoneInfo(house.config.site.timezone)
    return house.clock.moment().utc.astimezone(zone).date()


def _need_clock(house: House, clock_is_right: bool) -> None:
    state = house.clock.moment().clock
    if state is ClockState.UNTRUSTED:
        raise ClockUntrusted
    if clock_is_right:
        return
    check_clock(house)
    if state is not ClockState.SYNCED:
        raise NobodyVouches


def _count(house: House) -> dict[str, int]:
    """What there is, before the first of it goes."""
    db = connect(house.folder.registry)
    try:
        found = {
            table: int(db.conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - our own names
            for table in COUNTED
        }
    finally:
        db.close()
    rows = house.ledger.reader.rows
    found["events"] = int(rows("SELECT count(*) FROM details")[0][0])
    found["backups"] = len(_backups(house))
    found["keys"] = len(list(_keys(house.folder.keys)))
    return found


def _empty_registry(path: Path) -> None:
    db = connect(path)
    try:
        db.conn.execute("PRAGMA foreign_keys=OFF")  # all of them go, in any order
        with write(db) as connection:
            tables = [row[0] for row in connection.execute(TABLES)]
            for table in tables:
                if table not in STAYS and not table.startswith("sqlite_"):
                    connection.execute(f'DELETE FROM "{table}"')  # noqa: S608 - out of the schema
            for statement in NO_FACTORS if "recovery_codes" in tables else ():
                connection.execute(statement)
    finally:
        db.close()


def _empty_personal(house: House) -> None:
    with house.ledger.transaction() as transaction:
        for table in PERSONAL:
            transaction.connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names


def _remove_files(house: House) -> None:
    root = house.folder.root
    for path in _backups(house):
        path.unlink(missing_ok=True)
    for path in (root / "cache", root / "restore", *root.glob(f"{ASIDE}*")):
        shutil.rmtree(path, ignore_errors=True)


def _backups(house: House) -> list[Path]:
    folder = house.config.backup.place(house.folder.root)
    return [kept.path for kept in backups_in(folder, kiosk_id(house.keys))]


def _keys(folder: Path) -> Iterator[Path]:
    """All secrets but the one that the ledger is proved with."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != LEDGER_KEY:
            yield path


def _shred_keys(folder: Path) -> None:
    """Overwrite them, then delete them; the site's is replaced by another."""
    for path in _keys(folder):
        with path.open("r+b") as file:
            file.write(os.urandom(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        if path.name != SITE_KEY:
            path.unlink()
            sync_folder(path.parent)
    write_key(folder / SITE_KEY, os.urandom(LENGTH))


def _certify(house: House, sunset: Sunset) -> Event:
    facts: dict[str, str | int] = {
        "stage": Stage.DESTROYED.value,
        **sunset.found,
    }
    entry = Entry(EventKind.SITE_SUNSET, staff=sunset.by, more=facts)
    event = house.ledger.append(entry)[0]
    note = house.ledger.checkpoint()
    house.folder.checkpoints.mkdir(exist_ok=True)
    note.save(house.folder.checkpoints / f"{note.size:012d}.txt")
    return event
