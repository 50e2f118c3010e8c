"""The rows of a time, read over a connection of their own: nobody waits for them."""

import sqlite3
import sys
from collections.abc import Iterator

from kiosk.reports.visits import COUNTED, Fact
from verification.ledger.errors import LedgerProblem
from verification.ledger.records import parse_head

# Both answered from the index on `at`, whose entries carry `seq` with them.
STATE = "SELECT count(*), max(seq) FROM events WHERE at >= ? AND at < ?"
ROWS = (
    "SELECT seq, at, kind, lane, visit, head FROM events INDEXED BY events_at"
    " WHERE at >= ? AND at < ? AND seq > ?"
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
    connection: sqlite3.Connection, begin: str, end: str, after: int = 0
) -> list[Fact]:
    """The events of a time that are counted, in the order in which they were written.

    Args:
        connection: to the ledger.
        begin: the first moment, as the ledger writes it.
        end: the first moment that is too late.
        after: only what was written after this row.

    Raises:
        LedgerProblem: the file, or a row of it, cannot be read.

    """
    try:
        facts = list(_facts(connection, begin, end, after))
    except sqlite3.Error as error:
        raise _unreadable(error) from error
    facts.sort(key=lambda fact: fact.seq)  # a clock that was set back turns no visit
    return facts


def _facts(
    connection: sqlite3.Connection, begin: str, end: str, after: int
) -> Iterator[Fact]:
    rows = connection.execute(ROWS, (begin, end, after))
    for seq, at, kind, lane, visit, text in rows:
        if kind in COUNTED:
            head = parse_head(seq, text)
            kept = {name: head[name] for name in KEPT if name in head}
            kept["boot"] = sys.intern(str(head.get("boot")))  # the same for months
            yield Fact(seq, at, kind, lane or "", visit, kept)


def _unreadable(error: sqlite3.Error) -> LedgerProblem:
    return LedgerProblem(
        f"the ledger cannot be read ({error}); run: kiosk ledger verify"
    )
