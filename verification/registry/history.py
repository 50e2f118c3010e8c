"""Changes as they were kept, with what they replaced."""

import json
import sqlite3
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from verification.registry.change import ChangeKind, Value
from verification.registry.changes import change_place
from verification.registry.vault import Vault

COLUMNS = "seq, id, at, author, kind, key, origin, body, before, box, before_box"


@dataclass(frozen=True, slots=True)
class KeptChange:
    """One row of ``changes``; its boxes stay shut until they are asked for."""

    seq: int
    id: UUID
    at: datetime
    author: str
    kind: ChangeKind
    key: bytes
    origin: UUID | None
    body: dict[str, Value]
    before: dict[str, Value] | None
    box: bytes | None = field(repr=False)
    before_box: bytes | None = field(repr=False)

    def personal_before(self, vault: Vault) -> dict[str, Any] | None:
        """The personal part that this change replaced."""
        if self.before_box is None:
            return None
        place = change_place(self.id.bytes, "before")
        return vault.unseal(self.key, place, self.before_box)


def changes_of(connection: sqlite3.Connection, key: bytes) -> list[KeptChange]:
    """All kept changes about one person, oldest first."""
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM changes WHERE key = ? ORDER BY seq",  # noqa: S608 a constant
        (key,),
    )
    return [_kept(row) for row in rows]


def keys_from(connection: sqlite3.Connection, origin: UUID) -> list[bytes]:
    """Whom an import touched."""
    rows = connection.execute(
        "SELECT DISTINCT key FROM changes WHERE origin = ? ORDER BY key",
        (origin.bytes,),
    )
    return [row[0] for row in rows]


def _kept(row: tuple[Any, ...]) -> KeptChange:
    seq, identity, at, author, kind, key, origin, body, before, box, before_box = row
    return KeptChange(
        seq=seq,
        id=UUID(bytes=identity),
        at=datetime.fromtimestamp(at / 1000, UTC),
        author=author,
        kind=ChangeKind(kind),
        key=key,
        origin=UUID(bytes=origin) if origin else None,
        body=json.loads(body),
        before=json.loads(before) if before else None,
        box=box,
        before_box=before_box,
    )
