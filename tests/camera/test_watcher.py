"""What is made of frames: in process, on a clock of the test's own."""

import time

import cv2
import numpy as np
import pytest
from camera_kit import NUMBER, OTHER, SHEET, TEXT, covered, reads, signs
from stage import FPS, ROOM
from waiting import wait_for

from drivers.codes import Ladder
from drivers.protocols import PaperSign, Symbology
from drivers.twins.sheet import Pose, Sheet, draw_code, render

HELD = render(SHEET, background=ROOM)


def text_page() -> Sheet:
    lines = [f"Notice {n}: wash hands, keep apart, wear a mask" for n in range(16)]
    return Sheet.of_codes([np.full((500, 700), 255, np.uint8)], lines)


def test_a_sheet_is_one_read_and_once_it_is_away_one_more(stage):
    on = stage()
    for _ in range(2):
        on.see(ROOM, 2.5)
        on.see(HELD, 3)
    assert reads(on.said) == [[TEXT.encode()]] * 2
    assert signs(on.said) == [PaperSign.GONE]


def test_the_sheet_is_read_in_the_first_frame_that_shows_it(stage):
    on = stage()
    on.see(ROOM, 2)
    on.see(HELD, 1 / FPS)
    assert reads(on.said) == [[TEXT.encode()]]


def test_a_linear_code_that_was_there_before_the_camera_is_read(stage):
    there = render(Sheet.of(NUMBER, Symbology.CODE128), background=ROOM)
    watching = stage()
    watching.see(there, 1.5)
    wait_for(lambda: reads(watching.said) == [[NUMBER.encode()]], what="a read")


def test_two_codes_on_one_sheet_are_one_paper(stage):
    both = Sheet.of_codes([draw_code(TEXT), draw_code(OTHER)])
    on = stage()
    on.see(ROOM, 1)
    on.see(render(both, background=ROOM), 1)
    assert set(reads(on.said)[-1]) == {TEXT.encode(), OTHER.encode()}


@pytest.mark.parametrize("make", [covered, text_page])
def test_a_sheet_that_cannot_be_read_ends_with_staff(stage, make):
    on = stage()
    on.see(ROOM, 1)
    on.see(render(make(), Pose(blur=0.3), background=ROOM), 15)
    on.see(ROOM, 3)
    first, *advice, last, gone = signs(on.said)
    assert (first, last, gone) == (
        PaperSign.SEEN,
        PaperSign.UNREADABLE,
        PaperSign.GONE,
    )
    assert set(advice) <= {PaperSign.FLAT, PaperSign.NEARER, PaperSign.STILL}
    assert advice
    assert reads(on.said) == []


def test_a_notice_on_the_wall_calls_nobody_when_people_pass_before_it(stage):
    wall = render(text_page(), Pose(blur=0.3), background=ROOM)
    on = stage()
    on.see(wall, 4)
    for step in range(60):
        passing = wall.copy()
        cv2.ellipse(passing, (20 * step, 400), (90, 200), 0, 0, 360, (90, 60, 40), -1)
        on.see(passing, 1 / FPS)
    on.see(wall, 10)
    assert on.said == []


def test_people_who_walk_by_get_no_sign(stage):
    on, draw = stage(), np.random.default_rng(8)
    on.see(ROOM, 1)
    for step in range(90):
        view = ROOM.copy()
        for person in range(3):
            x = int((step * (9 + 4 * person) + person * 400) % 1500) - 100
            tone = tuple(int(part) for part in draw.integers(40, 60, 3) + 50 * person)
            cv2.ellipse(view, (x, 420), (80, 260), 0, 0, 360, tone, -1)
            cv2.circle(view, (x, 120), 60, (150, 180, 220), -1)
            for stripe in range(6):
                top = 300 + 40 * stripe
                cv2.rectangle(view, (x - 60, top), (x + 60, top + 14), (30, 30, 30), -1)
        on.see(cv2.GaussianBlur(view, (0, 0), 1.2), 1 / FPS)
    assert on.said == []


def test_nothing_is_read_from_a_frame_that_came_before(stage):
    on = stage()
    on.see(ROOM, 1)
    on.at = time.monotonic() - 2
    on.see(HELD, 1)
    assert on.said == []


def test_nothing_is_read_from_a_picture_that_stands_still(stage):
    on = stage()
    on.see(HELD, 9, noise=0)
    assert on.said == []
    assert on.faults[-1] == "frozen"


def test_images_of_a_folder_may_all_be_equal(stage):
    on = stage(live=False)
    on.see(ROOM, 1, noise=0)
    on.see(HELD, 9, noise=0)
    assert reads(on.said) == [[TEXT.encode()]]
    assert set(on.faults) == {""}


def test_a_frame_of_another_size_disturbs_nothing(stage):
    on = stage()
    for height, width in ((720, 1280), (8, 8), (1080, 1920), (1, 4000), (720, 1280)):
        on.see(np.full((height, width, 3), 90, np.uint8), 0.5)
    on.see(HELD, 1)
    assert reads(on.said) == [[TEXT.encode()]]


class Slow(Ladder):
    """Reads nothing at once, and takes its time with the rest."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds, self.tried = seconds, 0

    def quick(self, frame):
        return ()

    def thorough(self, frame, colour=None):
        self.tried += 1
        time.sleep(self.seconds)
        return super().thorough(frame, colour)


@pytest.mark.parametrize(("seconds", "count"), [(0.0, 1), (1.2, 0)])
def test_what_the_second_thread_reads_too_late_is_not_believed(stage, seconds, count):
    ladder = Slow(seconds)
    on = stage(ladder=ladder)
    on.see(ROOM, 0.2)
    on.at = time.monotonic()
    on.see(HELD, 1 / FPS)
    wait_for(lambda: ladder.tried)
    wait_for(lambda: on.watcher.busy_since is None)
    on.watcher.stop()
    assert len(reads(on.said)) == count
