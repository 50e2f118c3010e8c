"""Whole copies of databases that are in use, and the other files of a site."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from kiosk.alone import only_one
from kiosk.backup.errors import BackupProblem
from kiosk.backup.manifest import NAME, Source
from kiosk.retention.sunset import FILE as SUNSET
from verification.errors import StorageProblem

DATABASES = ("registry.db", "ledger.db")
FILES = "files"
LOCK = "backup.lock"
KEYS = "keys"
# Nothing of these comes back: made anew, of one process, or copies themselves.
LEFT_OUT = frozenset({"keys", "cache", "backups", "checkpoints", "restore", "live.db"})
LEFT_OUT_ENDS = ("-wal", "-shm", ".new", ".lock", ".part", "lock", ".head")
ASIDE = "before-restore-"
LEAST_FREE = 200_000_000  # bytes that the gates need for their ledger
LARGEST_FILE = 20_000_000


@contextmanager
def staged(root: Path) -> Iterator[Path]:
    """An empty folder of our own for copies, gone afterwards."""
    folder = root / "cache" / "backup"
    shutil.rmtree(folder, ignore_errors=True)  # of a process that died
    folder.mkdir(mode=0o700, parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def drop_copies(root: Path) -> None:
    """What a backup left lying that died; not while one is under way."""
    with suppress(StorageProblem), only_one(root / LOCK, "备份 backup"):
        shutil.rmtree(root / "cache" / "backup", ignore_errors=True)


def need_room(folder: Path, wanted: int, spare: int = 0) -> None:
    """Make sure that a folder's disk has room.

    Raises:
        BackupProblem: it has not.

    """
    free = shutil.disk_usage(folder).free
    if free < wanted + spare:
        raise BackupProblem(
            f"{folder} 空间不够 has no room: {free // 1_000_000} MB free, "
            f"{(wanted + spare) // 1_000_000 + 1} MB needed"
        )


def copy_database(source: Path, target: Path) -> None:
    """A whole copy of a database as it is at one moment; writers need not wait.

    In one step: copied in pieces it would begin anew at every write of another process.

    Raises:
        BackupProblem: it cannot be copied, or the copy is damaged.

    """
    try:
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as original,
            closing(sqlite3.connect(target, isolation_level=None)) as copy,
        ):
            target.chmod(0o600)
            original.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file and nothing beside it
            said = str(copy.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        raise BackupProblem(f"{source} 无法复制 cannot be copied: {error}") from error
    if said != "ok":
        raise BackupProblem(
            f"{source} 已损坏，没有备份 is damaged, no backup was made: {said}"
        )


def other_files(root: Path, backups: Path) -> list[Source]:
    """What else a site would miss: settings, recordings; no secret among them."""
    found = []
    for path in sorted(_below(root, backups)):
        name = f"{FILES}/{path.relative_to(root).as_posix()}"
        if NAME.fullmatch(name) and path.stat().st_size <= LARGEST_FILE:
            found.append(Source(name, path))
    return found


def key_files(keys: Path) -> list[Source]:
    """The secrets of a site."""
    files = (path for path in sorted(keys.rglob("*")) if path.is_file())
    return [
        Source(f"{KEYS}/{path.relative_to(keys).as_posix()}", path) for path in files
    ]


def _below(folder: Path, backups: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_symlink() or path == backups or _left_out(path.name):
            continue
        if path.is_dir():
            yield from _below(path, backups)
        elif path.is_file():
            yield path


def _left_out(name: str) -> bool:
    return (
        name in LEFT_OUT
        or name == SUNSET  # called off since, it must not come back
        or name in DATABASES
        or name.startswith(ASIDE)
        or name.endswith(LEFT_OUT_ENDS)
    )
