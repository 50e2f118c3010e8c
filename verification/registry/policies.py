"""The rules that somebody of the staff set, each version for ever.

A row without a body goes back to the rules that the site's config has.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from verification.errors import RegistryConflict
from verification.registry.records import unpack_time
from verification.storage import write

NEWEST = "SELECT max(number) FROM policies"
ROW = "SELECT number, at, author, body FROM policies"
ADD = "INSERT INTO policies (number, at, author, body) VALUES (?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class StoredPolicy:
    """Rules as they were set; ``body`` is ``None`` for those of the config.

    Attributes:
        number: counts from one, without a gap.
        author: internal id of who set them.

    """

    number: int
    at: datetime
    author: str
    body: str | None


class Policies:
    """What was set; shares a registry's connection, ``db``."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._connection: sqlite3.Connection = db.conn

    def number(self) -> int:
        """The newest; 0 when nobody ever set any (4 µs)."""
        row = self._connection.execute(NEWEST).fetchone()
        return int(row[0] or 0)

    def newest(self) -> StoredPolicy | None:
        """What was set last."""
        return next(iter(self.all(1)), None)

    def all(self, limit: int = -1) -> list[StoredPolicy]:
        """What was set, the newest first."""
        sql = f"{ROW} ORDER BY number DESC LIMIT ?"
        rows = self._connection.execute(sql, (limit,))
        return [_stored(row) for row in rows]

    def put(
        self,
        body: str | None,
        author: str,
        at: datetime,
        after: int,
        record: Callable[[int], None],
    ) -> int:
        """Set rules; returns their number.

        Args:
            body: the rules, or ``None`` for those of the config.
            author: internal id.
            at: now.
            after: the number that the author saw as the newest.
            record: writes the event; when it raises, nothing was set.

        Raises:
            RegistryConflict: somebody has set others meanwhile.

        """
        with write(self.db) as connection:
            if self.number() != after:
                raise RegistryConflict("policy_changed", b"")
            values = (after + 1, int(at.timestamp()), author, body)
            connection.execute(ADD, values)
            record(after + 1)
        return after + 1


def _stored(row: tuple[int, int, str, str | None]) -> StoredPolicy:
    number, seconds, author, body = row
    at = unpack_time(seconds)
    assert at is not None  # noqa: S101 - the column is NOT NULL
    return StoredPolicy(number, at, author, body)
