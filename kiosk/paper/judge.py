"""`Judge`: what codes are worth to whom a site believes, and what it took back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from verification.paper.examine import examine
from verification.paper.paper import Paper, Refusal
from verification.paper.trust import TrustStore


def none_revoked(_: bytes) -> bool:
    """For whoever knows of no pass that was taken back."""
    return False


@dataclass(frozen=True, slots=True)
class Judge:
    """Says what the codes of one showing are worth.

    Attributes:
        trust: whom we believe.
        at: the time to judge dates by.
        is_revoked: whether the pass of ours with this id was taken back or
            followed by a later one.

    """

    trust: TrustStore
    at: datetime
    is_revoked: Callable[[bytes], bool] = none_revoked

    def __call__(self, codes: Sequence[bytes]) -> Paper:
        """The one paper that the codes come to."""
        paper = examine(codes, self.trust, self.at)
        claims = paper.pass_claims
        if paper.refusal is None and claims and self.is_revoked(claims.id):
            return replace(paper, refusal=Refusal.REVOKED)
        return paper
