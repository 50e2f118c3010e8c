"""`RequestBook`: what relatives asked for, sealed, until it is over."""

import os
import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from kiosk.requests.content import (
    Outcome,
    Relative,
    Request,
    person_content,
    person_of,
    relative_content,
    relative_of,
)
from kiosk.requests.sealing import Boxes, place_of
from kiosk.requests.tables import lay_out
from verification.registry import Registry, Row
from verification.storage import write

MOST_OPEN = 500
ID = 16

OPEN = "SELECT 1 FROM help_people WHERE request = id AND outcome IS NULL"
DECIDE = (
    "UPDATE help_people SET outcome = ?, decided_ms = ? "
    "WHERE request = ? AND place = ? AND outcome IS NULL"
)
KEEP = (
    "INSERT INTO help_decisions (at_ms, received_ms, author, outcome, reason) "
    "VALUES (?, ?, ?, ?, ?)"
)


class QueueFull(Exception):
    """There are more open requests than the office can ever look at."""


class DecidedMeanwhile(Exception):
    """A colleague was quicker, or the request is over."""


@dataclass(frozen=True, slots=True)
class Helped:
    """One person of a request, out of the box."""

    place: int
    row: Row = field(repr=False)
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A request out of its boxes."""

    id: bytes
    receipt: str
    received: datetime
    relative: Relative = field(repr=False)
    people: tuple[Helped, ...] = field(repr=False)

    @property
    def open(self) -> bool:
        """Whether somebody has still to decide."""
        return any(one.outcome is None for one in self.people)


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the history; nobody's data."""

    at: datetime
    received: datetime
    author: str
    outcome: Outcome
    reason: str


