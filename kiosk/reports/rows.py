"""The rows of a time, read over a connection of their own: nobody waits for them."""

import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kiosk.reports.visits import COUNTED, NOBODY, UNRECORDED, About, Fact
from verification.errors import BoxError
from verification.ledger.chain import NOTHING as NOBODY_MEANT
from verification.ledger.errors import LedgerProblem
from verification.ledger.kinds import EventKind
from verification.ledger.records import parse_head
from verification.ledger.vault import Vault
from verification.storage import connect

# Answered from the index on `at`, whose entries carry `seq` with them.
STATE = "SELECT count(*), max(seq) FROM events WHERE at >= ? AND at < ?"
EDGES = "SELECT min(seq), max(seq) FROM events WHERE at >= ? AND at < ?"
# By number and not by the index on `at`, which would have all of a day sorted.
ROWS = (
    "SELECT seq, at, kind, lane, visit, head FROM events NOT INDEXED"
    " WHERE seq BETWEEN ? AND ? AND at >= ? AND at < ? ORDER BY seq LIMIT ?"
)
# Of verdicts only, each of which says the same of its visitor as what was shown.
BOXES = (
    "SELECT e.seq, e.commitment, d.key_id, k.wrapped, d.box FROM events e NOT INDEXED"
    " LEFT JOIN details d ON d.seq = e.seq"
    " LEFT JOIN subject_keys k ON k.key_id = d.key_id"
    " WHERE e.seq BETWEEN ? AND ? AND e.at >= ? AND e.at < ? AND e.kind = 'verdict'"
)
REASONS = (
    "SELECT seq, at, kind, lane, visit, head FROM events INDEXED BY events_kind"
    " WHERE kind = ? AND at >= ? AND at < ? ORDER BY seq"
)
KEPT = ("mono", "outcome", "reason", "evidence", "staff", "more")
HASH = "SELECT hash FROM events WHERE seq = ?"
NEWEST = "SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1"
SINCE = "SELECT at, kind FROM events WHERE seq > ? LIMIT ?"


@dataclass(frozen=True, slots=True)
class State:
    """How many events a time has, and what changes whenever they do."""

    events: int
    mark: str


@dataclass(frozen=True, slots=True)
class Place:
    """How far a ledger was read: a row and its hash."""

    seq: int = 0
    hash: bytes = b""


def state_of(connection: sqlite3.Connection, begin: str, end: str) -> State:
    """How the events of a time are.

    The last row's hash stands for all before it, also when another ledger was put
    in the place of this one.
    """
    count, last = connection.execute(STATE, (begin, end)).fetchone()
    if not count:
        return State(0, "")
    (digest,) = connection.execute(HASH, (last,)).fetchone()
    return State(count, f"{count}-{last}-{digest.hex()}")


def end_of(connection: sqlite3.Connection) -> Place:
    """The last row."""
    row = connection.execute(NEWEST).fetchone()
    return Place(*row) if row else Place()


def still_there(connection: sqlite3.Connection, place: Place) -> bool:
    """Whether it is still the ledger that was read so far."""
    row = connection.execute(HASH, (place.seq,)).fetchone()
    return row is not None and row[0] == place.hash


def times_after(
    connection: sqlite3.Connection, place: Place, most: int
) -> list[tuple[str, str]]:
    """When the events after a place were, and their kinds."""
    return connection.execute(SINCE, (place.seq, most)).fetchall()


@dataclass(frozen=True, slots=True)
class Portion:
    """Some of the events of a time.

    Attributes:
        facts: those that are counted, in the order in which they were written.
        rows: how many were read.
        last: the row read last; 0 when there was none.

    """

    facts: list[Fact]
    rows: int
    last: int


def portion_of(
    connection: sqlite3.Connection,
    vault: Vault,
    times: tuple[str, str],
    after: int,
    most: int,
) -> Portion:
    """The next events of a time.

    Args:
        connection: to the ledger.
        vault: opens what says the age group of a visitor.
        times: the first moment, as the ledger writes it, and the first too late.
        after: only what was written after this row.
        most: events.

    Raises:
        LedgerProblem: a row cannot be read.

    """
    first, last = connection.execute(EDGES, times).fetchone()
    if first is None:
        return Portion([], 0, 0)
    asked = (max(first, after + 1), last, *times, most)
    rows = connection.execute(ROWS, asked).fetchall()
    if not rows:
        return Portion([], 0, 0)
    people = _people(connection, vault, (rows[0][0], rows[-1][0], *times))
    return Portion(list(_facts(rows, people)), len(rows), rows[-1][0])


def reasons_of(connection: sqlite3.Connection, begin: str, end: str) -> list[Fact]:
    """Reasons of openings that were given within a time: often hours afterwards.

    Raises:
        LedgerProblem: a row cannot be read.

    """
    asked = (EventKind.OVERRIDE_REASON, begin, end)
    return list(_facts(connection.execute(REASONS, asked)))


def _people(
    connection: sqlite3.Connection, vault: Vault, asked: tuple[int, int, str, str]
) -> dict[int, About]:
    """By row: which of the day's visitors it is about, of what age, with what."""
    rows = connection.execute(BOXES, asked)
    return {
        seq: _about(vault, seq, commitment, detail)
        for seq, commitment, *detail in rows
        if commitment != NOBODY_MEANT
    }


def _about(vault: Vault, seq: int, commitment: bytes, detail: list[Any]) -> About:
    key_id, wrapped, box = detail
    if box is None or wrapped is None:
        return About(key_id, UNRECORDED)  # it was erased
    try:
        opened = vault.open(seq, commitment, (key_id, wrapped, box))
    except BoxError:
        return About(key_id, UNRECORDED)  # a check of the ledger names the row
    return About(key_id, opened.get("age", UNRECORDED), opened.get("document", ""))


def _facts(
    rows: Iterable[tuple[Any, ...]], people: Mapping[int, About] = MappingProxyType({})
) -> Iterator[Fact]:
    before = EventKind.OVERRIDE.value  # of the row before the first, for all we know
    for seq, at, kind, lane, visit, text in rows:
        # Of intents only one is read: the one that follows from an order of the staff.
        by_machine = kind == EventKind.GATE_INTENT and before != EventKind.OVERRIDE
        before = kind
        if kind in COUNTED and not by_machine:
            head = parse_head(seq, text)
            kept = {name: head[name] for name in KEPT if name in head}
            kept["boot"] = sys.intern(str(head.get("boot")))  # the same for months
            about = people.get(seq, NOBODY)
            yield Fact(seq, at, kind, lane or "", visit, kept, about)


@contextmanager
def snapshot(path: Path) -> Iterator[sqlite3.Connection]:
    """The ledger as it is at one moment; nobody waits for whoever reads it.

    Raises:
        LedgerProblem: it cannot be read.

    """
    with closing(connect(path).conn) as connection:
        try:
            connection.execute("BEGIN")
            yield connection
        except sqlite3.Error as error:
            raise LedgerProblem(
                f"the ledger cannot be read ({error}); run: kiosk ledger verify"
            ) from error
