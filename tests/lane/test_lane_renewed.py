"""The card is laid again while staff are called: the call waits anew."""

from dataclasses import replace

import pytest
from lane_kit import RULES, SUBJECT, Walk, card, ready

from kiosk.lane.actions import Record
from kiosk.lane.phases import Phase
from kiosk.lane.visits import ARRIVED_SECONDS, CALL_SECONDS, UNANSWERED_SECONDS
from kiosk.live import CommandKind
from verification.ledger import EventKind
from verification.reasons import Outcome, Reason

ALARM = 30.0
JUST_BEFORE = 119.0


def lay(walk: Walk) -> None:
    walk.happen(card())
    walk.refer(subject=SUBJECT)


def referred(alarm: float = 0.0) -> Walk:
    walk = ready(replace(RULES, escalate_seconds=alarm))
    lay(walk)
    return walk


def test_a_card_laid_again_rings_again_and_waits_its_whole_time() -> None:
    walk = referred()
    rung = walk.board.rung_ms
    walk.elapse(JUST_BEFORE)
    lay(walk)
    assert walk.board.rung_ms - rung == JUST_BEFORE * 1000
    assert walk.elapse(UNANSWERED_SECONDS - 1) == []
    assert walk.phase is Phase.WAITING_FOR_STAFF
    walk.elapse(1)
    assert walk.recorded == [EventKind.CALL_CLOSED]


def test_a_card_laid_again_delays_no_alarm() -> None:
    walk = referred(ALARM)
    walk.elapse(ALARM - 1)
    lay(walk)
    walk.elapse(2)
    assert walk.recorded == [EventKind.CALL_ESCALATED]


@pytest.mark.parametrize(
    ("kind", "seconds"),
    [
        (CommandKind.ACKNOWLEDGE, CALL_SECONDS),
        (CommandKind.ARRIVED, ARRIVED_SECONDS),
    ],
)
def test_who_is_on_the_way_or_there_stays_named_and_is_not_rung_for(
    kind: CommandKind, seconds: float
) -> None:
    walk = referred()
    walk.ask(kind, by="小李")
    rung = walk.board.rung_ms
    walk.elapse(seconds - 1)
    lay(walk)
    assert walk.elapse(seconds - 1) == []
    assert (walk.board.acknowledged_by, walk.board.rung_ms) == ("小李", rung)


def test_a_call_that_goes_on_says_once_more_what_it_is_about() -> None:
    walk = referred()
    walk.ask(CommandKind.ACKNOWLEDGE, by="小李")
    walk.elapse(CALL_SECONDS)
    (record,) = walk.did(Record)
    assert (record.outcome, record.reason) == (Outcome.REFER, Reason.NOT_REGISTERED)
    assert record.more == {"again": True, "pressed": False, "why": "nobody_arrived"}


def test_who_presses_again_keeps_the_reason_why_they_wait() -> None:
    walk = referred()
    walk.ask(CommandKind.CALL)
    walk.elapse(61)  # now they are asked to press again
    walk.ask(CommandKind.CALL)
    (record,) = walk.did(Record)
    assert (record.reason, record.more["pressed"]) == (Reason.NOT_REGISTERED, True)
