"""What the rules would have said to a visit of the past.

The same rule functions as at a gate are asked, over what the registry knew then. A
reason that no setting can change (a forged pass, a lost card) stays; what cannot be
known any more is ``None``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from kiosk.rehearsal.visits import PastVisit
from verification.documents import Document, DocumentKind
from verification.evidence import CardEvidence
from verification.lookups import RegistryLookup
from verification.moments import Moment
from verification.paper.paper import PaperKind
from verification.paper_rules import JUDGED
from verification.policy import Policy, Worth
from verification.reasons import Reason
from verification.registry.past import Known
from verification.registry.records import Attestation, CardRecord
from verification.rules import PERSON_RULES, RULES, Case, data_age, first_of

# By no setting: said of a card, or of the document beside a paper …
OF_CARDS = frozenset({Reason.DOCUMENT_EXPIRED, Reason.CARD_REVOKED})
# … and of the paper itself.
OF_PAPERS = frozenset({Reason.PASS_EXPIRED, Reason.PASS_REVOKED})
BESIDE = OF_CARDS | {Reason.PASS_HOLDER_DIFFERS}
NOT_BY_RULES = frozenset({Reason.CHECK_FAILED, Reason.RECORD_FAILED})
GOOD = frozenset({Reason.PASS_VALID, Reason.PASS_REUSED})


@dataclass(frozen=True, slots=True)
class _Then:
    """The registry of then, as far as the rules for a person ask it."""

    known: Known

    def attestations(self, subject: bytes) -> Mapping[str, Attestation]:
        return self.known.attestations


def reason_of(visit: PastVisit, known: Known, policy: Policy) -> Reason | None:
    """The verdict's reason by these rules, before anything is claimed."""
    recorded = visit.reason
    if recorded in NOT_BY_RULES:
        return recorded
    if visit.erased:
        return None
    case = _case(visit, known, policy)
    if "paper" in visit.facts:
        return _paper(visit, case)
    if recorded in OF_CARDS | {Reason.PASS_FORGED}:
        return data_age(case) or recorded
    return first_of(RULES, case) or Reason.STATUS_VALID


def _case(visit: PastVisit, known: Known, policy: Policy) -> Case:
    event = visit.event
    document = _document(visit)
    linked = document is not None and document.is_card and known.person is not None
    kind = visit.document or DocumentKind.RESIDENT
    return Case(
        evidence=CardEvidence(kind, ""),
        policy=policy,
        now=Moment(event.at, event.clock),
        today=event.at.astimezone(policy.zone).date(),
        registry=cast("RegistryLookup", _Then(known)),
        data_at=_data_at(event.at, event.data_age_s),
        document=document,
        subject=visit.subject,
        card=CardRecord(b"", visit.subject or b"", kind, False) if linked else None,
        person=known.person,
    )


def _document(visit: PastVisit) -> Document | None:
    """Without its number, of which no rule asks more than whether there is one."""
    if not visit.document:
        return None
    known = set(DocumentKind) - {DocumentKind.PAPER}
    return (
        Document(DocumentKind(visit.document), "") if visit.document in known else None
    )


def _data_at(at: datetime, age: int | None) -> datetime | None:
    return None if age is None else at - timedelta(seconds=age)


def _paper(visit: PastVisit, case: Case) -> Reason | None:
    """The order of the rules for papers, as far as a setting bears on it."""
    recorded = visit.reason
    if _unrecognised(visit) or recorded in _EARLY:
        return recorded
    stale = data_age(case) if case.person or _numbered(visit) else None
    if stale:
        return stale
    if recorded is Reason.DATA_STALE and case.person is None:
        return None  # nobody kept how old the signed lists were
    if recorded in OF_PAPERS:
        return recorded
    return _standing(visit, case)


def _standing(visit: PastVisit, case: Case) -> Reason | None:
    """The person behind it, the document beside it, and what the paper is worth."""
    if case.person is None and _numbered(visit):
        return Reason.NOT_REGISTERED
    recorded = visit.reason
    standing = first_of(PERSON_RULES, case) if case.person else None
    if standing or recorded in BESIDE:
        return standing or recorded
    if recorded is Reason.STATUS_BARRED and "beside" in visit.facts:
        return None  # of the one whose document it was, and nobody kept who
    return _by_worth(visit, case)


def _numbered(visit: PastVisit) -> bool:
    """Nothing but the registry speaks for it."""
    return visit.facts["paper"] == PaperKind.NUMBER or "typed" in visit.facts


def _by_worth(visit: PastVisit, case: Case) -> Reason | None:
    facts, policy = visit.facts, case.policy
    ours = facts["paper"] == PaperKind.PASS and case.person is None
    kind = PaperKind(str(facts["paper"]))
    worth = policy.unlisted_pass if ours else policy.papers.get(kind, Worth.REFER)
    if worth is Worth.REFER:
        return Reason.NOT_REGISTERED if ours else Reason.PAPER_UNKNOWN
    demanded = worth is Worth.NEEDS_ID or "typed" in facts or policy.paper_requires_id
    if not demanded:
        return Reason.PASS_VALID
    return _with_document(visit, case)


def _with_document(visit: PastVisit, case: Case) -> Reason | None:
    """Whether her document lay beside it, and is known to have been hers."""
    if "beside" not in visit.facts or visit.reason is Reason.PASS_NEEDS_ID:
        return Reason.PASS_NEEDS_ID
    proven = case.person is not None and visit.reason in GOOD
    return Reason.PASS_VALID if proven else None


def _unrecognised(visit: PastVisit) -> bool:
    """Read in part, of no kind that we know, or signed by nobody whom we know."""
    facts = visit.facts
    refusal = facts.get("refusal")
    if facts["paper"] == PaperKind.UNKNOWN or (refusal and refusal not in JUDGED):
        return True
    unsigned = not _numbered(visit) and "kid" not in facts
    return unsigned and visit.reason is Reason.PAPER_UNKNOWN


_EARLY = frozenset({Reason.PASS_FORGED, Reason.CLOCK_UNTRUSTED})
