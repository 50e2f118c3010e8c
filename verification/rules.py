"""The rules, in the order in which they are asked.

A rule that must compare a date while the clock is not trusted says so
(`clock_untrusted`) instead of guessing; rules that need no date go on working.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias

from verification.documents import Document
from verification.evidence import CardEvidence
from verification.lookups import RegistryLookup
from verification.moments import ClockState, Moment
from verification.policy import Policy, Unregistered
from verification.reasons import Outcome, Reason
from verification.registry.records import CardRecord, PersonRecord


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that the rules look at, looked up once.

    Attributes:
        today: local date of the site.
        document: ``None`` when the number cannot be one.
        subject: of the person, or of the unknown document.
        dead: whoever the document belongs to is recorded as dead.

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
    dead: bool = False

    @property
    def undated(self) -> bool:
        """No date can be compared: the clock is not trusted."""
        return self.now.clock is ClockState.UNTRUSTED


CardRule: TypeAlias = Callable[[Case], Reason | None]


def reason_for(case: Case) -> Reason:
    """The reason of the first rule that has one; nothing against it: valid."""
    return first_of(RULES, case) or Reason.STATUS_VALID


def first_of(rules: Iterable[CardRule], case: Case) -> Reason | None:
    """The reason of the first of these rules that has one."""
    return next((reason for rule in rules if (reason := rule(case))), None)


def data_age(case: Case) -> Reason | None:
    """Data that nobody vouched for lately says nothing about anybody."""
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
    if case.dead:
        return Reason.NOT_REGISTERED  # no stranger: it is in somebody else's hands
    if genuine and case.policy.unregistered is Unregistered.RECORD:
        return Reason.REGISTERED_ENTRY
    return Reason.NOT_REGISTERED


def status(case: Case) -> Reason | None:
    """What the person's status comes to."""
    word = case.person.status if case.person else None
    if not word and not case.undated and _status_end(case):
        return Reason.STATUS_EXPIRED  # so long ago that the word itself was erased
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


DOCUMENT_RULES: tuple[CardRule, ...] = (_document_end, _revoked)
PERSON_RULES: tuple[CardRule, ...] = (status, _status_end, _attested)
RULES: tuple[CardRule, ...] = (data_age, *DOCUMENT_RULES, _unknown, *PERSON_RULES)
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


def age_seconds(case: Case, since: datetime | None) -> int | None:
    """How old something is; ``None`` when nobody can say."""
    if since is None or case.undated:
        return None
    return max(0, int((case.now.utc - since).total_seconds()))
