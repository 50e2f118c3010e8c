"""Finding people by their exact name."""

import sqlite3

from sqlite_utils import Database

from verification.errors import BoxError
from verification.keys import Keys
from verification.names import name_key
from verification.registry.vault import Vault
from verification.storage import write

BATCH = 200  # people a transaction: the write lock stays under 50 ms
MOST = 50

FIND = "SELECT subject FROM people WHERE name_key = ? ORDER BY birth_year LIMIT ?"
MISSING = "SELECT count(*) FROM people WHERE name_key IS NULL"
NEXT = "SELECT subject FROM people WHERE name_key IS NULL LIMIT ?"
ENTER = "UPDATE people SET name_key = ? WHERE subject = ?"
SHUT = b""  # a box that does not open: no name leads there, and nobody tries for ever


class Names:
    """The blind index of names of a registry; shares its connection.

    `registry.changes` keeps it. A registry of the time before it has people who are
    not in it yet: `enter_some` enters them bit by bit.
    """

    def __init__(self, db: Database, keys: Keys) -> None:
        self._db = db
        self._keys = keys
        self._connection: sqlite3.Connection = db.conn

    def find(self, name: str, most: int = MOST) -> list[bytes]:
        """Subjects of the people with exactly this name, eldest first.

        Args:
            name: blanks, case, width and kind of dot do not matter.
            most: how many at most.

        """
        rows = self._connection.execute(FIND, (name_key(self._keys, name), most))
        return [row[0] for row in rows]

    def missing(self) -> int:
        """How many people are not in the index yet."""
        return int(self._connection.execute(MISSING).fetchone()[0])

    def enter_some(self, most: int = BATCH) -> int:
        """Enter the next people in one short transaction; returns how many."""
        with write(self._db) as connection:
            vault = Vault(connection, self._keys)
            found = connection.execute(NEXT, (most,)).fetchall()
            for (subject,) in found:
                connection.execute(ENTER, (_key(vault, subject), subject))
        return len(found)


def _key(vault: Vault, subject: bytes) -> bytes:
    try:
        content = vault.look(subject, subject)
    except BoxError:
        return SHUT
    return vault.name_key(content["name"]) if content else SHUT
