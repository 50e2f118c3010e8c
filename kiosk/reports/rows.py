"""The rows of a time, read over a connection of their own: nobody waits for them."""

import sqlite3
from collections.abc import Iterator

from kiosk.reports.visits import COUNTED, Fact
from verification.ledger.errors import LedgerProblem
from verification.ledger.records import parse_head

# Both answered from the index on `at`, whose entries carry `seq` with them.
STATE = "SELECT count(*), max(seq) FROM events WHERE at >= ? AND at < ?"
ROWS = (
    "SELECT seq, at, kind, lane, visit, head FROM events INDEXED BY events_at"
    " WHERE at >= ? AND at < ?"
)
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


def facts_of(connection: sqlite3.Connection, begin: str, end: str) -> list[Fact]:
    """The events of a time that are counted, in the order in which they were written.

    Raises:
        LedgerProblem: the file, or a row of it, cannot be read.

    """
    try:
        facts = list(_facts(connection, begin, end))
    except sqlite3.Error as error:
        raise _unreadable(error) from error
    facts.sort(key=lambda fact: fact.seq)  # a clock that was set back turns no visit
    return facts


def _facts(connection: sqlite3.Connection, begin: str, end: str) -> Iterator[Fact]:
    for seq, at, kind, lane, visit, head in connection.execute(ROWS, (begin, end)):
        if kind in COUNTED:
            yield Fact(seq, at, kind, lane or "", visit, parse_head(seq, head))


def _unreadable(error: sqlite3.Error) -> LedgerProblem:
    return LedgerProblem(
        f"the ledger cannot be read ({error}); run: kiosk ledger verify"
    )
