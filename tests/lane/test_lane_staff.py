"""What staff ask of a lane, and calls that outlive the visits of others."""

import pytest
from lane_kit import (
    STRANGER,
    WAYS,
    card,
    contact,
    opened,
    paused,
    pulsed,
    ready,
    waiting,
)

from drivers.protocols import GateOutcome, InputName
from kiosk.lane.actions import Commit, Decide, Finish, GiveBack, Hold, Intend, Pulse
from kiosk.lane.events import Committed, Intended
from kiosk.lane.phases import Phase
from kiosk.lane.views import screen_view
from kiosk.lane.visits import UNANSWERED_SECONDS
from kiosk.live import CommandKind
from verification.ledger import EventKind
from verification.reasons import Outcome, Reason

CAN_OPEN = (
    Phase.READY,
    Phase.READING,
    Phase.WAITING_FOR_STAFF,
    Phase.SECOND_DOCUMENT,
    Phase.PAUSED,
    Phase.OUT_OF_SERVICE,
)


@pytest.mark.parametrize("phase", Phase)
def test_staff_open_wherever_nothing_else_is_under_way(phase: Phase) -> None:
    walk = WAYS[phase]()
    walk.ask(CommandKind.OPEN, reason="unreadable")
    if phase not in CAN_OPEN:
        assert walk.finished == ["refused"]
        assert phase is walk.phase
        return
    (intend,) = walk.did(Intend)
    assert (intend.staff, intend.reason) == ("staff-7", "unreadable")
    assert [Pulse("order-2")] == walk.intend()
    walk.answer(order="order-2")
    assert walk.finished == ["opened"]
    assert Phase.OPEN is walk.phase


def test_an_override_that_cannot_be_recorded_opens_nothing() -> None:
    walk = ready()
    walk.ask(CommandKind.OPEN)
    walk.intend(order=None)
    assert walk.finished == ["record_failed"]
    assert walk.did(Pulse) == []
    assert Phase.READY is walk.phase


def test_the_same_intent_twice_opens_once() -> None:
    walk = ready()
    walk.ask(CommandKind.OPEN)
    visit = walk.state.visit
    walk.intend()
    walk.answer(order="order-2")
    assert walk.happen(Intended(visit.id, "order-2")) == []


def test_an_intent_that_comes_after_the_fire_opens_nothing() -> None:
    walk = ready()
    walk.ask(CommandKind.OPEN)
    visit = walk.state.visit
    walk.happen(contact(InputName.FIRE))
    assert walk.happen(Intended(visit.id, "order-2")) == []


@pytest.mark.parametrize(
    ("outcome", "result"),
    [
        (GateOutcome.CONFIRMED, "opened"),
        (GateOutcome.BY_HAND, "by_hand"),
        (GateOutcome.NO_ANSWER, "gate_silent"),
        (GateOutcome.WRONG_ANSWER, "gate_silent"),
        (GateOutcome.REFUSED, "gate_fault"),
        (GateOutcome.PORT_LOST, "gate_fault"),
    ],
)
def test_staff_are_told_what_became_of_their_opening(outcome, result) -> None:
    walk = ready()
    walk.ask(CommandKind.OPEN)
    walk.intend()
    walk.answer(outcome, "order-2")
    assert [result] == walk.finished


def test_staff_are_told_when_the_gate_never_answers() -> None:
    walk = ready()
    walk.ask(CommandKind.OPEN)
    walk.intend()
    walk.elapse(3)
    assert walk.finished == ["gate_silent"]


@pytest.mark.parametrize(("passage", "result"), [(True, "passed"), (False, "nobody")])
def test_staff_are_told_whether_somebody_went_through(passage, result) -> None:
    walk = ready()
    walk.ask(CommandKind.OPEN)
    walk.intend()
    walk.answer(order="order-2")
    walk.go_through() if passage else walk.elapse(9)
    assert [result] == walk.finished


def test_fire_finishes_the_opening_of_staff() -> None:
    walk = ready()
    walk.ask(CommandKind.OPEN)
    walk.intend()
    walk.happen(contact(InputName.FIRE))
    assert walk.finished == ["opened"]
    assert len(walk.did(Hold)) == 1


def test_an_override_opens_for_whom_the_call_is() -> None:
    walk = waiting()
    called = walk.board.visit
    (intend,) = walk.ask(CommandKind.OPEN)
    assert called == intend.visit
    walk.intend()
    walk.answer(order="order-2")
    assert EventKind.CALL_CLOSED in walk.recorded
    assert walk.screen.clip == "staff_pass"
    walk.go_through()
    assert Phase.READY is walk.phase


def test_staff_open_only_for_the_visitor_whom_the_guard_saw() -> None:
    walk = waiting()
    seen = walk.board.visit
    walk.happen(card())
    walk.refer()
    walk.ask(CommandKind.OPEN, visit=seen)
    assert walk.finished == ["refused"]
    assert walk.did(Intend) == []
    walk.ask(CommandKind.OPEN, visit=walk.board.visit)
    assert len(walk.did(Intend)) == 1


