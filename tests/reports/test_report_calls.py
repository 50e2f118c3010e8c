"""Calls for help: from the ring to the answer to the end."""

import pytest
from reports_kit import DAYS

from kiosk.reports import Spread, Table
from verification.ledger import EventKind


def calls(diary, *words):
    total = diary.total(DAYS)
    return tuple(total.count(Table.CALLS, word) for word in words)


def test_an_answered_call_says_how_long_it_waited_and_lasted(diary):
    diary.event(EventKind.CALL_RAISED, "help")
    diary.after(12)
    diary.event(EventKind.CALL_ACKNOWLEDGED, "help", staff="s7")
    diary.after(48)
    diary.event(EventKind.CALL_CLOSED, "help", more={"how": "dismissed"})
    total = diary.total()
    assert calls(diary, "all", "answered", "unanswered") == (1, 1, 0)
    assert Spread(1, 12, 12) == total.spread(Table.ANSWER_MS)
    assert Spread(1, 60, 60) == total.spread(Table.CLOSE_MS)


@pytest.mark.parametrize(
    ("how", "became"),
    [
        ("timed_out", "unanswered"),
        ("dismissed", "answered"),
        ("opened", "overtaken"),
        ("evacuation", "overtaken"),
        ("superseded", "overtaken"),
    ],
)
def test_what_became_of_a_call_follows_from_how_it_ended(diary, how, became):
    diary.event(EventKind.CALL_RAISED, "help")
    diary.after(120)
    diary.event(EventKind.CALL_CLOSED, "help", more={"how": how})
    assert calls(diary, "all", became) == (1, 1)


def test_a_call_is_answered_by_who_opens(diary):
    visit = diary.referred()
    diary.after(20)
    diary.let_in(visit)
    assert calls(diary, "answered") == (1,)
    assert diary.total().spread(Table.ANSWER_MS).median == 20


def test_a_call_without_an_end_waits(diary):
    diary.event(EventKind.CALL_RAISED, "help")
    assert calls(diary, "all", "waiting") == (1, 1)


def test_who_presses_again_called_once(diary):
    diary.event(EventKind.CALL_RAISED, "help")
    diary.after(60)
    diary.event(EventKind.CALL_RAISED, "help", more={"again": True})
    diary.after(10)
    diary.event(EventKind.CALL_ACKNOWLEDGED, "help", staff="s7")
    assert calls(diary, "all", "pressed") == (1, 1)
    assert diary.total().spread(Table.ANSWER_MS).median == 70


def test_a_card_that_was_left_pressed_no_key(diary):
    diary.event(EventKind.CALL_RAISED, "left", more={"why": "card_left"})
    diary.after(30)
    diary.event(EventKind.CALL_CLOSED, "left", more={"how": "card_taken"})
    assert calls(diary, "all", "pressed", "overtaken") == (1, 0, 1)


def test_a_call_that_rings_on_for_the_same_visitor_is_one_call(diary):
    visit = diary.referred()
    diary.after(5)
    diary.event(EventKind.CALL_CLOSED, visit, more={"how": "superseded"})
    diary.event(EventKind.CALL_RAISED, visit)
    diary.after(5)
    diary.event(EventKind.CALL_ACKNOWLEDGED, visit, staff="s7")
    assert calls(diary, "all", "answered", "overtaken") == (1, 1, 0)
    assert diary.total().spread(Table.ANSWER_MS).median == 10


def test_a_call_says_how_long_until_somebody_stood_there(diary):
    diary.event(EventKind.CALL_RAISED, "help")
    diary.after(40)
    diary.event(EventKind.CALL_ESCALATED, "help")
    diary.after(5)
    diary.event(EventKind.CALL_ACKNOWLEDGED, "help", staff="s7")
    diary.after(15)
    diary.event(EventKind.CALL_ARRIVED, "help", staff="s7")
    assert calls(diary, "all", "escalated") == (1, 1)
    assert Spread(1, 60, 60) == diary.total().spread(Table.ARRIVE_MS)
