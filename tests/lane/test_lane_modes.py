"""Modes: who sets them, what goes before what, and who ends them."""

from dataclasses import replace

import pytest
from lane_kit import (
    WAYS,
    Walk,
    card,
    checkup,
    contact,
    evacuated,
    opened,
    paused,
    ready,
    scheduled,
    unwell,
    waiting,
    well,
)

from drivers.protocols import GateOutcome, GateResult, InputName
from kiosk.lane.actions import Finish, Hold, Record, Release
from kiosk.lane.events import Started
from kiosk.lane.modes import Hours, Mode
from kiosk.lane.phases import Phase
from kiosk.lane.state import LaneRules, Left
from kiosk.live import CommandKind
from kiosk.looks import Look
from verification.ledger import EventKind

OUT = [EventKind.EVACUATION_ON]


def held() -> Walk:
    walk = ready()
    walk.ask(CommandKind.HOLD_OPEN)
    return walk


@pytest.mark.parametrize(
    ("way", "mode"),
    [
        (ready, Mode.NORMAL),
        (opened, Mode.NORMAL),
        (paused, Mode.PAUSED),
        (held, Mode.HELD),
        (evacuated, Mode.FIRE),
        (scheduled, Mode.SCHEDULE),
        (checkup, Mode.CHECKUP),
    ],
)
def test_the_board_says_what_a_lane_does(way, mode: Mode) -> None:
    assert mode == way().board.mode


@pytest.mark.parametrize("phase", Phase)
def test_staff_can_open_for_everybody_in_every_phase(phase: Phase) -> None:
    walk = WAYS[phase]()
    walk.ask(CommandKind.HOLD_OPEN)
    assert Phase.EVACUATION is walk.phase
    assert walk.screen.look is Look.EVACUATION
    assert walk.finished[-1] == "done"


def test_the_order_comes_before_its_record_and_the_record_says_who() -> None:
    walk = ready()
    first, record, _ = walk.ask(CommandKind.HOLD_OPEN)
    assert isinstance(first, Hold)
    assert isinstance(record, Record)
    told = (record.kind, record.staff, record.more["by"])
    assert told == (EventKind.EVACUATION_ON, "staff-7", "staff")


def test_a_lane_that_stands_open_already_is_not_opened_twice() -> None:
    for walk in (held(), evacuated()):
        walk.ask(CommandKind.HOLD_OPEN)
        assert [type(action) for action in walk.actions] == [Finish]
        assert walk.finished == ["done"]


def test_only_a_person_ends_a_hold() -> None:
    walk = held()
    walk.elapse(24 * 3600.0)
    assert walk.board.mode == Mode.HELD
    walk.ask(CommandKind.RESUME)
    assert len(walk.did(Release)) == 1
    assert walk.recorded == [EventKind.EVACUATION_OFF]
    assert Phase.READY is walk.phase


def test_a_fire_that_is_over_is_still_reset_by_hand() -> None:
    walk = evacuated()
    walk.ask(CommandKind.RESUME)
    assert walk.finished == ["fire_is_on"]
    walk.happen(contact(InputName.FIRE, on=False))
    assert walk.board.mode == Mode.FIRE
    walk.ask(CommandKind.RESUME)
    assert walk.finished == ["done"]
    assert Phase.READY is walk.phase


def test_a_fire_while_staff_hold_it_open_is_recorded_and_lasts() -> None:
    walk = held()
    walk.happen(contact(InputName.FIRE))
    assert walk.recorded == OUT
    assert walk.did(Hold) == []
    assert walk.board.mode == Mode.FIRE
    walk.ask(CommandKind.RESUME)
    assert walk.finished == ["fire_is_on"]


@pytest.mark.parametrize("way", [held, evacuated])
def test_an_open_call_keeps_nobody_from_resuming(way) -> None:
    walk = way()
    walk.happen(contact(InputName.FIRE, on=False), contact(InputName.HELP))
    walk.ask(CommandKind.RESUME)
    assert walk.finished == ["done"]
    assert Phase.WAITING_FOR_STAFF is walk.phase
    assert walk.board.pressed


def test_a_paused_lane_is_resumed_with_an_open_call() -> None:
    walk = paused()
    walk.ask(CommandKind.CALL)
    walk.ask(CommandKind.RESUME)
    assert walk.finished == ["done"]
    assert Phase.WAITING_FOR_STAFF is walk.phase


def test_a_lane_that_was_paused_before_is_paused_after_the_evacuation() -> None:
    walk = paused()
    walk.ask(CommandKind.HOLD_OPEN)
    walk.ask(CommandKind.RESUME)
    assert walk.board.mode == Mode.PAUSED


def test_holding_open_ends_the_call_and_the_opening_of_others() -> None:
    walk = waiting()
    walk.ask(CommandKind.OPEN)
    walk.intend()
    walk.ask(CommandKind.HOLD_OPEN)
    assert EventKind.CALL_CLOSED in walk.recorded
    assert walk.finished == ["opened", "done"]


@pytest.mark.parametrize(
    ("left", "mode"),
    [
        (Left(paused=True), Mode.PAUSED),
        (Left(evacuated=True), Mode.HELD),
        (Left(evacuated=True, by_fire=True), Mode.FIRE),
        (Left(paused=True, evacuated=True), Mode.HELD),
    ],
)
def test_a_restart_changes_no_mode(left: Left, mode: Mode) -> None:
    walk = Walk(LaneRules("east", "east-gate", frozenset()), left)
    walk.happen(Started(), well())
    assert walk.board.mode == mode
    assert bool(walk.did(Hold)) is left.evacuated
    assert walk.recorded == []


# Open by its hours


