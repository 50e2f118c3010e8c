"""What was shown becomes evidence, and evidence a verdict."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from drivers.protocols import CardRead, PaperRead
from kiosk.lane.actions import Decide
from kiosk.lane.shown import TypedCode
from verification.evidence import (
    CardEvidence,
    Evidence,
    EvidenceKind,
    PaperEvidence,
)
from verification.moments import Moment
from verification.paper.examine import examine
from verification.paper.paper import Paper, Refusal
from verification.paper.trust import TrustStore
from verification.policy import Policy
from verification.reasons import Outcome, Reason
from verification.registry import Registry
from verification.verify import Verdict, verify

Facts = Mapping[str, str | int | bool | None]


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with what the ledger may keep of its evidence.

    Attributes:
        verdict: ``None`` for a paper of which some codes are not read yet.
        facts: no number, name or word of what a paper says.

    """

    verdict: Verdict | None
    evidence: EvidenceKind
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judge:
    """Verifies for one lane; in the lane's own thread, so it waits for nobody.

    Attributes:
        registry: of the site, over a connection of the lane's own.
        trust: whose signatures on papers are believed now.

    """

    registry: Registry
    policy: Policy
    now: Callable[[], Moment]
    trust: Callable[[], TrustStore]

    def judge(self, action: Decide) -> Judged:
        """Verify what was shown.

        Raises:
            Exception: whatever a broken registry or a fault of ours raises; the
                desk makes `check_failed` of it.

        """
        judged = self._judge(action)
        if not action.again:
            return judged
        return replace(judged, facts={**judged.facts, "again": True})

    def _judge(self, action: Decide) -> Judged:
        now, read = self.now(), action.read
        if isinstance(read, CardRead):
            return Judged(self._verdict(_card(read), now), EvidenceKind.CARD)
        if isinstance(read, TypedCode):
            holder = _card(action.beside) if action.beside else None
            evidence = PaperEvidence.of_code(read.code, holder)
            facts = _facts(evidence, action) | {"typed": True}
            return Judged(self._verdict(evidence, now), EvidenceKind.PAPER, facts)
        return self._paper(read, action, now)

    def failed(self, action: Decide) -> Judged:
        """The verdict when there can be none: our fault."""
        read = action.read
        is_card = isinstance(read, CardRead)
        kind = EvidenceKind.CARD if is_card else EvidenceKind.PAPER
        word = read.kind.value if isinstance(read, CardRead) else kind.value
        reason = Reason.CHECK_FAILED
        verdict = Verdict(Outcome.UNABLE, reason, self.policy.version, word)
        return Judged(verdict, kind)

    def _paper(self, read: PaperRead, action: Decide, now: Moment) -> Judged:
        paper = examine([code.data for code in read.codes], self.trust(), now.utc)
        if paper.refusal is Refusal.INCOMPLETE and action.beside is None:
            return Judged(None, EvidenceKind.PAPER)
        holder = _card(action.beside) if action.beside else None
        evidence = PaperEvidence(paper, holder)
        facts = _facts(evidence, action) | _reading(read)
        return Judged(self._verdict(evidence, now), EvidenceKind.PAPER, facts)

    def _verdict(self, evidence: Evidence, now: Moment) -> Verdict:
        return verify(evidence, self.registry, self.policy, now)


def _card(read: CardRead) -> CardEvidence:
    return CardEvidence(
        read.kind.value, read.number, read.name, read.birth, read.valid_until
    )


def _facts(evidence: PaperEvidence, action: Decide) -> dict[str, str | int | bool]:
    paper = evidence.paper
    facts: dict[str, str | int | bool] = {"paper": paper.kind.value}
    if paper.refusal is not None:
        facts["refusal"] = paper.refusal.value
    if _signed(paper):
        facts["kid"] = str(paper.kid)
    if action.beside is not None:
        facts["beside"] = action.beside.kind.value
    return facts


def _signed(paper: Paper) -> bool:
    # What a paper of strangers calls its key may be anything, also a name.
    return bool(paper.authentic and paper.kid)


def _reading(read: PaperRead) -> dict[str, str | int | bool]:
    rungs = dict.fromkeys(code.rung for code in read.codes)
    return {"rung": ",".join(rungs), "codes": len(read.codes)}
