"""What a camera says about a paper that is not read yet, or only in part."""

import pytest
from lane_kit import (
    WAYS,
    WITH_CAMERA,
    Walk,
    card,
    codes,
    paper,
    reading,
    ready,
    seen,
    sign,
    signal,
    with_camera,
)

from drivers.protocols import PaperSign, Signal
from kiosk.lane.events import Incomplete
from kiosk.lane.hints import no_hint
from kiosk.lane.on_papers import GUIDED_SECONDS
from kiosk.lane.phases import NEXT, Phase
from kiosk.looks import Look
from verification.reasons import Outcome, Reason

GUIDANCE = [
    (PaperSign.FLAT, "paper_flat"),
    (PaperSign.NEARER, "paper_nearer"),
    (PaperSign.STILL, "paper_still"),
]


def partly_read() -> Walk:
    """One part of a paper in several codes was read."""
    walk = seen()
    walk.happen(paper(b"part 1"))
    walk.happen(Incomplete(walk.state.visit.id))
    return walk


def test_a_paper_that_is_seen_is_shown_as_being_read() -> None:
    walk = seen()
    assert Phase.READING is walk.phase
    assert Look.READING is walk.screen.state


@pytest.mark.parametrize("way", [seen, lambda: ready(WITH_CAMERA)])
@pytest.mark.parametrize(("word", "hint"), GUIDANCE)
def test_guidance_is_shown_while_the_paper_is_held(word, hint: str, way) -> None:
    walk = way()
    walk.happen(sign(word))
    assert (walk.screen.state, walk.screen.hint) == (Look.READING, hint)
    walk.elapse(GUIDED_SECONDS - 1)
    assert (Phase.READING, hint) == (walk.phase, walk.screen.hint)


def test_a_paper_that_nobody_can_read_is_never_the_visitors_fault() -> None:
    walk = seen()
    walk.happen(sign(PaperSign.FLAT), sign(PaperSign.UNREADABLE))
    assert Phase.WAITING_FOR_STAFF is walk.phase
    assert (
        walk.board.outcome,
        walk.board.reason,
    ) == (Outcome.UNABLE, Reason.READER_FAULT)
    assert walk.board.document == "paper"
    assert Look.FAULT is walk.screen.state


@pytest.mark.parametrize("words", [[], [PaperSign.STILL]])
def test_a_camera_that_says_no_more_calls_staff(words) -> None:
    walk = seen()
    walk.happen(*map(sign, words))
    walk.elapse(GUIDED_SECONDS + 1)
    assert Reason.TIMED_OUT is walk.board.reason


def test_a_paper_taken_away_too_early_is_asked_for_again() -> None:
    walk = seen()
    assert walk.happen(sign(PaperSign.GONE)) == []
    assert (walk.phase, walk.screen.hint) == (Phase.READY, "paper_again")
    walk.elapse(6)
    assert walk.screen.hint == ""


def test_whoever_was_guided_and_went_away_needs_no_guard_and_no_hint() -> None:
    walk = seen()
    walk.happen(sign(PaperSign.NEARER), sign(PaperSign.GONE))
    assert (walk.phase, walk.screen.hint) == (Phase.READY, "")


@pytest.mark.parametrize("word", PaperSign)
@pytest.mark.parametrize(
    "phase",
    [
        Phase.STARTING,
        Phase.CHECKING,
        Phase.SECOND_DOCUMENT,
        Phase.OPEN,
        Phase.PAUSED,
        Phase.EVACUATION,
        Phase.OUT_OF_SERVICE,
    ],
)
def test_signs_of_cameras_disturb_no_busy_lane(phase: Phase, word: PaperSign) -> None:
    walk = with_camera(WAYS[phase])
    before = walk.state
    assert walk.happen(sign(word)) == []
    assert before == no_hint(walk.state)


@pytest.mark.parametrize("word", PaperSign)
def test_a_card_that_is_read_comes_before_a_paper_that_is_seen(word) -> None:
    walk = with_camera(reading)
    before = walk.state
    assert walk.happen(sign(word)) == []
    assert before == walk.state


def test_a_card_laid_while_a_paper_is_read_takes_its_place() -> None:
    walk = seen()
    walk.happen(signal(Signal.FELT), sign(PaperSign.GONE))
    assert Phase.READING is walk.phase
    walk.happen(signal(Signal.GONE))
    assert walk.screen.hint == "lay_again"


def test_a_card_lifted_by_the_one_before_ends_no_reading_of_a_paper() -> None:
    walk = seen()
    walk.happen(signal(Signal.GONE))
    assert Phase.READING is walk.phase


# A paper in several codes


def test_a_part_of_a_paper_is_no_verdict_and_asks_for_more() -> None:
    walk = partly_read()
    assert (walk.phase, walk.screen.hint) == (Phase.READING, "paper_more")
    assert walk.recorded == []
    assert Phase.READING in NEXT[Phase.CHECKING]


@pytest.mark.parametrize("between", [[], [PaperSign.GONE], [*PaperSign][:1]])
def test_the_parts_are_decided_together(between) -> None:
    walk = partly_read()
    walk.happen(*map(sign, between))
    (action,) = walk.happen(paper(b"part 2"))
    assert codes(action) == [b"part 2", b"part 1"]


def test_parts_of_one_visitor_never_help_the_next() -> None:
    walk = partly_read()
    walk.happen(card())
    walk.decide()
    walk.answer()
    walk.go_through()
    (action,) = walk.happen(paper(b"part 2"))
    assert codes(action) == [b"part 2"]


def test_whoever_walks_off_between_the_parts_needs_no_guard() -> None:
    walk = partly_read()
    walk.happen(sign(PaperSign.GONE))
    walk.elapse(21)
    assert (walk.phase, walk.screen.hint) == (Phase.READY, "")
    assert walk.recorded == []


def test_whoever_stays_without_the_other_parts_gets_help() -> None:
    walk = partly_read()
    walk.happen(sign(PaperSign.GONE), sign(PaperSign.SEEN))
    walk.elapse(21)
    assert Reason.TIMED_OUT is walk.board.reason


def test_an_incomplete_paper_of_a_visit_that_is_over_changes_nothing() -> None:
    walk = seen()
    before = walk.state
    assert walk.happen(Incomplete("another")) == []
    assert before == walk.state