def test_a_gate_fault_under_an_override_keeps_the_visitor_on_the_board() -> None:
    walk = waiting()
    called = walk.board.visit
    walk.ask(CommandKind.OPEN)
    walk.intend()
    walk.answer(GateOutcome.NO_ANSWER, "order-2")
    assert called == walk.board.visit
    assert Reason.GATE_FAULT is walk.board.reason


# Calls


def test_a_call_outlives_the_visits_of_others() -> None:
    walk = waiting()
    called = walk.board.visit
    walk.happen(card())
    walk.decide(subject=STRANGER)
    walk.answer()
    assert called == walk.board.visit
    walk.go_through()
    assert Phase.WAITING_FOR_STAFF is walk.phase
    assert called == walk.board.visit


def test_a_call_of_nobody_known_stays_when_somebody_is_let_in() -> None:
    walk = ready()
    walk.ask(CommandKind.CALL)
    walk.happen(card())
    walk.decide()
    walk.answer()
    assert walk.recorded == [EventKind.GATE_PULSE]
    walk.go_through()
    assert Phase.WAITING_FOR_STAFF is walk.phase


def test_a_call_of_the_same_person_is_closed_when_the_gate_opens() -> None:
    walk = ready()
    walk.happen(card())
    walk.decide(outcome=Outcome.REFER, reason=Reason.STATUS_EXPIRED, order=None)
    walk.happen(card())
    walk.decide()
    walk.answer()
    assert walk.recorded == [EventKind.GATE_PULSE, EventKind.CALL_CLOSED]
    walk.go_through()
    assert Phase.READY is walk.phase


def test_a_newer_call_supersedes_the_older() -> None:
    walk = waiting()
    older = walk.board.visit
    walk.happen(card())
    walk.refer(Reason.STATUS_BARRED)
    closed, raised = walk.actions
    assert (older, {"how": "superseded"}) == (closed.visit, closed.more)
    assert EventKind.CALL_RAISED is raised.kind
    assert older != walk.board.visit


def test_a_call_ends_by_itself_also_during_the_visit_of_another() -> None:
    walk = waiting()
    walk.elapse(UNANSWERED_SECONDS - 1)
    walk.happen(card())
    walk.decide(subject=STRANGER)
    walk.answer()
    walk.elapse(2)
    assert walk.recorded == [EventKind.CALL_CLOSED]
    assert Phase.OPEN is walk.phase
    walk.go_through()
    assert Phase.READY is walk.phase


@pytest.mark.parametrize("phase", Phase)
def test_the_help_key_calls_staff_in_every_phase(phase: Phase) -> None:
    walk = WAYS[phase]()
    walk.happen(contact(InputName.HELP))
    assert walk.board.pressed
    assert walk.board.call_since_ms is not None


def test_the_help_key_lets_a_visit_end_first() -> None:
    walk = opened()
    walk.happen(contact(InputName.HELP))
    assert Phase.OPEN is walk.phase
    walk.go_through()
    assert Phase.WAITING_FOR_STAFF is walk.phase
    assert walk.screen.state == "called"


def test_the_help_key_pressed_twice_is_one_call() -> None:
    walk = ready()
    walk.ask(CommandKind.CALL)
    assert walk.recorded == [EventKind.CALL_RAISED]
    walk.ask(CommandKind.CALL)
    assert walk.recorded == []
    assert walk.finished == ["done"]


def test_who_pressed_the_help_key_is_not_answered_by_a_gate() -> None:
    walk = pulsed()
    walk.happen(contact(InputName.HELP))
    walk.answer()
    assert walk.recorded == [EventKind.GATE_PULSE]
    assert walk.board.pressed
    walk.go_through()
    assert Phase.WAITING_FOR_STAFF is walk.phase


def test_the_help_key_never_says_please_come_in() -> None:
    walk = opened()
    walk.happen(contact(InputName.HELP))
    walk.go_through()
    assert walk.screen.line == ""


def test_staff_who_open_answer_the_help_key() -> None:
    walk = ready()
    walk.ask(CommandKind.CALL)
    walk.ask(CommandKind.OPEN)
    walk.intend()
    walk.answer(order="order-2")
    assert walk.recorded == [EventKind.GATE_PULSE, EventKind.CALL_CLOSED]


def test_a_guard_who_comes_is_recorded() -> None:
    walk = waiting()
    walk.ask(CommandKind.ACKNOWLEDGE, by="小李")
    assert walk.recorded == [EventKind.CALL_ACKNOWLEDGED]
    assert walk.finished == ["done"]
    assert walk.state.call.acknowledged_by == "小李"
    assert screen_view(walk.state).clip == "acknowledged"


