"""What the public screen and the guard's board show of a lane."""

from dataclasses import replace

import pytest
from lane_kit import (
    CAMERA,
    READER,
    WAYS,
    WITH_CAMERA,
    card,
    checking,
    contact,
    opened,
    out_of_service,
    paper,
    pulsed,
    ready,
    seen,
    sign,
    signal,
    unwell,
    waiting,
    well,
)

from drivers.protocols import GateOutcome, InputName, PaperSign, Signal
from kiosk.lane.phases import TIME_OUT, Phase
from kiosk.live import CommandKind
from kiosk.looks import Look
from kiosk.voice.sentences import sentences
from verification.catalogue import explain
from verification.reasons import Outcome, Reason

PERSONAL = ("1101**********002X", "测*人", "测试人", "11010519491231002X")


@pytest.mark.parametrize(
    ("phase", "shown"),
    [
        (Phase.STARTING, Look.PAUSED),
        (Phase.READY, Look.IDLE),
        (Phase.READING, Look.READING),
        (Phase.CHECKING, Look.READING),
        (Phase.SECOND_DOCUMENT, Look.SECOND),
        (Phase.OPEN, Look.PASS),
        (Phase.WAITING_FOR_STAFF, Look.WAIT),
        (Phase.PAUSED, Look.PAUSED),
        (Phase.EVACUATION, Look.EVACUATION),
        (Phase.OUT_OF_SERVICE, Look.FAULT),
    ],
)
def test_each_phase_has_its_screen(phase: Phase, shown: Look) -> None:
    assert shown is WAYS[phase]().screen.state


@pytest.mark.parametrize("phase", Phase)
def test_the_board_names_the_phase(phase: Phase) -> None:
    assert phase.value == WAYS[phase]().board.phase


@pytest.mark.parametrize(
    "reason", [Reason.STATUS_BARRED, Reason.CARD_REVOKED, Reason.STATUS_ATTENTION]
)
def test_refer_and_refuse_look_alike(reason: Reason) -> None:
    assert waiting(Reason.STATUS_ATTENTION).screen == waiting(reason).screen


def test_every_refuse_shows_a_line_that_some_refer_shows() -> None:
    lines = {outcome: set() for outcome in Outcome}
    for reason in Reason:
        text = explain(reason)
        lines[text.outcome].add(text.public_zh)
    assert lines[Outcome.REFUSE] <= lines[Outcome.REFER]


@pytest.mark.parametrize("reason", [r for r in Reason if r not in ("status_valid",)])
def test_the_screen_never_says_the_true_reason(reason: Reason) -> None:
    walk = checking()
    outcome = explain(reason).outcome
    if outcome is Outcome.ADMIT:
        walk.decide(reason=reason)
        walk.answer()
    else:
        walk.decide(outcome=outcome, reason=reason, order=None)
    shown = repr(walk.screen)
    assert reason.value not in shown
    assert not any(text in shown for text in PERSONAL)
    assert reason is walk.board.reason


@pytest.mark.parametrize(
    "reason", [r for r in Reason if explain(r).outcome is Outcome.UNABLE]
)
def test_our_faults_look_like_faults_of_a_machine(reason: Reason) -> None:
    walk = checking()
    walk.decide(outcome=Outcome.UNABLE, reason=reason, order=None)
    screen = walk.screen
    assert (screen.look, screen.line, screen.clip) == (Look.FAULT, "", "fault")


def test_the_public_screen_shows_the_public_name_for_a_few_seconds() -> None:
    walk = opened()
    assert walk.screen.name == "测**"
    assert walk.screen.until_ms - walk.state.since_ms == 6000


def test_the_board_shows_masked_name_and_number() -> None:
    board = waiting().board
    assert (
        board.name,
        board.number,
        board.document,
    ) == ("测*人", "1101**********002X", "resident")


def test_names_and_numbers_stay_out_of_repr() -> None:
    for walk in (pulsed(), opened(), waiting()):
        said = repr((walk.state, walk.board, walk.actions))
        assert not any(text in said for text in PERSONAL)


def test_after_the_visit_the_screen_forgets_the_name() -> None:
    walk = opened()
    walk.go_through()
    assert walk.screen.name is None
    assert walk.board.name is None


def test_a_pressed_help_key_without_a_verdict_says_that_somebody_comes() -> None:
    walk = ready()
    walk.happen(contact(InputName.HELP))
    assert (
        walk.screen.state,
        walk.screen.clip,
        walk.screen.line,
    ) == (Look.CALLED, "called", "")


@pytest.mark.parametrize(
    ("walk", "clip"),
    [
        (ready, ""),
        (opened, "pass"),
        (waiting, "deny"),
        (out_of_service, "fault"),
    ],
)
def test_each_screen_has_its_sentence(walk, clip: str) -> None:
    assert clip == walk().screen.clip


@pytest.mark.parametrize("reason", Reason)
def test_every_verdict_is_told_by_the_sentence_of_its_outcome(reason: Reason) -> None:
    walk, outcome = checking(), explain(reason).outcome
    if outcome is Outcome.ADMIT:
        walk.decide(reason=reason)
        walk.answer()
    else:
        walk.decide(outcome=outcome, reason=reason, order=None)
    assert outcome in sentences()[walk.screen.clip].outcomes


