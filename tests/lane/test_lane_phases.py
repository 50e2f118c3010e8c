"""Each phase has its ways in, its answers to events, and its way out."""

from dataclasses import replace

import pytest
from lane_kit import (
    GATE,
    READER,
    SECOND,
    STRANGER,
    SUBJECT,
    WAYS,
    Walk,
    alarm,
    card,
    checking,
    contact,
    evacuated,
    opened,
    out_of_service,
    paused,
    pulsed,
    reading,
    ready,
    signal,
    starting,
    unwell,
    waiting,
    well,
)

from drivers.protocols import GateOutcome, GateResult, InputName, Signal
from kiosk.lane.actions import Decide, GiveBack, Hold, Intend, Pulse, Release
from kiosk.lane.events import Asked, Elapsed, Ignored, Started
from kiosk.lane.hints import no_hint
from kiosk.lane.machine import step
from kiosk.lane.phases import NEXT, TIME_OUT, Phase
from kiosk.lane.state import LaneRules, Left, WrongStep, go
from kiosk.lane.visits import CALL_SECONDS, UNANSWERED_SECONDS
from kiosk.live import Command, CommandKind
from verification.ledger import EventKind
from verification.reasons import Outcome, Reason

BUSY = (Phase.CHECKING, Phase.OPEN)
FREE = (Phase.READY, Phase.READING, Phase.WAITING_FOR_STAFF)


@pytest.mark.parametrize("phase", Phase)
def test_every_phase_can_be_reached(phase: Phase) -> None:
    assert phase is WAYS[phase]().phase


@pytest.mark.parametrize("phase", Phase)
def test_elapsed_before_a_deadline_changes_nothing(phase: Phase) -> None:
    walk = WAYS[phase]()
    before = walk.state
    assert walk.happen(Elapsed()) == []
    assert before == walk.state


@pytest.mark.parametrize(
    ("walk", "seconds", "place", "kinds"),
    [
        (starting, 10, Phase.OUT_OF_SERVICE, [EventKind.DEVICE_LOST] * 3),
        (reading, 5, Phase.WAITING_FOR_STAFF, [EventKind.CALL_RAISED]),
        (checking, 2, Phase.WAITING_FOR_STAFF, [EventKind.CALL_RAISED]),
        (
            pulsed,
            2,
            Phase.WAITING_FOR_STAFF,
            [EventKind.GATE_UNKNOWN, EventKind.CALL_RAISED],
        ),
        (opened, 8, Phase.READY, [EventKind.GATE_NOBODY]),
        (waiting, 1800, Phase.READY, [EventKind.CALL_CLOSED]),
    ],
)
def test_each_waiting_phase_ends_at_its_named_place(
    walk, seconds: float, place: Phase, kinds: list[EventKind]
) -> None:
    waited = walk()
    waited.elapse(seconds - 0.001)
    assert walk().phase is waited.phase
    waited.elapse(0.002)
    assert place is waited.phase
    assert kinds == waited.recorded


@pytest.mark.parametrize("phase", TIME_OUT)
def test_a_phase_with_a_time_out_has_a_deadline(phase: Phase) -> None:
    assert WAYS[phase]().state.next_deadline is not None


@pytest.mark.parametrize(
    ("phase", "reason"),
    [(Phase.READING, Reason.TIMED_OUT), (Phase.CHECKING, Reason.CHECK_FAILED)],
)
def test_a_visitor_who_waits_too_long_is_never_to_blame(
    phase: Phase, reason: Reason
) -> None:
    walk = WAYS[phase]()
    walk.elapse(6)
    assert Outcome.UNABLE is walk.board.outcome
    assert reason is walk.board.reason


@pytest.mark.parametrize("phase", FREE)
def test_a_card_is_checked_when_the_lane_is_free(phase: Phase) -> None:
    walk = WAYS[phase]()
    (action,) = walk.happen(card())
    assert isinstance(action, Decide)
    assert action.open_for is None
    assert Phase.CHECKING is walk.phase


@pytest.mark.parametrize("phase", [Phase.CHECKING, Phase.PAUSED, Phase.EVACUATION])
def test_a_card_in_a_phase_that_serves_nobody_is_not_queued(phase: Phase) -> None:
    walk = WAYS[phase]()
    before = walk.state
    assert walk.happen(card()) == []
    assert before == no_hint(walk.state)


