"""The rules, one by one and in their order."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from judged import (
    CARD,
    EVIDENCE,
    NOW,
    PERSON,
    POLICY,
    SOMEBODY,
    STRANGER,
    Lookup,
    attested,
    check,
    person,
    rules,
)

from verification.evidence import CardEvidence
from verification.moments import ClockState, Moment
from verification.policy import Policy, Unregistered
from verification.reasons import Outcome, Reason
from verification.registry import PersonRecord
from verification.verify import Verdict, verify


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
