"""The card that is wanted beside a paper."""

from dataclasses import replace

import pytest
from lane_kit import (
    CAMERA,
    READER,
    SECOND,
    WITH_CAMERA,
    card,
    codes,
    contact,
    paper,
    ready,
    second,
    signal,
    unwell,
)

from drivers.protocols import InputName, Signal
from kiosk.lane.actions import Decide, Hold, Intend, Pulse
from kiosk.lane.phases import Phase
from kiosk.live import CommandKind
from kiosk.looks import Look
from verification.ledger import EventKind
from verification.reasons import Outcome, Reason

CODE = "0410-6105-X"  # of a pass whose id begins with the bytes 1 to 5


def test_a_paper_that_needs_its_holder_asks_for_the_card() -> None:
    walk = second()
    assert walk.actions == []
    assert Look.SECOND is walk.screen.state
    assert walk.screen.clip == "second"
    assert Reason.PASS_NEEDS_ID is walk.board.reason


def test_the_card_beside_the_paper_completes_the_same_visit() -> None:
    walk = second()
    visit = walk.state.visit.id
    (action,) = walk.happen(card())
    assert (visit, card().number) == (action.visit, action.beside.number)
    assert codes(action) == [b"HC1:A"]
    assert [Pulse("order-1")] == walk.decide(reason=Reason.PASS_VALID)


def test_another_persons_card_beside_the_paper_calls_staff() -> None:
    walk = second()
    walk.happen(card())
    walk.refer(Reason.PASS_HOLDER_DIFFERS)
    assert Phase.WAITING_FOR_STAFF is walk.phase
    assert walk.did(Pulse) == []


def test_after_fifteen_seconds_without_a_card_staff_are_called() -> None:
    walk = second()
    walk.elapse(14.9)
    assert Phase.SECOND_DOCUMENT is walk.phase
    walk.elapse(0.2)
    assert walk.recorded == [EventKind.CALL_RAISED]
    assert (
        walk.board.outcome,
        walk.board.reason,
    ) == (Outcome.REFER, Reason.PASS_NEEDS_ID)


@pytest.mark.parametrize("again", [paper(), paper(b"HC1:A", b"12345")])
def test_the_paper_shown_again_changes_nothing(again) -> None:
    walk = second()
    before = walk.state
    assert walk.happen(again) == []
    assert before == walk.state


def test_another_paper_takes_the_place_of_the_first() -> None:
    walk = second()
    first = walk.state.visit.id
    (action,) = walk.happen(paper(b"HC1:B"))
    assert first != action.visit
    walk.want_document()
    (action,) = walk.happen(card())
    assert codes(action) == [b"HC1:B"]


def test_a_card_first_and_a_paper_second_is_an_ordinary_card() -> None:
    walk = ready(WITH_CAMERA)
    (action,) = walk.happen(card())
    assert action.beside is None
    assert walk.happen(paper()) == []


def test_the_card_of_a_visitor_after_the_call_is_an_ordinary_card() -> None:
    walk = second()
    walk.elapse(16)
    (action,) = walk.happen(card())
    assert action.beside is None


def test_an_old_card_is_asked_for_again_and_completes_nothing() -> None:
    walk = second()
    assert walk.happen(replace(card(), at=walk.at - 3)) == []
    assert (walk.phase, walk.screen.hint) == (Phase.SECOND_DOCUMENT, "lay_again")


def test_the_help_key_calls_staff_for_the_one_who_has_no_card() -> None:
    walk = second()
    visit = walk.state.visit.id
    walk.happen(contact(InputName.HELP))
    assert (Phase.WAITING_FOR_STAFF, visit) == (walk.phase, walk.board.visit)
    assert walk.board.pressed


def test_fire_ends_the_wait_for_a_card() -> None:
    walk = second()
    walk.happen(contact(InputName.FIRE))
    assert isinstance(walk.actions[0], Hold)
    assert Phase.EVACUATION is walk.phase


