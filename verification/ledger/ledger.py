"""The ledger of one kiosk."""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from verification.errors import BoxError
from verification.keys import Keys
from verification.ledger import checkpoints
from verification.ledger.anchor import Anchor
from verification.ledger.checkpoints import Checkpoint
from verification.ledger.damage import Verification
from verification.ledger.errors import LedgerProblem, RecordFailed
from verification.ledger.kinds import EventKind
from verification.ledger.reading import NEWEST, Reader
from verification.ledger.records import Entry, Event, StoredEvent, instant
from verification.ledger.schema import prepare
from verification.ledger.transaction import Desk, Transaction
from verification.ledger.vault import Vault, erase
from verification.ledger.verifying import Proofs, verify_ledger
from verification.moments import Moment
from verification.storage import write

PATIENCE_MS = 100  # a gate waits 400 ms for its ledger
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def boot_id() -> str:
    """Eight digits that change with each start of the machine."""
    try:
        return BOOT_ID.read_text()[:8]
    except OSError:
        return os.urandom(4).hex()


class Ledger:
    """Append-only events in a hash chain, with their personal parts beside it.

    One object is shared by the threads of a process; other processes may append
    to the same file. Nothing is cached between transactions.

    Args:
        db: ledger.db, opened by `verification.storage.connect`; stays the caller's.
        keys: of the site.
        kiosk: this kiosk's id, which the chain begins with.
        now: the time and how far to trust it, as `ClockWatch.moment`.
        boot: defaults to the machine's boot id.
        anchor: is told of every commit.

    Raises:
        LedgerProblem: the ledger of another kiosk or another key.

    """

    def __init__(
        self,
        db: Database,
        keys: Keys,
        kiosk: str,
        now: Callable[[], Moment],
        *,
        boot: str | None = None,
        anchor: Anchor | None = None,
    ) -> None:
        self._db = db
        self._signer = keys.signer
        self._anchor = anchor
        self._lock = threading.RLock()
        public_key = keys.signer.public_key().public_bytes_raw()
        self.genesis = prepare(db, kiosk, public_key, instant(now().utc))
        vault = Vault(keys.wrap)
        self._desk = Desk(kiosk, boot or boot_id(), now, vault, self.genesis.hash)
        path = Path(db.conn.execute("PRAGMA database_list").fetchone()[2])
        self.reader = Reader(path, vault)

    def close(self) -> None:
        """Write the anchor and close the reading connection; may be called twice."""
        if self._anchor:
            self._anchor.flush()
        self.reader.close()

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """One write: everything in it is recorded, or nothing.

        Raises:
            RecordFailed: the file is full, locked or not writable.
            LedgerProblem: this thread has a transaction open already.

        """
        with self._lock:
            if self._db.conn.in_transaction:
                raise LedgerProblem("a transaction of this ledger is open already")
            try:
                with write(self._db) as connection:
                    transaction = Transaction(connection, self._desk)
                    yield transaction
                    transaction.finish()
            except (sqlite3.Error, BoxError) as error:
                self._roll_back()
                raise _refused(error) from error
            mark = transaction.mark()
            if self._anchor and mark:
                self._anchor.saw(mark)

    def _roll_back(self) -> None:
        # A commit that fails leaves its transaction open, and the next would fail.
        if self._db.conn.in_transaction:
            self._db.conn.rollback()

    def append(self, *entries: Entry) -> tuple[Event, ...]:
        """Record events in one transaction.

        Raises:
            RecordFailed: nothing was written.

        """
        with self.transaction() as transaction:
            return tuple(transaction.append(entry) for entry in entries)

    def forget(self, subject: bytes, staff: str | None = None) -> int:
        """Erase a person from all events; returns how many told of them.

        The chain still holds, and says that something was erased, not of whom.

        Raises:
            RecordFailed: nothing was erased.

        """
        with self.transaction() as transaction:
            boxes = erase(transaction.connection, subject)
            _record_erasure(transaction, boxes, staff)
        self._empty_log()
        return boxes

    def _empty_log(self) -> None:
        """Drop SQLite's log, which still holds erased pages.

        When another process reads just now, as a backup does, it goes with the next
        purge: nobody can write while this waits, and a gate must.
        """
        connection = self._db.conn
        with self._lock, suppress(sqlite3.Error):
            patience = connection.execute("PRAGMA busy_timeout").fetchone()[0]
            connection.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
            try:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                connection.execute(f"PRAGMA busy_timeout={patience}")

    def checkpoint(self) -> Checkpoint:
        """Sign the ledger as it is; stored before anybody can publish it.

        Raises:
            RecordFailed: rows are missing, or nothing could be written.

        """
        with self.transaction() as transaction:
            return checkpoints.make_checkpoint(
                transaction, self.genesis.kiosk, self._signer
            )

    def checkpoint_due(self) -> bool:
        """Whether it is time for a checkpoint: ten minutes or 500 events."""
        return checkpoints.is_due(self.reader, self._desk.now().utc)

    def checkpoints(self, newest: int | None = None) -> list[Checkpoint]:
        """Stored checkpoints, oldest first."""
        return checkpoints.stored_checkpoints(self.reader, newest)

    def verify(
        self,
        since: Checkpoint | None = None,
        progress: Callable[[int, int], None] | None = None,
        *,
        anchor: Path | None = None,
        notes: Sequence[str] = (),
    ) -> Verification:
        """Check chain, boxes, tree, checkpoints and what lies outside the box.

        Args:
            since: start behind this checkpoint instead of at the beginning.
            progress: is told rows done and rows in all.
            anchor: the anchor file.
            notes: texts of checkpoints kept elsewhere.

        """
        proofs = Proofs(since, anchor, tuple(notes))
        return verify_ledger(
            self.reader, self._desk.vault, self.genesis, proofs, progress
        )

    def recent(self, limit: int, lane: str | None = None) -> list[StoredEvent]:
        """The newest events, newest first, with their personal parts."""
        return self.reader.recent(limit, lane)

    def story(self, visit: str) -> list[StoredEvent]:
        """The events of one visit, oldest first, with their personal parts."""
        return self.reader.story(visit)

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
        """Events in their order; see `Reader.events`."""
        return self.reader.events(
            first, last, since=since, until=until, kind=kind, personal=personal
        )

    def dangling_intents(self) -> list[Event]:
        """Intents to open of which nothing more is known: a process died there."""
        return self.reader.dangling_intents()

    def newest(self, lane: str, *kinds: EventKind) -> Event | None:
        """The newest event of these kinds at a lane, without its personal part."""
        return self.reader.newest(lane, *kinds)

    def last_seen(self) -> datetime | None:
        """The newest time that the ledger is sure of; where a clock starts from."""
        return self.reader.last_seen()


def _record_erasure(transaction: Transaction, boxes: int, staff: str | None) -> None:
    if boxes:
        more = {"boxes": boxes}
        transaction.append(Entry(EventKind.PERSONAL_ERASED, staff=staff, more=more))


def _refused(error: Exception) -> RecordFailed:
    return RecordFailed(
        f"the ledger did not take the record, nothing was written ({error}); "
        "free space on its disk, end what locks it, then run: kiosk doctor"
    )
