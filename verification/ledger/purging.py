"""Erasing the personal parts of old events, a little at a time.

What is due is looked for outside of any write, so that no gate waits while a million
rows are read; a batch is then one short transaction that also counts what it took. The
counts are told by one event at the end, which takes them out of the table in its own
transaction: whenever a process dies, nothing is told twice and nothing is forgotten.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from verification.ledger.chain import Scalar
from verification.ledger.kinds import EventKind
from verification.ledger.ledger import Ledger
from verification.ledger.reading import Reader
from verification.ledger.records import Entry, Event, instant
from verification.ledger.transaction import Transaction
from verification.ledger.vault import erase, erase_rows

# Who looked at somebody's data: kept longer than the entries themselves.
ACCESS = (EventKind.PERSONAL_VIEWED, EventKind.PERSONAL_EXPORTED)
_KINDS = ", ".join(f"'{kind}'" for kind in ACCESS)
_DUE = (
    "FROM (SELECT seq FROM details ORDER BY seq LIMIT ?) d "  # noqa: S608 - our words
    f"JOIN events e ON e.seq = d.seq WHERE e.at < ? AND e.kind {{}} IN ({_KINDS})"
)
EVERYTHING = -1


@dataclass(frozen=True, slots=True)
class Old:
    """Personal parts of events before a time: those of entries, or of access."""

    before: datetime
    access: bool = False

    def _part(self) -> str:
        return _DUE.format("" if self.access else "NOT")

    def rows(self, reader: Reader, limit: int) -> list[int]:
        """The oldest of them, at most ``limit``."""
        sql = f"SELECT d.seq {self._part()} ORDER BY d.seq LIMIT ?"
        found = reader.rows(sql, (EVERYTHING, instant(self.before), limit))
        return [row[0] for row in found]

    def count(self, reader: Reader, among: int = EVERYTHING) -> int:
        """How many there are, among the oldest ``among`` personal parts."""
        sql = f"SELECT count(*) {self._part()}"
        return int(reader.rows(sql, (among, instant(self.before)))[0][0])


def purge_rows(ledger: Ledger, rows: Sequence[int], word: str) -> int:
    """Erase the personal parts of these events and count them under ``word``.

    Raises:
        RecordFailed: nothing was erased.

    """
    if not rows:
        return 0
    with ledger.transaction() as transaction:
        gone = erase_rows(transaction.connection, rows)
        _count(transaction, word, gone)
    return gone


def purge_subjects(ledger: Ledger, subjects: Iterable[bytes]) -> None:
    """Erase people from all events; whoever erases them elsewhere counts them.

    Raises:
        RecordFailed: nobody was erased.

    """
    with ledger.transaction() as transaction:
        for subject in subjects:
            erase(transaction.connection, subject)


def tell_purge(
    ledger: Ledger, facts: Mapping[str, Scalar], staff: str | None = None
) -> Event:
    """Record what was erased since the last such event, with more facts.

    Raises:
        RecordFailed: nothing was recorded; the counts stay for the next time.

    """
    with ledger.transaction() as transaction:
        counts = dict(
            transaction.connection.execute("SELECT class, gone FROM purged").fetchall()
        )
        transaction.connection.execute("DELETE FROM purged")
        more = {**counts, **facts}
        return transaction.append(
            Entry(EventKind.RETENTION_PURGED, staff=staff, more=more)
        )


def last_of(reader: Reader, kind: EventKind) -> Event | None:
    """The newest event of a kind."""
    return next(iter(reader.before(limit=1, kind=kind)), None)


def _count(transaction: Transaction, word: str, gone: int) -> None:
    transaction.connection.execute(
        "INSERT INTO purged VALUES (?, ?) "
        "ON CONFLICT (class) DO UPDATE SET gone = gone + excluded.gone",
        (word, gone),
    )
