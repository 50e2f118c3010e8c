"""The rules, in the order in which they are asked.

A rule that must compare a date while the clock is not trusted says so
(`clock_untrusted`) instead of guessing; rules that need no date go on working.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from verification.documents import Document
from verification.evidence import CardEvidence
from verification.moments import ClockState, Moment
from verification.policy import Policy, Unregistered
from verification.reasons import Outcome, Reason
from verification.registry.records import Attestation, CardRecord, PersonRecord


class RegistryLookup(Protocol):
    """What a verdict needs of the registry."""

    def subject(self, document: Document) -> bytes:
        """The keyed name of a document or card."""

    def find(self, subject: bytes) -> PersonRecord | None:
        """The person with this document."""

    def find_card(self, card: bytes) -> CardRecord | None:
        """Whom a card leads to."""

    def attestations(self, subject: bytes) -> Mapping[str, Attestation]:
        """What the person showed in support, by kind."""

    def data_at(self) -> datetime | None:
        """When somebody last changed or confirmed the data."""


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that the rules look at, looked up once.

    Attributes:
        today: local date of the site.
        document: ``None`` when the number cannot be one.
        subject: of the person, or of the unknown document.

    """

    evidence: CardEvidence
    policy: Policy
    now: Moment
    today: date
    registry: RegistryLookup
    data_at: datetime | None
    document: Document | None = None
    subject: bytes | None = None
    card: CardRecord | None = None
    person: PersonRecord | None = None
    warnings: tuple[str, ...] = ()

    @property
    def undated(self) -> bool:
        """No date can be compared: the clock is not trusted."""
        return self.now.clock is ClockState.UNTRUSTED


def reason_for(case: Case) -> Reason:
    """The reason of the first rule that has one; nothing against it: valid."""
    for rule in RULES:
        reason = rule(case)
        if reason is not None:
            return reason
    return Reason.STATUS_VALID


def _data_age(case: Case) -> Reason | None:
    hours = case.policy.max_data_age_hours
    if hours is None:
        return None
    if case.undated:
        return Reason.CLOCK_UNTRUSTED
    if case.data_at is None or case.now.utc - case.data_at > timedelta(hours=hours):
        return Reason.DATA_STALE
    return None


def _document_end(case: Case) -> Reason | None:
    return _ended(case, case.evidence.valid_until, Reason.DOCUMENT_EXPIRED)


def _revoked(case: Case) -> Reason | None:
    shown = case.card or case.person
    return Reason.CARD_REVOKED if shown and shown.revoked else None


def _unknown(case: Case) -> Reason | None:
    if case.person is not None:
        return None
    genuine = case.document is not None and not case.document.is_card
    if genuine and case.policy.unregistered is Unregistered.RECORD:
        return Reason.REGISTERED_ENTRY
    return Reason.NOT_REGISTERED


def _status(case: Case) -> Reason | None:
    word = case.person.status if case.person else None
    outcome = case.policy.statuses.get(word, Outcome.REFER) if word else Outcome.REFER
    return _OF_STATUS.get(outcome)


def _status_end(case: Case) -> Reason | None:
    until = case.person.valid_until if case.person else None
    return _ended(case, until, Reason.STATUS_EXPIRED) or _status_age(case)


def _status_age(case: Case) -> Reason | None:
    hours = case.policy.max_status_age_hours
    if hours is None:
        return None
    if case.undated:
        return Reason.CLOCK_UNTRUSTED
    at = case.person.status_at if case.person else None
    if at is None or case.now.utc - at > timedelta(hours=hours):
        return Reason.STATUS_EXPIRED
    return None


def _attested(case: Case) -> Reason | None:
    if not case.policy.require or case.person is None:
        return None
    shown = case.registry.attestations(case.person.subject)
    for kind in case.policy.require:
        if kind not in shown:
            return Reason.ATTESTATION_MISSING
        reason = _ended(case, shown[kind].valid_until, Reason.ATTESTATION_MISSING)
        if reason:
            return reason
    return None


RULES: tuple[Callable[[Case], Reason | None], ...] = (
    _data_age,
    _document_end,
    _revoked,
    _unknown,
    _status,
    _status_end,
    _attested,
)
_OF_STATUS = {
    Outcome.REFER: Reason.STATUS_ATTENTION,
    Outcome.REFUSE: Reason.STATUS_BARRED,
}


def _ended(case: Case, until: date | None, reason: Reason) -> Reason | None:
    """``reason`` when the last day (inclusive, local) is over."""
    if until is None:
        return None
    if case.undated:
        return Reason.CLOCK_UNTRUSTED
    return reason if case.today > until else None
