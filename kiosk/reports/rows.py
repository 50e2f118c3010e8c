"""The rows of a time, read over a connection of their own: nobody waits for them."""

import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from kiosk.reports.visits import COUNTED, NOBODY, About, Fact
from verification.ages import AgeGroup
from verification.errors import BoxError
from verification.ledger.errors import LedgerProblem
from verification.ledger.kinds import EventKind
from verification.ledger.records import parse_head
from verification.ledger.vault import Vault

# Both answered from the index on `at`, whose entries carry `seq` with them.
STATE = "SELECT count(*), max(seq) FROM events WHERE at >= ? AND at < ?"
ROWS = (
    "SELECT seq, at, kind, lane, visit, head FROM events INDEXED BY events_at"
    " WHERE at >= ? AND at < ? AND seq > ?"
)
# Of verdicts only, each of which says the same of its visitor as what was shown.
BOXES = (
    "SELECT e.seq, e.commitment, d.key_id, k.wrapped, d.box"
    " FROM events e INDEXED BY events_at"
    " JOIN details d ON d.seq = e.seq JOIN subject_keys k ON k.key_id = d.key_id"
    " WHERE e.at >= ? AND e.at < ? AND e.seq > ? AND e.kind = 'verdict'"
)
REASONS = (
    "SELECT seq, at, kind, lane, visit, head FROM events INDEXED BY events_kind"
    " WHERE kind = ? AND at >= ? AND at < ? ORDER BY seq"
)
KEPT = ("mono", "outcome", "reason", "evidence", "staff", "more")
HASH = "SELECT hash FROM events WHERE seq = ?"


def state_of(connection: sqlite3.Connection, begin: str, end: str) -> str:
    """Changes whenever the events of a time do; empty when there are none.

    The last row's hash stands for all before it, also when another ledger was put
    in the place of this one.

    Raises:
        LedgerProblem: the file cannot be read there.

    """
    try:
        count, last = connection.execute(STATE, (begin, end)).fetchone()
        if not count:
            return ""
        (digest,) = connection.execute(HASH, (last,)).fetchone()
    except sqlite3.Error as error:
        raise _unreadable(error) from error
    return f"{count}-{last}-{digest.hex()}"


def mark_of(connection: sqlite3.Connection, facts: list[Fact]) -> str:
    """The hash of the last of these rows; empty without one, or when it is gone."""
    if not facts:
        return ""
    try:
        row = connection.execute(HASH, (facts[-1].seq,)).fetchone()
    except sqlite3.Error as error:
        raise _unreadable(error) from error
    return row[0].hex() if row else ""


def facts_of(
    connection: sqlite3.Connection,
    vault: Vault,
    begin: str,
    end: str,
    after: int = 0,
) -> list[Fact]:
    """The events of a time that are counted, in the order in which they were written.

    Args:
        connection: to the ledger.
        vault: opens what says the age group of a visitor.
        begin: the first moment, as the ledger writes it.
        end: the first moment that is too late.
        after: only what was written after this row.

    Raises:
        LedgerProblem: the file, or a row of it, cannot be read.

    """
    try:
        people = _people(connection, vault, begin, end, after)
        rows = connection.execute(ROWS, (begin, end, after))
        facts = list(_facts(rows, people))
    except sqlite3.Error as error:
        raise _unreadable(error) from error
    facts.sort(key=lambda fact: fact.seq)  # a clock that was set back turns no visit
    return facts


def reasons_of(connection: sqlite3.Connection, begin: str, end: str) -> list[Fact]:
    """Reasons of openings that were given within a time: often hours afterwards.

    Raises:
        LedgerProblem: the file, or a row of it, cannot be read.

    """
    try:
        return list(
            _facts(connection.execute(REASONS, (EventKind.OVERRIDE_REASON, begin, end)))
        )
    except sqlite3.Error as error:
        raise _unreadable(error) from error


def _people(
    connection: sqlite3.Connection, vault: Vault, begin: str, end: str, after: int
) -> dict[int, About]:
    """By row: which of the day's visitors it is about, of what age, with what."""
    found: dict[int, About] = {}
    rows = connection.execute(BOXES, (begin, end, after))
    for seq, commitment, key_id, wrapped, box in rows:
        found[seq] = About(key_id)
        try:
            opened = vault.open(seq, commitment, (key_id, wrapped, box))
        except BoxError:
            continue  # a check of the ledger names the row
        age = opened.get("age", AgeGroup.UNKNOWN)
        found[seq] = About(key_id, age, opened.get("document", ""))
    return found


def _facts(
    rows: Iterable[tuple[Any, ...]], people: Mapping[int, About] = MappingProxyType({})
) -> Iterator[Fact]:
    for seq, at, kind, lane, visit, text in rows:
        if kind in COUNTED:
            head = parse_head(seq, text)
            kept = {name: head[name] for name in KEPT if name in head}
            kept["boot"] = sys.intern(str(head.get("boot")))  # the same for months
            about = people.get(seq, NOBODY)
            yield Fact(seq, at, kind, lane or "", visit, kept, about)


def _unreadable(error: sqlite3.Error) -> LedgerProblem:
    return LedgerProblem(
        f"the ledger cannot be read ({error}); run: kiosk ledger verify"
    )
