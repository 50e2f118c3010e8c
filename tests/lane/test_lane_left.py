"""A card that is left lying: asked for in turn, and then staff are called."""

from dataclasses import replace

import pytest
from lane_kit import (
    READER,
    SECOND,
    WAYS,
    Walk,
    card,
    contact,
    opened,
    signal,
    waiting,
)

from drivers.protocols import CardSignal, InputName, Signal
from kiosk.lane.actions import Record
from kiosk.lane.on_cards import LEFT_SECONDS, SAID_SECONDS
from kiosk.lane.phases import Phase
from kiosk.live import CommandKind
from kiosk.looks import Look
from verification.ledger import EventKind

LEFT, GONE = signal(Signal.TAKE_CARD), signal(Signal.GONE)


def left() -> Walk:
    walk = opened()
    walk.go_through()
    walk.happen(LEFT)
    return walk


def left_long() -> Walk:
    walk = left()
    walk.elapse(LEFT_SECONDS)
    return walk


def test_a_card_that_nobody_takes_calls_staff() -> None:
    walk = left()
    assert walk.elapse(LEFT_SECONDS - 0.1) == []
    walk.elapse(0.2)
    (record,) = walk.did(Record)
    assert (record.kind, record.more) == (EventKind.CALL_RAISED, {"why": "card_left"})
    assert (walk.board.note, walk.board.pressed) == ("card_left", False)
    assert (walk.screen.look, walk.screen.clip) == (Look.TAKE, "take_card")


def test_a_card_that_is_taken_in_time_calls_nobody() -> None:
    walk = left()
    walk.elapse(LEFT_SECONDS - 1)
    walk.happen(GONE)
    walk.elapse(LEFT_SECONDS)
    assert (walk.recorded, walk.phase) == ([], Phase.READY)


def test_a_card_that_is_taken_at_last_ends_the_call_by_itself() -> None:
    walk = left_long()
    walk.happen(GONE)
    (record,) = walk.did(Record)
    assert (record.kind, record.more) == (EventKind.CALL_CLOSED, {"how": "card_taken"})
    assert (walk.phase, walk.screen.clip) == (Phase.READY, "")


def test_another_card_on_the_same_reader_means_that_the_first_is_gone() -> None:
    walk = left_long()
    walk.happen(signal(Signal.FELT))
    assert walk.recorded == [EventKind.CALL_CLOSED]
    assert Phase.READING is walk.phase


def test_a_card_that_leaves_another_reader_is_another_card() -> None:
    walk = left_long()
    before = walk.state
    walk.happen(CardSignal(SECOND, Signal.GONE, at=0.0))
    assert before == walk.state


def test_the_next_visitor_is_served_beside_a_card_that_was_left() -> None:
    walk = left_long()
    walk.happen(replace(card(), reader=SECOND))
    walk.decide()
    walk.answer()
    assert walk.recorded == [EventKind.GATE_PULSE]
    walk.go_through()
    assert walk.board.note == "card_left"


def test_whoever_presses_the_help_key_beside_it_calls_for_themselves() -> None:
    walk = left_long()
    walk.happen(contact(InputName.HELP))
    assert (walk.screen.look, walk.board.note) == (Look.CALLED, "")
    walk.happen(GONE)
    assert walk.board.pressed


def test_a_visitor_who_waits_already_needs_no_second_call() -> None:
    walk = waiting()
    walk.happen(LEFT)
    walk.elapse(LEFT_SECONDS + 1)
    assert walk.recorded == []


@pytest.mark.parametrize("phase", [Phase.EVACUATION, Phase.CHECKUP])
def test_no_card_calls_where_everybody_leaves_or_staff_try_the_reader(phase) -> None:
    walk = WAYS[phase]()
    walk.happen(LEFT)
    walk.elapse(LEFT_SECONDS + 1)
    assert walk.recorded == []


def test_an_opening_leaves_the_card_where_it_is() -> None:
    walk = left_long()
    walk.ask(CommandKind.OPEN, visit=walk.board.visit)
    walk.intend()
    walk.answer(order="order-2")
    walk.go_through()
    assert (walk.board.note, walk.screen.look) == ("card_left", Look.TAKE)


def test_who_is_not_admitted_beside_it_waits_for_themselves() -> None:
    walk = left_long()
    walk.ask(CommandKind.SHOW_CODE, code="0410-6105-X", visit=walk.board.visit)
    walk.refer()
    assert (walk.screen.look, walk.board.note) == (Look.WAIT, "")


def test_staff_who_fetch_it_are_not_spoken_to() -> None:
    walk = left_long()
    walk.ask(CommandKind.DISMISS)
    assert walk.finished == ["dismissed"]
    assert walk.state.notice is None


@pytest.mark.parametrize("reader", [READER, SECOND])
def test_who_has_to_wait_hears_that_whole_before_the_card_is_spoken_of(reader) -> None:
    walk = waiting()
    walk.elapse(3)
    walk.happen(CardSignal(reader, Signal.TAKE_CARD, at=0.0))
    assert (walk.screen.clip, walk.screen.hint) == ("deny", "take_card")
    walk.elapse(SAID_SECONDS - 3 - 0.1)
    assert walk.screen.clip == "deny"
    walk.elapse(0.2)
    assert (walk.screen.look, walk.screen.clip) == (Look.WAIT, "take_card")
    walk.happen(CardSignal(reader, Signal.GONE, at=0.0))
    assert walk.screen.clip == "deny"
