"""How a call ends: opened, dismissed by whoever was meant, or by a restart."""

from dataclasses import replace

import pytest
from lane_kit import (
    GATE,
    READER,
    SECOND,
    Walk,
    contact,
    paper,
    ready,
    second,
    waiting,
    well,
)

from drivers.protocols import InputName
from kiosk.lane.actions import Record
from kiosk.lane.events import Started
from kiosk.lane.phases import Phase
from kiosk.lane.state import Left
from kiosk.lane.visits import LeftCall, Visit
from kiosk.live import CommandKind
from verification.ledger import EventKind
from verification.reasons import Outcome, Reason

HELP = contact(InputName.HELP)


def called() -> Walk:
    walk = ready()
    walk.happen(HELP)
    return walk


# Closed


def test_opening_closes_the_call_of_whom_staff_stand_with() -> None:
    walk = called()
    walk.ask(CommandKind.ARRIVED, by="小李")
    walk.ask(CommandKind.OPEN)
    walk.intend()
    walk.answer(order="order-2")
    assert EventKind.CALL_CLOSED in walk.recorded


@pytest.mark.parametrize("visit", ["somebody-before", None])
def test_a_late_dismissal_never_sends_the_next_visitor_away(visit) -> None:
    walk = waiting()
    walk.ask(CommandKind.DISMISS, visit=visit)
    assert (walk.recorded, walk.finished) == ([], ["refused"])
    assert Phase.WAITING_FOR_STAFF is walk.phase


def test_who_is_meant_is_dismissed() -> None:
    walk = waiting()
    walk.ask(CommandKind.DISMISS, visit=walk.board.visit)
    assert walk.finished == ["dismissed"]
    assert Phase.READY is walk.phase


def test_of_two_the_one_who_is_meant_is_dismissed() -> None:
    walk = waiting()
    caller = walk.board.visit
    walk.state = replace(walk.state, rules=second().state.rules)
    walk.happen(paper(b"HC1:B"))
    walk.want_document()
    shown = walk.state.visit
    walk.ask(CommandKind.DISMISS, visit="somebody-before")
    assert walk.finished == ["refused"]
    walk.ask(CommandKind.DISMISS, visit=caller)
    assert (walk.finished, walk.state.call) == (["dismissed"], None)
    assert (walk.phase, walk.state.visit) == (Phase.SECOND_DOCUMENT, shown)


def test_resuming_a_lane_leaves_its_caller_waiting() -> None:
    walk = ready()
    walk.ask(CommandKind.PAUSE)
    walk.happen(HELP)
    walk.ask(CommandKind.RESUME)
    assert walk.finished == ["done"]
    assert (walk.phase, walk.board.pressed) == (Phase.WAITING_FOR_STAFF, True)


def test_an_opening_needs_no_reason_yet() -> None:
    walk = waiting(Reason.STATUS_EXPIRED)
    (intend,) = walk.ask(CommandKind.OPEN, visit=walk.board.visit)
    assert intend.reason == ""


# A restart


def restarted(told_ms: int, pressed: bool) -> Walk:
    visit = Visit("v", outcome=None if pressed else Outcome.REFER)
    return Walk(left=Left(call=LeftCall(visit, 0, told_ms, pressed)))


@pytest.mark.parametrize(("pressed", "look"), [(True, "called"), (False, "wait")])
def test_whoever_called_before_a_restart_is_rung_for_again(pressed, look) -> None:
    walk = restarted(told_ms=990_000, pressed=pressed)
    walk.happen(Started())
    (record,) = walk.did(Record)
    assert (record.kind, record.visit) == (EventKind.CALL_RAISED, "v")
    assert record.more == {"again": True, "pressed": pressed, "why": "restarted"}
    for device in (GATE, READER, SECOND):
        walk.happen(well(device))
    assert (walk.phase, walk.screen.look) == (Phase.WAITING_FOR_STAFF, look)


def test_who_called_long_before_a_restart_is_not_waited_for() -> None:
    walk = restarted(told_ms=-900_000, pressed=True)
    walk.happen(Started())
    (record,) = walk.did(Record)
    assert (record.kind, record.more) == (EventKind.CALL_CLOSED, {"how": "restarted"})
    assert walk.state.call is None