@pytest.mark.parametrize("phase", [Phase.READY, Phase.OPEN, Phase.PAUSED])
def test_where_nobody_called_nobody_can_acknowledge(phase: Phase) -> None:
    walk = WAYS[phase]()
    walk.ask(CommandKind.ACKNOWLEDGE)
    assert walk.finished == ["refused"]


def test_dismissing_ends_the_call_without_opening() -> None:
    walk = waiting()
    walk.ask(CommandKind.DISMISS)
    assert walk.recorded == [EventKind.CALL_CLOSED]
    assert walk.finished == ["dismissed"]
    assert Phase.READY is walk.phase


def test_dismissing_a_call_leaves_the_visit_of_another_alone() -> None:
    walk = waiting()
    walk.happen(card())
    walk.ask(CommandKind.DISMISS)
    assert Phase.CHECKING is walk.phase


# Pause and resume


@pytest.mark.parametrize(
    "phase",
    [Phase.READY, Phase.READING, Phase.WAITING_FOR_STAFF, Phase.OUT_OF_SERVICE],
)
def test_a_lane_is_paused_and_resumed(phase: Phase) -> None:
    walk = WAYS[phase]()
    walk.ask(CommandKind.PAUSE)
    assert walk.recorded == [EventKind.LANE_PAUSED]
    assert Phase.PAUSED is walk.phase
    walk.ask(CommandKind.RESUME)
    assert walk.recorded == [EventKind.LANE_RESUMED]
    assert Phase.PAUSED is not walk.phase


@pytest.mark.parametrize(
    ("phase", "kind"),
    [
        (Phase.STARTING, CommandKind.PAUSE),
        (Phase.CHECKING, CommandKind.PAUSE),
        (Phase.OPEN, CommandKind.PAUSE),
        (Phase.EVACUATION, CommandKind.PAUSE),
        (Phase.PAUSED, CommandKind.PAUSE),
        (Phase.READY, CommandKind.RESUME),
        (Phase.OPEN, CommandKind.RESUME),
    ],
)
def test_what_cannot_be_done_now_is_refused(phase, kind) -> None:
    walk = WAYS[phase]()
    before = walk.state
    walk.ask(kind)
    assert walk.finished == ["refused"]
    assert before == walk.state


def test_a_paused_lane_opens_for_staff_and_is_paused_again() -> None:
    walk = paused()
    walk.ask(CommandKind.OPEN)
    walk.intend()
    walk.answer(order="order-2")
    walk.go_through()
    assert Phase.PAUSED is walk.phase


def test_a_gate_fault_on_a_paused_lane_leaves_it_paused() -> None:
    walk = paused()
    walk.ask(CommandKind.OPEN)
    walk.intend()
    walk.answer(GateOutcome.PORT_LOST, "order-2")
    assert Phase.PAUSED is walk.phase
    assert Reason.GATE_FAULT is walk.board.reason


def test_resuming_ends_no_opening_that_staff_have_asked_for() -> None:
    walk = paused()
    walk.ask(CommandKind.OPEN, reason="other")
    walk.intend()
    walk.ask(CommandKind.RESUME)
    assert Phase.CHECKING is walk.phase
    walk.answer(order="order-2")
    assert walk.finished == ["opened"]
    walk.go_through()
    assert Phase.READY is walk.phase


@pytest.mark.parametrize("kind", sorted(set(CommandKind) - {CommandKind.CONFIRM_CLOCK}))
@pytest.mark.parametrize("phase", Phase)
def test_each_command_is_answered_in_the_end(phase: Phase, kind: CommandKind) -> None:
    walk = WAYS[phase]()
    walk.ask(kind)
    if walk.did(Decide):
        walk.decide()
        walk.answer()
    if walk.did(Intend):
        walk.intend()
        walk.answer(order="order-2")
    for commit in walk.did(Commit):
        walk.happen(Committed(commit.order, False))
    (finish,) = walk.did(Finish)
    assert finish.result


def test_an_override_that_moved_nothing_claimed_nothing_to_give_back() -> None:
    walk = waiting()
    walk.ask(CommandKind.OPEN)
    walk.intend()
    walk.answer(GateOutcome.REFUSED, "order-2")
    assert walk.did(GiveBack) == []


def test_a_late_tap_for_one_visitor_never_opens_for_the_next() -> None:
    walk = waiting()
    walk.ask(CommandKind.OPEN, reason="other", visit="somebody-before")
    assert walk.finished == ["refused"]
    assert walk.did(Intend) == []
    assert Phase.WAITING_FOR_STAFF is walk.phase


def test_a_tap_for_the_visitor_who_waits_opens() -> None:
    walk = waiting()
    walk.ask(CommandKind.OPEN, reason="other", visit=walk.state.call.visit.id)
    assert len(walk.did(Intend)) == 1
