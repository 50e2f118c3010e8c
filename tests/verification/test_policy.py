"""Rules as data, with a version that follows the content."""

from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from verification.errors import PolicyProblem
from verification.paper.paper import PaperKind
from verification.policy import PAPERS, Policy, Unregistered, Worth
from verification.reasons import Outcome

STATUSES = {"green": Outcome.ADMIT, "yellow": Outcome.REFER, "red": Outcome.REFUSE}


def test_the_same_rules_have_the_same_version() -> None:
    other_order = dict(reversed(STATUSES.items()))
    one = Policy(statuses=STATUSES, require=("travel", "test"))
    other = Policy(statuses=other_order, require=("test", "travel", "test"))
    assert one.version == other.version


def test_the_version_stays_from_release_to_release() -> None:
    assert Policy(statuses=STATUSES).version == "32f3e1d3b405"


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
        {"papers": {PaperKind.HCERT: Worth.NEEDS_ID}},
        {"unlisted_pass": Worth.ADMIT},
        {"max_list_age_hours": 24},
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
        ({"max_list_age_hours": 0}, "max_list_age_hours"),
        ({"papers": {PaperKind.UNKNOWN: Worth.ADMIT}}, "papers.unknown"),
        ({"timezone": "Mars/Base"}, "timezone"),
        ({"timezone": "../etc"}, "timezone"),
    ],
)
def test_rules_that_make_no_sense_are_named(change: dict[str, Any], word: str) -> None:
    with pytest.raises(PolicyProblem, match=f"^{word}"):
        Policy(**{"statuses": STATUSES, **change})


def test_papers_that_a_site_says_nothing_of_are_worth_what_they_were() -> None:
    policy = Policy(statuses=STATUSES, papers={PaperKind.HCERT: Worth.NEEDS_ID})
    assert policy.papers == {**PAPERS, PaperKind.HCERT: Worth.NEEDS_ID}
    whole = Policy(statuses=STATUSES, papers=PAPERS)
    assert whole.version == Policy(statuses=STATUSES).version


def test_a_policy_does_not_change() -> None:
    policy = Policy(statuses=STATUSES)
    with pytest.raises(FrozenInstanceError):
        policy.card_reuse_seconds = 1  # type: ignore[misc]  # what the test is about
    with pytest.raises(TypeError):
        policy.statuses["red"] = Outcome.ADMIT  # type: ignore[index]  # likewise