def test_staff_open_for_the_visitor_whose_card_is_wanted() -> None:
    walk = second()
    visit = walk.board.visit
    (intend,) = walk.ask(CommandKind.OPEN, reason="other", visit=visit)
    assert isinstance(intend, Intend)
    assert intend.visit == visit
    assert [Pulse("order-2")] == walk.intend()


def test_a_tap_for_an_empty_lane_opens_for_nobody_whose_card_is_wanted() -> None:
    walk = second()
    walk.ask(CommandKind.OPEN, reason="other", visit=None)
    assert walk.finished == ["refused"]


@pytest.mark.parametrize(
    ("kind", "place"),
    [(CommandKind.DISMISS, Phase.READY), (CommandKind.PAUSE, Phase.PAUSED)],
)
def test_staff_can_end_the_wait_for_a_card(kind: CommandKind, place: Phase) -> None:
    walk = second()
    walk.ask(kind)
    assert place is walk.phase
    assert walk.state.visit is None


def test_a_call_before_the_paper_may_be_of_another_and_is_dismissed_alone() -> None:
    walk = ready(WITH_CAMERA)
    walk.happen(contact(InputName.HELP), paper())
    walk.want_document()
    walk.ask(CommandKind.DISMISS)
    assert Look.CALLED is walk.screen.look
    walk.ask(CommandKind.DISMISS)
    assert (walk.phase, walk.state.call) == (Phase.READY, None)
    assert Look.CLOSED is walk.screen.look


def test_laying_again_works_beside_a_paper_and_ends_in_its_visit() -> None:
    walk = second()
    visit = walk.state.visit.id
    walk.happen(*[signal(Signal.LAY_AGAIN)] * 2)
    assert (walk.phase, walk.screen.hint) == (Phase.SECOND_DOCUMENT, "lay_again")
    walk.happen(signal(Signal.LAY_AGAIN))
    assert (Reason.READER_FAULT, visit) == (walk.board.reason, walk.board.visit)


def test_a_card_that_is_not_genuine_beside_a_paper_is_refused() -> None:
    walk = second()
    walk.happen(signal(Signal.NOT_GENUINE))
    assert Reason.PASS_FORGED is walk.board.reason


def test_a_card_laid_in_the_last_second_is_read_to_its_end() -> None:
    walk = second()
    walk.elapse(14.5)
    walk.happen(signal(Signal.FELT))
    walk.elapse(4)
    assert Phase.SECOND_DOCUMENT is walk.phase
    walk.happen(*[signal(Signal.GONE), signal(Signal.FELT)] * 5)
    walk.elapse(2)
    assert Phase.WAITING_FOR_STAFF is walk.phase, "but nobody keeps the lane waiting"


def test_without_any_reader_the_card_is_not_waited_for() -> None:
    walk = second()
    walk.happen(unwell(READER))
    assert Phase.SECOND_DOCUMENT is walk.phase
    walk.happen(unwell(SECOND))
    assert Reason.PASS_NEEDS_ID is walk.board.reason


def test_a_paper_that_needs_a_card_where_no_reader_works_goes_to_staff() -> None:
    walk = ready(WITH_CAMERA)
    walk.happen(unwell(READER), unwell(SECOND), paper())
    walk.want_document()
    assert Reason.PASS_NEEDS_ID is walk.board.reason


def test_a_camera_lost_meanwhile_does_not_end_the_wait_for_a_card() -> None:
    walk = second()
    walk.happen(unwell(CAMERA, "frozen"))
    assert Phase.SECOND_DOCUMENT is walk.phase
    assert len(walk.happen(card())) == 1


def test_a_gate_lost_meanwhile_opens_for_nobody() -> None:
    walk = second()
    visit = walk.state.visit.id
    walk.happen(unwell(), card())
    assert walk.did(Decide) == []
    assert (Reason.OUT_OF_SERVICE, visit) == (walk.board.reason, walk.board.visit)
