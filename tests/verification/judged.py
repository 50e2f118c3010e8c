"""One person, one card and a policy to judge them by, for the tests beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from verification.documents import Document
from verification.evidence import CardEvidence, Evidence
from verification.invented import invented_person
from verification.moments import ClockState, Moment
from verification.passes.claims import PassClaims
from verification.policy import Policy
from verification.reasons import Outcome
from verification.registry import Attestation, CardRecord, PassRecord, PersonRecord
from verification.verify import PaperLookup, Verdict, verify

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
SOMEBODY = invented_person(7)
STRANGER = invented_person(8)
POLICY = Policy(
    statuses={"green": Outcome.ADMIT, "yellow": Outcome.REFER, "red": Outcome.REFUSE}
)
PERSON = PersonRecord(
    subject=b"resident:" + SOMEBODY.number.encode(),
    kind="resident",
    status="green",
    source="import",
    status_at=NOW - timedelta(hours=5),
    valid_until=None,
    masked_name="李**国",
    birth_year=1930,
    revoked=False,
)
CARD = CardRecord(b"senior:S1234", PERSON.subject, "senior", False)
EVIDENCE = CardEvidence("resident", SOMEBODY.number)


@dataclass
class Passes:
    """The papers of a registry: one pass, and what a test says."""

    record: PassRecord | None = None
    listed: frozenset[bytes] = frozenset()
    signed: datetime | None = NOW - timedelta(hours=2)
    holder: bool | None = None

    def pass_record(self, pass_id: bytes) -> PassRecord | None:
        return self.record if self.record and self.record.id == pass_id else None

    def pass_by_code(self, prefix: bytes) -> PassRecord | None:
        known = self.record is not None and self.record.id.startswith(prefix)
        return self.record if known else None

    def pass_revoked(self, pass_id: bytes) -> bool:
        return pass_id in self.listed

    def lists_at(self) -> datetime | None:
        return self.signed

    def holder_matches(
        self, claims: PassClaims, kid: bytes, document: Document
    ) -> bool | None:
        return self.holder


@dataclass
class Lookup:
    """A registry of one person, one card and what a test says."""

    person: PersonRecord = PERSON
    card: CardRecord = CARD
    shown: Mapping[str, Attestation] = field(default_factory=dict)
    at: datetime | None = NOW - timedelta(hours=3)
    shelf: PaperLookup = field(default_factory=Passes)

    def subject(self, document: Document) -> bytes:
        return f"{document.kind}:{document.number}".encode()

    def find(self, subject: bytes) -> PersonRecord | None:
        return self.person if subject == self.person.subject else None

    def find_card(self, card: bytes) -> CardRecord | None:
        return self.card if card == self.card.card else None

    def attestations(self, subject: bytes) -> Mapping[str, Attestation]:
        return self.shown if subject == self.person.subject else {}

    def data_at(self) -> datetime | None:
        return self.at

    @property
    def papers(self) -> PaperLookup:
        return self.shelf


def check(
    evidence: Evidence = EVIDENCE,
    policy: Policy = POLICY,
    clock: ClockState = ClockState.SYNCED,
    now: datetime = NOW,
    **lookup: Any,
) -> Verdict:
    return verify(evidence, Lookup(**lookup), policy, Moment(now, clock))


def person(**changes: Any) -> PersonRecord:
    return PERSON._replace(**changes)


def rules(**changes: Any) -> Policy:
    return replace(POLICY, **changes)


def attested(until: date | None) -> dict[str, Attestation]:
    return {"travel": Attestation("travel", until, NOW)}