def test_a_card_laid_while_the_lane_starts_is_decided_once_it_is_ready() -> None:
    walk = WAYS[Phase.STARTING]()
    assert walk.happen(card()) == []
    for device in (READER, SECOND, GATE):
        walk.happen(well(device))
    (action,) = walk.did(Decide)
    assert action.read.number == card().number
    assert Phase.CHECKING is walk.phase


def test_a_card_while_open_is_only_asked_whether_it_is_the_same_person() -> None:
    walk = opened()
    before = walk.state
    (action,) = walk.happen(card())
    assert isinstance(action, Decide)
    assert action.open_for == SUBJECT
    assert before == walk.state


def test_another_card_while_open_is_asked_for_again() -> None:
    walk = opened()
    assert walk.happen(Ignored("other")) == []
    assert walk.screen.hint == "lay_again"
    assert Phase.OPEN is walk.phase


def test_a_second_card_while_open_never_opens_anew() -> None:
    walk = opened()
    (action,) = walk.happen(card())
    walk.decide(visit=action.visit, order="order-9", subject=STRANGER)
    assert walk.did(Pulse) == []


def test_a_card_out_of_service_calls_staff_and_opens_nothing() -> None:
    walk = out_of_service()
    walk.happen(card())
    assert walk.recorded == [EventKind.CALL_RAISED]
    assert Reason.OUT_OF_SERVICE is walk.board.reason


@pytest.mark.parametrize("fault", [unwell(), alarm("stuck_on")])
def test_the_second_visitor_out_of_service_is_told_as_the_first(fault) -> None:
    walk = ready()
    walk.happen(fault, card())
    walk.happen(card())
    assert walk.did(Decide) == []
    assert Reason.OUT_OF_SERVICE is walk.board.reason


def test_an_admitted_visitor_gets_one_pulse_with_the_order_of_the_intent() -> None:
    walk = checking()
    assert [Pulse("order-1")] == walk.decide()
    assert Phase.CHECKING is walk.phase


def test_without_a_record_nothing_opens() -> None:
    walk = checking()
    walk.decide(recorded=False)
    assert walk.did(Pulse) == []
    assert Reason.RECORD_FAILED is walk.board.reason
    assert Outcome.UNABLE is walk.board.outcome


def test_a_verdict_on_a_visit_that_is_over_opens_nothing() -> None:
    walk = checking()
    assert walk.decide(visit="another") == []
    walk.elapse(3)
    assert walk.did(Pulse) == []


def test_a_verdict_after_its_phase_opens_nothing() -> None:
    walk = checking()
    visit = walk.state.visit
    walk.elapse(3)
    walk.state = walk.state.__class__(**_fields(walk.state) | {"visit": visit})
    assert walk.decide() == []


def _fields(state) -> dict:
    return {name: getattr(state, name) for name in state.__dataclass_fields__}


@pytest.mark.parametrize(
    "outcome", [GateOutcome.CONFIRMED, GateOutcome.SENT, GateOutcome.BY_HAND]
)
def test_an_opening_is_recorded_and_waits_for_the_passage(outcome) -> None:
    walk = pulsed()
    walk.answer(outcome)
    assert walk.recorded == [EventKind.GATE_PULSE]
    assert Phase.OPEN is walk.phase
    assert (outcome is GateOutcome.BY_HAND) is walk.board.by_hand


@pytest.mark.parametrize(
    ("outcome", "given_back"),
    [
        (GateOutcome.NO_ANSWER, []),
        (GateOutcome.WRONG_ANSWER, []),
        (GateOutcome.REFUSED, ["visit"]),
        (GateOutcome.PORT_LOST, ["visit"]),
    ],
)
def test_a_gate_that_did_not_open_is_our_fault(outcome, given_back) -> None:
    walk = pulsed()
    visit = walk.state.visit
    walk.answer(outcome)
    assert walk.recorded == [EventKind.GATE_UNKNOWN, EventKind.CALL_RAISED]
    assert [GiveBack(visit.id)] * len(given_back) == walk.did(GiveBack)
    assert Reason.GATE_FAULT is walk.board.reason
    assert walk.did(Pulse) == []


def test_somebody_went_through() -> None:
    walk = opened()
    walk.elapse(1)
    walk.go_through()
    (record,) = walk.actions
    assert EventKind.GATE_PASSED is record.kind
    assert record.more == {"order": "order-1", "s": 1.0}
    assert Phase.READY is walk.phase


