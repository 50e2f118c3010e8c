"""Passes as gates and the office look them up.

What a gate asks (the first five methods) is one walk down one narrow table.
"""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from sqlite_utils import Database

from verification.documents import Document
from verification.passes.claims import PassClaims
from verification.passes.holder import HolderKeys
from verification.registry.pass_handlers import code_range
from verification.registry.records import unpack_time
from verification.registry.shelf import REVOKED

SELECT = (
    "SELECT id, person, kind, generation, (SELECT max(generation) FROM passes AS hers "
    "WHERE hers.person = passes.person), kid, issued_at, not_before, expires, "
    "revoked, why FROM passes"
)
PASS_BY_ID = f"{SELECT} WHERE id = ?"
PASS_BY_CODE = f"{SELECT} WHERE id BETWEEN ? AND ? LIMIT 2"
PASSES_OF = f"{SELECT} WHERE person = ? ORDER BY generation DESC"
PAGE = 500
NEXT = f"{SELECT} WHERE id > ? ORDER BY id LIMIT {PAGE}"
IS_REVOKED = (
    "SELECT EXISTS (SELECT 1 FROM revoked_passes WHERE id = :id) "
    "OR EXISTS (SELECT 1 FROM listed_passes WHERE id = :id)"
)
ENDING = "WHERE revoked = 0 AND expires > ? AND expires <= ?"
# The next pass of the same person ends one, too: that is nobody's decision.
TAKEN_BACK = (
    "WHERE id IN (SELECT id FROM revoked_passes WHERE at >= ? AND why <> 'superseded')"
)
EVER = 1 << 40  # seconds
LISTS_AT = "SELECT issued_at FROM paper_lists WHERE name = ?"


HolderSource: TypeAlias = Callable[[], HolderKeys | None]


class PassRecord(NamedTuple):
    """What the registry knows of a pass that it issued.

    Attributes:
        newest: the highest generation of the same person.
        kind: of the holder's document.
        expires: exclusive.
        why: a word of `PassEnd` when it is revoked.

    """

    id: bytes
    person: bytes
    kind: str
    generation: int
    newest: int
    kid: bytes
    issued_at: datetime
    not_before: datetime
    expires: datetime
    revoked: bool
    why: str | None

    @property
    def ended(self) -> bool:
        """Revoked, or there is a later one."""
        return self.revoked or self.generation < self.newest


class Papers:
    """The papers' part of a registry; shares its connection.

    Args:
        db: the registry's.
        holder: gives what compares passes with documents, ``None`` where that key
            never came; asked each time, because it may come while a gate runs.

    """

    def __init__(self, db: Database, holder: HolderSource | None = None) -> None:
        self._db = db
        self._holder = holder
        self._connection: sqlite3.Connection = db.conn

    def pass_record(self, pass_id: bytes) -> PassRecord | None:
        """The pass with this id, if it was issued here."""
        row = self._connection.execute(PASS_BY_ID, (pass_id,)).fetchone()
        return _pass(row) if row else None

    def pass_by_code(self, prefix: bytes) -> PassRecord | None:
        """The pass whose short code stands for these 5 bytes."""
        rows = self._connection.execute(PASS_BY_CODE, code_range(prefix)).fetchall()
        return _pass(rows[0]) if len(rows) == 1 else None

    def pass_revoked(self, pass_id: bytes) -> bool:
        """Whether it was revoked here or stands on the signed list."""
        found = self._connection.execute(IS_REVOKED, {"id": pass_id}).fetchone()
        return bool(found[0])

    def lists_at(self) -> datetime | None:
        """When the newest list of revoked passes was signed; ``None``: none came."""
        row = self._connection.execute(LISTS_AT, (REVOKED,)).fetchone()
        return row and unpack_time(row[0])

    def holder_matches(
        self, claims: PassClaims, kid: bytes, document: Document
    ) -> bool | None:
        """Whether a document is the holder's; ``None`` without the holder key."""
        holder = self._holder() if self._holder else None
        return holder.matches(kid, claims, document) if holder else None

    def passes_of(self, person: bytes) -> list[PassRecord]:
        """All passes of a person, newest first."""
        return [_pass(row) for row in self._connection.execute(PASSES_OF, (person,))]

    def passes(self) -> Iterator[PassRecord]:
        """All passes in pages, in no order that says anything."""
        after = b""
        while page := self._connection.execute(NEXT, (after,)).fetchall():
            after = page[-1][0]
            yield from map(_pass, page)

    def ending(
        self, after: datetime, until: datetime | None, limit: int, skip: int = 0
    ) -> list[PassRecord]:
        """Passes that nobody ended, which end by themselves; the first to end first.

        Args:
            after: ended by then they are not meant.
            until: those that end later are not meant; ``None``: all.
            limit: how many at most.
            skip: how many of the first to leave out.

        """
        query = f"{SELECT} {ENDING} ORDER BY expires, id LIMIT ? OFFSET ?"
        times = _seconds(after), _seconds(until)
        rows = self._connection.execute(query, (*times, limit, skip)).fetchall()
        return [_pass(row) for row in rows]

    def count_ending(self, after: datetime, until: datetime | None = None) -> int:
        """How many passes nobody ended, which end in this time by themselves."""
        query = f"SELECT count(*) FROM passes {ENDING}"  # noqa: S608 a constant
        times = _seconds(after), _seconds(until)
        return int(self._connection.execute(query, times).fetchone()[0])

    def taken_back(
        self, since: datetime, limit: int, skip: int = 0
    ) -> list[PassRecord]:
        """Passes that the office ended since then."""
        query = f"{SELECT} {TAKEN_BACK} ORDER BY expires, id LIMIT ? OFFSET ?"
        asked = (_seconds(since), limit, skip)
        return [_pass(row) for row in self._connection.execute(query, asked).fetchall()]

    def count_taken_back(self, since: datetime) -> int:
        """How many passes the office ended since then."""
        query = f"SELECT count(*) FROM passes {TAKEN_BACK}"  # noqa: S608 a constant
        return int(self._connection.execute(query, (_seconds(since),)).fetchone()[0])

    def revoked_ids(self, at: datetime) -> list[bytes]:
        """What the next signed list must name: revoked and not expired yet."""
        rows = self._connection.execute(
            "SELECT id FROM revoked_passes WHERE expires IS NULL OR expires > ? "
            "ORDER BY id",
            (int(at.timestamp()),),
        )
        return [row[0] for row in rows]


def _pass(row: tuple[Any, ...]) -> PassRecord:
    *whose, kid, issued_at, not_before, expires, revoked, why = row
    pass_id, person, kind, generation, newest = whose
    return PassRecord(
        pass_id,
        person,
        kind,
        generation,
        newest,
        kid,
        _time(issued_at),
        _time(not_before),
        _time(expires),
        bool(revoked),
        why,
    )


def _seconds(moment: datetime | None) -> int:
    return EVER if moment is None else int(moment.timestamp())


def _time(seconds: int) -> datetime:
    moment = unpack_time(seconds)
    assert moment is not None  # noqa: S101 the columns are NOT NULL
    return moment
