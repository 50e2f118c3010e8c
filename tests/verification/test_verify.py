"""The rules, one by one and in their order."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from verification.documents import Document
from verification.evidence import CardEvidence
from verification.invented import invented_person
from verification.moments import ClockState, Moment
from verification.policy import Policy, Unregistered
from verification.reasons import Outcome, Reason
from verification.registry import Attestation, CardRecord, PersonRecord
from verification.verify import Verdict, verify

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
class Lookup:
    """A registry of one person, one card and what a test says."""

    person: PersonRecord = PERSON
    card: CardRecord = CARD
    shown: Mapping[str, Attestation] = field(default_factory=dict)
    at: datetime | None = NOW - timedelta(hours=3)

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


def check(
    evidence: CardEvidence = EVIDENCE,
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


def test_a_registered_person_with_a_good_status_passes() -> None:
    verdict = check()
    assert (verdict.outcome, verdict.reason) == (Outcome.ADMIT, Reason.STATUS_VALID)


def test_a_verdict_says_what_screen_board_and_ledger_need() -> None:
    verdict = check(replace(EVIDENCE, name="李建立国"))
    assert verdict == Verdict(
        outcome=Outcome.ADMIT,
        reason=Reason.STATUS_VALID,
        rules=POLICY.version,
        kind="resident",
        subject=PERSON.subject,
        masked_name="李**国",
        public_name="李＊＊国",
        masked_number=f"999999********{SOMEBODY.number[-4:]}",
        birth_year=1930,
        data_age_s=3 * 3600,
        claim_seconds=30,
        warnings=("invented",),
    )


def test_the_same_inputs_give_the_same_verdict() -> None:
    assert check() == check()


def test_a_verdict_shows_nothing_personal_in_repr() -> None:
    text = repr(check(replace(EVIDENCE, name="李建立国")))
    assert "李" not in text
    assert SOMEBODY.number[-4:] not in text


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("green", Reason.STATUS_VALID),
        ("yellow", Reason.STATUS_ATTENTION),
        ("red", Reason.STATUS_BARRED),
        ("blue", Reason.STATUS_ATTENTION),
        (None, Reason.STATUS_ATTENTION),
    ],
)
def test_the_policy_says_what_a_status_comes_to(
    status: str | None, reason: Reason
) -> None:
    assert reason is check(person=person(status=status)).reason


@pytest.mark.parametrize(
    ("policy", "reason"),
    [
        (POLICY, Reason.NOT_REGISTERED),
        (rules(unregistered=Unregistered.RECORD), Reason.REGISTERED_ENTRY),
    ],
)
def test_strangers_are_referred_or_recorded(policy: Policy, reason: Reason) -> None:
    verdict = check(CardEvidence("resident", STRANGER.number), policy)
    assert reason is verdict.reason
    assert verdict.subject == f"resident:{STRANGER.number}".encode()


def test_an_unknown_linked_card_is_never_recorded() -> None:
    policy = rules(unregistered=Unregistered.RECORD)
    verdict = check(CardEvidence("senior", "S9999"), policy)
    assert verdict.reason is Reason.NOT_REGISTERED
    assert verdict.subject is None


def test_a_linked_card_is_judged_as_its_person() -> None:
    verdict = check(CardEvidence("senior", "S1234"))
    assert verdict.reason is Reason.STATUS_VALID
    assert (PERSON.subject, "李**国") == (verdict.subject, verdict.masked_name)
    assert (verdict.kind, verdict.masked_number) == ("senior", "****4")


def test_a_card_of_an_erased_person_is_not_registered() -> None:
    gone = CARD._replace(person=b"gone")
    verdict = check(CardEvidence("senior", "S1234"), card=gone)
    assert verdict.reason is Reason.NOT_REGISTERED


@pytest.mark.parametrize(
    ("shown", "lookup", "reason"),
    [
        (EVIDENCE, {"person": person(revoked=True)}, Reason.CARD_REVOKED),
        (
            CardEvidence("senior", "S1234"),
            {"card": CARD._replace(revoked=True)},
            Reason.CARD_REVOKED,
        ),
        (
            CardEvidence("senior", "S1234"),
            {"person": person(revoked=True)},
            Reason.STATUS_VALID,
        ),
        (EVIDENCE, {"card": CARD._replace(revoked=True)}, Reason.STATUS_VALID),
    ],
)
def test_only_the_lost_card_is_revoked(
    shown: CardEvidence, lookup: dict[str, Any], reason: Reason
) -> None:
    assert reason is check(shown, **lookup).reason


def test_a_number_that_fails_its_check_is_referred_and_never_crashes() -> None:
    wrong = SOMEBODY.number[:-1] + ("1" if SOMEBODY.number[-1] != "1" else "2")
    for number in (wrong, "", "\x00" * 18, "9" * 500):
        verdict = check(
            CardEvidence("resident", number, name="李建国"),
            rules(unregistered=Unregistered.RECORD),
        )
        assert verdict.reason is Reason.NOT_REGISTERED
        assert verdict.warnings[0].startswith("number_")
        assert (verdict.subject, verdict.masked_name) == (None, "李*国")


def test_a_kind_that_nobody_knows_is_referred() -> None:
    verdict = check(CardEvidence("library", "S1234"))
    assert (
        verdict.reason,
        verdict.warnings,
    ) == (Reason.NOT_REGISTERED, ("number_kind",))


# Local dates in Shanghai: midnight there is four in the afternoon in UTC.
DAYS = [
    (date(2026, 11, 21), "2026-11-21T15:59:59", False),
    (date(2026, 11, 21), "2026-11-21T16:00:00", True),
    (date(2026, 11, 20), "2026-11-20T15:59:59", False),
    (date(2026, 11, 20), "2026-11-20T16:00:00", True),
    (date(2028, 2, 28), "2028-02-28T16:00:00", True),
    (date(2028, 2, 29), "2028-02-28T16:00:00", False),
    (date(2028, 2, 29), "2028-02-29T15:59:59", False),
    (date(2028, 2, 29), "2028-02-29T16:00:00", True),
    (date(2026, 12, 31), "2026-12-31T15:59:59", False),
    (date(2026, 12, 31), "2026-12-31T16:00:00", True),
    (None, "2099-12-31T16:00:00", False),
]


@pytest.mark.parametrize(("until", "moment", "over"), DAYS)
def test_a_document_counts_through_its_last_day(
    until: date | None, moment: str, over: bool
) -> None:
    now = datetime.fromisoformat(f"{moment}+00:00")
    reason = check(replace(EVIDENCE, valid_until=until), now=now).reason
    assert reason is (Reason.DOCUMENT_EXPIRED if over else Reason.STATUS_VALID)


@pytest.mark.parametrize(("until", "moment", "over"), DAYS)
def test_a_status_counts_through_its_last_day(
    until: date | None, moment: str, over: bool
) -> None:
    now = datetime.fromisoformat(f"{moment}+00:00")
    reason = check(person=person(valid_until=until), now=now).reason
    assert reason is (Reason.STATUS_EXPIRED if over else Reason.STATUS_VALID)


def test_the_last_day_belongs_to_the_site() -> None:
    evidence = replace(EVIDENCE, valid_until=date(2026, 11, 21))
    now = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)
    assert check(evidence, now=now).reason is Reason.DOCUMENT_EXPIRED
    in_utc = check(evidence, rules(timezone="UTC"), now=now)
    assert in_utc.reason is Reason.STATUS_VALID


@pytest.mark.parametrize(
    ("age", "reason"),
    [
        (timedelta(hours=24), Reason.STATUS_VALID),
        (timedelta(hours=24, seconds=1), Reason.STATUS_EXPIRED),
        (None, Reason.STATUS_EXPIRED),
    ],
)
def test_an_old_status_must_be_set_anew(age: timedelta | None, reason: Reason) -> None:
    at = NOW - age if age else None
    verdict = check(policy=rules(max_status_age_hours=24), person=person(status_at=at))
    assert reason is verdict.reason


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        (NOW - timedelta(hours=24), Reason.STATUS_VALID),
        (NOW - timedelta(hours=24, seconds=1), Reason.DATA_STALE),
        (NOW + timedelta(hours=1), Reason.STATUS_VALID),
        (None, Reason.DATA_STALE),
    ],
)
def test_with_stale_data_nobody_is_judged(at: datetime | None, reason: Reason) -> None:
    assert reason is check(policy=rules(max_data_age_hours=24), at=at).reason


def test_data_from_the_future_has_the_age_of_nothing() -> None:
    assert check(at=NOW + timedelta(hours=1)).data_age_s == 0
    assert check(at=None).data_age_s is None


def attested(until: date | None) -> dict[str, Attestation]:
    return {"travel": Attestation("travel", until, NOW)}


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        ({}, Reason.ATTESTATION_MISSING),
        (attested(None), Reason.STATUS_VALID),
        (attested(date(2026, 11, 21)), Reason.STATUS_VALID),
        (attested(date(2026, 11, 20)), Reason.ATTESTATION_MISSING),
    ],
)
def test_a_required_attestation_must_be_there_and_in_force(
    shown: dict[str, Attestation], reason: Reason
) -> None:
    assert reason is check(policy=rules(require=("travel",)), shown=shown).reason


@pytest.mark.parametrize(
    ("evidence", "policy", "lookup"),
    [
        (replace(EVIDENCE, valid_until=date(2099, 1, 1)), POLICY, {}),
        (EVIDENCE, POLICY, {"person": person(valid_until=date(2099, 1, 1))}),
        (EVIDENCE, rules(max_status_age_hours=24), {}),
        (EVIDENCE, rules(max_data_age_hours=24), {}),
        (EVIDENCE, rules(require=("travel",)), {"shown": attested(date(2099, 1, 1))}),
    ],
)
def test_without_a_clock_nothing_that_needs_a_date_is_judged(
    evidence: CardEvidence, policy: Policy, lookup: dict[str, Any]
) -> None:
    for clock, reason in (
        (ClockState.SYNCED, Reason.STATUS_VALID),
        (ClockState.HOLDOVER, Reason.STATUS_VALID),
        (ClockState.UNTRUSTED, Reason.CLOCK_UNTRUSTED),
    ):
        assert reason is check(evidence, policy, clock, **lookup).reason


@pytest.mark.parametrize(
    ("lookup", "reason"),
    [
        ({}, Reason.STATUS_VALID),
        ({"person": person(status="red")}, Reason.STATUS_BARRED),
        ({"person": person(revoked=True)}, Reason.CARD_REVOKED),
    ],
)
def test_without_a_clock_rules_that_need_no_date_go_on(
    lookup: dict[str, Any], reason: Reason
) -> None:
    year_2000 = datetime(2000, 1, 1, tzinfo=UTC)
    verdict = check(clock=ClockState.UNTRUSTED, now=year_2000, **lookup)
    assert (reason, None) == (verdict.reason, verdict.data_age_s)


def test_rules_are_asked_in_their_order() -> None:
    """Everything is wrong at once; each rule that is put right shows the next."""
    policy = rules(max_data_age_hours=1, require=("travel",))
    evidence = replace(EVIDENCE, valid_until=date(2026, 1, 1))
    lookup: dict[str, Any] = {
        "person": person(revoked=True, status="red", valid_until=date(2026, 1, 1))
    }
    seen = [check(evidence, policy, ClockState.UNTRUSTED, **lookup).reason]
    seen.append(check(evidence, policy, **lookup).reason)
    lookup["at"] = NOW
    seen.append(check(evidence, policy, **lookup).reason)
    evidence = EVIDENCE
    for step in ({"revoked": False}, {"status": "green"}, {"valid_until": None}, {}):
        seen.append(check(evidence, policy, **lookup).reason)
        lookup["person"] = lookup["person"]._replace(**step)
    lookup["shown"] = attested(None)
    seen.append(check(evidence, policy, **lookup).reason)
    assert seen == [
        Reason.CLOCK_UNTRUSTED,
        Reason.DATA_STALE,
        Reason.DOCUMENT_EXPIRED,
        Reason.CARD_REVOKED,
        Reason.STATUS_BARRED,
        Reason.STATUS_EXPIRED,
        Reason.ATTESTATION_MISSING,
        Reason.STATUS_VALID,
    ]


def test_only_an_admitted_card_is_claimed() -> None:
    policy = rules(card_reuse_seconds=45)
    assert check(policy=policy).claim_seconds == 45
    assert check(policy=policy, person=person(status="red")).claim_seconds is None


def test_another_name_on_the_card_is_a_warning() -> None:
    verdict = check(replace(EVIDENCE, name="王小明"))
    assert verdict.reason is Reason.STATUS_VALID
    assert verdict.warnings == ("invented", "name_differs")


def test_a_failing_registry_is_not_swallowed() -> None:
    class Broken(Lookup):
        def find(self, subject: bytes) -> PersonRecord | None:
            raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        verify(EVIDENCE, Broken(), POLICY, Moment(NOW, ClockState.SYNCED))
