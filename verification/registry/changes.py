"""The one place where the registry becomes another.

`apply` carries changes out and keeps each in the table ``changes`` in the same
transaction, with the state before it: the history for the office, the undo of an
import, and the stream that other sites can follow.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlite_utils import Database

from verification.errors import RegistryConflict
from verification.keys import Keys
from verification.registry.change import Change, Value
from verification.registry.desk import Before, Desk
from verification.registry.handlers import HANDLERS
from verification.registry.vault import Vault
from verification.storage import write

RECORD = (
    "INSERT INTO changes (id, at, author, kind, key, origin, body, before, box, "
    "before_box) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
# What came with the same list is the author's own doing.
SINCE = (
    "SELECT 1 FROM changes WHERE key = ? AND seq > ? "
    "AND (origin IS NULL OR origin IS NOT ?) LIMIT 1"
)
MARK = (
    "INSERT INTO marks VALUES ('data_at', ?) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)


def apply(
    db: Database, keys: Keys, changes: Iterable[Change], seen: int | None = None
) -> int:
    """Carry changes out, in order, all of them or none.

    Args:
        db: the registry.
        keys: of the site.
        changes: to be carried out.
        seen: of these people, the ``seq`` of the newest change that the author knew
            of; with a newer one nothing is done. ``None``: whatever happened.

    Returns:
        How many there were.

    Raises:
        RegistryConflict: one does not fit (unknown person or card, card of
            somebody else, ``changed_meanwhile``); the registry is as before.

    """
    with write(db) as connection:
        carried = tuple(changes)
        if seen is not None:
            _none_since(connection, carried, seen)
        carry_out(connection, keys, carried)
        if carried:
            mark_data(connection, carried[-1].at)
    return len(carried)


def carry_out(
    connection: sqlite3.Connection, keys: Keys, changes: Iterable[Change]
) -> None:
    """Carry changes out within the caller's transaction; nobody vouches for the data.

    Raises:
        RegistryConflict: one does not fit; the caller rolls back.

    """
    desk = Desk(connection, Vault(connection, keys))
    for change in changes:
        _record(desk, change, HANDLERS[change.kind](desk, change))


def mark_data(connection: sqlite3.Connection, at: datetime) -> None:
    """Somebody vouched for the data at this moment: its age counts from here."""
    connection.execute(MARK, (int(at.timestamp()),))


def change_place(change_id: bytes, part: str) -> str:
    """Where the box of a change belongs; ``part`` is now or before."""
    return f"changes/{change_id.hex()}/{part}"


def _none_since(
    connection: sqlite3.Connection, changes: Iterable[Change], seen: int
) -> None:
    for key, origin in {(change.key, change.origin) for change in changes}:
        same = origin and origin.bytes
        if connection.execute(SINCE, (key, seen, same)).fetchone():
            raise RegistryConflict("changed_meanwhile", key)


def _record(desk: Desk, change: Change, before: Before) -> None:
    identity = change.id.bytes
    values = (
        identity,
        int(change.at.timestamp() * 1000),
        change.author,
        change.kind,
        change.key,
        change.origin and change.origin.bytes,
        _json(change.body),
        None if before.body is None else _json(before.body),
        _boxed(desk, change.key, change_place(identity, "now"), change.personal),
        _boxed(desk, change.key, change_place(identity, "before"), before.personal),
    )
    desk.connection.execute(RECORD, values)


def _boxed(
    desk: Desk, person: bytes, place: str, content: Mapping[str, Value] | None
) -> bytes | None:
    return None if content is None else desk.vault.seal(person, place, content)


def _json(body: Mapping[str, Value]) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
