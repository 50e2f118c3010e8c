"""Signed checkpoints: what leaves the box, so that its past cannot be changed.

Stored before they are published, with the tree as it was one row earlier: so a
later check can start at a checkpoint and still know that row for certain.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from verification.ledger.errors import RecordFailed
from verification.ledger.files import replace_file
from verification.ledger.kinds import EventKind
from verification.ledger.notes import TreeHead, origin_of, sign_checkpoint
from verification.ledger.reading import Reader
from verification.ledger.records import Entry
from verification.ledger.transaction import Transaction

EVERY = timedelta(minutes=10)
EVERY_EVENTS = 500


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A stored checkpoint.

    Attributes:
        size: how many events it covers; the last of them is of kind checkpoint.
        note: the signed text, for a file, a neighbour or a printer.
        before: the tree's frontier one event earlier.

    """

    size: int
    note: str
    before: bytes

    def save(self, path: Path) -> None:
        """Write the note to a file that survives a power cut.

        Raises:
            OSError: the file cannot be written.

        """
        replace_file(path, self.note.encode())


def make_checkpoint(
    transaction: Transaction, kiosk: str, signer: Ed25519PrivateKey
) -> Checkpoint:
    """Append the event and sign the tree that holds it.

    Raises:
        RecordFailed: rows are missing; a signature would cover up the loss.

    """
    before = transaction.tree.packed()
    event = transaction.append(Entry(EventKind.CHECKPOINT))
    tree = transaction.tree
    if tree.size != event.seq:
        raise RecordFailed(
            "the ledger and its tree differ in length, nothing was signed; "
            "run: kiosk ledger verify"
        )
    head = TreeHead(origin_of(kiosk), tree.size, tree.root())
    made = Checkpoint(tree.size, sign_checkpoint(head, signer), before)
    transaction.connection.execute(
        "INSERT INTO checkpoints VALUES (?, ?, ?)", (made.size, made.note, made.before)
    )
    return made


def stored_checkpoints(reader: Reader, newest: int | None = None) -> list[Checkpoint]:
    """All stored checkpoints, or the newest few; oldest first."""
    sql = "SELECT size, note, before FROM checkpoints ORDER BY size DESC LIMIT ?"
    found = reader.rows(sql, (-1 if newest is None else newest,))
    return [Checkpoint(*row) for row in reversed(found)]


def checkpoint_at(reader: Reader, size: int) -> Checkpoint | None:
    """The stored checkpoint of that size."""
    sql = "SELECT size, note, before FROM checkpoints WHERE size = ?"
    found = reader.rows(sql, (size,))
    return Checkpoint(*found[0]) if found else None


def is_due(reader: Reader, now: datetime) -> bool:
    """Whether ten minutes or 500 events went by since the last checkpoint."""
    size, at, last = reader.rows(
        "SELECT c.size, e.at, (SELECT max(seq) FROM events) "
        "FROM (SELECT max(size) AS size FROM checkpoints) c "
        "LEFT JOIN events e ON e.seq = c.size"
    )[0]
    new = (last or 0) - (size or 0)
    if new <= 0:
        return False
    if at is None or new >= EVERY_EVENTS:
        return True
    # A clock that stepped back must not put checkpoints off for years.
    return not timedelta() <= now - datetime.fromisoformat(at) < EVERY
