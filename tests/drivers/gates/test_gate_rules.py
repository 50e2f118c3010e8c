"""Settings of gates, advice about wiring, and the gate that a guard opens."""

import pytest

from drivers.errors import WrongSetting
from drivers.gates import (
    BOARD_TIMED,
    GATES,
    GateSettings,
    check_inputs,
    check_pulse,
    gate_notes,
    gate_problems,
    wiring_note,
)
from drivers.inputs import InputSpec
from drivers.protocols import Condition, GateOutcome, InputName
from drivers.supervisor import Supervisor
from drivers.twins.relay_boards import RELAY_TWINS

BOARD = {InputName.PASSAGE: InputSpec.parse("board:1")}
LINE = {InputName.PASSAGE: InputSpec.parse("line:cts")}
NO_INPUTS: dict = {}


@pytest.mark.parametrize(
    ("driver", "seconds"),
    [
        ("waveshare", 0.1),
        ("waveshare", 0.7),
        ("fc16", 30),
        ("r421a08", 1),
        ("r421a08", 30.0),
        ("lcus", 0.55),
        ("manual", 0.01),
    ],
)
def test_a_pulse_that_the_board_can_make_is_taken(driver, seconds):
    check_pulse(driver, seconds)


@pytest.mark.parametrize(
    ("driver", "seconds", "remedy"),
    [
        ("waveshare", 0, "more than 0"),
        ("manual", -1, "more than 0"),
        ("lcus", float("nan"), "more than 0"),
        ("lcus", float("inf"), "more than 0"),
        ("waveshare", 30.1, "hold it"),
        ("manual", 31, "hold it"),
        ("waveshare", 0.55, "try 0."),
        ("fc16", 0.31, "try 0.3"),
        ("r421a08", 0.5, "try 1"),
        ("r421a08", 2.6, "try 3"),
        ("numato", 0.05, "no relay"),
    ],
)
def test_an_impossible_pulse_names_its_remedy(driver, seconds, remedy):
    with pytest.raises(WrongSetting, match=remedy):
        check_pulse(driver, seconds)


@pytest.mark.parametrize("driver", sorted(GATES))
def test_only_boards_without_a_timer_need_special_wiring(driver):
    note = wiring_note(driver)
    assert (note is None) == (driver in BOARD_TIMED or driver == "manual")
    if note:
        assert "脉冲" in note
        assert "delay relay" in note


@pytest.mark.parametrize("driver", ["r421a08", "lcus", "kmtronic", "numato", "manual"])
def test_inputs_of_a_board_without_inputs_are_refused(driver):
    with pytest.raises(WrongSetting, match="line:cts"):
        check_inputs(driver, BOARD.values())
    with pytest.raises(WrongSetting, match="line:cts"):
        GATES[driver]("north", GateSettings(inputs=BOARD), print)
    check_inputs(driver, LINE.values())


def test_problems_are_all_told_at_once():
    assert len(gate_problems("r421a08", 0.5, BOARD)) == 2
    assert gate_problems("waveshare", 0.5, BOARD) == []


def test_notes_tell_what_an_installer_must_know():
    fire = {**BOARD, InputName.FIRE: InputSpec.parse("board:2:inverted")}
    assert gate_notes("waveshare", 0.5, "safe", fire) == []
    notes = "\n".join(gate_notes("lcus", 0.5, "secure", NO_INPUTS))
    for word in ("delay relay", "another exit", "passage input", "fire input"):
        assert word in notes


def test_every_board_has_a_twin():
    assert set(RELAY_TWINS) | {"manual"} == set(GATES)


def test_a_gate_by_hand_answers_every_order_at_once():
    said: list = []
    gate = GATES["manual"]("north", GateSettings(), said.append)
    gate.pulse("a", 0.5)
    gate.hold("b")
    gate.release("c")
    gate.pulse("d", 31)
    gate.pulse("a", 0.5)
    assert [(one.order, one.outcome) for one in said] == [
        ("a", GateOutcome.BY_HAND),
        ("b", GateOutcome.BY_HAND),
        ("c", GateOutcome.BY_HAND),
        ("d", GateOutcome.REFUSED),
    ]


def test_a_gate_by_hand_is_well_until_it_is_stopped():
    said: list = []
    supervisor = Supervisor(
        GATES["manual"]("north", GateSettings(), said.append), said.append
    )
    supervisor.start()
    supervisor.stop()
    assert said[-1].condition is Condition.CLOSED