def test_the_next_card_waits_until_the_relay_lets_go() -> None:
    walk = opened()
    walk.elapse(0.5)
    assert [record.kind for record in walk.happen(contact(InputName.PASSAGE))] == [
        EventKind.GATE_PASSED
    ]
    assert walk.happen(card()) == []
    walk.elapse(0.7)
    (action,) = walk.did(Decide)
    assert action.open_for is None, "the gate is shut: a visit of its own"
    assert Phase.CHECKING is walk.phase


def test_only_the_newest_of_the_cards_that_wait_is_decided() -> None:
    walk = opened()
    walk.happen(contact(InputName.PASSAGE), card("1"), card("2"))
    walk.elapse(1.2)
    (action,) = walk.did(Decide)
    assert action.read.number == "2"


@pytest.mark.parametrize(
    "event", [contact(InputName.FIRE), contact(InputName.FIRE, on=False)]
)
def test_a_card_that_waited_is_never_decided_for_a_later_visitor(event) -> None:
    walk = opened()
    walk.happen(contact(InputName.PASSAGE), card("1"), event)
    walk.happen(contact(InputName.FIRE, on=False))
    walk.ask(CommandKind.RESUME)
    walk.elapse(2)
    walk.happen(card("2"))
    walk.decide()
    walk.answer()
    walk.elapse(60)
    assert walk.did(Decide) == []


def test_a_second_passage_on_one_opening_is_an_alarm_in_the_end() -> None:
    walk = opened()
    walk.happen(contact(InputName.PASSAGE), contact(InputName.PASSAGE))
    assert walk.recorded == [EventKind.GATE_PASSED]


def test_nobody_went_through_and_the_right_is_given_back() -> None:
    walk = opened()
    visit = walk.state.visit
    walk.elapse(9)
    assert [GiveBack(visit.id)] == walk.did(GiveBack)
    assert walk.recorded == [EventKind.GATE_NOBODY]


def test_without_a_passage_input_nobody_is_said_to_have_stayed_away() -> None:
    walk = ready(LaneRules("east", GATE, frozenset({READER})))
    walk.happen(card())
    walk.decide()
    walk.answer()
    assert walk.elapse(9) == []
    assert Phase.READY is walk.phase


def test_a_passage_that_nobody_was_let_through_is_an_alarm() -> None:
    walk = ready()
    walk.happen(contact(InputName.PASSAGE))
    assert walk.recorded == [EventKind.GATE_FORCED_OPEN]


def test_the_sensor_may_see_the_same_person_twice() -> None:
    walk = opened()
    walk.happen(contact(InputName.PASSAGE))
    walk.elapse(2.9)
    assert walk.happen(contact(InputName.PASSAGE)) == []
    walk.elapse(0.2)
    walk.happen(contact(InputName.PASSAGE))
    assert walk.recorded == [EventKind.GATE_FORCED_OPEN]


@pytest.mark.parametrize("name", [InputName.PASSAGE, InputName.HELP])
def test_a_contact_that_goes_off_says_nothing(name: InputName) -> None:
    walk = opened()
    before = walk.state
    assert walk.happen(contact(name, on=False)) == []
    assert before == walk.state


def test_a_late_answer_of_the_gate_is_recorded_as_late() -> None:
    walk = pulsed()
    walk.elapse(3)
    walk.answer()
    (record,) = walk.actions
    assert EventKind.GATE_PULSE is record.kind
    assert record.more["late"] is True
    assert Phase.WAITING_FOR_STAFF is walk.phase


def test_a_late_no_of_the_gate_is_recorded_as_unknown() -> None:
    walk = pulsed()
    walk.elapse(3)
    walk.answer(GateOutcome.NO_ANSWER)
    assert walk.recorded == [EventKind.GATE_UNKNOWN]


@pytest.mark.parametrize("order", ["hold-1", "release-1"])
def test_answers_to_holding_and_releasing_belong_to_no_visit(order: str) -> None:
    walk = pulsed()
    before = walk.state
    assert walk.answer(order=order) == []
    assert before == walk.state


# Signs of readers


def test_a_felt_card_is_shown_as_being_read() -> None:
    assert Phase.READING is reading().phase


@pytest.mark.parametrize("tries", [1, 2])
def test_a_card_may_be_laid_again_twice(tries: int) -> None:
    walk = reading()
    walk.happen(*[signal(Signal.LAY_AGAIN)] * tries)
    assert Phase.READING is walk.phase
    assert walk.screen.hint == "lay_again"
    walk.elapse(19)
    assert Phase.READING is walk.phase
    walk.elapse(2)
    assert Phase.READY is walk.phase, "whoever went away needs no guard"


