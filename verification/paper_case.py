"""Everything that the rules for papers look at."""

from dataclasses import dataclass

from verification.paper.paper import Paper, PaperKind
from verification.policy import Policy
from verification.registry.papers import PassRecord
from verification.rules import Case


@dataclass(frozen=True, slots=True)
class PaperCase:
    """Everything that the rules for papers look at.

    Attributes:
        standing: of the person to whom the paper leads, judged as for a card; its
            ``document`` and ``card`` are those of a registered number.
        record: of our own pass, where it was issued here.
        beside: the document that was laid beside the paper.
        name: names the paper wherever and however it is shown.

    """

    paper: Paper
    typed: bool
    standing: Case
    record: PassRecord | None = None
    beside: Case | None = None
    name: bytes | None = None
    warnings: tuple[str, ...] = ()

    @property
    def policy(self) -> Policy:
        """The site's rules."""
        return self.standing.policy

    @property
    def by_registry(self) -> bool:
        """Nothing but the registry speaks for it: a number, or a typed code."""
        return self.typed or self.paper.kind is PaperKind.NUMBER

    @property
    def pass_id(self) -> bytes | None:
        """Of our own pass, as registered or as signed."""
        known = self.record or self.paper.pass_claims
        return known.id if known else None

    @property
    def masked_name(self) -> str | None:
        """The holder's, as the registry or the signed pass has it."""
        if self.standing.person:
            return self.standing.person.masked_name
        claims = self.paper.pass_claims
        return claims.masked_name if claims else None
