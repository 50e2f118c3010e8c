"""Registered on the spot: the card lies sealed, and is decided about once more."""

from dataclasses import replace

import pytest
from lane_kit import (
    STRANGER,
    WITH_CAMERA,
    Walk,
    card,
    contact,
    paper,
    ready,
    seen,
    sign,
    unwell,
    waiting,
)

from drivers.protocols import GateOutcome, InputName, PaperSign
from kiosk.lane.actions import Decide, Lay, Pulse, TakeUp
from kiosk.lane.calls import LAID_SECONDS
from kiosk.lane.phases import Phase
from kiosk.lane.registering import laid_card, registrable
from kiosk.live import CommandKind
from kiosk.live.laid import Laid
from verification.catalogue import OUTCOME_OF
from verification.ledger import EventKind
from verification.reasons import Outcome, Reason
from verification.verdict import Verdict

HELP = contact(InputName.HELP)


def laid() -> Walk:
    """Somebody waits who can be registered on the spot."""
    walk = ready()
    walk.happen(card())
    walk.refer(registrable=True)
    return walk


def again(walk: Walk) -> list:
    return walk.ask(CommandKind.CHECK_AGAIN, visit=walk.board.visit)


# What lies there


def test_the_card_of_who_can_be_registered_lies_sealed_while_they_wait() -> None:
    walk = laid()
    (action,) = walk.did(Lay)
    assert (action.visit, action.card.number) == (walk.board.visit, card().number)
    assert walk.board.can_register
    walk.ask(CommandKind.DISMISS)
    assert walk.did(TakeUp) == [TakeUp(action.visit)]
    assert not walk.board.can_register


def test_nobody_elses_card_is_laid() -> None:
    walk = waiting(Reason.STATUS_BARRED)
    assert walk.did(Lay) == []
    assert not walk.board.can_register


def test_what_could_not_be_recorded_is_not_laid() -> None:
    walk = ready()
    walk.happen(card())
    walk.refer(registrable=True, recorded=False)
    assert walk.did(Lay) == []


def test_a_sealed_card_lies_two_minutes_and_no_longer() -> None:
    walk = laid()
    walk.ask(CommandKind.ARRIVED, by="小李")
    assert len(walk.did(Lay)) == 1
    walk.elapse(LAID_SECONDS - 1)
    assert walk.board.can_register
    walk.elapse(2)
    assert len(walk.did(TakeUp)) == 1
    assert not walk.board.can_register
    assert Phase.WAITING_FOR_STAFF is walk.phase


@pytest.mark.parametrize("kind", [CommandKind.ACKNOWLEDGE, CommandKind.ARRIVED])
def test_who_comes_finds_the_card_laid_anew(kind: CommandKind) -> None:
    walk = laid()
    walk.elapse(LAID_SECONDS - 5)
    walk.ask(kind, by="小李")
    assert len(walk.did(Lay)) == 1
    walk.elapse(LAID_SECONDS - 5)
    assert walk.board.can_register


def test_the_card_of_the_next_who_waits_takes_the_place_of_the_one_before() -> None:
    walk = laid()
    before = walk.board.visit
    walk.happen(card())
    walk.refer(registrable=True, subject=STRANGER)
    assert walk.did(TakeUp) == [TakeUp(before)]
    assert [one.visit for one in walk.did(Lay)] == [walk.board.visit]


def test_a_fire_leaves_no_card_lying() -> None:
    walk = laid()
    walk.happen(contact(InputName.FIRE))
    assert len(walk.did(TakeUp)) == 1


def test_what_is_sealed_is_what_the_reader_delivered() -> None:
    assert laid_card(card()) == Laid("resident", card().number, "测试人")


@pytest.mark.parametrize("reason", Reason)
def test_only_what_can_be_added_on_the_spot_is_asked_for(reason: Reason) -> None:
    verdict = Verdict(OUTCOME_OF[reason], reason, "r1", "resident")
    added = {"not_registered", "status_expired", "attestation_missing"}
    assert registrable(verdict) is (reason in added)


def test_nobody_is_registered_under_a_number_that_cannot_be_one() -> None:
    verdict = Verdict(Outcome.REFER, Reason.NOT_REGISTERED, "r1", "resident")
    assert not registrable(replace(verdict, warnings=("number_checksum",)))


# Decided anew


