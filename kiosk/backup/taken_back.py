"""What was taken back and must not count again, of whom a restored registry knows.

Cards and documents that were revoked, consent that was withdrawn, people who died,
accounts that were disabled. A backup may be older than somebody's registration: what
was taken back of her then stands in no table of the restored registry, and the next
restore, of a newer backup that knows her, could not ask for it. It is kept here until
then, or until no backup can hold her any more; whoever enters her anew meanwhile
meets it, too (`verification.registry.taken_back`).
"""

import sqlite3
from dataclasses import dataclass
from typing import Any

from verification.registry.taken_back import CARD, CONSENT, DEATH, DOCUMENT

NOTE = "INSERT INTO taken_back VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
OLD = "taken_back WHERE since < ?"


@dataclass(frozen=True, slots=True)
class Mark:
    """A column that says that something was taken back; ``zero`` where it was not."""

    what: str
    table: str
    key: str
    column: str
    zero: str

    @property
    def said(self) -> str:
        """What a registry says of those whom it knows."""
        return (
            f"SELECT {self.key}, {self.column} FROM {self.table} "  # noqa: S608 - ours
            f"WHERE {self.column} IS NOT {self.zero}"
        )

    @property
    def kept(self) -> str:
        """What it kept of those whom it does not know; of others it knows better."""
        return (
            "SELECT key, value, since FROM taken_back WHERE what = ? "  # noqa: S608 - ours
            f"AND key NOT IN (SELECT {self.key} FROM {self.table})"
        )

    @property
    def again(self) -> str:
        """Takes it back again, of those whom the registry knows."""
        kept = f"FROM taken_back WHERE what = ? AND key = {self.table}.{self.key}"
        return (
            f"UPDATE {self.table} SET {self.column} = "  # noqa: S608 - ours
            f"(SELECT value {kept}) WHERE EXISTS (SELECT 1 {kept})"
        )

    @property
    def done(self) -> str:
        """Forgets what stands in the tables from now on."""
        return (
            "DELETE FROM taken_back WHERE what = ? "  # noqa: S608 - ours
            f"AND key IN (SELECT {self.key} FROM {self.table})"
        )


MARKS = (
    Mark(CARD, "cards", "card", "revoked", "0"),
    Mark(DOCUMENT, "people", "subject", "revoked", "0"),
    Mark(CONSENT, "people", "subject", "withdrawn_at", "NULL"),
    Mark(DEATH, "people", "subject", "died_at", "NULL"),
    Mark("account", "staff", "id", "disabled_ms", "NULL"),
)


def take_back_again(
    before: sqlite3.Connection, connection: sqlite3.Connection, mark: Mark, now: int
) -> None:
    """Carry one kind of it over from the old registry into the one that comes back.

    Args:
        before: to the old registry.
        connection: to the restored one, within a transaction.
        mark: which kind.
        now: Unix seconds.

    Raises:
        sqlite3.Error: one of them cannot be read or written.

    """
    said = [(*row, now) for row in _rows(before, mark.said)]
    for key, value, since in said + _rows(before, mark.kept, mark.what):
        connection.execute(NOTE, (mark.what, key, value, since))
    connection.execute(mark.again, (mark.what, mark.what))
    connection.execute(mark.done, (mark.what,))


def count_old(connection: sqlite3.Connection, before: int) -> int:
    """How many were noted before that second: no backup is so old any more."""
    found = _rows(connection, f"SELECT count(*) FROM {OLD}", before)  # noqa: S608 - ours
    return int(found[0][0]) if found else 0


def drop_old(connection: sqlite3.Connection, before: int) -> int:
    """Forget them; returns how many."""
    gone = count_old(connection, before)
    if gone:
        connection.execute(f"DELETE FROM {OLD}", (before,))  # noqa: S608 - ours
    return gone


def _rows(
    connection: sqlite3.Connection, sql: str, *values: object
) -> list[tuple[Any, ...]]:
    """Rows of a registry that may be of a version without this table or column."""
    try:
        return connection.execute(sql, values).fetchall()
    except sqlite3.OperationalError as error:
        if str(error).startswith("no such"):
            return []
        raise
