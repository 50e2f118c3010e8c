"""Rules as data, with a version that follows the content."""

from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from verification.errors import PolicyProblem
from verification.policy import Policy, Unregistered
from verification.reasons import Outcome

STATUSES = {"green": Outcome.ADMIT, "yellow": Outcome.REFER, "red": Outcome.REFUSE}


def test_the_same_rules_have_the_same_version() -> None:
    other_order = dict(reversed(STATUSES.items()))
    one = Policy(statuses=STATUSES, require=("travel", "test"))
    other = Policy(statuses=other_order, require=("test", "travel", "test"))
    assert one.version == other.version


def test_the_version_stays_from_release_to_release() -> None:
    assert Policy(statuses=STATUSES).version == "a6ebd8f86400"


@pytest.mark.parametrize(
    "change",
    [
        {"statuses": {**STATUSES, "red": Outcome.REFER}},
        {"statuses": {**STATUSES, "blue": Outcome.REFER}},
        {"unregistered": Unregistered.RECORD},
        {"max_status_age_hours": 24},
        {"max_data_age_hours": 24},
        {"reuse_window_minutes": 11},
        {"card_reuse_seconds": 31},
        {"paper_requires_id": False},
        {"require": ("travel",)},
        {"timezone": "UTC"},
    ],
)
def test_any_other_rule_has_another_version(change: dict[str, Any]) -> None:
    base: dict[str, Any] = {"statuses": STATUSES}
    assert Policy(**base).version != Policy(**{**base, **change}).version


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"statuses": {"green": Outcome.UNABLE}}, "status.green"),
        ({"statuses": {" ": Outcome.ADMIT}}, "status"),
        ({"max_status_age_hours": 0}, "max_status_age_hours"),
        ({"max_data_age_hours": -1}, "max_data_age_hours"),
        ({"reuse_window_minutes": -1}, "reuse_window_minutes"),
        ({"card_reuse_seconds": -1}, "card_reuse_seconds"),
        ({"timezone": "Mars/Base"}, "timezone"),
        ({"timezone": "../etc"}, "timezone"),
    ],
)
def test_rules_that_make_no_sense_are_named(change: dict[str, Any], word: str) -> None:
    with pytest.raises(PolicyProblem, match=f"^{word}"):
        Policy(**{"statuses": STATUSES, **change})


def test_a_policy_does_not_change() -> None:
    policy = Policy(statuses=STATUSES)
    with pytest.raises(FrozenInstanceError):
        policy.card_reuse_seconds = 1  # type: ignore[misc]  # what the test is about
    with pytest.raises(TypeError):
        policy.statuses["red"] = Outcome.ADMIT  # type: ignore[index]  # likewise
