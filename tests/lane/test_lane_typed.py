"""The short code of a pass, typed by staff for a visitor whose paper is not read."""

import pytest
from lane_kit import WAYS, card, contact, paper, ready, second, seen, sign, waiting

from drivers.protocols import InputName, PaperSign
from kiosk.lane.actions import Decide, Pulse
from kiosk.lane.phases import Phase
from kiosk.lane.shown import TypedCode
from kiosk.live import CommandKind
from verification.ledger import EventKind
from verification.reasons import Reason

CODE = "0410-6105-X"  # of a pass whose id begins with the bytes 1 to 5


def test_a_typed_code_is_decided_as_if_the_pass_had_been_shown() -> None:
    walk = ready()
    (action,) = walk.ask(CommandKind.SHOW_CODE, code=CODE, visit=None)
    assert (action.read, action.staff) == (TypedCode(CODE), "staff-7")
    walk.want_document()
    assert walk.finished == ["pass_needs_id"]
    assert Phase.SECOND_DOCUMENT is walk.phase
    (action,) = walk.happen(card())
    assert (action.read, action.beside.number) == (TypedCode(CODE), card().number)


def test_a_code_that_admits_tells_staff_that_the_gate_opened() -> None:
    walk = ready()
    walk.ask(CommandKind.SHOW_CODE, code=CODE)
    walk.decide(reason=Reason.PASS_VALID)
    walk.answer()
    assert walk.finished == ["opened"]


@pytest.mark.parametrize("reason", [Reason.PASS_EXPIRED, Reason.PASS_REVOKED])
def test_a_code_that_admits_nobody_tells_staff_why(reason: Reason) -> None:
    walk = ready()
    walk.ask(CommandKind.SHOW_CODE, code=CODE)
    walk.refer(reason)
    assert walk.finished == [reason.value]
    assert Phase.WAITING_FOR_STAFF is walk.phase


def test_a_code_whose_verdict_cannot_be_recorded_opens_nothing() -> None:
    walk = ready()
    walk.ask(CommandKind.SHOW_CODE, code=CODE)
    walk.decide(recorded=False)
    assert walk.finished == ["record_failed"]
    assert walk.did(Pulse) == []


@pytest.mark.parametrize("code", ["", "0410-6105-Y", "0410", "请", "0410-6105-X-1"])
def test_a_mistyped_code_changes_nothing(code: str) -> None:
    walk = ready()
    before = walk.state
    walk.ask(CommandKind.SHOW_CODE, code=code)
    assert walk.finished == ["code_mistyped"]
    assert before == walk.state


def test_a_code_typed_for_a_visitor_who_waits_answers_the_call() -> None:
    walk = seen()
    walk.happen(sign(PaperSign.UNREADABLE))
    visit = walk.board.visit
    (action,) = walk.ask(CommandKind.SHOW_CODE, code=CODE, visit=visit)
    assert visit == action.visit
    walk.decide(reason=Reason.PASS_VALID)
    walk.answer()
    assert EventKind.CALL_CLOSED in walk.recorded


def test_a_guard_who_is_on_the_way_is_not_rung_for_again() -> None:
    walk = waiting()
    since = walk.board.call_since_ms
    walk.ask(CommandKind.ACKNOWLEDGE, by="小李")
    walk.elapse(5)
    walk.ask(CommandKind.SHOW_CODE, code=CODE)
    walk.refer(Reason.PASS_EXPIRED)
    assert walk.state.call.acknowledged_by == "小李"
    assert since == walk.board.call_since_ms


def test_a_code_typed_for_another_visitor_is_refused() -> None:
    walk = waiting()
    walk.ask(CommandKind.SHOW_CODE, code=CODE, visit=None)
    assert walk.finished == ["refused"]
    assert walk.did(Decide) == []


@pytest.mark.parametrize(
    "phase",
    [
        Phase.STARTING,
        Phase.CHECKING,
        Phase.OPEN,
        Phase.PAUSED,
        Phase.EVACUATION,
        Phase.OUT_OF_SERVICE,
    ],
)
def test_no_code_is_taken_where_no_paper_would_be(phase: Phase) -> None:
    walk = WAYS[phase]()
    walk.ask(CommandKind.SHOW_CODE, code=CODE)
    assert walk.finished == ["refused"]
    assert phase is walk.phase


def test_what_is_on_a_paper_stays_out_of_repr() -> None:
    walk = second()
    walk.happen(paper(b"HC1:SECRET"))
    walk.refer()
    typed = ready()
    typed.ask(CommandKind.SHOW_CODE, code=CODE)
    said = repr((walk.state, walk.actions, walk.board, typed.state, typed.actions))
    assert not any(word in said for word in ("SECRET", "HC1", CODE))


def test_the_code_of_whom_was_let_in_before_is_another_visit() -> None:
    walk = ready()
    walk.happen(card())
    first = walk.state.visit.id
    walk.decide()
    walk.answer()
    walk.happen(contact(InputName.HELP))
    walk.go_through()
    (action,) = walk.ask(CommandKind.SHOW_CODE, code=CODE, visit=first)
    assert action.visit != first
