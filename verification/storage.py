"""SQLite as this house needs it: one way to open, one way to write.

The PRAGMAs are set for every connection and read back, because SQLite refuses
some of them silently (WAL on certain file systems) and their defaults differ
from build to build.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from verification.errors import StorageProblem

ERRORS: tuple[type[Exception], ...] = (sqlite3.Error,)
BUSY_MS = 5000
SYNCHRONOUS = {"OFF": 0, "NORMAL": 1, "FULL": 2, "EXTRA": 3}


def connect(
    path: Path,
    *,
    synchronous: str = "FULL",
    mmap_bytes: int = 0,
    busy_ms: int = BUSY_MS,
) -> Database:
    """Open ``path`` for one process; the connection may be used by its threads.

    Args:
        path: made when it is not there, readable by its owner only.
        synchronous: FULL wherever a row must survive a power cut.
        mmap_bytes: how much of the file to map; for large read-mostly tables.
        busy_ms: how long a writer waits for another.

    Raises:
        StorageProblem: it cannot be opened, or a PRAGMA did not take.

    """
    try:
        if not path.exists():
            path.touch(mode=0o600)
        connection = sqlite3.connect(
            path, timeout=busy_ms / 1000, isolation_level=None, check_same_thread=False
        )
    except (sqlite3.Error, OSError) as error:
        raise StorageProblem(f"cannot open {path}: {error}") from error
    try:
        _set_pragmas(connection, _pragmas(synchronous, mmap_bytes, busy_ms))
    except sqlite3.Error as error:
        connection.close()
        raise StorageProblem(f"cannot open {path}: {error}") from error
    return Database(connection, execute_plugins=False)


def _pragmas(
    synchronous: str, mmap_bytes: int, busy_ms: int
) -> dict[str, tuple[str | int, str | int]]:
    """Name to (what we set, what must read back)."""
    return {
        "busy_timeout": (busy_ms, busy_ms),
        "journal_mode": ("WAL", "wal"),
        "synchronous": (synchronous, SYNCHRONOUS[synchronous]),
        "foreign_keys": (1, 1),
        "secure_delete": (1, 1),
        "trusted_schema": (0, 0),
        "cell_size_check": (1, 1),
        "temp_store": (2, 2),
        "mmap_size": (mmap_bytes, mmap_bytes),
        "wal_autocheckpoint": (200, 200),
        "journal_size_limit": (4194304, 4194304),
    }


def _set_pragmas(
    connection: sqlite3.Connection, wanted: dict[str, tuple[str | int, str | int]]
) -> None:
    for name, (value, expected) in wanted.items():
        connection.execute(f"PRAGMA {name}={value}").fetchone()
        got = connection.execute(f"PRAGMA {name}").fetchone()[0]
        if got != expected:
            connection.close()
            raise StorageProblem(
                f"SQLite did not take PRAGMA {name}={value} (it says {got}); "
                "put data_dir on a local disk"
            )


@contextmanager
def write(db: Database) -> Iterator[sqlite3.Connection]:
    """One write transaction: all of it or nothing.

    ``BEGIN IMMEDIATE`` takes the write lock at once, so that a later statement
    cannot fail because another connection wrote in between.
    """
    connection: sqlite3.Connection = db.conn
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        # A full disk may already have rolled back, a failed COMMIT has not.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def data_version(db: Database) -> int:
    """A number that changes when another connection has written."""
    return int(db.conn.execute("PRAGMA data_version").fetchone()[0])