@pytest.mark.parametrize(
    ("sign", "reason"),
    [
        (Signal.LAY_AGAIN, Reason.READER_FAULT),
        (Signal.NOT_ID_CARD, Reason.CHECK_FAILED),
    ],
)
def test_the_third_failed_reading_calls_staff(sign: Signal, reason: Reason) -> None:
    walk = reading()
    walk.happen(*[signal(sign)] * 3)
    assert reason is walk.board.reason
    assert Phase.WAITING_FOR_STAFF is walk.phase


def test_laying_again_is_counted_anew_for_the_next_visitor() -> None:
    walk = reading()
    walk.happen(signal(Signal.LAY_AGAIN), signal(Signal.LAY_AGAIN), card())
    walk.decide()
    walk.answer()
    walk.go_through()
    walk.happen(signal(Signal.LAY_AGAIN))
    assert Phase.READING is walk.phase


def test_a_card_lifted_too_early_is_asked_for_again() -> None:
    walk = reading()
    assert walk.happen(signal(Signal.GONE)) == []
    assert Phase.READY is walk.phase
    assert walk.screen.hint == "lay_again"
    walk.elapse(6)
    assert walk.screen.hint == ""


def test_lifting_the_card_to_lay_it_again_ends_nothing() -> None:
    walk = reading()
    walk.happen(signal(Signal.LAY_AGAIN), signal(Signal.GONE), signal(Signal.FELT))
    assert Phase.READING is walk.phase
    assert walk.state.lay_again == 1


def test_take_your_card_is_shown_until_it_is_lifted() -> None:
    walk = opened()
    walk.happen(signal(Signal.TAKE_CARD))
    assert walk.screen.hint == "take_card"
    walk.happen(signal(Signal.GONE))
    assert walk.screen.hint == ""


def test_a_card_that_is_not_genuine_is_refused() -> None:
    walk = reading()
    walk.happen(signal(Signal.NOT_GENUINE))
    assert (
        walk.board.outcome,
        walk.board.reason,
    ) == (Outcome.REFUSE, Reason.PASS_FORGED)


@pytest.mark.parametrize(
    "sign", [Signal.FELT, Signal.LAY_AGAIN, Signal.NOT_ID_CARD, Signal.NOT_GENUINE]
)
@pytest.mark.parametrize(
    "phase",
    [*BUSY, Phase.STARTING, Phase.PAUSED, Phase.EVACUATION, Phase.OUT_OF_SERVICE],
)
def test_signs_of_readers_disturb_no_busy_lane(phase: Phase, sign: Signal) -> None:
    walk = WAYS[phase]()
    assert walk.happen(signal(sign)) == []
    assert phase is walk.phase


# Devices


def test_the_lane_is_ready_when_its_last_device_is_well() -> None:
    walk = starting()
    walk.happen(Started(), well(), well(READER))
    assert Phase.STARTING is walk.phase
    assert walk.happen(well(SECOND)) == []
    assert Phase.READY is walk.phase


def test_one_reader_of_two_may_be_lost() -> None:
    walk = ready()
    walk.happen(unwell(READER))
    assert Phase.READY is walk.phase
    assert walk.recorded == [EventKind.DEVICE_LOST]


@pytest.mark.parametrize("lost", [[GATE], [READER, SECOND]])
def test_without_gate_or_readers_the_lane_is_out_of_service(lost) -> None:
    walk = ready()
    walk.happen(*map(unwell, lost))
    assert Phase.OUT_OF_SERVICE is walk.phase
    assert ",".join(sorted(lost)) == walk.board.note
    walk.happen(*map(well, lost))
    assert Phase.READY is walk.phase
    assert [EventKind.DEVICE_BACK] * len(lost) == walk.recorded


def test_the_same_condition_again_is_recorded_once() -> None:
    walk = out_of_service()
    assert walk.happen(unwell(GATE, "another reason")) == []


@pytest.mark.parametrize("phase", [*BUSY, Phase.WAITING_FOR_STAFF, Phase.PAUSED])
def test_a_device_lost_during_a_visit_is_felt_after_it(phase: Phase) -> None:
    walk = WAYS[phase]()
    walk.happen(unwell())
    assert phase is walk.phase


