"""The outline of the sheet before the lens: where it is, and never too long."""

import os
import signal
import time
from itertools import pairwise

import cv2
import numpy as np
import pytest
from camera_kit import SHEET, Heard, Watched, covered
from stage import FPS, ROOM
from waiting import wait_for

from drivers.camera.tracing import STEP_SECONDS, Tracing, steadied
from drivers.camera.wire import Outline, Points
from drivers.protocols import DriverEvent, PaperOutline
from drivers.twins.camera import CameraTwin
from drivers.twins.sheet import Pose, Sheet, outline, render

UNREAD = covered()
NEAR = Pose(px_per_module=5.0)
PLACE = 0.05  # of the frame


def centre(points: Points) -> tuple[float, float]:
    xs, ys = zip(*points, strict=True)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def off(points: Points, sheet: Sheet, pose: Pose) -> float:
    """How far an outline's centre is from that of the sheet as it is held."""
    true = np.clip(outline(sheet, pose), 0, 1)
    pairs = zip(centre(points), centre(true), strict=True)
    return max(abs(seen - held) for seen, held in pairs)


def view(sheet: Sheet, pose: Pose) -> np.ndarray:
    return render(sheet, pose, background=ROOM)


@pytest.mark.parametrize("sheet", [SHEET, UNREAD], ids=["read", "not read"])
def test_the_outline_follows_a_sheet_that_moves_from_left_to_right(stage, sheet):
    on = stage()
    on.see(ROOM, 3)
    on.see(view(sheet, Pose(px_per_module=3.2, x=0.3)), 1)
    for step in range(25):
        pose = Pose(px_per_module=3.2, x=0.3 + 0.016 * step)
        on.see(view(sheet, pose), 1 / FPS)
        if step > 2:
            shown = on.outlines[-1]
            assert on.at - shown.at < 0.35
            held = Pose(px_per_module=3.2, x=pose.x - 0.16 * (on.at - shown.at - 0.1))
            assert off(shown.points, sheet, held) < PLACE


@pytest.mark.parametrize(
    "pose",
    [
        Pose(px_per_module=4),
        Pose(px_per_module=4, tilt=20, roll=15),
        Pose(px_per_module=4, turn=-25, x=0.4),
        Pose(px_per_module=3, light=0.6, uneven=0.2, blur=1.0),
    ],
)
def test_its_corners_are_those_of_the_sheet(stage, pose):
    on = stage()
    on.see(cv2.convertScaleAbs(ROOM, alpha=pose.light), 3)
    on.see(view(SHEET, pose), 1.5)
    shown, true = on.outlines[-1].points, np.clip(outline(SHEET, pose), 0, 1)
    assert len(shown) == 4
    for corner in true:
        assert min(np.abs(corner - point).max() for point in np.array(shown)) < 0.03


def test_it_is_empty_once_the_sheet_is_taken_away(stage):
    on = stage()
    on.see(ROOM, 3)
    on.see(view(UNREAD, NEAR), 2)
    on.see(ROOM, 3)
    shown = [bool(drawn.points) for drawn in on.outlines]
    assert shown.count(False) == 1
    assert shown[0]
    assert not shown[-1]
    gone = on.at - 3
    assert on.outlines[-1].at - gone < 1.0


def test_no_outline_of_an_empty_room_or_of_people(stage):
    on = stage()
    on.see(ROOM, 5)
    for step in range(60):
        passing = ROOM.copy()
        cv2.ellipse(passing, (20 * step, 400), (90, 200), 0, 0, 360, (240,) * 3, -1)
        cv2.circle(passing, (20 * step, 130), 60, (150, 180, 220), -1)
        on.see(passing, 1 / FPS)
    on.see(ROOM, 5)
    assert on.outlines == []


@pytest.mark.parametrize(
    ("pose", "good"),
    [
        (Pose(px_per_module=4), True),
        (Pose(px_per_module=4, roll=10, tilt=8), True),
        (Pose(px_per_module=1.2), False),
        (Pose(px_per_module=5, turn=50), False),
        (Pose(px_per_module=4, x=0.03), False),
    ],
    ids=["straight", "nearly", "far", "turned away", "half outside"],
)
def test_good_is_what_is_straight_near_and_whole(stage, pose, good):
    on = stage()
    on.see(ROOM, 3)
    on.see(view(UNREAD, pose), 2.5)
    assert good == (bool(on.outlines) and on.outlines[-1].good)


def test_it_comes_at_most_six_times_a_second_and_again_when_nothing_moves(stage):
    on = stage()
    on.see(ROOM, 3)
    on.see(view(UNREAD, NEAR), 4)
    steps = [later.at - drawn.at for drawn, later in pairwise(on.outlines)]
    assert min(steps) >= STEP_SECONDS - 1e-6
    assert max(steps) < 0.8


def test_a_hand_that_trembles_does_not_move_the_outline():
    square = ((0.2, 0.2), (0.6, 0.2), (0.6, 0.8), (0.2, 0.8))
    five = (*square[:3], (0.4, 0.803), square[3])
    shaken = tuple((x + 0.002, y - 0.002) for x, y in square)
    moved = tuple((x + 0.1, y) for x, y in square)
    assert square == steadied(square, five)
    assert moved == steadied(square, moved)
    pairs = zip(square, steadied(square, shaken), strict=True)
    assert all(abs(x - u) < 0.0015 for (x, _), (u, _) in pairs)


def test_an_outline_is_ended_once():
    tracing = Tracing()
    square = ((0.2, 0.2), (0.6, 0.2), (0.6, 0.8), (0.2, 0.8))
    assert Outline(1.0, square, True) == tracing.take(square, True, 1.0)
    assert tracing.take((), False, 1.2) is None
    assert Outline(1.9) == tracing.take((), False, 1.9)
    assert tracing.take((), False, 2.5) is None
    assert tracing.end(3.0) is None


def drawn(heard: Heard) -> list[PaperOutline]:
    return [event for event in heard if isinstance(event, PaperOutline)]


def last(heard: Heard) -> Points:
    return drawn(heard)[-1].points if drawn(heard) else ()


def test_a_camera_tells_where_the_sheet_is_until_it_is_away(
    twin: CameraTwin, camera: Watched
):
    twin.show(SHEET, NEAR)
    points = wait_for(lambda: last(camera.heard), what="an outline")
    assert off(points, SHEET, NEAR) < PLACE
    twin.take_away()
    camera.until_quiet()
    wait_for(lambda: not last(camera.heard), what="no outline")


def test_an_outline_ends_with_the_process_that_drew_it(
    twin: CameraTwin, camera: Watched
):
    twin.show(SHEET, NEAR)
    wait_for(lambda: last(camera.heard), what="an outline")
    os.kill(camera.camera.pid, signal.SIGKILL)
    wait_for(lambda: not last(camera.heard), what="no outline")
    twin.take_away()
    camera.until_well()


def test_no_outline_holds_more_than_points(camera: Watched):
    events: list[DriverEvent] = list(camera.heard)
    assert drawn(camera.heard)
    for event in events:
        if isinstance(event, PaperOutline):
            assert len(event.points) in (0, 4, 5, 6, 7, 8)
            assert event.at <= time.monotonic()
