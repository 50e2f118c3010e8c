"""People's own keys and what is sealed under them, within one transaction."""

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from verification import boxes
from verification.errors import RegistryConflict
from verification.keys import Keys
from verification.names import name_key
from verification.registry.change import Value

# One statement, so that a box never comes without its key.
LOOK = (
    "SELECT box, wrapped FROM boxes JOIN person_keys USING (person) "
    "WHERE subject = ? AND person = ?"
)
DESTROY = (
    "DELETE FROM person_keys WHERE person = ?",
    "DELETE FROM boxes WHERE subject = ?",
    "DELETE FROM boxes WHERE person = ? AND person <> subject",
)


class Vault:
    """Seals and opens personal data; remembers the keys that it unwrapped."""

    def __init__(self, connection: sqlite3.Connection, keys: Keys) -> None:
        self._connection = connection
        self._keys = keys
        self._known: dict[bytes, bytes] = {}

    def make_key(self, person: bytes) -> None:
        """A fresh key for a new person, wrapped by the site's."""
        key = self._known[person] = boxes.new_key()
        wrapped = boxes.seal(self._keys.wrap, key, _key_place(person))
        self._connection.execute(
            "INSERT INTO person_keys VALUES (?, ?, ?)",
            (person, self._keys.version, wrapped),
        )

    def destroy(self, person: bytes) -> None:
        """The person's key and boxes: what other copies hold is noise from now on."""
        self._known.pop(person, None)
        for statement in DESTROY:
            self._connection.execute(statement, (person,))

    def seal(self, person: bytes, place: str, content: Mapping[str, Value]) -> bytes:
        """A box that only this person's key opens, at ``place`` only."""
        plain = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return boxes.seal(self._key(person), plain.encode(), place)

    def unseal(self, person: bytes, place: str, box: bytes) -> dict[str, Any]:
        """The content of a box."""
        content: dict[str, Any] = json.loads(
            boxes.unseal(self._key(person), box, place)
        )
        return content

    def keep(self, person: bytes, owner: bytes, content: Mapping[str, Value]) -> None:
        """Put the present content for a person or a card into its box."""
        box = self.seal(person, _box_place(person, owner), content)
        self._connection.execute(
            "INSERT INTO boxes VALUES (?, ?, ?) ON CONFLICT (subject) "
            "DO UPDATE SET person = excluded.person, box = excluded.box",
            (owner, person, box),
        )

    def drop(self, owner: bytes) -> None:
        """Remove a card's box."""
        self._connection.execute("DELETE FROM boxes WHERE subject = ?", (owner,))

    def look(self, person: bytes, owner: bytes) -> dict[str, Any] | None:
        """The present content for a person or a card; ``None`` without a box."""
        row = self._connection.execute(LOOK, (owner, person)).fetchone()
        if row is None:
            return None
        if person not in self._known:
            self._unwrap(person, row[1])
        return self.open_box(person, owner, row[0])

    def open_box(self, person: bytes, owner: bytes, box: bytes) -> dict[str, Any]:
        """What a box out of the table holds."""
        return self.unseal(person, _box_place(person, owner), box)

    def name_key(self, name: str) -> bytes:
        """The blind index of a name, under the site's key for names."""
        return name_key(self._keys, name)

    def _key(self, person: bytes) -> bytes:
        key = self._known.get(person)
        if key is None:
            row = self._connection.execute(
                "SELECT wrapped FROM person_keys WHERE person = ?", (person,)
            ).fetchone()
            if row is None:
                raise RegistryConflict("unknown_person", person)
            key = self._unwrap(person, row[0])
        return key

    def _unwrap(self, person: bytes, wrapped: bytes) -> bytes:
        key = boxes.unseal(self._keys.wrap, wrapped, _key_place(person))
        self._known[person] = key
        return key


def _key_place(person: bytes) -> str:
    return f"person_keys/{person.hex()}"


def _box_place(person: bytes, owner: bytes) -> str:
    return f"boxes/{person.hex()}/{owner.hex()}"