def test_a_stuck_contact_takes_the_lane_out_of_service() -> None:
    walk = ready()
    walk.happen(alarm("stuck_on"))
    assert Phase.OUT_OF_SERVICE is walk.phase
    assert walk.recorded == [EventKind.GATE_HELD_OPEN]
    assert walk.board.note == "stuck_on"
    walk.happen(alarm("stuck_on", on=False))
    assert Phase.READY is walk.phase


@pytest.mark.parametrize(
    ("on", "kinds"), [(True, [EventKind.GATE_FORCED_OPEN]), (False, [])]
)
def test_a_gate_that_opened_by_itself_is_recorded(on: bool, kinds) -> None:
    walk = ready()
    walk.happen(alarm("opened_by_itself", on))
    assert kinds == walk.recorded


# Fire


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase != "evacuation"])
def test_fire_holds_the_gate_open_whatever_the_lane_does(phase: Phase) -> None:
    walk = WAYS[phase]()
    walk.happen(contact(InputName.FIRE))
    assert len(walk.did(Hold)) == 1
    assert EventKind.EVACUATION_ON in walk.recorded
    assert isinstance(walk.actions[0], Hold), "life first, paper second"
    assert Phase.EVACUATION is walk.phase


def test_after_the_fire_the_gate_stays_open_until_reset_by_hand() -> None:
    walk = evacuated()
    walk.happen(contact(InputName.FIRE, on=False))
    walk.elapse(3600)
    assert Phase.EVACUATION is walk.phase
    assert walk.did(Release) == []
    walk.ask(CommandKind.RESUME)
    assert len(walk.did(Release)) == 1
    assert walk.recorded == [EventKind.EVACUATION_OFF]
    assert Phase.READY is walk.phase


def test_nobody_can_reset_while_the_fire_contact_is_on() -> None:
    walk = evacuated()
    walk.ask(CommandKind.RESUME)
    assert walk.finished == ["fire_is_on"]
    assert walk.did(Release) == []


def test_a_second_alarm_in_an_evacuation_is_the_same_evacuation() -> None:
    walk = evacuated()
    walk.happen(contact(InputName.FIRE, on=False), contact(InputName.FIRE))
    assert walk.actions == []
    walk.ask(CommandKind.RESUME)
    assert walk.finished == ["fire_is_on"]


def test_a_gate_that_comes_back_in_an_evacuation_is_held_open_anew() -> None:
    walk = evacuated()
    first = walk.happen(unwell())
    assert [action for action in first if isinstance(action, Hold)] == []
    walk.happen(well())
    assert len(walk.did(Hold)) == 1
    assert Phase.EVACUATION is walk.phase


def test_each_holding_has_an_order_of_its_own() -> None:
    walk = ready()
    (first, *_) = walk.happen(contact(InputName.FIRE))
    walk.happen(unwell(), well())
    (second,) = walk.did(Hold)
    assert first.order != second.order


def test_a_gate_that_was_away_at_the_alarm_is_held_when_it_comes() -> None:
    walk = out_of_service()
    walk.happen(contact(InputName.FIRE))
    walk.happen(well())
    assert len(walk.did(Hold)) == 1


def test_a_paused_lane_is_paused_again_after_the_evacuation() -> None:
    walk = paused()
    walk.happen(contact(InputName.FIRE), contact(InputName.FIRE, on=False))
    walk.ask(CommandKind.RESUME)
    assert Phase.PAUSED is walk.phase
    walk.ask(CommandKind.RESUME)
    assert Phase.READY is walk.phase


def test_the_order_under_way_when_the_fire_began_is_recorded_as_late() -> None:
    walk = pulsed()
    walk.happen(contact(InputName.FIRE))
    walk.answer()
    (record,) = walk.actions
    assert record.more["late"] is True
    assert Phase.EVACUATION is walk.phase


def test_people_who_leave_in_an_evacuation_force_nothing() -> None:
    assert evacuated().happen(contact(InputName.PASSAGE)) == []


# The machine itself


def test_a_step_that_no_phase_allows_is_an_error() -> None:
    walk = starting()
    assert Phase.OPEN not in NEXT[Phase.STARTING]
    with pytest.raises(WrongStep, match="starting -> open"):
        go(walk.state, Phase.OPEN, walk._now(Elapsed()))


def test_an_event_that_no_lane_knows_is_an_error() -> None:
    walk = ready()
    with pytest.raises(TypeError, match="str"):
        step(walk.state, walk._now("a word"))  # type: ignore[arg-type]  # on purpose


