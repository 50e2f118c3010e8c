"""The change gate: cheap, open while something happens, shut in an empty hall."""

import numpy as np
import pytest

from drivers.codes import ChangeGate

EMPTY = np.full((720, 1280), 120, np.uint8)
PAPER = EMPTY.copy()
PAPER[200:500, 400:800] = 230
STEP = 1 / 15


def opens(gate, frames, start=0.0):
    """Whether the gate was open at each of the frames."""
    return [gate.look(frame, start + i * STEP).open for i, frame in enumerate(frames)]


def test_an_empty_scene_keeps_the_gate_shut():
    draw = np.random.default_rng(1)
    noisy = [EMPTY + draw.integers(0, 6, EMPTY.shape, np.uint8) for _ in range(10)]
    assert not any(opens(ChangeGate(), noisy))


def test_the_first_frame_of_a_paper_opens_it():
    assert opens(ChangeGate(), [EMPTY, PAPER]) == [False, True]


def test_it_stays_open_for_two_seconds_after_the_last_change():
    gate = ChangeGate()
    opens(gate, [EMPTY, PAPER])
    still = opens(gate, [PAPER] * 60, start=2 * STEP)
    assert all(still[:30])
    assert not any(still[38:])


def test_a_slow_hand_opens_it_as_well():
    frames = []
    for shift in range(0, 60, 2):
        frame = EMPTY.copy()
        frame[:, : 300 + shift] = 230
        frames.append(frame)
    assert any(opens(ChangeGate(), frames))


def test_a_lamp_that_goes_out_opens_it_once_and_not_for_ever():
    gate, dark = ChangeGate(), EMPTY // 8
    opens(gate, [EMPTY] * 10)
    seen = opens(gate, [dark] * 60, start=10 * STEP)
    assert seen[0]
    assert not any(seen[40:])


def test_a_cloud_before_the_sun_does_not():
    ramp = [EMPTY - np.uint8(i // 3) for i in range(60)]
    assert not any(opens(ChangeGate(), ramp))


@pytest.mark.parametrize("odd", [None, np.zeros((0, 0), np.uint8), np.zeros((5, 5))])
def test_what_is_no_frame_has_not_moved(odd):
    gate = ChangeGate()
    assert opens(gate, [EMPTY, odd, PAPER]) == [False, False, True]