class RequestBook:
    """Takes requests in and hands them to the office; shares a registry's file.

    Args:
        registry: over a connection of the caller's own.

    """

    def __init__(self, registry: Registry) -> None:
        lay_out(registry.db)
        self._registry = registry
        self._connection: sqlite3.Connection = registry.db.conn
        self._boxes = Boxes(registry.keys)

    def receive(self, request: Request, token: str, now: datetime) -> str:
        """Keep a request; the same form sent twice is kept once.

        Args:
            request: checked.
            token: of the form, made when it was shown.
            now: wall-clock time.

        Returns:
            The number on the receipt, which says nothing.

        Raises:
            QueueFull: more than `MOST_OPEN` wait already.

        """
        with write(self._registry.db) as connection:
            there = self.receipt_of(request, token)
            if there:
                return there
            if self.count_open() >= MOST_OPEN:
                raise QueueFull
            return self._insert(connection, request, self._sent(request, token), now)

    def receipt_of(self, request: Request, token: str) -> str | None:
        """The receipt of a form that was sent already, with just this in it."""
        row = self._connection.execute(
            "SELECT receipt FROM help_requests WHERE sent = ?",
            (self._sent(request, token),),
        ).fetchone()
        return str(row[0]) if row else None

    def count_open(self) -> int:
        """How many requests wait for the office."""
        query = f"SELECT count(*) FROM help_requests WHERE EXISTS ({OPEN})"  # noqa: S608 constants
        return int(self._connection.execute(query).fetchone()[0])

    def page(self, limit: int, skip: int = 0) -> list[Kept]:
        """Open requests, the oldest first."""
        query = (
            f"SELECT id FROM help_requests WHERE EXISTS ({OPEN}) "  # noqa: S608 constants
            "ORDER BY received_ms, id LIMIT ? OFFSET ?"
        )
        rows = self._connection.execute(query, (limit, skip)).fetchall()
        return [kept for row in rows if (kept := self.find(row[0]))]

    def find(self, request: bytes) -> Kept | None:
        """One request, decided or not."""
        row = self._connection.execute(
            "SELECT receipt, received_ms, box FROM help_requests WHERE id = ?",
            (request,),
        ).fetchone()
        if row is None:
            return None
        relative = relative_of(self._boxes.unseal(row[2], place_of(request)))
        people = self._people(request)
        return Kept(request, row[0], _moment(row[1]), relative, people)

    def with_receipt(self, receipt: str) -> bytes | None:
        """The id of the request with this receipt."""
        row = self._connection.execute(
            "SELECT id FROM help_requests WHERE receipt = ?", (receipt,)
        ).fetchone()
        return bytes(row[0]) if row else None

    def about(self, subject: bytes) -> list[tuple[datetime, Helped]]:
        """What requests say of one person, and when they came; without who asked."""
        rows = self._connection.execute(
            "SELECT id, place FROM help_people JOIN help_requests ON id = request "
            "WHERE subject = ? ORDER BY received_ms",
            (subject,),
        ).fetchall()
        kept = [(self.find(request), place) for request, place in rows]
        return [
            (one.received, helped)
            for one, place in kept
            if one
            for helped in one.people
            if helped.place == place
        ]

    def amend(self, request: bytes, place: int, person: Row) -> None:
        """What the office corrected before it decides.

        Raises:
            DecidedMeanwhile: it was decided, or is over.

        """
        box = self._boxes.seal(person_content(person), place_of(request, place))
        subject = self._registry.subject(person.document)
        with write(self._registry.db) as connection:
            changed = connection.execute(
                "UPDATE help_people SET subject = ?, box = ? "
                "WHERE request = ? AND place = ? AND outcome IS NULL",
                (subject, box, request, place),
            ).rowcount
        if not changed:
            raise DecidedMeanwhile

    def decide(
        self,
        request: bytes,
        places: Mapping[int, Outcome],
        author: str,
        now: datetime,
        reason: str = "",
    ) -> None:
        """Note what became of people of a request.

        Raises:
            DecidedMeanwhile: one of them was decided, or it is over; nothing changed.

        """
        at = to_ms(now)
        with write(self._registry.db) as connection:
            row = connection.execute(
                "SELECT received_ms FROM help_requests WHERE id = ?", (request,)
            ).fetchone()
            for place, outcome in places.items():
                done = connection.execute(DECIDE, (outcome, at, request, place))
                if row is None or not done.rowcount:
                    raise DecidedMeanwhile
                connection.execute(KEEP, (at, row[0], author, outcome, reason))

    def history(self, limit: int) -> list[Decision]:
        """The newest decisions, newest first; nobody's data."""
        rows = self._connection.execute(
            "SELECT at_ms, received_ms, author, outcome, reason FROM help_decisions "
            "ORDER BY seq DESC LIMIT ?",
            (limit,),
        )
        return [
            Decision(_moment(at), _moment(received), author, Outcome(outcome), reason)
            for at, received, author, outcome, reason in rows
        ]

    def _insert(
        self,
        connection: sqlite3.Connection,
        request: Request,
        sent: bytes,
        now: datetime,
    ) -> str:
        identity, receipt = os.urandom(ID), _receipt(connection)
        box = self._boxes.seal(relative_content(request.relative), place_of(identity))
        connection.execute(
            "INSERT INTO help_requests VALUES (?, ?, ?, ?, ?)",
            (identity, receipt, sent, to_ms(now), box),
        )
        for place, person in enumerate(request.people):
            box = self._boxes.seal(person_content(person), place_of(identity, place))
            subject = self._registry.subject(person.document)
            connection.execute(
                "INSERT INTO help_people VALUES (?, ?, ?, ?, NULL, NULL)",
                (identity, place, subject, box),
            )
        return receipt

    def _sent(self, request: Request, token: str) -> bytes:
        """Whoever goes back and corrects something sends another request."""
        relative = relative_content(request.relative)
        people = [person_content(person) for person in request.people]
        return self._boxes.digest({"form": token, **relative, "people": people})

    def _people(self, request: bytes) -> tuple[Helped, ...]:
        rows = self._connection.execute(
            "SELECT place, box, outcome FROM help_people WHERE request = ? "
            "ORDER BY place",
            (request,),
        ).fetchall()
        return tuple(
            Helped(
                place,
                person_of(self._boxes.unseal(box, place_of(request, place))),
                Outcome(outcome) if outcome else None,
            )
            for place, box, outcome in rows
        )


def random_receipt() -> str:
    """Eight digits that say nothing, in two groups to be read aloud."""
    digits = f"{secrets.randbelow(10**8):08d}"
    return f"{digits[:4]}-{digits[4:]}"


def _receipt(connection: sqlite3.Connection) -> str:
    while True:
        receipt = random_receipt()
        query = "SELECT 1 FROM help_requests WHERE receipt = ?"
        if not connection.execute(query, (receipt,)).fetchone():
            return receipt


def to_ms(moment: datetime) -> int:
    """Unix time in milliseconds."""
    return int(moment.timestamp() * 1000)


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
