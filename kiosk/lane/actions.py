"""What the machine wants done."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from drivers.protocols import CardRead
from kiosk.lane.shown import Shown
from verification.evidence import EvidenceKind
from verification.ledger import EventKind
from verification.reasons import Outcome, Reason


@dataclass(frozen=True, slots=True)
class Decide:
    """Verify what was shown and commit presented, verdict, claim and intent.

    What follows is `Decided`, or `Incomplete` for a paper that lacks a part.

    Attributes:
        read: what was shown.
        open_for: the subject for whom the gate stands open right now: the same
            person is admitted again without a second pulse.
        beside: the card that was laid beside a paper.
        staff: who typed the short code of a pass, or has it decided again.
        again: the visitor waits, and what was missing has been added.

    """

    visit: str
    read: Shown
    open_for: bytes | None = None
    beside: CardRead | None = None
    staff: str | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Intend:
    """Commit a staff member's override and its intent to open; then `Intended`.

    ``reason`` is empty when it is to be added later.
    """

    visit: str
    staff: str
    reason: str
    command: str


@dataclass(frozen=True, slots=True)
class Pulse:
    """Open once."""

    order: str


@dataclass(frozen=True, slots=True)
class Hold:
    """Open and stay open."""

    order: str


@dataclass(frozen=True, slots=True)
class Release:
    """Close."""

    order: str


@dataclass(frozen=True, slots=True)
class Record:
    """Add one event to the ledger."""

    kind: EventKind
    visit: str | None = None
    outcome: Outcome | None = None
    reason: Reason | None = None
    evidence: EvidenceKind = EvidenceKind.NONE
    staff: str | None = None
    more: Mapping[str, str | int | float | bool | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Commit:
    """Write the record that must be there before ``order`` opens; then `Committed`."""

    order: str
    record: Record


@dataclass(frozen=True, slots=True)
class GiveBack:
    """Nobody went through: free the claim of this visit."""

    visit: str


@dataclass(frozen=True, slots=True)
class Finish:
    """Tell staff what became of their command."""

    command: str
    result: str


@dataclass(frozen=True, slots=True)
class Lay:
    """Seal the card of a visit for whoever may register its holder."""

    visit: str
    card: CardRead = field(repr=False)


@dataclass(frozen=True, slots=True)
class TakeUp:
    """Forget the sealed card of a visit."""

    visit: str


Action = (
    Decide
    | Intend
    | Commit
    | Pulse
    | Hold
    | Release
    | Record
    | GiveBack
    | Finish
    | Lay
    | TakeUp
)
