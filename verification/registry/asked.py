"""What people asked of us about their own data, until when, and what became of it.

Personal Information Protection Law of the People's Republic of China (2021), articles
45 to 47 and 50; GB/T 35273-2020, 8.7: answered within thirty days.
"""

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlite_utils import Database

from verification.errors import RegistryConflict
from verification.ids import new_id
from verification.registry.records import pack_date, unpack_date, unpack_time
from verification.storage import write

SELECT = (
    "SELECT id, person, masked_name, asked.kind, asked_on, due, asked_by, "
    "prepared_by, prepared_at, purpose, done_at, done_by, how, relation "
    "FROM asked JOIN people ON subject = person"
)
OPEN = f"{SELECT} WHERE done_at IS NULL ORDER BY due, id LIMIT ?"
OF = f"{SELECT} WHERE person = ? ORDER BY asked_on DESC, id DESC"
OPEN_OF = f"{SELECT} WHERE person = ? AND asked.kind = ? AND done_at IS NULL"
COUNT = "SELECT count(*) FROM asked WHERE done_at IS NULL AND due < ?"
ADD = (
    "INSERT INTO asked (id, person, kind, asked_on, due, asked_by, relation) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)"
)
BY_RELATIVE = "UPDATE asked SET relation = coalesce(?, relation) WHERE id = ?"
PREPARE = (
    "UPDATE asked SET prepared_by = ?, prepared_at = ?, purpose = ? WHERE id = ? "
    "AND done_at IS NULL"
)
CLOSE = (
    "UPDATE asked SET done_at = ?, done_by = ?, how = ? "
    "WHERE person = ? AND kind = ? AND done_at IS NULL"
)


class AskedKind(StrEnum):
    """What a person may ask for."""

    COPY = "copy"
    CORRECTION = "correction"
    ERASURE = "erasure"  # the row goes with the person


@dataclass(frozen=True, slots=True)
class AskedFor:
    """One thing that a person asked for.

    Attributes:
        due: the last day on which it is answered in time.
        prepared_by: the first of two members of staff that it takes, internal id.
        purpose: a word, said by whoever prepared it.
        how: a word for what became of it; ``None`` while it is open.
        relation: of the relative who asked for a dead person, a word.

    """

    id: UUID
    person: bytes
    masked_name: str
    kind: AskedKind
    asked_on: date
    due: date
    asked_by: str
    prepared_by: str | None = None
    prepared_at: datetime | None = None
    purpose: str | None = None
    done_at: datetime | None = None
    done_by: str | None = None
    how: str | None = None
    relation: str | None = None


class Asked:
    """What was asked at a site; shares the registry's connection."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._connection: sqlite3.Connection = db.conn

    def add(
        self,
        person: bytes,
        kind: AskedKind,
        asked_on: date,
        due: date,
        author: str,
        relation: str | None = None,
    ) -> UUID:
        """Note what a person asks for; the same thing twice is one thing.

        Raises:
            RegistryConflict: nobody has this subject.

        """
        with write(self._db) as connection:
            there = connection.execute(OPEN_OF, (person, kind)).fetchone()
            if there:
                connection.execute(BY_RELATIVE, (relation, there[0]))
                return UUID(bytes=there[0])
            identity = new_id()
            days = pack_date(asked_on), pack_date(due)
            values = (identity.bytes, person, kind, *days, author, relation)
            try:
                connection.execute(ADD, values)
            except sqlite3.IntegrityError:
                raise RegistryConflict("unknown_person", person) from None
        return identity

    def prepare(self, identity: UUID, author: str, purpose: str, at: datetime) -> None:
        """The first of two pairs of eyes has looked; the second carries it out."""
        values = author, int(at.timestamp()), purpose, identity.bytes
        with write(self._db) as connection:
            connection.execute(PREPARE, values)

    def close(
        self, person: bytes, kind: AskedKind, author: str, at: datetime, how: str
    ) -> bool:
        """It was answered; whether anything of that kind was open."""
        values = int(at.timestamp()), author, how, person, kind
        with write(self._db) as connection:
            return connection.execute(CLOSE, values).rowcount > 0

    def open(self, most: int = 50) -> list[AskedFor]:
        """What is still to be answered, the most urgent first."""
        return [_asked(row) for row in self._connection.execute(OPEN, (most,))]

    def overdue(self, today: date) -> int:
        """How many should have been answered before today."""
        found = self._connection.execute(COUNT, (pack_date(today),)).fetchone()
        return int(found[0])

    def of(self, person: bytes) -> list[AskedFor]:
        """Everything that a person asked for, newest first."""
        return [_asked(row) for row in self._connection.execute(OF, (person,))]

    def still(self, person: bytes, kind: AskedKind) -> AskedFor | None:
        """What of this kind a person is still waiting for."""
        row = self._connection.execute(OPEN_OF, (person, kind)).fetchone()
        return _asked(row) if row else None


def _asked(row: tuple[Any, ...]) -> AskedFor:
    identity, person, name, kind, on, due, by, *rest = row
    prepared_by, prepared_at, purpose, done_at, done_by, how, relation = rest
    asked_on, last = unpack_date(on), unpack_date(due)
    assert asked_on  # noqa: S101 the columns are NOT NULL
    assert last  # noqa: S101
    return AskedFor(
        id=UUID(bytes=identity),
        person=person,
        masked_name=name,
        kind=AskedKind(kind),
        asked_on=asked_on,
        due=last,
        asked_by=by,
        prepared_by=prepared_by,
        prepared_at=unpack_time(prepared_at),
        purpose=purpose,
        done_at=unpack_time(done_at),
        done_by=done_by,
        how=how,
        relation=relation,
    )
