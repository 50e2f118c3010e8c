"""Whether passes are ours, whole, in time and not revoked, by what a site holds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.passes.office import PassOffice
from verification.ledger.records import instant
from verification.paper.examine import examine
from verification.paper.paper import Paper, PaperKind
from verification.paper.trust import TrustStore
from verification.passes.claims import PassClaims
from verification.passes.code import short_code


@dataclass(frozen=True, slots=True)
class Verified:
    """What a code is worth as a pass; nobody's document was compared.

    Attributes:
        source: the file that it stood in, or "-".
        paper: what its text says.
        revoked: or followed by a later one; ``None`` when nobody can know: no pass,
            or there is no list of revoked ones here.
        lists_at: as of when that is known.

    """

    source: str
    paper: Paper
    revoked: bool | None
    lists_at: datetime | None

    @property
    def good(self) -> bool:
        """Whether a gate could go by it, once the holder is known."""
        ours = self.paper.kind is PaperKind.PASS and self.paper.authentic is True
        return ours and self.paper.refusal is None and self.revoked is False

    @property
    def code(self) -> str | None:
        """The short code of an authentic pass."""
        claims = self.paper.pass_claims
        return short_code(claims.id) if claims else None

    def as_dict(self) -> dict[str, Any]:
        """One line of ``--json``."""
        paper, claims = self.paper, self.paper.pass_claims
        return {
            "file": self.source,
            "kind": paper.kind.value,
            "authentic": paper.authentic,
            "in_time": paper.in_time,
            "issuer": paper.issuer,
            "kid": paper.kid,
            "expires": instant(paper.expires) if paper.expires else None,
            "refusal": paper.refusal.value if paper.refusal else None,
            "revoked": self.revoked,
            "code": self.code,
            "generation": claims.generation if claims else None,
            "lists_at": instant(self.lists_at) if self.lists_at else None,
        }


class PassVerifier:
    """Judges codes by the lists of a site.

    Args:
        office: of the site.
        at: the time to judge dates by.

    Raises:
        ListProblem: the kept key list is not one of the trusted root.

    """

    def __init__(self, office: PassOffice, at: datetime) -> None:
        lists = office.lists()
        keys = lists.trusted_keys() if lists else ()
        self._trust = TrustStore().with_passes(keys)
        self._lists_at = lists.at if lists else None
        self._papers = office.papers
        self._at = at

    def verify(self, source: str, code: bytes) -> Verified:
        """What one code is worth as a pass."""
        paper = examine([code], self._trust, self._at)
        claims = paper.pass_claims
        return Verified(
            source,
            paper,
            self._revoked(claims),
            self._lists_at,
        )

    def _revoked(self, claims: PassClaims | None) -> bool | None:
        if claims is None or self._lists_at is None:
            return None
        # A pass that was followed by a later one is revoked with it.
        return self._papers.pass_revoked(claims.id)
