"""The help key as a conversation: called, coming, closed; and when nobody comes."""

from dataclasses import replace

import pytest
from lane_kit import (
    RULES,
    STRANGER,
    WAYS,
    Walk,
    card,
    contact,
    paper,
    ready,
    second,
    waiting,
    well,
)

from drivers.protocols import InputName
from kiosk.lane.calls import ANSWER_SECONDS
from kiosk.lane.events import Started
from kiosk.lane.phases import Phase
from kiosk.lane.state import LaneRules
from kiosk.lane.visits import (
    CALL_SECONDS,
    NOTICE_SECONDS,
    UNANSWERED_SECONDS,
    Notice,
)
from kiosk.live import CommandKind, ScreenView
from kiosk.looks import Look
from verification.ledger import EventKind
from verification.reasons import Outcome, Reason

HELP = contact(InputName.HELP)


def called() -> Walk:
    walk = ready()
    walk.happen(HELP)
    return walk


def coming() -> Walk:
    walk = called()
    walk.ask(CommandKind.ACKNOWLEDGE, by="王师傅")
    return walk


def said(screen: ScreenView) -> tuple[Look, str, str]:
    return screen.look, screen.line, screen.clip


CALLED = (Look.CALLED, "", "called")
AGAIN = (Look.PRESS, "", "press")
COMING = (Look.COMING, "王师傅马上就来", "acknowledged")
CLOSED = (Look.CLOSED, "", "closed")


def test_a_call_is_called_then_coming_then_closed_then_over() -> None:
    walk = called()
    assert said(walk.screen) == CALLED
    walk.ask(CommandKind.ACKNOWLEDGE, by="王师傅")
    assert said(walk.screen) == COMING
    walk.ask(CommandKind.DISMISS)
    assert said(walk.screen) == CLOSED
    walk.elapse(NOTICE_SECONDS[Notice.CLOSED] - 0.1)
    assert said(walk.screen) == CLOSED
    walk.elapse(0.2)
    assert Look.IDLE_CARD_ONLY is walk.screen.look


def test_the_name_of_who_comes_is_shown_short_and_never_spoken() -> None:
    walk = called()
    walk.ask(CommandKind.ACKNOWLEDGE, by="欧阳修文长先生")
    assert walk.screen.line == "欧阳修文长马上就来"
    assert walk.screen.clip == "acknowledged"


def test_whoever_comes_without_a_name_comes_all_the_same() -> None:
    walk = called()
    walk.ask(CommandKind.ACKNOWLEDGE, by="")
    assert walk.screen.line == "工作人员马上就来"
    assert Look.COMING is walk.screen.look


def test_staff_who_open_end_the_call_with_please_come_in() -> None:
    walk = coming()
    walk.ask(CommandKind.OPEN)
    walk.intend()
    walk.answer(order="order-2")
    assert (walk.screen.look, walk.screen.clip) == (Look.PASS, "staff_pass")
    walk.go_through()
    assert (walk.state.call, walk.state.notice) == (None, None)


def test_who_is_not_answered_within_a_minute_is_asked_to_press_again() -> None:
    walk = called()
    walk.elapse(ANSWER_SECONDS - 0.1)
    assert said(walk.screen) == CALLED
    walk.elapse(0.2)
    assert said(walk.screen) == AGAIN


def test_pressing_again_calls_staff_again() -> None:
    walk = called()
    rung, began = walk.board.rung_ms, walk.board.call_since_ms
    walk.elapse(ANSWER_SECONDS + 1)
    walk.happen(HELP)
    assert said(walk.screen) == CALLED
    assert walk.recorded == [EventKind.CALL_RAISED]
    assert rung < walk.board.rung_ms
    assert began == walk.board.call_since_ms
    walk.elapse(CALL_SECONDS - 1)
    assert Phase.WAITING_FOR_STAFF is walk.phase


@pytest.mark.parametrize("way", [waiting, called])
def test_a_call_rings_on_the_board_until_somebody_answers(way) -> None:
    walk = way()
    since = walk.board.call_since_ms
    walk.elapse(UNANSWERED_SECONDS - 1)
    assert (since, walk.phase) == (walk.board.call_since_ms, Phase.WAITING_FOR_STAFF)
    assert said(walk.screen) == AGAIN
    walk.ask(CommandKind.ACKNOWLEDGE, by="王师傅")
    assert said(walk.screen) == COMING


def test_when_all_boards_ring_the_screen_promises_nobody_any_more() -> None:
    walk = ready(replace(RULES, escalate_seconds=30.0))
    walk.happen(card())
    walk.refer()
    walk.elapse(29)
    assert (walk.screen.look, walk.board.escalated) == (Look.WAIT, False)
    walk.elapse(2)
    assert (said(walk.screen), walk.board.escalated) == (AGAIN, True)
    rung = walk.board.rung_ms
    walk.happen(HELP)
    assert said(walk.screen) == CALLED
    assert walk.board.rung_ms > rung


def test_who_comes_next_is_served_while_nobody_answers_who_called_before() -> None:
    walk = waiting()
    walk.elapse(CALL_SECONDS)
    walk.happen(card())
    walk.decide(subject=STRANGER)
    walk.answer()
    assert Look.PASS is walk.screen.look
    walk.go_through()
    assert said(walk.screen) == AGAIN
    assert walk.board.call_since_ms is not None


def test_an_impatient_finger_calls_once() -> None:
    walk = called()
    rung = walk.board.rung_ms
    walk.elapse(3)
    assert walk.happen(HELP) == []
    assert rung == walk.board.rung_ms


