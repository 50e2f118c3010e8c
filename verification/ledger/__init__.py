"""The ledger: an append-only hash chain of all that happened at the gates.

The chained rows hold no personal data; who somebody was lies in boxes beside
them and can be erased without breaking the chain. Signed checkpoints and an
anchor file outside the database show when its end was cut off or put back.
"""

from verification.ledger.anchor import Anchor, Mark, read_anchor
from verification.ledger.checkpoints import Checkpoint
from verification.ledger.damage import Damage, Verification
from verification.ledger.errors import LedgerProblem, NoteError, RecordFailed
from verification.ledger.kinds import EventKind
from verification.ledger.ledger import Ledger
from verification.ledger.records import Entry, Event, StoredEvent
from verification.ledger.transaction import Transaction

__all__ = [
    "Anchor",
    "Checkpoint",
    "Damage",
    "Entry",
    "Event",
    "EventKind",
    "Ledger",
    "LedgerProblem",
    "Mark",
    "NoteError",
    "RecordFailed",
    "StoredEvent",
    "Transaction",
    "Verification",
    "read_anchor",
]