def test_no_record_no_opening() -> None:
    walk = ready()
    walk.tell_hours(Hours.OPEN, recorded=False)
    assert Phase.READY is walk.phase
    assert walk.did(Hold) == []
    walk.tell_hours(Hours.OPEN)
    assert Phase.SCHEDULE is walk.phase
    assert len(walk.did(Hold)) == 1


def test_the_hours_open_once_and_close_once() -> None:
    walk = scheduled()
    for _ in range(3):
        assert walk.tell_hours(Hours.OPEN) == []
    release, record = walk.tell_hours(Hours.SHUT)
    assert isinstance(release, Release)
    told = (record.kind, record.more["how"], record.more["why"])
    assert told == (EventKind.LANE_CLOSED, "schedule", "hours")
    assert walk.tell_hours(Hours.SHUT) == []
    assert Phase.READY is walk.phase


def test_a_clock_that_cannot_be_trusted_opens_nothing_and_the_guard_is_told() -> None:
    walk = ready()
    walk.tell_hours(Hours.UNKNOWN)
    assert Phase.READY is walk.phase
    assert walk.board.note == "hours_unknown"
    walk = scheduled()
    walk.tell_hours(Hours.UNKNOWN)
    assert Phase.READY is walk.phase
    assert len(walk.did(Release)) == 1


def test_who_is_being_served_is_served_before_the_gate_is_left_open() -> None:
    walk = opened()
    assert walk.tell_hours(Hours.OPEN) == []
    walk.go_through()
    walk.commit()
    assert Phase.SCHEDULE is walk.phase


def test_nothing_is_decided_while_the_gate_stands_open() -> None:
    walk = scheduled()
    assert walk.happen(card()) == []
    assert (walk.screen.look, walk.screen.clip) == (Look.WALK_IN, "walk_in")
    walk.elapse(6)
    assert (walk.screen.look, walk.screen.clip) == (Look.WALK_IN, "")
    walk.ask(CommandKind.OPEN)
    assert walk.finished == ["refused"]


def test_who_walks_in_while_the_gate_stands_open_is_counted_and_nothing_more() -> None:
    walk = scheduled()
    counted = Record(EventKind.GATE_PASSED, more={"how": "schedule"})
    assert walk.happen(contact(InputName.PASSAGE)) == [counted]


def test_whoever_waits_because_of_a_card_walks_in() -> None:
    walk = waiting()
    walk.tell_hours(Hours.OPEN)
    assert walk.recorded == [EventKind.CALL_CLOSED]
    assert walk.board.call_since_ms is None


def test_whoever_pressed_the_help_key_is_still_waited_for() -> None:
    walk = ready()
    walk.ask(CommandKind.CALL)
    walk.tell_hours(Hours.OPEN)
    assert Phase.SCHEDULE is walk.phase
    assert walk.screen.look is Look.CALLED
    walk.ask(CommandKind.DISMISS)
    assert Phase.SCHEDULE is walk.phase


@pytest.mark.parametrize(
    ("ask", "mode", "why"),
    [
        (CommandKind.PAUSE, Mode.PAUSED, "paused"),
        (CommandKind.HOLD_OPEN, Mode.HELD, "evacuation"),
    ],
)
def test_staff_go_before_the_hours(ask: CommandKind, mode: Mode, why: str) -> None:
    walk = scheduled()
    walk.ask(ask)
    assert walk.board.mode == mode
    (closed,) = [one for one in walk.did(Record) if one.kind == EventKind.LANE_CLOSED]
    assert closed.more["why"] == why
    assert walk.tell_hours(Hours.OPEN) == []
    walk.ask(CommandKind.RESUME)
    walk.commit()
    assert walk.board.mode == Mode.SCHEDULE


def test_a_fire_goes_before_the_hours_and_is_never_shut_by_their_end() -> None:
    walk = scheduled()
    walk.happen(contact(InputName.FIRE))
    assert walk.board.mode == Mode.FIRE
    walk.tell_hours(Hours.SHUT)
    assert walk.did(Release) == []
    assert walk.board.mode == Mode.FIRE


def test_a_gate_that_is_lost_in_its_hours_is_opened_anew_when_it_is_back() -> None:
    walk = scheduled()
    walk.happen(unwell(), well())
    assert EventKind.LANE_CLOSED in walk.recorded
    walk.commit()
    assert Phase.SCHEDULE is walk.phase
    assert len(walk.did(Hold)) == 1


@pytest.mark.parametrize(
    ("way", "seconds"), [(held, 1.0), (evacuated, 1.0), (scheduled, 10.0)]
)
def test_a_gate_that_does_not_open_is_told_again(way, seconds: float) -> None:
    walk = way()
    silent = GateResult("east-gate", "hold-x", GateOutcome.NO_ANSWER, walk.at)
    walk.happen(silent)
    assert walk.recorded == [EventKind.GATE_UNKNOWN]
    assert walk.elapse(seconds - 0.1) == []
    assert [type(action) for action in walk.elapse(0.2)] == [Hold]


@pytest.mark.parametrize("way", [held, evacuated, scheduled])
def test_a_gate_without_a_relay_is_opened_and_shut_by_whoever_is_told(way) -> None:
    walk = way()
    by_hand = GateResult("east-gate", "hold-x", GateOutcome.BY_HAND, walk.at)
    walk.happen(by_hand, contact(InputName.FIRE, on=False), contact(InputName.HELP))
    assert walk.board.by_hand
    walk.ask(CommandKind.PAUSE if way is scheduled else CommandKind.RESUME)
    (release,) = walk.did(Release)
    walk.happen(replace(by_hand, order=release.order))
    assert not walk.board.by_hand
