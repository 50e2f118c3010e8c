"""A call as a closed loop: raised, escalated, acknowledged, arrived, closed."""

from dataclasses import replace

import pytest
from lane_kit import (
    RULES,
    STRANGER,
    WAYS,
    Walk,
    card,
    contact,
    ready,
)

from drivers.protocols import InputName
from kiosk.lane.actions import Record
from kiosk.lane.phases import Phase
from kiosk.lane.visits import ARRIVED_SECONDS, CALL_SECONDS, UNANSWERED_SECONDS
from kiosk.live import CommandKind
from kiosk.looks import Look
from kiosk.voice.sentences import sentences
from kiosk.voice.speaking import SpeechPlan
from verification.ledger import EventKind

HELP = contact(InputName.HELP)
ALARM = 30.0
WITH_ALARM = replace(RULES, escalate_seconds=ALARM)


def called(rules=WITH_ALARM) -> Walk:
    walk = ready(rules)
    walk.happen(HELP)
    return walk


def referred() -> Walk:
    walk = ready(WITH_ALARM)
    walk.happen(card())
    walk.refer()
    return walk


def test_the_board_follows_a_call_from_its_ring_to_its_end() -> None:
    walk = called()
    board = walk.board
    assert (board.pressed, board.acknowledged_by, board.arrived_ms) == (True, "", None)
    walk.elapse(10)
    walk.ask(CommandKind.ACKNOWLEDGE, by="小李")
    walk.elapse(20)
    walk.ask(CommandKind.ARRIVED, by="小李")
    board = walk.board
    assert board.acknowledged_by == "小李"
    assert board.acknowledged_ms - board.call_since_ms == 10_000
    assert board.arrived_ms - board.acknowledged_ms == 20_000
    walk.ask(CommandKind.DISMISS)
    assert (walk.board.call_since_ms, walk.board.acknowledged_by) == (None, "")


def test_each_stage_of_a_call_is_in_the_ledger_with_who_it_was() -> None:
    walk, stages = called(), []
    for kind in (CommandKind.ACKNOWLEDGE, CommandKind.ARRIVED, CommandKind.DISMISS):
        walk.ask(kind, by="小李")
        stages += [(one.kind, one.staff) for one in walk.did(Record)]
    assert stages == [
        (EventKind.CALL_ACKNOWLEDGED, "staff-7"),
        (EventKind.CALL_ARRIVED, "staff-7"),
        (EventKind.CALL_CLOSED, "staff-7"),
    ]


# Nobody answers


@pytest.mark.parametrize("way", [called, referred])
def test_a_call_that_nobody_answers_goes_to_every_board_once(way) -> None:
    walk = way()
    assert walk.elapse(ALARM - 0.1) == []
    assert not walk.board.escalated
    walk.elapse(0.2)
    assert walk.recorded == [EventKind.CALL_ESCALATED]
    assert walk.board.escalated
    walk.elapse(20)
    assert walk.recorded == []
    assert walk.board.escalated


def test_where_the_site_wants_no_alarm_there_is_none() -> None:
    walk = called(RULES)
    walk.elapse(CALL_SECONDS - 1)
    assert walk.recorded == []
    assert not walk.board.escalated


def test_whoever_answers_in_time_hears_no_alarm() -> None:
    walk = called()
    walk.elapse(ALARM - 1)
    walk.ask(CommandKind.ACKNOWLEDGE, by="小李")
    walk.elapse(60)
    assert EventKind.CALL_ESCALATED not in walk.recorded


@pytest.mark.parametrize("kind", [CommandKind.ACKNOWLEDGE, CommandKind.ARRIVED])
def test_an_answer_ends_the_alarm(kind: CommandKind) -> None:
    walk = called()
    walk.elapse(ALARM + 1)
    walk.ask(kind, by="小李")
    assert not walk.board.escalated


def test_pressing_again_neither_ends_an_alarm_nor_delays_it() -> None:
    walk = referred()
    walk.elapse(ALARM - 5)
    walk.happen(HELP)
    walk.elapse(6)
    assert walk.recorded == [EventKind.CALL_ESCALATED]
    walk.happen(HELP)
    assert walk.board.escalated


def test_each_ring_has_an_alarm_of_its_own() -> None:
    walk = called()
    walk.elapse(61)  # now the visitor is asked to press again
    walk.happen(HELP)
    assert walk.recorded == [EventKind.CALL_RAISED]
    walk.elapse(ALARM + 1)
    assert walk.recorded == [EventKind.CALL_ESCALATED]


# Somebody comes


def test_who_was_on_the_way_and_did_not_come_is_rung_for_again() -> None:
    walk = called()
    walk.ask(CommandKind.ACKNOWLEDGE, by="小李")
    rung = walk.board.rung_ms
    walk.elapse(CALL_SECONDS)
    (record,) = walk.did(Record)
    assert (record.kind, record.more["why"]) == (
        EventKind.CALL_RAISED,
        "nobody_arrived",
    )
    assert (walk.board.acknowledged_by, walk.board.acknowledged_ms) == ("", None)
    assert rung < walk.board.rung_ms
    assert Look.CALLED is walk.screen.look
    walk.elapse(ALARM + 1)
    assert walk.board.escalated
    walk.elapse(UNANSWERED_SECONDS - ALARM - 2)
    assert Phase.WAITING_FOR_STAFF is walk.phase
    walk.elapse(2)
    assert Phase.READY is walk.phase


