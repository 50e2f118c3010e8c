"""What ages in the registry, and what is left of it afterwards.

What is due is looked for outside of any write; each batch is then carried out inside of
the caller's transaction, which looks again whether it still is. Nothing here vouches
for the data: their age (`Registry.data_at`) is not a purge's to renew.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from verification.keys import Keys
from verification.registry.change import Change
from verification.registry.changes import carry_out
from verification.registry.kinds import ChangeKind
from verification.registry.records import AT_GATE, pack_date

AUTHOR = "retention"

STATUSES = "people WHERE valid_until < ? AND status IS NOT NULL"
# Without a last day, but older than the policy lets a status be.
STALE = "people WHERE valid_until IS NULL AND status_at < ? AND status IS NOT NULL"
# Who has asked something of us that is not answered yet is still there to be answered.
_ANSWERED = (
    "NOT EXISTS (SELECT 1 FROM asked WHERE asked.person = subject AND done_at IS NULL)"
)
# A dead person is as one whose consent is gone: nothing is matched any more.
_ENDED = "coalesce(withdrawn_at, died_at)"
PEOPLE = f"people WHERE valid_until < ? AND {_ENDED} IS NULL AND {_ANSWERED}"
# A guard asks for no last day: it counts from when they were registered.
AT_GATES = (
    f"people WHERE valid_until IS NULL AND source = '{AT_GATE}' AND status_at < ? "
    f"AND {_ENDED} IS NULL AND {_ANSWERED}"
)
WITHDRAWN = f"people WHERE {_ENDED} < ? AND {_ANSWERED}"
ATTESTED = "attestations WHERE valid_until < ?"
FORGET_ATTESTED = (
    "UPDATE changes SET box = NULL, before = NULL, before_box = NULL, body = "
    "json_remove(body, '$.valid_until', '$.recorded_at', '$.shown') WHERE key = ? "
    "AND kind LIKE 'attestation.%' AND json_extract(body, '$.kind') = ?"
)
# The newest pass of a person stays: the next one must have a higher number.
PASSES = (
    "passes WHERE expires < ? AND generation < (SELECT max(generation) "
    "FROM passes AS hers WHERE hers.person = passes.person)"
)
REVOKED = "revoked_passes WHERE expires < ?"
# Of these kinds the values stand in the person's box as well, of others here alone.
_COPIES = "('person.registered', 'person.corrected', 'card.linked')"
_BOXED = f"(before_box IS NOT NULL OR box IS NOT NULL AND kind IN {_COPIES})"
_SINCE = "coalesce((SELECT value FROM marks WHERE name = '{}'), 0)"
# What an import put in place serves its undo; what a hand did is the history of it.
_BY_LIST = f"origin IS NOT NULL AND seq > {_SINCE.format('replaced')} AND {_BOXED}"
_BY_HAND = f"origin IS NULL AND seq > {_SINCE.format('corrected')} AND {_BOXED}"
REPLACED = f"changes WHERE at < ? AND {_BY_LIST}"
CORRECTED = f"changes WHERE at < ? AND {_BY_HAND}"
_MARKS = {REPLACED: ("replaced", _BY_LIST), CORRECTED: ("corrected", _BY_HAND)}
FORGET_REPLACED = (
    "UPDATE changes SET before_box = NULL, "  # noqa: S608 - our own kinds
    f"box = CASE WHEN kind IN {_COPIES} THEN NULL ELSE box END WHERE seq = ?"
)
REACHED = (
    "INSERT INTO marks VALUES (?, ?) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)


def count(connection: sqlite3.Connection, part: str, before: date | datetime) -> int:
    """How many rows of a part (a constant of this module) are due."""
    sql = f"SELECT count(*) FROM {part}"  # noqa: S608 - our own constants
    return int(connection.execute(sql, (_value(part, before),)).fetchone()[0])


def due(
    connection: sqlite3.Connection, part: str, before: date | datetime, limit: int
) -> list[bytes]:
    """The keys of at most ``limit`` people of a part who are due."""
    sql = f"SELECT subject FROM {part} LIMIT ?"  # noqa: S608 - our own constants
    rows = connection.execute(sql, (_value(part, before), limit))
    return [row[0] for row in rows]


def expire_statuses(
    connection: sqlite3.Connection, keys: Keys, people: Sequence[bytes], at: datetime
) -> None:
    """Forget the words of their statuses, in the history too; a last day stays."""
    kind = ChangeKind.STATUS_EXPIRED
    carry_out(connection, keys, [Change(kind, p, AUTHOR, at) for p in people])


def drop_attestations(connection: sqlite3.Connection, before: date, limit: int) -> int:
    """Forget what people showed and what has ended; that they showed it stays."""
    sql = f"SELECT person, kind FROM {ATTESTED} LIMIT ?"  # noqa: S608 - a constant
    rows = connection.execute(sql, (pack_date(before), limit)).fetchall()
    connection.executemany(
        "DELETE FROM attestations WHERE person = ? AND kind = ?", rows
    )
    connection.executemany(FORGET_ATTESTED, rows)
    return len(rows)


def erase_people(
    connection: sqlite3.Connection, keys: Keys, people: Sequence[bytes], at: datetime
) -> None:
    """Erase them as the office would, with their cards and passes."""
    kind = ChangeKind.ERASED
    carry_out(connection, keys, [Change(kind, p, AUTHOR, at) for p in people])


def still(
    connection: sqlite3.Connection,
    part: str,
    people: Sequence[bytes],
    before: date | datetime,
) -> list[bytes]:
    """Those of them who are due even now: somebody may have renewed one meanwhile."""
    sql = f"SELECT 1 FROM {part} AND subject = ?"  # noqa: S608 - our own constants
    value = _value(part, before)
    return [p for p in people if connection.execute(sql, (value, p)).fetchone()]


def subjects_of(connection: sqlite3.Connection, person: bytes) -> list[bytes]:
    """The person and her cards: what events may tell of her by."""
    rows = connection.execute("SELECT card FROM cards WHERE person = ?", (person,))
    return [person, *(row[0] for row in rows)]


def ended_passes(
    connection: sqlite3.Connection, before: datetime, limit: int
) -> dict[str, list[tuple[bytes]]]:
    """At most so many passes of each table that nobody can use again."""
    return {
        part.partition(" ")[0]: connection.execute(
            f"SELECT id FROM {part} LIMIT ?",  # noqa: S608 - our own constants
            (_value(part, before), limit),
        ).fetchall()
        for part in (PASSES, REVOKED)
    }


def drop_passes(
    connection: sqlite3.Connection, ended: Mapping[str, Sequence[tuple[bytes]]]
) -> int:
    """Forget passes that `ended_passes` found; returns how many."""
    gone = 0
    for table, ids in ended.items():
        sql = f"DELETE FROM {table} WHERE id = ?"  # noqa: S608 - our own constants
        gone += max(0, connection.executemany(sql, ids).rowcount)
    return gone


def forget_replaced(
    connection: sqlite3.Connection, part: str, before: datetime, limit: int
) -> int:
    """Forget values that changes put in place of others; returns how many changes.

    How far it came is kept, so that the next look begins there: before the first that
    is not due yet, for a clock that was ahead may have dated one.

    Args:
        connection: within a write.
        part: `REPLACED` or `CORRECTED`.
        before: what was changed until then is due.
        limit: how many at most.

    """
    sql = f"SELECT seq FROM {part} ORDER BY seq LIMIT ?"  # noqa: S608 - a constant
    rows = connection.execute(sql, (_value(part, before), limit)).fetchall()
    connection.executemany(FORGET_REPLACED, rows)
    if rows:
        mark, rest = _MARKS[part]
        values = (_value(part, before), rows[-1][0])
        sql = f"SELECT min(seq) FROM changes WHERE at >= ? AND seq < ? AND {rest}"  # noqa: S608 - a constant
        first = connection.execute(sql, values).fetchone()[0]
        connection.execute(REACHED, (mark, rows[-1][0] if first is None else first - 1))
    return len(rows)


def _value(part: str, before: date | datetime) -> int | None:
    """A moment as the table of that part holds it."""
    if not isinstance(before, datetime):
        return pack_date(before)
    seconds = before.timestamp()
    return int(seconds * 1000) if part in _MARKS else int(seconds)
