"""The folder where backups lie: their names, and which of them must go.

A backup holds people who were erased after it was made, with their keys. None may
therefore grow older than the entries themselves: then what is erased is gone from
every copy, too. That goes for the last one as well; `kiosk doctor` tells long before
when no new ones come.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

STAMP = "%Y%m%dT%H%M%SZ"
SUFFIX = ".tar.age"
BROKEN_OFF_S = 24 * 3600  # a file that nobody writes any more
NAMED = re.compile(r"changxing-([0-9a-f]{8})-(\d{8}T\d{6}Z)\.tar\.age")


@dataclass(frozen=True, slots=True)
class Kept:
    """One backup in a folder."""

    path: Path
    made: datetime


def name_of(kiosk: str, made: datetime) -> str:
    """What the file of a backup is called."""
    return f"changxing-{kiosk[-8:]}-{made.astimezone(UTC):{STAMP}}{SUFFIX}"


def backups_in(folder: Path, kiosk: str) -> list[Kept]:
    """A kiosk's backups in a folder, newest first; none where it is not there."""
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        named = NAMED.fullmatch(path.name)
        if named and named[1] == kiosk[-8:]:
            made = datetime.strptime(named[2], STAMP).replace(tzinfo=UTC)
            found.append(Kept(path, made))
    return sorted(found, key=lambda one: one.made, reverse=True)


def remove_old(
    folder: Path, kiosk: str, now: datetime, *, keep: int, days: int
) -> list[str]:
    """Delete what is too old or too many; returns the names.

    One that is dated ahead of now was made by a wrong clock: it takes the place of none
    that is not, and goes first when there are too many.

    Raises:
        OSError: one cannot be deleted.

    """
    gone = []
    for part in folder.glob(f"changxing-{kiosk[-8:]}-*{SUFFIX}.part"):
        if now.timestamp() - part.stat().st_mtime > BROKEN_OFF_S:
            part.unlink(missing_ok=True)
    kept = sorted(backups_in(folder, kiosk), key=lambda one: one.made > now)
    for place, one in enumerate(kept):
        if place >= keep or now - one.made > timedelta(days=days):
            one.path.unlink(missing_ok=True)
            gone.append(one.path.name)
    return gone
