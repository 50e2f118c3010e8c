"""What depends on a day, an age or a clock."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from judged import (
    EVIDENCE,
    NOW,
    POLICY,
    attested,
    check,
    person,
    rules,
)

from verification.evidence import CardEvidence
from verification.moments import ClockState
from verification.policy import Policy
from verification.reasons import Reason
from verification.registry import Attestation

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


def test_without_a_clock_nobody_was_born_in_the_future() -> None:
    verdict = check(clock=ClockState.UNTRUSTED, now=datetime(1920, 1, 1, tzinfo=UTC))
    assert verdict.reason is Reason.STATUS_VALID
