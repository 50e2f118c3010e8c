"""What a visitor presents."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from verification.paper.paper import Paper, PaperKind


class EvidenceKind(StrEnum):
    """How somebody came to the gate, as the ledger and its export name it."""

    CARD = "card"
    PAPER = "paper"
    STAFF = "staff"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class CardEvidence:
    """A card as a reader delivered it.

    Attributes:
        kind: resident, hmt, foreign_2017, foreign_2023 (documents that carry their
            own number, name and validity) or social_security, senior, citizen
            (cards whose number only leads to a person through the registry).
        number: as read; `verification.documents` brings it to its normal form.
        valid_until: inclusive; ``None`` means no end or not on the card.
    """

    kind: str
    number: str = field(repr=False)
    name: str | None = field(default=None, repr=False)
    birth: date | None = field(default=None, repr=False)
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class PaperEvidence:
    """A paper that was held before a camera, or whose short code was typed.

    Attributes:
        paper: what `verification.paper.examine` found.
        holder: the document that was laid beside it.
        typed: staff typed its short code, nobody saw its signature.

    """

    paper: Paper
    holder: CardEvidence | None = None
    typed: bool = False

    @classmethod
    def of_code(cls, code: str, holder: CardEvidence | None = None) -> "PaperEvidence":
        """A typed short code; it is looked up, and never admits by itself."""
        return cls(Paper(PaperKind.PASS, number=code), holder, typed=True)


Evidence = CardEvidence | PaperEvidence