def test_the_machine_is_a_function() -> None:
    walk = ready()
    now = walk._now(card())
    assert step(walk.state, now) == step(walk.state, now)


def test_a_lane_whose_devices_were_well_at_once_is_ready() -> None:
    walk = Walk(LaneRules("east", GATE, frozenset()))
    walk.happen(well())
    assert Phase.READY is walk.phase
    assert walk.happen(Started()) == []


def test_who_comes_has_two_minutes_and_who_calls_half_an_hour() -> None:
    assert (CALL_SECONDS, UNANSWERED_SECONDS) == (120.0, 1800.0)


def test_an_intent_comes_before_each_pulse_of_staff() -> None:
    walk = ready()
    (intend,) = walk.ask(CommandKind.OPEN, reason="other")
    assert isinstance(intend, Intend)


def test_a_card_that_was_read_long_ago_opens_for_nobody() -> None:
    walk = ready()
    assert walk.happen(replace(card(), at=walk.at - 3.0)) == []
    assert Phase.READY is walk.phase
    assert walk.screen.hint == "lay_again"


@pytest.mark.parametrize(
    "outcome", [GateOutcome.REFUSED, GateOutcome.NO_ANSWER, GateOutcome.WRONG_ANSWER]
)
def test_a_hold_that_did_not_come_about_is_recorded_and_ordered_again(outcome) -> None:
    walk = ready()
    (hold,) = [a for a in walk.happen(contact(InputName.FIRE)) if isinstance(a, Hold)]
    walk.happen(GateResult(GATE, hold.order, outcome, walk.at))
    assert walk.recorded == [EventKind.GATE_UNKNOWN]
    walk.elapse(1.0)
    assert len(walk.did(Hold)) == 1


def test_a_release_that_did_not_come_about_is_ordered_again() -> None:
    walk = evacuated()
    walk.happen(contact(InputName.FIRE, on=False))
    walk.ask(CommandKind.RESUME)
    (release,) = walk.did(Release)
    walk.happen(GateResult(GATE, release.order, GateOutcome.REFUSED, walk.at))
    walk.elapse(1.0)
    assert len(walk.did(Release)) == 1


@pytest.mark.parametrize(
    ("left", "phase"),
    [
        (Left(), Phase.READY),
        (Left(paused=True), Phase.PAUSED),
        (Left(evacuated=True), Phase.EVACUATION),
        (Left(evacuated=True, by_fire=True), Phase.EVACUATION),
    ],
)
def test_a_restart_resets_neither_a_pause_nor_an_evacuation(left, phase) -> None:
    walk = Walk(left=left)
    for device in (READER, SECOND, GATE):
        walk.happen(well(device))
    assert phase is walk.phase
    held = walk.did(Hold)
    assert bool(held) is left.evacuated


def test_a_command_that_waited_too_long_in_the_inbox_is_not_carried_out() -> None:
    walk = ready()
    late = Command("c", 0, int(walk.at * 1000) - 1, "east", CommandKind.OPEN, "s", {})
    walk.happen(Asked(late))
    assert walk.finished == ["expired"]
    assert walk.did(Intend) == []


def test_a_tap_on_an_empty_lane_does_not_open_for_who_came_meanwhile() -> None:
    walk = waiting()
    walk.ask(CommandKind.OPEN, reason="other", visit=None)
    assert walk.finished == ["refused"]


def test_a_card_that_comes_before_its_reader_is_called_well_is_decided() -> None:
    walk = ready()
    walk.happen(unwell(READER), unwell(SECOND))
    assert Phase.OUT_OF_SERVICE is walk.phase
    walk.happen(card())
    assert EventKind.DEVICE_BACK in walk.recorded
    assert len(walk.did(Decide)) == 1
    assert Phase.CHECKING is walk.phase


def test_a_release_ordered_again_never_shuts_the_gate_on_a_visitor() -> None:
    walk = evacuated()
    walk.happen(contact(InputName.FIRE, on=False))
    walk.ask(CommandKind.RESUME)
    (release,) = walk.did(Release)
    walk.happen(GateResult(GATE, release.order, GateOutcome.REFUSED, walk.at))
    walk.happen(card())
    walk.decide()
    walk.answer()
    assert Phase.OPEN is walk.phase
    walk.elapse(5.0)
    assert walk.did(Release) == []
    assert Phase.OPEN is walk.phase
    walk.elapse(6.0)
    assert len(walk.did(Release)) == 1