def test_a_call_that_runs_out_says_what_to_do_and_then_goes_home() -> None:
    walk = called()
    walk.elapse(UNANSWERED_SECONDS)
    assert walk.recorded == [EventKind.CALL_CLOSED]
    assert (walk.phase, said(walk.screen)) == (Phase.READY, AGAIN)
    walk.elapse(NOTICE_SECONDS[Notice.UNANSWERED] - 0.1)
    assert said(walk.screen) == AGAIN
    walk.elapse(0.2)
    assert Look.IDLE_CARD_ONLY is walk.screen.look


@pytest.mark.parametrize("way", [waiting, called])
def test_nobody_who_waited_in_vain_is_left_with_a_silent_screen(way) -> None:
    walk = way()
    walk.elapse(UNANSWERED_SECONDS)
    assert said(walk.screen) == AGAIN


def test_who_waits_in_vain_beside_the_visit_of_another_is_told_after_it() -> None:
    walk = waiting()
    walk.elapse(UNANSWERED_SECONDS - 1)
    walk.happen(card())
    walk.decide(subject=STRANGER)
    walk.answer()
    walk.elapse(2)
    assert Look.PASS is walk.screen.look
    walk.go_through()
    assert said(walk.screen) == AGAIN


@pytest.mark.parametrize("way", [waiting, called, coming])
@pytest.mark.parametrize("seconds", [30, 59])
def test_a_call_is_shown_as_long_as_somebody_needs_to_come(way, seconds) -> None:
    walk = way()
    shown = walk.screen
    walk.elapse(seconds)
    assert shown == walk.screen


def test_the_time_of_who_comes_counts_from_the_answer() -> None:
    walk = called()
    walk.elapse(ANSWER_SECONDS + 50)
    walk.ask(CommandKind.ACKNOWLEDGE, by="王师傅")
    walk.elapse(CALL_SECONDS - 1)
    assert said(walk.screen) == COMING


def test_the_help_key_answers_whoever_waits_already() -> None:
    walk = waiting()
    walk.elapse(CALL_SECONDS - 1)
    walk.happen(HELP)
    assert said(walk.screen) == CALLED
    walk.elapse(ANSWER_SECONDS - 1)
    assert said(walk.screen) == CALLED


def test_the_next_visitor_is_not_told_of_the_call_before() -> None:
    walk = coming()
    walk.ask(CommandKind.DISMISS)
    walk.happen(card())
    walk.decide()
    walk.answer()
    walk.go_through()
    assert Look.IDLE_CARD_ONLY is walk.screen.look


def test_a_new_call_takes_the_place_of_what_became_of_the_old() -> None:
    walk = coming()
    walk.ask(CommandKind.DISMISS)
    walk.happen(HELP)
    assert said(walk.screen) == CALLED
    assert walk.state.notice is None


def test_whoever_is_sent_away_with_a_pass_in_hand_waits_for_nothing() -> None:
    walk = second()
    walk.happen(HELP)
    walk.ask(CommandKind.DISMISS)
    assert (walk.phase, said(walk.screen)) == (Phase.READY, CLOSED)


def beside_another() -> Walk:
    """A paper is shown while somebody else waits for staff."""
    walk = waiting()
    walk.happen(paper(b"HC1:B"))
    walk.want_document()
    return walk


def test_who_is_sent_away_takes_no_call_of_another_along() -> None:
    walk = beside_another()
    caller = walk.state.call
    walk.ask(CommandKind.DISMISS)
    assert walk.finished == ["dismissed"]
    assert (walk.phase, walk.state.call) == (Phase.WAITING_FOR_STAFF, caller)
    assert walk.state.notice is None
    walk.ask(CommandKind.DISMISS)
    assert (walk.phase, said(walk.screen)) == (Phase.READY, CLOSED)


def test_who_called_with_this_paper_is_sent_away_with_the_call() -> None:
    walk = second()
    walk.happen(HELP, paper(b"HC1:A", b"HC1:more"))
    walk.want_document()
    assert Phase.SECOND_DOCUMENT is walk.phase
    walk.ask(CommandKind.DISMISS)
    assert (walk.state.call, said(walk.screen)) == (None, CLOSED)


@pytest.mark.parametrize("phase", [Phase.PAUSED, Phase.OUT_OF_SERVICE])
def test_the_help_key_is_answered_where_nobody_is_served(phase: Phase) -> None:
    walk = WAYS[phase]()
    rest = walk.screen
    walk.happen(HELP)
    assert said(walk.screen) == CALLED
    walk.ask(CommandKind.DISMISS)
    assert said(walk.screen) == CLOSED
    walk.elapse(NOTICE_SECONDS[Notice.CLOSED] + 1)
    assert (phase, rest) == (walk.phase, walk.screen)


def red() -> Walk:
    walk = Walk(LaneRules("east", RULES.gate, RULES.readers, refuse_red=True))
    walk.happen(Started(), well(), *map(well, sorted(RULES.readers)), card())
    return walk


@pytest.mark.parametrize(
    ("outcome", "reason", "look"),
    [
        (Outcome.REFUSE, Reason.CARD_REVOKED, Look.REFUSE),
        (Outcome.REFER, Reason.NOT_REGISTERED, Look.WAIT),
        (Outcome.UNABLE, Reason.CHECK_FAILED, Look.FAULT),
    ],
)
def test_where_the_site_says_so_a_refusal_alone_is_red(outcome, reason, look) -> None:
    walk = red()
    walk.decide(outcome=outcome, reason=reason, order=None)
    assert look is walk.screen.look
