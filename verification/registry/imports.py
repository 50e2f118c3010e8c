"""Imports: which came, from whom, how their rows came out, which were undone."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlite_utils import Database

from verification.ids import new_id
from verification.registry.changes import mark_data
from verification.registry.records import ImportCounts, unpack_time
from verification.storage import write


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One import; ``confirmed_at`` is ``None`` while it runs or when it broke off.

    Attributes:
        label: what the office calls it; never a person's name.
        undoes: the import that this one takes back.

    """

    id: UUID
    at: datetime | None
    author: str
    label: str
    undoes: UUID | None
    confirmed_at: datetime | None
    counts: ImportCounts


def begin_import(
    db: Database, author: str, label: str, at: datetime, undoes: UUID | None = None
) -> UUID:
    """Note that an import starts; its changes carry the id as their origin."""
    identity = new_id()
    with write(db) as connection:
        connection.execute(
            "INSERT INTO imports (id, at, author, label, undoes) "
            "VALUES (?, ?, ?, ?, ?)",
            (identity.bytes, _seconds(at), author, label, undoes and undoes.bytes),
        )
    return identity


def finish_import(
    db: Database, identity: UUID, counts: ImportCounts, at: datetime
) -> None:
    """The import is through: from now on the data is as old as this moment."""
    values = (counts.new, counts.changed, counts.unchanged, counts.doubtful)
    with write(db) as connection:
        connection.execute(
            "UPDATE imports SET confirmed_at = ?, new = ?, changed = ?, "
            "unchanged = ?, doubtful = ?, refused = ? WHERE id = ?",
            (_seconds(at), *values, counts.refused, identity.bytes),
        )
        mark_data(connection, at)


def list_imports(connection: sqlite3.Connection) -> list[ImportRecord]:
    """All imports, newest first."""
    rows = connection.execute(
        "SELECT id, at, author, label, undoes, confirmed_at, new, changed, "
        "unchanged, doubtful, refused FROM imports ORDER BY at DESC, rowid DESC"
    )
    return [_record(row) for row in rows]


def _record(row: tuple[Any, ...]) -> ImportRecord:
    identity, at, author, label, undoes, confirmed_at, *counts = row
    return ImportRecord(
        id=UUID(bytes=identity),
        at=unpack_time(at),
        author=author,
        label=label,
        undoes=UUID(bytes=undoes) if undoes else None,
        confirmed_at=unpack_time(confirmed_at),
        counts=ImportCounts(*counts),
    )


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
