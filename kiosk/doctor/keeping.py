"""Whether data go when they must, and whether there is a copy of the rest."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.backup.making import last_backup
from kiosk.doctor.finding import Finding
from kiosk.house import House
from kiosk.retention.purge import check_clock, last_purge
from kiosk.retention.settings import is_damaged
from verification.errors import VerificationError

MISSED = timedelta(days=2)
OLD = timedelta(days=2)
MAKE = (
    "做备份的钥匙 make a key: kiosk backup keys make FILE; then [backup] recipient "
    "in config.toml"
)


def keeping(house: House) -> Iterator[Finding]:
    """Purge and backup of a site."""
    now = house.clock.moment().utc
    yield _purge(house, now)
    if is_damaged(house.config):
        remedy = "文件坏了，请重新设置 damaged, set the days again: /admin/retention"
        yield Finding("retention_file", "damaged", False, remedy=remedy)
    yield _backup(house, now)


def _purge(house: House, now: datetime) -> Finding:
    last = last_purge(house)
    if last is None:
        return Finding("purge", "never", None, remedy="kiosk run, kiosk purge")
    well, remedy = now - last < MISSED, ""
    if not well:
        remedy = "kiosk purge"
        try:
            check_clock(house)
        except VerificationError as error:
            remedy = str(error)
    return Finding("purge", _ago(now - last), well, "h", MISSED.days * 24, remedy)


def _backup(house: House, now: datetime) -> Finding:
    last = last_backup(house)
    if last is None:
        wanted = house.config.backup.recipient is not None
        remedy = "kiosk backup" if wanted else MAKE
        return Finding("backup", "never", False if wanted else None, remedy=remedy)
    age = now - last
    remedy = "" if age < OLD else "kiosk backup"
    if age < OLD and _beside(house):
        remedy = "与数据同盘，请另存 on the same disk as the data: copy it away"
        return Finding("backup", _ago(age), None, "h", OLD.days * 24, remedy)
    return Finding("backup", _ago(age), age < OLD, "h", OLD.days * 24, remedy)


def _beside(house: House) -> bool:
    """Whether the disk that dies takes the backups with it."""
    root = house.folder.root
    place: Path = house.config.backup.place(root)
    return place.exists() and place.stat().st_dev == root.stat().st_dev


def _ago(age: timedelta) -> int:
    return int(age.total_seconds() // 3600)
