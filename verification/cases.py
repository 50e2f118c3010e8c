"""What is known of a card that was shown, looked up once."""

from dataclasses import replace
from datetime import date

from verification.documents import Document, DocumentKind
from verification.errors import DocumentError
from verification.evidence import CardEvidence
from verification.lookups import RegistryLookup
from verification.masks import mask_name
from verification.moments import ClockState, Moment
from verification.policy import Policy
from verification.registry.records import PersonRecord
from verification.rules import Case


def card_case(
    evidence: CardEvidence, registry: RegistryLookup, policy: Policy, now: Moment
) -> Case:
    """The case of a card; without a document when its number cannot be one."""
    case = bare_case(evidence, registry, policy, now)
    if evidence.kind == DocumentKind.PAPER:  # a reader's word admits no certificate
        return replace(case, warnings=("number_kind",))
    latest_birth = date.max if now.clock is ClockState.UNTRUSTED else case.today
    try:
        document = Document.parse(evidence.number, evidence.kind, today=latest_birth)
    except DocumentError as error:
        return replace(case, warnings=(f"number_{error.code}",))
    return _look_up(replace(case, document=document), document)


def bare_case(
    evidence: CardEvidence, registry: RegistryLookup, policy: Policy, now: Moment
) -> Case:
    """A case in which nobody was looked up so far."""
    today = now.utc.astimezone(policy.zone).date()
    return Case(evidence, policy, now, today, registry, registry.data_at())


def matched(
    registry: RegistryLookup, subject: bytes, *, own: bool = True
) -> PersonRecord | None:
    """The person, unless the consent was withdrawn or she died: we know nobody then.

    Args:
        registry: to look in.
        subject: of the person.
        own: it is her own document that was shown. That it was reported lost is said
            all the same; no other card and no paper leads to her.

    """
    return _unless_gone(registry.find(subject), own=own)


def _unless_gone(person: PersonRecord | None, *, own: bool) -> PersonRecord | None:
    if person and not person.matchable and not (own and person.revoked):
        return None
    return person


def name_warning(
    evidence: CardEvidence | None, masked_name: str | None
) -> tuple[str, ...]:
    """A word for staff when the name on a card is not the one that we know."""
    if evidence is None or not masked_name or not evidence.name:
        return ()
    return ("name_differs",) if mask_name(evidence.name) != masked_name else ()


def birth_year(case: Case) -> int | None:
    """The year in the registry, on the card or in its number."""
    if case.person and case.person.birth_year:
        return case.person.birth_year
    birth = case.evidence.birth or (case.document and case.document.birth)
    return birth.year if birth else None


def _look_up(case: Case, document: Document) -> Case:
    subject: bytes | None = case.registry.subject(document)
    card = None
    if document.is_card and subject:
        card = case.registry.find_card(subject)
        subject = card.person if card else None
    known = case.registry.find(subject) if subject else None
    person = _unless_gone(known, own=card is None)
    if card and person is None:
        card, subject = card if card.revoked else None, None
    warnings = document.warnings + name_warning(case.evidence, _name(person))
    return replace(
        case,
        subject=subject,
        card=card,
        person=person,
        warnings=warnings,
        dead=known is not None and known.dead,
    )


def _name(person: PersonRecord | None) -> str | None:
    return person.masked_name if person else None
