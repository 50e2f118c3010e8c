"""A paper is a document like a card, and a camera a device like a reader."""

from dataclasses import replace

import pytest
from lane_kit import (
    CAMERA,
    GATE,
    READER,
    SECOND,
    SUBJECT,
    WAYS,
    WITH_CAMERA,
    Walk,
    codes,
    contact,
    opened,
    paper,
    ready,
    seen,
    unwell,
    well,
    with_camera,
)

from drivers.protocols import GateOutcome, InputName
from kiosk.lane.actions import Decide, GiveBack, Pulse
from kiosk.lane.events import Ignored, Started
from kiosk.lane.hints import no_hint
from kiosk.lane.phases import Phase
from kiosk.live import CommandKind
from kiosk.looks import Look
from verification.ledger import EventKind
from verification.reasons import Reason

# A paper is a document like a card


@pytest.mark.parametrize("phase", [Phase.READY, Phase.READING, Phase.WAITING_FOR_STAFF])
def test_a_paper_is_checked_when_the_lane_is_free(phase: Phase) -> None:
    walk = with_camera(WAYS[phase])
    (action,) = walk.happen(paper())
    assert isinstance(action, Decide)
    assert codes(action) == [b"HC1:A"]
    assert Phase.CHECKING is walk.phase


@pytest.mark.parametrize("phase", [Phase.CHECKING, Phase.PAUSED, Phase.EVACUATION])
def test_a_paper_in_a_phase_that_serves_nobody_is_not_queued(phase: Phase) -> None:
    walk = with_camera(WAYS[phase])
    before = walk.state
    assert walk.happen(paper()) == []
    assert before == no_hint(walk.state)


def test_an_admitted_paper_gets_one_pulse_with_the_order_of_its_intent() -> None:
    walk = seen()
    walk.happen(paper())
    assert [Pulse("order-1")] == walk.decide(reason=Reason.PASS_VALID)
    walk.answer()
    assert Look.PASS is walk.screen.state


def test_a_paper_from_an_old_frame_opens_for_nobody() -> None:
    walk = seen()
    assert walk.happen(replace(paper(), at=walk.at - 2.1)) == []
    assert walk.screen.hint == "paper_again"


def test_a_paper_shown_while_the_lane_starts_is_decided_once_it_is_ready() -> None:
    walk = Walk(WITH_CAMERA)
    walk.happen(paper())
    assert walk.did(Decide) == []
    for device in (GATE, READER, SECOND):
        walk.happen(well(device))
    (action,) = walk.did(Decide)
    assert codes(action) == [b"HC1:A"]


def test_the_lane_waits_for_its_camera_when_it_starts() -> None:
    walk = Walk(WITH_CAMERA)
    walk.happen(Started(), well(), well(READER), well(SECOND))
    assert Phase.STARTING is walk.phase
    walk.happen(well(CAMERA))
    assert Phase.READY is walk.phase


def test_the_same_paper_at_the_open_gate_changes_nothing() -> None:
    walk = ready(WITH_CAMERA)
    walk.happen(paper())
    walk.decide()
    walk.answer()
    before = walk.state
    assert walk.happen(paper()) == []
    assert before == walk.state


def test_another_paper_at_the_open_gate_is_only_asked_whose_it_is() -> None:
    walk = with_camera(opened)
    (action,) = walk.happen(paper())
    assert action.open_for == SUBJECT
    walk.happen(Ignored(action.visit, paper=True))
    assert walk.screen.hint == "paper_again"
    assert Phase.OPEN is walk.phase


def test_the_next_paper_waits_until_the_relay_lets_go() -> None:
    walk = with_camera(opened)
    walk.elapse(0.5)
    walk.happen(contact(InputName.PASSAGE), paper())
    assert walk.did(Decide) == []
    walk.elapse(0.7)
    (action,) = walk.did(Decide)
    assert action.open_for is None


def test_a_gate_that_did_not_open_gives_the_pass_back() -> None:
    walk = ready(WITH_CAMERA)
    walk.happen(paper())
    walk.decide()
    walk.answer(GateOutcome.REFUSED)
    assert len(walk.did(GiveBack)) == 1
    assert Reason.GATE_FAULT is walk.board.reason


def test_more_of_the_same_sheet_is_the_same_visit_and_answers_its_call() -> None:
    walk = ready(WITH_CAMERA)
    (first,) = walk.happen(paper(b"12345"))
    walk.refer(Reason.PAPER_UNKNOWN)
    (again,) = walk.happen(paper(b"HC1:A", b"12345"))
    assert again.visit == first.visit
    walk.decide()
    walk.answer()
    assert EventKind.CALL_CLOSED in walk.recorded


def test_a_sheet_with_several_codes_is_told_to_the_board() -> None:
    walk = ready(WITH_CAMERA)
    walk.happen(paper(b"12345", b"67890"))
    walk.refer(Reason.PAPER_UNKNOWN)
    assert walk.board.note == "several_codes"


# The camera is a device like a reader


@pytest.mark.parametrize("lost", [[CAMERA], [READER, SECOND]])
def test_a_lane_stays_in_service_while_anything_can_be_shown(lost) -> None:
    walk = ready(WITH_CAMERA)
    walk.happen(*map(unwell, lost))
    assert Phase.READY is walk.phase
    assert [EventKind.DEVICE_LOST] * len(lost) == walk.recorded


def test_without_readers_and_camera_the_lane_is_out_of_service() -> None:
    walk = ready(WITH_CAMERA)
    walk.happen(*map(unwell, (READER, SECOND, CAMERA)))
    assert Phase.OUT_OF_SERVICE is walk.phase
    walk.happen(paper())
    assert len(walk.did(Decide)) == 1, "who delivers a paper is well"
    assert EventKind.DEVICE_BACK in walk.recorded


def test_who_was_let_in_and_called_is_another_visit_next_time() -> None:
    walk = ready(WITH_CAMERA)
    walk.happen(paper())
    first = walk.state.visit.id
    walk.decide(document="pass")
    walk.answer()
    walk.happen(contact(InputName.HELP))
    walk.go_through()
    (action,) = walk.happen(paper(b"HC1:A", b"HC1:B"))
    assert action.visit != first
    walk.refer(Reason.PASS_REUSED)
    assert walk.state.call.visit.id == action.visit


def test_an_opening_of_staff_gives_nothing_back() -> None:
    walk = ready(WITH_CAMERA)
    walk.happen(paper())
    walk.decide(document="pass")
    walk.answer()
    walk.happen(contact(InputName.HELP))
    walk.go_through()
    walk.ask(CommandKind.OPEN)
    walk.intend()
    walk.answer(order="order-2")
    assert not any(isinstance(a, GiveBack) for a in walk.elapse(10))
    assert Phase.READY is walk.phase
