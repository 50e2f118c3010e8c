"""What a purge has erased from registry.db and nobody has been told yet.

Counted in the same transaction in which it is erased, under the id of the run that will
tell it in the ledger, another file. When that event is written and the process dies
before these rows go, the next run finds its id in the ledger and tells nothing twice.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database, Migrations

from kiosk.retention.classes import Kept
from verification.ids import new_id
from verification.storage import write

migrations = Migrations("retention")


@migrations()
def begin(db: Database) -> None:
    """Version 1."""
    db.conn.execute(
        "CREATE TABLE purged (class TEXT PRIMARY KEY, run TEXT NOT NULL, "
        "gone INTEGER NOT NULL) STRICT, WITHOUT ROWID"
    )


class Tally:
    """The counts of one run over a registry's connection.

    `begin` comes first, and is the first that writes.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self.run = str(new_id())

    def begin(self, told: str) -> None:
        """Go on with a run that was broken off.

        Args:
            told: id of the newest run that the ledger tells of.

        """
        if migrations.pending(self._db):
            with write(self._db):
                migrations.apply(self._db)
        self.drop(told)
        found = self._db.conn.execute("SELECT run FROM purged LIMIT 1").fetchone()
        self.run = found[0] if found else self.run

    @contextmanager
    def batch(self) -> Iterator[sqlite3.Connection]:
        """One short transaction, in which `count` is called, too."""
        with write(self._db) as connection:
            yield connection

    def count(self, kept: Kept, gone: int) -> int:
        """Add to a class, within the transaction of `batch`."""
        if gone:
            self._db.conn.execute(
                "INSERT INTO purged VALUES (?, ?, ?) "
                "ON CONFLICT (class) DO UPDATE SET gone = gone + excluded.gone",
                (kept, self.run, gone),
            )
        return gone

    def counts(self) -> dict[str, int]:
        """What is to be told."""
        return dict(self._db.conn.execute("SELECT class, gone FROM purged").fetchall())

    def drop(self, run: str) -> None:
        """The ledger tells of this run now."""
        with write(self._db) as connection:
            connection.execute("DELETE FROM purged WHERE run = ?", (run,))
