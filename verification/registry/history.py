"""Changes as they were kept, with what they replaced."""

import json
import sqlite3
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlite_utils import Database

from verification.errors import BoxError, RegistryConflict
from verification.keys import Keys
from verification.registry.change import Value
from verification.registry.changes import change_place
from verification.registry.kinds import ChangeKind
from verification.registry.vault import Vault

NEWEST = "SELECT max(seq) FROM changes WHERE key = ?"
LAST = "SELECT max(seq) FROM changes"
ERASED = "SELECT max(seq) FROM changes WHERE key = ? AND kind = ?"
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
        return _part(self, vault, "before")


@dataclass(frozen=True, slots=True)
class Opened:
    """The personal part of a change; ``None`` where there is none, or none any more."""

    now: dict[str, Any] | None = field(default=None, repr=False)
    before: dict[str, Any] | None = field(default=None, repr=False)


class Story:
    """What was changed of people; shares a registry's connection.

    The values lie in boxes under the person's own key: who is erased takes them along.
    """

    def __init__(self, db: Database, keys: Keys) -> None:
        self._keys = keys
        self._connection: sqlite3.Connection = db.conn

    def newest(self, key: bytes) -> int:
        """The ``seq`` of the last change of a person; 0 when there was none."""
        found = self._connection.execute(NEWEST, (key,)).fetchone()
        return int(found[0] or 0)

    def last(self) -> int:
        """The ``seq`` of the last change of all; 0 when there was none."""
        found = self._connection.execute(LAST).fetchone()
        return int(found[0] or 0)

    def of(self, key: bytes, since: int = 0) -> list[tuple[KeptChange, Opened]]:
        """Changes after a ``seq`` with their boxes opened, oldest first.

        Of somebody who was erased and came again nothing is told from before.
        """
        vault = Vault(self._connection, self._keys)
        erased = self._erased(key)
        kept = (
            one
            for one in changes_of(self._connection, key)
            if one.seq > since and one.seq >= erased
        )
        return [(one, _opened(one, vault)) for one in kept]

    def _erased(self, key: bytes) -> int:
        found = self._connection.execute(ERASED, (key, ChangeKind.ERASED)).fetchone()
        return int(found[0] or 0)


def _opened(kept: KeptChange, vault: Vault) -> Opened:
    try:
        return Opened(*(_part(kept, vault, part) for part in ("now", "before")))
    except (BoxError, RegistryConflict):
        return Opened()  # erased by somebody else just now


def _part(kept: KeptChange, vault: Vault, part: str) -> dict[str, Any] | None:
    box = kept.box if part == "now" else kept.before_box
    if box is None:
        return None
    return vault.unseal(kept.key, change_place(kept.id.bytes, part), box)


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