def test_after_registering_the_same_card_is_decided_about_in_the_same_visit() -> None:
    walk = laid()
    visit = walk.board.visit
    (action,) = again(walk)
    assert (action.visit, action.read.number) == (visit, card().number)
    assert (action.staff, action.again) == ("staff-7", True)
    assert Phase.CHECKING is walk.phase
    assert [Pulse("order-1")] == walk.decide()
    walk.answer()
    assert walk.finished == ["opened"]
    assert walk.recorded == [EventKind.GATE_PULSE, EventKind.CALL_CLOSED]
    assert len(walk.did(TakeUp)) == 1
    assert (walk.phase, walk.screen.clip) == (Phase.OPEN, "pass")
    walk.go_through()
    assert Phase.READY is walk.phase


def test_who_is_still_not_admitted_goes_on_waiting_with_the_new_reason() -> None:
    walk = laid()
    visit, since = walk.board.visit, walk.board.call_since_ms
    walk.ask(CommandKind.ARRIVED, by="小李")
    walk.elapse(5)
    again(walk)
    walk.refer(Reason.ATTESTATION_MISSING, registrable=True)
    assert walk.finished == ["attestation_missing"]
    board = walk.board
    assert (board.visit, board.reason) == (visit, Reason.ATTESTATION_MISSING)
    assert (board.call_since_ms, board.acknowledged_by) == (since, "小李")
    assert board.can_register
    assert (len(walk.did(Lay)), walk.did(TakeUp)) == (1, [])


def test_who_pressed_the_help_key_is_served_by_being_registered() -> None:
    walk = laid()
    walk.happen(HELP)
    again(walk)
    walk.decide()
    walk.answer()
    assert EventKind.CALL_CLOSED in walk.recorded


def test_a_paper_is_decided_about_again_with_the_card_that_lay_beside_it() -> None:
    walk = ready(WITH_CAMERA)
    walk.happen(paper())
    walk.want_document()
    walk.happen(card())
    walk.refer(Reason.ATTESTATION_MISSING, registrable=True)
    assert len(walk.did(Lay)) == 1
    (action,) = again(walk)
    assert (action.read.codes, action.beside.number) == (paper().codes, card().number)


def test_a_paper_without_a_card_lays_nothing_but_is_decided_about_again() -> None:
    walk = ready(WITH_CAMERA)
    walk.happen(paper())
    walk.refer(Reason.ATTESTATION_MISSING, registrable=True)
    assert walk.did(Lay) == []
    (action,) = again(walk)
    assert (action.read.codes, action.beside) == (paper().codes, None)


def unread() -> Walk:
    walk = seen()
    walk.happen(sign(PaperSign.UNREADABLE))
    return walk


def called() -> Walk:
    walk = ready()
    walk.happen(HELP)
    return walk


def let_in() -> Walk:
    walk = ready()
    walk.happen(card())
    walk.decide()
    walk.answer()
    walk.happen(HELP)
    walk.go_through()
    return walk


def broken() -> Walk:
    walk = laid()
    walk.happen(unwell())
    return walk


def with_another() -> Walk:
    """Somebody waits while the card of another is wanted beside a paper."""
    walk = laid()
    walk.state = replace(walk.state, rules=WITH_CAMERA)
    walk.happen(paper())
    walk.want_document()
    return walk


@pytest.mark.parametrize("way", [ready, unread, called, let_in, broken, with_another])
def test_nothing_is_decided_again_where_it_means_nothing(way) -> None:
    walk = way()
    before = walk.state
    again(walk)
    assert (walk.finished, walk.did(Decide)) == (["refused"], [])
    assert before == walk.state


def test_nothing_is_decided_again_for_somebody_else_than_was_meant() -> None:
    walk = laid()
    walk.ask(CommandKind.CHECK_AGAIN, visit="somebody-before")
    assert (walk.finished, walk.did(Decide)) == (["refused"], [])


def test_nothing_is_decided_again_after_the_call() -> None:
    walk = laid()
    visit = walk.board.visit
    walk.ask(CommandKind.DISMISS)
    walk.ask(CommandKind.CHECK_AGAIN, visit=visit)
    assert (walk.finished, walk.did(Decide)) == (["refused"], [])


def test_a_gate_that_is_silent_keeps_the_registered_visitor_waiting() -> None:
    walk = laid()
    again(walk)
    walk.decide()
    walk.answer(GateOutcome.NO_ANSWER)
    assert walk.finished == ["gate_silent"]
    assert Reason.GATE_FAULT is walk.board.reason
    assert not walk.board.can_register
