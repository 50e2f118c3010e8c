"""The tables of staff in registry.db and one process's hold on them.

They have a connection of their own, because an import may keep the registry's
busy for a while and a sign-in must not stand behind it longer than SQLite makes it.
"""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database, Migrations

from verification.storage import connect, write

migrations = Migrations("staff")

TABLES = (
    """CREATE TABLE staff (
        id TEXT PRIMARY KEY, login TEXT NOT NULL UNIQUE, display_name TEXT NOT NULL,
        role TEXT NOT NULL, password TEXT, code BLOB, code_expires_ms INTEGER,
        made_ms INTEGER NOT NULL, disabled_ms INTEGER
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE staff_sessions (
        token BLOB PRIMARY KEY, staff TEXT NOT NULL REFERENCES staff(id),
        made_ms INTEGER NOT NULL, seen_ms INTEGER NOT NULL, by_code INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX staff_sessions_staff ON staff_sessions(staff)",
    """CREATE TABLE signin_failures (
        who BLOB PRIMARY KEY, failures INTEGER NOT NULL, last_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
)


@migrations()
def begin(db: Database) -> None:
    """Version 1."""
    for statement in TABLES:
        db.conn.execute(statement)


PINS_AND_FACTORS = (
    "ALTER TABLE staff ADD COLUMN pin TEXT",
    "ALTER TABLE staff ADD COLUMN totp BLOB",  # sealed with the site's key
    "ALTER TABLE staff ADD COLUMN totp_step INTEGER",  # of the last code that counted
    "ALTER TABLE staff_sessions ADD COLUMN second TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE staff_sessions ADD COLUMN locked INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE staff_sessions ADD COLUMN wrong_pins INTEGER NOT NULL DEFAULT 0",
    """CREATE TABLE recovery_codes (
        staff TEXT NOT NULL REFERENCES staff(id), code BLOB NOT NULL, used_ms INTEGER,
        PRIMARY KEY (staff, code)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE signin_steps (
        token BLOB PRIMARY KEY, staff TEXT NOT NULL REFERENCES staff(id),
        made_ms INTEGER NOT NULL, by_code INTEGER NOT NULL, secret BLOB
    ) STRICT, WITHOUT ROWID""",
)


@migrations()
def pins_and_factors(db: Database) -> None:
    """Version 2."""
    for statement in PINS_AND_FACTORS:
        db.conn.execute(statement)


@migrations()
def brakes(db: Database) -> None:
    """Version 3."""
    db.conn.execute("CREATE TABLE brakes (who BLOB NOT NULL, at_ms INTEGER NOT NULL)")
    db.conn.execute("CREATE INDEX brakes_who ON brakes(who, at_ms)")
    db.conn.execute("CREATE INDEX brakes_at ON brakes(at_ms)")


def now_ms() -> int:
    """Unix time in milliseconds."""
    return time.time_ns() // 1_000_000


class Tables:
    """The staff tables; safe from any thread of one process.

    What reads has a connection of its own: whoever asks for the board must not stand
    behind a crowd whose failures are being written down.
    """

    def __init__(self, path: Path) -> None:
        self._db = connect(path)
        self._lock = threading.RLock()
        if migrations.pending(self._db):
            with self.write():  # two processes may start at once: one waits
                migrations.apply(self._db)
        self._reading = connect(path)
        self._reading_lock = threading.Lock()

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees what is committed, for this thread alone."""
        with self._reading_lock:
            yield self._reading.conn

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One write transaction, for this thread alone."""
        with self._lock, write(self._db) as connection:
            yield connection

    def close(self) -> None:
        """Give the file back."""
        with self._lock, self._reading_lock:
            self._reading.close()
            self._db.close()
