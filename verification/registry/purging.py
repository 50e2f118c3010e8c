"""What ages in the registry, and what is left of it afterwards.

Each function takes one bounded batch inside of the caller's transaction and returns
how many it took, so that whoever calls it can count in the same transaction. None of
them vouches for the data: their age (`Registry.data_at`) is not a purge's to renew.
"""

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime

from verification.keys import Keys
from verification.registry.change import Change, ChangeKind
from verification.registry.changes import carry_out
from verification.registry.records import pack_date

ENDED = "FROM people WHERE valid_until < ? AND status IS NOT NULL"
LEFT = "FROM people WHERE valid_until < ?"
# The newest pass of a person stays: the next one must have a higher number.
PASSES = (
    "FROM passes WHERE expires < ? AND generation < (SELECT max(generation) "
    "FROM passes AS hers WHERE hers.person = passes.person)"
)
REVOKED = "FROM revoked_passes WHERE expires < ?"
# Of other kinds the box of a change is the only place of what it holds.
REPLACED = (
    "FROM changes WHERE seq > coalesce("
    "(SELECT value FROM marks WHERE name = 'replaced'), 0) AND at < ? AND "
    "(before_box IS NOT NULL OR box IS NOT NULL AND kind IN "
    "('person.registered', 'person.corrected', 'card.linked'))"
)
FORGET_REPLACED = (
    "UPDATE changes SET before_box = NULL, box = CASE WHEN kind IN "
    "('person.registered', 'person.corrected', 'card.linked') THEN NULL ELSE box END "
    "WHERE seq = ?"
)
REACHED = (
    "INSERT INTO marks VALUES ('replaced', ?) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)


def ended_statuses(connection: sqlite3.Connection, before: date, limit: int) -> list:
    """People whose status has ended before a day and is still known."""
    return _subjects(connection, ENDED, before, limit)


def expire_statuses(
    connection: sqlite3.Connection,
    keys: Keys,
    people: Sequence[bytes],
    author: str,
    at: datetime,
) -> int:
    """Forget the words of these statuses, in the history too; the day stays."""
    kind = ChangeKind.STATUS_EXPIRED
    return carry_out(connection, keys, (Change(kind, p, author, at) for p in people))
