"""What a change of the registry is called in the ledger."""

import pytest

from kiosk.requests.content import Outcome
from verification.ledger import Entry, EventKind, Ledger
from verification.ledger.changed import CHANGES, changed
from verification.ledger.explain import sentences
from verification.registry.asked import AskedKind
from verification.registry.kinds import ChangeKind

FIGURES = {"new": 2999, "changed": 0, "unchanged": 0, "doubtful": 1, "refused": 0}


@pytest.mark.parametrize(
    ("more", "chinese", "english"),
    [
        ({}, "s1 更改了登记信息。", "s1 changed the registry."),
        ({"change": "of.later"}, "s1 更改了登记信息。", "s1 changed the registry."),
        (
            {"import": "7", **FIGURES},
            "s1 导入了名单，新增 2999 人，存疑 1 行。",
            "s1 imported a list (2999 new, 1 doubtful rows).",
        ),
        (
            {"import": "7", "new": 0},
            "s1 导入了名单，没有人变动。",
            "s1 imported a list (nobody changed).",
        ),
        (
            {"import": "8", "undoes": "7", "undone": 5, "kept": 1},
            "s1 撤销了一次导入，5 人，后来又改过、没有动的 1 人。",
            "s1 undid an import (people: 5, 1 left, changed since).",
        ),
        (
            {"change": "status.set"},
            "s1 改了一个人的状态。",
            "s1 set the status of a person.",
        ),
        (
            {"change": "person.registered", "source": "gate"},
            "s1 在门口登记了一个人。",
            "s1 registered a person at the gate.",
        ),
        (
            {"change": "pass.issued", "count": 3},
            "s1 签发了通行证，3 张。",
            "s1 issued passes: 3.",
        ),
        (
            {"change": "staff.password", "account": "s1"},
            "s1 设置了自己的密码。",
            "s1 set their own password.",
        ),
        (
            {"change": "request.asked", "what": "copy"},
            "s1 记下了本人的要求：查阅或复制。",
            "s1 noted that a person asks for a copy.",
        ),
    ],
)
def test_a_change_says_what_was_done_and_to_how_many(
    ledger: Ledger, more: dict[str, str | int], chinese: str, english: str
) -> None:
    entry = Entry(EventKind.REGISTRY_CHANGE, staff="s1", more=more)

    assert (chinese, english) == sentences(ledger.append(entry)[0])


def test_whatever_can_happen_to_a_registry_has_its_words() -> None:
    decided = {f"request.{one}" for one in set(Outcome) - {Outcome.EXPIRED}}

    assert set(CHANGES) >= {*map(str, ChangeKind), *decided}


@pytest.mark.parametrize("kind", AskedKind)
def test_whatever_a_person_asks_for_has_its_words(kind: AskedKind) -> None:
    assert kind.value not in changed({"change": "request.closed", "what": kind})[0]


@pytest.mark.parametrize("word", CHANGES)
def test_a_change_without_its_facts_can_be_told(word: str) -> None:
    assert "{" not in "".join(changed({"change": word}))


@pytest.mark.parametrize("word", ["staff.password", "staff.pin", "staff.factor"])
def test_what_somebody_sets_for_themselves_is_no_change_of_data(word: str) -> None:
    assert "自己的" in changed({"change": word, "account": "s1"})[0]
