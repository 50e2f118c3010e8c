"""When a visitor is asked to turn a sheet, and above all when not."""

import cv2
import numpy as np
import pytest
from camera_kit import NUMBER, SHEET, signs
from photographs import PHOTOGRAPHS, photographs
from stage import ROOM

from drivers.camera.blank import blank_sheet
from drivers.camera.outline import Small, small
from drivers.camera.turning import Turning
from drivers.protocols import PaperSign, Symbology
from drivers.twins.pixels import Image
from drivers.twins.sheet import Pose, Sheet, render

HELD = Pose(px_per_module=5, blur=0.5)
SQUARE = ((0.2, 0.2), (0.6, 0.2), (0.6, 0.8), (0.2, 0.8))
SHIRT = (235, 235, 235)


def view(sheet: Sheet, pose: Pose = HELD) -> Image:
    return render(sheet, pose, background=ROOM)


def told(stage, *shown: tuple[Image, float]) -> list[PaperSign]:
    """The signs of one who comes into an empty room with these views."""
    on = stage()
    on.see(ROOM, 2.6)
    for picture, seconds in shown:
        on.see(picture, seconds)
    return signs(on.said)


def is_blank(frame: Image, empty: Image = ROOM) -> bool:
    """Whether one frame, after an empty room, shows a blank sheet."""
    grey, room = (
        np.asarray(cv2.cvtColor(shown, cv2.COLOR_BGR2GRAY), np.uint8)
        for shown in (frame, empty)
    )
    reduced = small(grey)
    assert reduced is not None
    return bool(blank_sheet(Small(reduced, small(room)), frame))


def test_who_shows_the_back_of_a_sheet_is_asked_to_turn_it(stage):
    assert told(stage, (view(SHEET.back()), 2.5)) == [PaperSign.TURN]


def test_so_is_who_shows_one_through_which_the_print_can_be_seen(stage):
    # Stronger print is taken for a code now and then, and then nobody is asked.
    assert told(stage, (view(SHEET.back(0.02)), 3)) == [PaperSign.TURN]


def test_a_sheet_that_is_turned_is_read_and_is_one_showing(stage):
    signs = told(stage, (view(SHEET.back()), 2.5), (view(SHEET), 2), (ROOM, 3))
    assert signs == [PaperSign.TURN, PaperSign.GONE]


def test_a_sheet_that_nobody_turns_is_asked_for_twice_then_nothing(stage):
    signs = told(stage, (view(SHEET.back()), 14), (ROOM, 2))
    assert signs == [PaperSign.TURN, PaperSign.TURN, PaperSign.GONE]


def test_a_sheet_that_moves_is_not_asked_for():
    turning = Turning()
    for tenth in range(100):
        moved = tuple((x + 0.01 * (tenth % 20), y) for x, y in SQUARE)
        assert turning.look(moved, tenth / 10) is None


@pytest.mark.parametrize(
    "sheet",
    [
        SHEET,
        Sheet.of(NUMBER, Symbology.CODE128),
        Sheet.of(NUMBER, Symbology.CODE128, lines=["", "", ""]),
        Sheet.of_codes([np.full((400, 600), 255, np.uint8)], ["A FEW WORDS"] * 3),
    ],
    ids=["code", "bars", "bars alone", "words"],
)
@pytest.mark.parametrize(
    "pose", [HELD, Pose(px_per_module=3.6, blur=2.5), Pose(px_per_module=2.5, glare=1)]
)
def test_a_sheet_with_something_on_it_is_not_blank_however_it_is_held(sheet, pose):
    assert not is_blank(view(sheet, pose))


def person(draw: np.random.Generator) -> Image:
    """Somebody in white who stands there, with a face and two hands."""
    frame, x = ROOM.copy(), int(draw.integers(350, 900))
    tall, wide = int(draw.integers(200, 330)), int(draw.integers(130, 240))
    cv2.ellipse(frame, (x, 420 + tall), (wide, tall), 0, 0, 360, SHIRT, -1)
    cv2.rectangle(frame, (x - wide, 480), (x + wide, 719), SHIRT, -1)
    cv2.ellipse(frame, (x, 200), (80, 110), 0, 0, 360, (150, 180, 225), -1)
    for side in (-1, 1):
        hand = x + side * (wide - 20), 430
        cv2.ellipse(frame, hand, (45, 60), 20 * side, 0, 360, (140, 170, 220), -1)
    return np.asarray(cv2.GaussianBlur(frame, (0, 0), 1.2), np.uint8)


def test_nobody_in_white_clothes_is_a_sheet():
    draw = np.random.default_rng(4)
    assert not any(is_blank(person(draw)) for _ in range(20))


@pytest.mark.parametrize("level", [150, 250])
def test_no_wall_and_no_lamp_is_a_sheet(level):
    wall, half = np.full_like(ROOM, level), ROOM.copy()
    half[:, 500:] = level
    lit = np.asarray(cv2.convertScaleAbs(ROOM, alpha=level / 120), np.uint8)
    assert not any(is_blank(frame) for frame in (wall, half, lit))


def test_no_door_that_opens_to_the_light_is_a_sheet():
    door = ROOM.copy()
    cv2.rectangle(door, (500, 60), (800, 719), (250, 250, 250), -1)
    assert not is_blank(door)


@pytest.mark.skipif(
    not PHOTOGRAPHS.is_dir(), reason="no photographs; CHANGXING_VECTORS"
)
def test_no_photograph_shows_a_blank_sheet():
    assert not any(is_blank(frame) for frame in photographs())


def test_requests_that_nobody_follows_end_before_a_lane_waits_for_staff():
    turning, heard = Turning(), []
    for tenth in range(300):
        shown = SQUARE if tenth < 20 else ((0.3, 0.3), *SQUARE[1:])
        trembling = shown if tenth % 10 < 5 else SQUARE
        sign = turning.look(trembling, tenth / 10)
        heard += [(tenth / 10, sign)] if sign else []
    (first, turn), *_, (end, gone) = heard
    assert (turn, gone) == (PaperSign.TURN, PaperSign.GONE)
    assert end - first < 9
    assert not turning.pending


def test_a_sheet_that_is_away_for_a_moment_is_the_same_sheet():
    turning = Turning()
    heard = [
        turning.look(SQUARE if tenth % 30 < 15 else (), tenth / 10)
        for tenth in range(200)
    ]
    assert heard.count(PaperSign.TURN) <= 2