@pytest.mark.parametrize("way", [called, referred])
def test_while_staff_stand_there_nothing_rings_and_the_screen_is_calm(way) -> None:
    walk = way()
    rest = ready().screen
    walk.ask(CommandKind.ACKNOWLEDGE, by="小李")
    assert Look.COMING is walk.screen.look
    walk.ask(CommandKind.ARRIVED, by="小李")
    assert rest == walk.screen  # nobody is announced who is there
    walk.elapse(ARRIVED_SECONDS - 1)
    assert EventKind.CALL_RAISED not in walk.recorded
    assert (walk.screen, walk.phase) == (rest, Phase.WAITING_FOR_STAFF)


@pytest.mark.parametrize("phase", [Phase.PAUSED, Phase.OUT_OF_SERVICE])
def test_where_staff_stand_the_screen_says_how_the_lane_is(phase: Phase) -> None:
    walk = WAYS[phase]()
    rest = walk.screen
    walk.happen(HELP)
    walk.ask(CommandKind.ARRIVED, by="小李")
    assert rest == walk.screen
    assert walk.board.arrived_ms is not None


def test_who_arrives_is_named_beside_whoever_was_on_the_way() -> None:
    walk = referred()
    walk.ask(CommandKind.ACKNOWLEDGE, by="陈夜班")
    assert walk.board.arrived_by == ""
    walk.ask(CommandKind.ARRIVED, by="王保安")
    assert (walk.board.acknowledged_by, walk.board.arrived_by) == ("陈夜班", "王保安")


def test_a_call_that_staff_left_open_ends_without_a_word() -> None:
    walk = called()
    walk.ask(CommandKind.ARRIVED, by="小李")
    walk.elapse(ARRIVED_SECONDS)
    (record,) = [one for one in walk.did(Record) if one.kind is EventKind.CALL_CLOSED]
    assert record.more == {"how": "left_open"}
    assert (walk.phase, walk.screen.clip) == (Phase.READY, "")


def test_who_comes_at_once_has_answered_as_well() -> None:
    walk = called()
    walk.ask(CommandKind.ARRIVED, by="小李")
    assert walk.recorded == [EventKind.CALL_ACKNOWLEDGED, EventKind.CALL_ARRIVED]
    assert (walk.board.acknowledged_by, walk.board.arrived_by) == ("小李", "小李")
    assert walk.screen.line == ""


def test_who_arrives_twice_arrives_once() -> None:
    walk = called()
    walk.ask(CommandKind.ARRIVED, by="小李")
    arrived = walk.board.arrived_ms
    walk.elapse(3)
    walk.ask(CommandKind.ARRIVED, by="小李")
    assert (walk.recorded, walk.finished) == ([], ["done"])
    assert arrived == walk.board.arrived_ms


def test_nobody_is_on_the_way_to_whom_somebody_stands_with() -> None:
    walk = called()
    walk.ask(CommandKind.ARRIVED, by="小李")
    walk.ask(CommandKind.ACKNOWLEDGE, by="老王")
    assert walk.finished == ["refused"]
    assert walk.board.acknowledged_by == "小李"


def test_where_nobody_called_nobody_arrives() -> None:
    walk = ready()
    walk.ask(CommandKind.ARRIVED, by="小李")
    assert (walk.recorded, walk.finished) == ([], ["refused"])


def test_the_same_person_who_tries_again_rings_for_nobody_anew() -> None:
    walk = referred()
    walk.ask(CommandKind.ACKNOWLEDGE, by="小李")
    walk.elapse(5)
    before = walk.board
    walk.happen(card())
    walk.refer()
    after = walk.board
    assert before.visit != after.visit
    assert (before.rung_ms, before.call_since_ms, before.acknowledged_by) == (
        after.rung_ms,
        after.call_since_ms,
        after.acknowledged_by,
    )
    assert walk.recorded == [
        EventKind.CALL_CLOSED,
        EventKind.CALL_RAISED,
        EventKind.CALL_ACKNOWLEDGED,
    ]


def test_another_person_rings_anew() -> None:
    walk = referred()
    walk.ask(CommandKind.ACKNOWLEDGE, by="小李")
    walk.elapse(5)
    before = walk.board
    walk.happen(card())
    walk.refer(subject=STRANGER)
    assert before.rung_ms < walk.board.rung_ms
    assert walk.board.acknowledged_by == ""


def test_another_person_who_has_to_wait_is_told_so_in_turn() -> None:
    walk = referred()
    shown = walk.screen
    walk.elapse(5)
    walk.happen(card())
    walk.refer(subject=STRANGER)
    after = walk.screen
    assert (shown.look, shown.clip) == (after.look, after.clip) == (Look.WAIT, "deny")
    plan = SpeechPlan(sentences(), -20.0)
    for screen in (shown, after):
        assert plan.follow(screen.look, screen.clip, screen.until_ms, walk.at)
    assert plan.follow(after.look, after.clip, after.until_ms, walk.at) == []
