"""Reading the ledger, over a connection of its own that no writer waits for."""

import sqlite3
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from sqlite_utils import Database

from verification.errors import BoxError
from verification.ledger.errors import LedgerProblem
from verification.ledger.kinds import EventKind
from verification.ledger.records import (
    Event,
    StoredEvent,
    event_of,
    instant,
    parse_head,
    stored_event,
)
from verification.ledger.vault import Vault
from verification.storage import connect

PAGE = 500
Row: TypeAlias = tuple[Any, ...]  # what SQLite gives is as typed as the query
NEWEST = 2**63 - 1

COLUMNS = (
    "SELECT e.seq, e.head, e.commitment, e.hash, d.key_id, k.wrapped, d.box "
    "FROM events e LEFT JOIN details d ON d.seq = e.seq "
    "LEFT JOIN subject_keys k ON k.key_id = d.key_id "
)
PAGE_SQL = (
    f"{COLUMNS}WHERE e.seq > ? AND e.seq <= ? AND e.at BETWEEN ? AND ? "
    f"AND e.kind = coalesce(?, e.kind) ORDER BY e.seq LIMIT {PAGE}"
)
ABOUT = (  # by way of the key: the events themselves say nothing of subjects
    "SELECT seq FROM details "
    "WHERE key_id = (SELECT key_id FROM subject_keys WHERE subject = ?)"
)
FIRST, LAST = "0", "~"  # before and after every time as a text


class Reader:
    """Questions to a ledger; several threads may ask.

    Args:
        path: of ledger.db, which exists.
        vault: opens the personal parts.

    """

    def __init__(self, path: Path, vault: Vault) -> None:
        self._db: Database = connect(path)
        self._vault = vault
        self._lock = threading.Lock()

    def close(self) -> None:
        """Close the connection; may be called twice."""
        self._db.close()

    def rows(self, sql: str, values: tuple[object, ...] = ()) -> list[Row]:
        """All rows of a short query.

        Raises:
            LedgerProblem: the file cannot be read there.

        """
        with self._lock:
            try:
                found: list[Row] = self._db.conn.execute(sql, values).fetchall()
            except sqlite3.Error as error:
                raise LedgerProblem(
                    f"the ledger cannot be read ({error}); run: kiosk ledger verify"
                ) from error
        return found

    def recent(self, limit: int, lane: str | None = None) -> list[StoredEvent]:
        """The newest events, newest first, with their personal parts."""
        where, values = ("WHERE e.lane = ? ", (lane,)) if lane else ("", ())
        sql = f"{COLUMNS}{where}ORDER BY e.seq DESC LIMIT ?"
        return [self._stored(row) for row in self.rows(sql, (*values, limit))]

    def story(self, visit: str) -> list[StoredEvent]:
        """The events of one visit, oldest first, with their personal parts."""
        sql = f"{COLUMNS}WHERE e.visit = ? ORDER BY e.seq"
        return [self._stored(row) for row in self.rows(sql, (visit,))]

    def about(self, subject: bytes) -> list[StoredEvent]:
        """All that is still told of somebody, oldest first, with personal parts."""
        sql = f"{COLUMNS}WHERE e.seq IN ({ABOUT}) ORDER BY e.seq"
        return [self._stored(row) for row in self.rows(sql, (subject,))]

    def event(self, seq: int) -> StoredEvent | None:
        """One event with its personal part."""
        found = self.rows(f"{COLUMNS}WHERE e.seq = ?", (seq,))
        return self._stored(found[0]) if found else None

    def events(
        self,
        first: int = 1,
        last: int = NEWEST,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        kind: EventKind | None = None,
        personal: bool = False,
    ) -> Iterator[StoredEvent]:
        """Events in their order, page by page, both ends included.

        Args:
            first: number of the first.
            last: number of the last.
            since: not before this time, as the kiosk's clock said it.
            until: not after this time.
            kind: only these.
            personal: whether to open the boxes.

        """
        after = first - 1
        earliest = instant(since) if since else FIRST
        latest = instant(until) if until else LAST
        while page := self.rows(PAGE_SQL, (after, last, earliest, latest, kind)):
            for row in page:
                yield self._stored(row, personal)
            after = page[-1][0]

    def before(
        self,
        seq: int = NEWEST,
        limit: int = PAGE,
        *,
        lane: str | None = None,
        kind: EventKind | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[Event]:
        """Events older than row ``seq``, newest first, without personal parts.

        Args:
            seq: rows before this one.
            limit: how many at most.
            lane: only of this lane.
            kind: only these.
            since: not before this time, as the kiosk's clock said it.
            until: not after this time.

        """
        asked = {
            "seq < ?": seq,
            # Kinds tell more apart than lanes do: their index is to be taken (the +).
            "+lane = ?" if kind else "lane = ?": lane,
            "kind = ?": kind,
            "at >= ?": since and instant(since),
            "at <= ?": until and instant(until),
        }
        wanted = {part: value for part, value in asked.items() if value is not None}
        where = f"WHERE {' AND '.join(wanted)} ORDER BY seq DESC LIMIT ?"
        return self._heads(where, (*wanted.values(), limit))

    def dangling_intents(self) -> list[Event]:
        """Intents to open of which nothing more is known: a process died there."""
        return self._heads("WHERE seq IN (SELECT seq FROM open_orders) ORDER BY seq")

    def newest(self, lane: str, *kinds: EventKind) -> Event | None:
        """The newest event of these kinds at a lane, without its personal part."""
        marks = ", ".join("?" * len(kinds))
        where = f"WHERE kind IN ({marks}) AND lane = ? ORDER BY seq DESC LIMIT 1"
        return next(iter(self._heads(where, (*kinds, lane))), None)

    def last_seen(self) -> datetime | None:
        """The time of the newest event whose clock could be trusted.

        The newest and not the latest: a clock that once ran years ahead would
        otherwise hold the kiosk back for years after somebody set it right.
        """
        sql = "SELECT seq, head, hash FROM events ORDER BY seq DESC LIMIT ? OFFSET ?"
        offset = 0
        while page := self.rows(sql, (PAGE, offset)):
            for seq, head, _ in page:
                fields = parse_head(seq, head)
                if fields.get("clock") != "untrusted":
                    return datetime.fromisoformat(str(fields["utc"]))
            offset += PAGE
        return None

    def _heads(self, where: str, values: tuple[object, ...] = ()) -> list[Event]:
        """Events without their personal parts, as a query of our own chooses them."""
        sql = f"SELECT seq, head, hash FROM events {where}"  # noqa: S608 - our own parts
        return [
            event_of(seq, parse_head(seq, head), digest)
            for seq, head, digest in self.rows(sql, values)
        ]

    def _stored(self, row: Row, personal: bool = True) -> StoredEvent:
        seq, head, commitment, digest, *detail = row
        event = event_of(seq, parse_head(seq, head), digest)
        opened = self._open(seq, commitment, detail) if personal else None
        return stored_event(event, opened)

    def _open(
        self, seq: int, commitment: bytes, detail: list[bytes | None]
    ) -> dict[str, str] | None:
        key_id, wrapped, box = detail
        if key_id is None or wrapped is None or box is None:
            return None
        try:
            return self._vault.open(seq, commitment, (key_id, wrapped, box))
        except BoxError:
            return None  # `verify` names the row; the board shows what there is
