"""What is known of a paper that was shown, looked up once."""

import hashlib
from dataclasses import replace

from verification.cases import bare_case, card_case, matched, name_warning
from verification.documents import Document, DocumentKind
from verification.errors import DocumentError
from verification.evidence import CardEvidence, PaperEvidence
from verification.holders import holder_agrees
from verification.lookups import RegistryLookup
from verification.moments import Moment
from verification.paper.paper import PaperKind
from verification.paper_case import PaperCase
from verification.passes.code import parse_code
from verification.passes.errors import CodeProblem
from verification.policy import Policy
from verification.registry.papers import PassRecord

PAPER_NAME = 16  # bytes, as long as a subject


def paper_case(
    evidence: PaperEvidence, registry: RegistryLookup, policy: Policy, now: Moment
) -> PaperCase:
    """Look up the paper, its person, and the document beside it."""
    holder, kind = evidence.holder, str(evidence.paper.kind)
    standing = bare_case(CardEvidence(kind, ""), registry, policy, now)
    case = PaperCase(evidence.paper, evidence.typed, standing, name=_digest(evidence))
    if holder is not None:
        case = replace(case, beside=card_case(holder, registry, policy, now))
    if evidence.paper.kind is PaperKind.NUMBER:
        case = _number(case)
    elif evidence.paper.kind is PaperKind.PASS:
        case = _pass(case)
    case = _of_the_document(case)
    words = name_warning(holder, case.masked_name)
    return replace(case, warnings=_distinct(case, words))


def _number(case: PaperCase) -> PaperCase:
    """Whom a registered number leads to."""
    try:
        document = Document.parse(case.paper.number or "", DocumentKind.PAPER)
    except DocumentError as error:
        return replace(case, warnings=(f"number_{error.code}",))
    registry = case.standing.registry
    name = registry.subject(document)
    card = registry.find_card(name)
    standing = replace(case.standing, document=document, card=card)
    case = replace(case, standing=standing, name=name)
    return _led(case, card.person) if card else case


def _pass(case: PaperCase) -> PaperCase:
    """Our own pass, by its signed id or by its typed code."""
    try:
        record = _record(case)
    except CodeProblem as problem:
        return replace(case, warnings=(f"code_{problem.code}",))
    case = replace(case, record=record)
    case = replace(case, name=_pass_name(case.pass_id))
    return _led(case, record.person) if record else case


def _record(case: PaperCase) -> PassRecord | None:
    papers, claims = case.standing.registry.papers, case.paper.pass_claims
    if case.typed:
        return papers.pass_by_code(parse_code(case.paper.number or ""))
    return papers.pass_record(claims.id) if claims else None


def _led(case: PaperCase, person: bytes) -> PaperCase:
    found = matched(case.standing.registry, person, own=False)
    subject = person if found else None
    standing = replace(case.standing, person=found, subject=subject)
    return replace(case, standing=standing)


def _of_the_document(case: PaperCase) -> PaperCase:
    """Where the paper leads to nobody here, its own holder's document may."""
    led = case.standing.person is not None or case.by_registry
    if led or case.beside is None or not holder_agrees(case):
        return case
    person, subject = case.beside.person, case.beside.subject
    standing = replace(case.standing, person=person, subject=subject)
    return replace(case, standing=standing)


def _digest(evidence: PaperEvidence) -> bytes | None:
    return evidence.paper.digest[:PAPER_NAME] or None


def _pass_name(pass_id: bytes | None) -> bytes | None:
    """The same for a pass under the camera and for its code at the board."""
    if not pass_id:
        return None
    return hashlib.sha256(b"changxing/pass/" + pass_id).digest()[:PAPER_NAME]


def _distinct(case: PaperCase, words: tuple[str, ...]) -> tuple[str, ...]:
    refusal = (f"paper_{case.paper.refusal}",) if case.paper.refusal else ()
    unlisted = case.paper.pass_claims is not None and case.record is None
    beside = case.beside.warnings if case.beside else ()
    listed = ("unlisted",) if unlisted else ()
    return tuple(dict.fromkeys((*refusal, *listed, *case.warnings, *beside, *words)))
