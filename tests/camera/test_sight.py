"""When a picture is believed to be of now."""

import numpy as np
import pytest

from drivers.camera.sight import Sight

SHAPE = (72, 128)


def views(level: float, noise: float, count: int = 100) -> list[np.ndarray]:
    draw = np.random.default_rng(5)
    room = draw.uniform(0, 100, SHAPE) if level > 20 else np.zeros(SHAPE)
    grains = (level + room + draw.normal(0, noise, SHAPE) for _ in range(count))
    return [np.clip(grain, 0, 255).astype(np.uint8) for grain in grains]


ROOM, DARK = views(80, 2), views(3, 2)
STREET_AT_NIGHT = [np.where(np.eye(*SHAPE, dtype=bool), 255, f) for f in DARK]


def look(sight: Sight, frames: list[np.ndarray], begin: float = 0.0) -> list[str]:
    return [sight.look(frame, begin + n / 10) for n, frame in enumerate(frames)]


def first(faults: list[str], word: str) -> float:
    return faults.index(word) / 10


def test_a_camera_that_sees_is_well():
    assert set(look(Sight(), ROOM)) == {""}


def test_the_same_picture_again_and_again_is_frozen_within_ten_seconds():
    faults = look(Sight(), ROOM[:1] * 100)
    assert 5 < first(faults, "frozen") < 8
    assert set(faults) == {"", "frozen"}


def test_a_picture_that_changes_again_is_well_at_once():
    sight = Sight()
    look(sight, ROOM[:1] * 100)
    assert sight.look(ROOM[1], 10) == ""
    assert sight.fresh


def test_equal_pictures_are_no_fresh_ones():
    sight = Sight()
    fresh = []
    for frame in (ROOM[0], ROOM[0], ROOM[1], ROOM[1]):
        sight.look(frame, 0)
        fresh.append(sight.fresh)
    assert fresh == [False, False, True, False]


def test_a_file_may_show_the_same_again_and_again():
    assert set(look(Sight(live=False), ROOM[:1] * 100)) == {""}


def test_a_covered_lens_is_black_within_ten_seconds():
    faults = look(Sight(), DARK)
    assert 1 < first(faults, "black") < 4


def test_a_hand_that_covers_the_lens_for_a_moment_is_no_fault():
    assert set(look(Sight(), ROOM[:20] + DARK[:15] + ROOM[:20])) == {""}


@pytest.mark.parametrize("frames", [STREET_AT_NIGHT, views(30, 2)])
def test_a_dark_place_is_not_a_covered_lens(frames):
    assert set(look(Sight(), frames)) == {""}
