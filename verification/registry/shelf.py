"""The signed lists that travel, and the keys of foreign papers, as they came.

Whoever opens them may keep the result until `Shelf.version` moves.
"""

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from verification.errors import RegistryConflict
from verification.registry.records import unpack_time
from verification.storage import write

KEYS = "keys"
REVOKED = "revoked"

VERSION = "SELECT value FROM marks WHERE name = 'papers'"
MOVE = (
    "INSERT INTO marks VALUES ('papers', 1) "
    "ON CONFLICT (name) DO UPDATE SET value = value + 1"
)
LIST = "SELECT name, seq, issued_at, data, imported_at, author FROM paper_lists"
NUMBERED = "SELECT seq, data FROM paper_lists WHERE name = ?"
TRUSTED = "SELECT name, sha256, imported_at, author FROM trust_files ORDER BY name"


@dataclass(frozen=True, slots=True)
class PaperList:
    """A signed list as it came: the key list or the list of revoked passes."""

    name: str
    seq: int
    issued_at: datetime
    data: bytes = field(repr=False)
    imported_at: datetime
    author: str


@dataclass(frozen=True, slots=True)
class TrustFile:
    """A file with keys of foreign papers: what it is called, who brought it, when."""

    name: str
    sha256: bytes
    imported_at: datetime
    author: str


class Shelf:
    """What came on sticks: lists and trust files; shares a registry's connection."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._connection: sqlite3.Connection = db.conn

    def version(self) -> int:
        """Moves when a list or a trust file came or went."""
        row = self._connection.execute(VERSION).fetchone()
        return int(row[0]) if row else 0

    def paper_list(self, name: str) -> PaperList | None:
        """The newest list of a name, `KEYS` or `REVOKED`."""
        row = self._connection.execute(f"{LIST} WHERE name = ?", (name,)).fetchone()
        return _list(row) if row else None

    def store_lists(self, *given: PaperList, ids: Iterable[bytes] = ()) -> None:
        """Keep lists whose signatures were checked, in place of those before; or none.

        Args:
            given: the lists, each of another name.
            ids: whom the list of revoked passes among them names.

        Raises:
            RegistryConflict: a list with a higher number is here already, or another
                one with the same.

        """
        with write(self._db) as connection:
            for one in given:
                self._check_newer(one)
                connection.execute(
                    "DELETE FROM paper_lists WHERE name = ?", (one.name,)
                )
                connection.execute(
                    "INSERT INTO paper_lists VALUES (?, ?, ?, ?, ?, ?)", _row(one)
                )
                if one.name == REVOKED:
                    _replace_ids(connection, ids)
            connection.execute(MOVE)

    def _check_newer(self, given: PaperList) -> None:
        """Two processes may have made their lists from the same one before."""
        found = self._connection.execute(NUMBERED, (given.name,)).fetchone()
        same = found is not None and found[1] == given.data
        if found is not None and not same and found[0] >= given.seq:
            raise RegistryConflict("list_rolled_back", b"")

    def trust_files(self) -> list[TrustFile]:
        """All files with keys of foreign papers."""
        rows = self._connection.execute(TRUSTED)
        return [
            TrustFile(name, digest, _time(at), who) for name, digest, at, who in rows
        ]

    def trust_data(self) -> dict[str, bytes]:
        """Their content by name, to make a trust store of."""
        return dict(
            self._connection.execute("SELECT name, data FROM trust_files ORDER BY name")
        )

    def put_trust(self, name: str, data: bytes, author: str, at: datetime) -> None:
        """Keep a file under its name, in place of the one before."""
        digest = hashlib.sha256(data).digest()
        values = (name, digest, data, int(at.timestamp()), author)
        with write(self._db) as connection:
            connection.execute("DELETE FROM trust_files WHERE name = ?", (name,))
            connection.execute("INSERT INTO trust_files VALUES (?, ?, ?, ?, ?)", values)
            connection.execute(MOVE)

    def remove_trust(self, name: str) -> bool:
        """Trust these keys no longer; false when there is no such file."""
        with write(self._db) as connection:
            gone = connection.execute("DELETE FROM trust_files WHERE name = ?", (name,))
            connection.execute(MOVE)
            return gone.rowcount > 0


def _replace_ids(connection: sqlite3.Connection, ids: Iterable[bytes]) -> None:
    connection.execute("DELETE FROM listed_passes")
    connection.executemany(
        "INSERT INTO listed_passes VALUES (?)", ((i,) for i in sorted(set(ids)))
    )


def _row(given: PaperList) -> tuple[Any, ...]:
    issued_at, imported_at = given.issued_at.timestamp(), given.imported_at.timestamp()
    times = int(issued_at), given.data, int(imported_at)
    return (given.name, given.seq, *times, given.author)


def _list(row: tuple[Any, ...]) -> PaperList:
    name, seq, issued_at, data, imported_at, author = row
    return PaperList(name, seq, _time(issued_at), data, _time(imported_at), author)


def _time(seconds: int) -> datetime:
    moment = unpack_time(seconds)
    assert moment is not None  # noqa: S101 the columns are NOT NULL
    return moment
