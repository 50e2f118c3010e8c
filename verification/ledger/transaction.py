"""One write to the ledger: events, claims, open orders, all or nothing."""

import json
import sqlite3
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from verification.ledger import claims
from verification.ledger.anchor import Mark
from verification.ledger.chain import NOTHING, Scalar, canonical, link
from verification.ledger.errors import RecordFailed
from verification.ledger.kinds import EventKind
from verification.ledger.merkle import Frontier
from verification.ledger.records import (
    Entry,
    Event,
    columns_of,
    event_of,
    head_of,
    instant,
)
from verification.ledger.vault import Vault
from verification.moments import Moment

CLOSING = (EventKind.GATE_PULSE, EventKind.GATE_UNKNOWN)


@dataclass(frozen=True, slots=True)
class Desk:
    """Who writes: kiosk, boot, clock and the keys of the boxes."""

    kiosk: str
    boot: str
    now: Callable[[], Moment]
    vault: Vault
    genesis: bytes

    def stamp(self) -> dict[str, Scalar]:
        """Where and when, as every head says it."""
        moment = self.now()
        return {
            "kiosk": self.kiosk,
            "boot": self.boot,
            "mono": time.monotonic_ns() // 1_000_000,
            "utc": instant(moment.utc),
            "clock": moment.clock,
        }


class Transaction:
    """An open write; made by `Ledger.transaction`, used by one thread.

    The end of the chain is read here, under the write lock, because the web
    process appends to the same file.
    """

    def __init__(self, connection: sqlite3.Connection, desk: Desk) -> None:
        self.connection = connection
        self._desk = desk
        row = connection.execute(
            "SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1"
        ).fetchone()
        self._last: int = row[0] if row else 0
        self._hash: bytes = row[1] if row else desk.genesis
        self.tree = read_frontier(connection)
        # A tree that is longer than the rows means that rows were taken away:
        # the gap stays visible for ever instead of being written over.
        self._last = max(self._last, self.tree.size)
        self._began = self._last

    def append(self, entry: Entry) -> Event:
        """Record an event; it counts once the transaction has ended well.

        Raises:
            ValueError: ``more`` holds a number that JSON cannot say.

        """
        seq = self._last + 1
        fields = head_of(entry, self._desk.stamp())
        head = canonical(fields)
        commitment = self._put_away(seq, entry)
        digest = link(self._hash, head.encode(), commitment)
        self.connection.execute(
            "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (seq, head, commitment, digest, *columns_of(fields)),
        )
        self._follow_order(seq, entry)
        self.tree.push(digest)
        self._last, self._hash = seq, digest
        return event_of(seq, json.loads(head), digest)

    def claim(self, subject: bytes, lane: str, visit: str, seconds: float) -> bool:
        """Take a person's right to enter for some time; ``False`` when it is taken."""
        now = int(self._desk.now().utc.timestamp() * 1000)
        until = now + int(seconds * 1000)
        wanted = claims.Claim(subject, lane, visit, now, until)
        return claims.claim(self.connection, wanted)

    def claim_all(
        self, wanted: Iterable[tuple[bytes, float]], lane: str, visit: str
    ) -> bool:
        """Take several names, each for its seconds; none when one of them is taken."""
        self.connection.execute("SAVEPOINT claims")
        taken = all(self.claim(name, lane, visit, long) for name, long in wanted)
        if not taken:
            self.connection.execute("ROLLBACK TO claims")
        self.connection.execute("RELEASE claims")
        return taken

    def give_back(self, visit: str) -> None:
        """Free what a visit claimed: nobody went through."""
        claims.give_back(self.connection, visit)

    def finish(self) -> None:
        """Store the tree's frontier; `Ledger` calls it before the commit."""
        if self._last != self._began:
            self.connection.execute(
                "UPDATE frontier SET size = ?, nodes = ?",
                (self.tree.size, self.tree.packed()),
            )

    def mark(self) -> Mark | None:
        """The last row of this transaction, if it wrote one."""
        return Mark(self._last, self._hash) if self._last != self._began else None

    def _put_away(self, seq: int, entry: Entry) -> bytes:
        if entry.subject is None:
            return NOTHING
        vault = self._desk.vault
        return vault.put(self.connection, seq, entry.subject, entry.personal or {})

    def _follow_order(self, seq: int, entry: Entry) -> None:
        order = entry.more.get("order")
        if order is None:
            return
        if entry.kind is EventKind.GATE_INTENT:
            self.connection.execute(
                "INSERT OR REPLACE INTO open_orders VALUES (?, ?)", (str(order), seq)
            )
        elif entry.kind in CLOSING:
            self.connection.execute(
                'DELETE FROM open_orders WHERE "order" = ?', (str(order),)
            )


def read_frontier(connection: sqlite3.Connection) -> Frontier:
    """The Merkle tree as it was left.

    Raises:
        RecordFailed: the row is gone or damaged.

    """
    row = connection.execute("SELECT size, nodes FROM frontier").fetchone()
    try:
        size, nodes = row
        return Frontier(size, nodes)
    except (TypeError, ValueError):
        raise RecordFailed(
            "the ledger's tree is damaged, nothing was written; "
            "run: kiosk ledger verify, then restore the newest backup"
        ) from None
