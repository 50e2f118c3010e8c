"""The function that decides: same inputs, same verdict, at any place and time.

A genuine card whose number fails its check digit comes to `not_registered` with
the warning ``number_<code>``: nobody can be registered under such a number, and
the member of staff who is called can look at the card. It never raises.
"""

from dataclasses import replace
from datetime import date

from verification.catalogue import OUTCOME_OF
from verification.documents import Document
from verification.errors import DocumentError
from verification.evidence import CardEvidence
from verification.masks import mask_name, public_name
from verification.moments import ClockState, Moment
from verification.policy import Policy
from verification.reasons import Outcome, Reason
from verification.registry.records import PersonRecord
from verification.rules import Case, RegistryLookup, reason_for
from verification.verdict import Verdict

__all__ = ["RegistryLookup", "Verdict", "verify"]


def verify(
    evidence: CardEvidence, registry: RegistryLookup, policy: Policy, now: Moment
) -> Verdict:
    """Decide about a card.

    Raises:
        sqlite3.Error: the registry cannot be read; the lane says `check_failed`.

    """
    case = _case(evidence, registry, policy, now)
    return _verdict(case, reason_for(case))


def _case(
    evidence: CardEvidence, registry: RegistryLookup, policy: Policy, now: Moment
) -> Case:
    today = now.utc.astimezone(policy.zone).date()
    latest_birth = date.max if now.clock is ClockState.UNTRUSTED else today
    case = Case(evidence, policy, now, today, registry, registry.data_at())
    try:
        document = Document.parse(evidence.number, evidence.kind, today=latest_birth)
    except DocumentError as error:
        return replace(case, warnings=(f"number_{error.code}",))
    return _look_up(replace(case, document=document), document)


def _look_up(case: Case, document: Document) -> Case:
    subject: bytes | None = case.registry.subject(document)
    card = None
    if document.is_card and subject:
        card = case.registry.find_card(subject)
        subject = card.person if card else None
    person = case.registry.find(subject) if subject else None
    warnings = document.warnings + _name_warning(case.evidence, person)
    return replace(case, subject=subject, card=card, person=person, warnings=warnings)


def _name_warning(
    evidence: CardEvidence, person: PersonRecord | None
) -> tuple[str, ...]:
    if not person or not evidence.name:
        return ()
    differs = mask_name(evidence.name) != person.masked_name
    return ("name_differs",) if differs else ()


def _verdict(case: Case, reason: Reason) -> Verdict:
    outcome = OUTCOME_OF[reason]
    person, document = case.person, case.document
    name = case.evidence.name or (person.masked_name if person else None)
    admitted = outcome is Outcome.ADMIT
    return Verdict(
        outcome=outcome,
        reason=reason,
        rules=case.policy.version,
        kind=str(document.kind) if document else case.evidence.kind,
        subject=case.subject,
        masked_name=mask_name(name) if name else None,
        public_name=public_name(name) if name else None,
        masked_number=document.masked if document else None,
        birth_year=_birth_year(case),
        data_age_s=_age_seconds(case),
        claim_seconds=case.policy.card_reuse_seconds if admitted else None,
        warnings=case.warnings,
    )


def _birth_year(case: Case) -> int | None:
    if case.person and case.person.birth_year:
        return case.person.birth_year
    birth = case.evidence.birth or (case.document and case.document.birth)
    return birth.year if birth else None


def _age_seconds(case: Case) -> int | None:
    if case.data_at is None or case.undated:
        return None
    return max(0, int((case.now.utc - case.data_at).total_seconds()))