@pytest.mark.parametrize("walk", [opened, waiting])
def test_a_card_that_is_left_is_spoken_of_beside_the_verdict(walk) -> None:
    walk = walk()
    walk.elapse(7)
    before = walk.screen
    walk.happen(signal(Signal.TAKE_CARD))
    assert (walk.screen.look, walk.screen.clip) == (before.look, "take_card")
    walk.happen(signal(Signal.GONE))
    assert before == walk.screen


def test_a_card_that_is_left_at_rest_is_a_look_of_its_own() -> None:
    walk = ready()
    walk.happen(signal(Signal.TAKE_CARD))
    assert (walk.screen.look, walk.screen.clip) == (Look.TAKE, "take_card")


def test_a_paper_is_asked_for_only_where_a_camera_is_well() -> None:
    assert Look.IDLE_CARD_ONLY is ready().screen.look
    walk = ready(WITH_CAMERA)
    assert Look.IDLE is walk.screen.look
    walk.happen(unwell(CAMERA))
    assert Look.IDLE_CARD_ONLY is walk.screen.look
    walk.happen(well(CAMERA))
    assert Look.IDLE is walk.screen.look


@pytest.mark.parametrize("sign_", [PaperSign.FLAT, PaperSign.TURN, PaperSign.STILL])
def test_guidance_is_spoken(sign_: PaperSign) -> None:
    walk = seen()
    walk.happen(sign(sign_))
    assert f"paper_{sign_}" == walk.screen.look == walk.screen.clip


def test_the_screen_is_told_that_it_is_a_paper_that_is_looked_at() -> None:
    walk = seen()
    assert (walk.screen.look, walk.screen.hint) == (Look.READING, "sheet")
    walk.happen(paper())
    assert (walk.phase, walk.screen.hint) == (Phase.CHECKING, "sheet")
    assert "" == checking().screen.hint == WAYS[Phase.READING]().screen.hint


def test_please_lay_it_again_is_spoken() -> None:
    walk = WAYS[Phase.READING]()
    walk.happen(signal(Signal.LAY_AGAIN))
    assert (walk.screen.clip, walk.screen.hint) == ("reread", "lay_again")


def test_the_board_counts_the_waiting_from_the_call() -> None:
    walk = waiting()
    began = walk.board.call_since_ms
    walk.elapse(10)
    walk.happen(card())
    assert began == walk.board.call_since_ms


def test_the_board_says_that_the_guard_must_open_by_hand() -> None:
    walk = pulsed()
    walk.answer(GateOutcome.BY_HAND)
    assert walk.board.by_hand
    assert Look.PASS is walk.screen.state


def test_the_board_says_why_a_lane_is_out_of_service() -> None:
    walk = ready()
    walk.happen(unwell())
    assert walk.board.note == "east-gate"
    walk.happen(contact(InputName.FIRE))
    assert walk.board.note == "fire"


def test_a_lane_that_starts_is_closed_for_now_and_broken_only_if_it_stays_so() -> None:
    walk = WAYS[Phase.STARTING]()
    assert (walk.screen.look, walk.screen.clip) == (Look.PAUSED, "")
    walk.elapse(TIME_OUT[Phase.STARTING])
    assert (walk.screen.look, walk.screen.clip) == (Look.FAULT, "fault")


SHOWN = [signal(Signal.FELT), card(), sign(PaperSign.SEEN), paper()]


@pytest.mark.parametrize("event", SHOWN, ids=lambda event: type(event).__name__)
def test_whoever_shows_something_to_a_paused_lane_is_told_that_it_is_paused(
    event,
) -> None:
    walk = WAYS[Phase.PAUSED]()
    rest = walk.screen
    assert (rest.look, rest.clip) == (Look.PAUSED, "")
    walk.happen(event)
    assert (walk.screen.look, walk.screen.clip) == (Look.PAUSED, "paused")
    walk.elapse(6)
    assert rest == walk.screen


@pytest.mark.parametrize("sign_", [signal(Signal.GONE), sign(PaperSign.GONE)])
def test_whoever_leaves_a_paused_lane_is_told_nothing(sign_) -> None:
    walk = WAYS[Phase.PAUSED]()
    walk.happen(sign_)
    assert walk.screen.clip == ""


def test_an_opening_by_staff_is_spoken_as_such() -> None:
    walk = waiting()
    walk.ask(CommandKind.OPEN)
    walk.intend()
    walk.answer(order="order-2")
    assert walk.screen.clip == "staff_pass"


def test_the_screen_says_who_is_coming_in_no_more_than_ten_characters() -> None:
    walk = waiting()
    walk.ask(CommandKind.ACKNOWLEDGE, by="一个名字很长的工作人员")
    line = walk.screen.line
    assert line == "一个名字很马上就来"
    assert len(line) <= 10


def test_no_card_is_asked_for_that_no_reader_could_read() -> None:
    walk = ready(replace(WITH_CAMERA, id_readers=frozenset({READER})))
    assert walk.screen.look is Look.IDLE
    walk.happen(unwell(READER))
    assert (walk.screen.look, walk.phase) == (Look.FAULT, Phase.READY)
    walk.happen(well(READER))
    assert walk.screen.look is Look.IDLE


def test_a_card_that_was_left_is_asked_for_until_it_is_lifted() -> None:
    walk = ready()
    walk.happen(signal(Signal.TAKE_CARD))
    walk.elapse(50)
    assert (walk.screen.look, walk.screen.clip) == (Look.TAKE, "take_card")
    walk.happen(signal(Signal.GONE))
    assert walk.screen.look is Look.IDLE_CARD_ONLY
