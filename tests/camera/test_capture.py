"""Which frames are looked at: the newest, not too many, and none that is late."""

import threading
import time
from unittest import mock

import numpy as np
import pytest
from waiting import PATIENCE, no_thread_beside, wait_for

from drivers.camera.arrivals import Arrivals
from drivers.camera.capture import MOST_BROKEN, Capture, Newest
from drivers.camera.sources import NoPicture

FRAME = np.zeros((72, 128, 3), np.uint8)


def late(times: list[float]) -> list[bool]:
    arrivals = Arrivals()
    return [arrivals.late(at) > 0 for at in times]


def steady(begin: float, count: int, fps: float = 15) -> list[float]:
    return [begin + n / fps for n in range(count)]


@pytest.mark.parametrize("fps", [1.5, 5, 15, 30, 60])
def test_the_frames_of_a_steady_camera_are_of_now(fps):
    assert late(steady(0, 50, fps)) == [True] * 2 + [False] * 48


def test_the_burst_after_a_hang_is_late_and_the_camera_s_own_rate_is_not():
    before, burst = steady(0, 60), [7 + n * 0.004 for n in range(40)]
    after = steady(burst[-1] + 1 / 15, 30)
    found = late(before + burst + after)
    assert found[60:100] == [True] * 40
    assert found[102:] == [False] * 28


def test_a_hiccup_within_the_burst_does_not_end_it():
    burst = [7 + n * 0.004 for n in range(20)]
    later = [burst[-1] + 0.2 + n * 0.004 for n in range(20)]
    assert all(late(steady(0, 60) + burst + later)[60:])


def test_a_short_stutter_is_no_hang():
    assert not any(late(steady(0, 30) + steady(2.9, 30))[2:])


def test_a_camera_that_never_catches_up_is_late_for_ever_longer():
    arrivals = Arrivals()
    for at in steady(0, 60):
        arrivals.late(at)
    behind = [arrivals.late(at) for at in steady(10, 400, 100)]
    assert behind == sorted(behind)
    assert behind[-1] > 3


class Scripted:
    """A source of frames that come at times of our own, and the clock beside it."""

    live = False

    def __init__(self, steps: list[float], broken: bool = False) -> None:
        self.steps, self.broken, self.retrieved = list(steps), broken, 0
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now

    def grab(self) -> bool:
        if not self.steps:
            return False
        self.now += self.steps.pop(0)
        return True

    def retrieve(self) -> np.ndarray | None:
        self.retrieved += 1
        return None if self.broken else FRAME


def run(frames: Scripted, awake: bool, fps: int = 20) -> tuple[int, str]:
    """Beats, and why it ended."""
    newest, beats = Newest(), []
    newest.awake = awake
    clock = mock.patch("drivers.camera.capture.time", frames)
    with clock, pytest.raises(NoPicture) as ended:
        Capture(frames, newest, fps).run(lambda: beats.append(1))
    return len(beats), str(ended.value)


def test_only_as_many_frames_are_decoded_as_are_looked_at():
    idle, awake = Scripted([0.01] * 100), Scripted([0.01] * 100)
    assert run(idle, awake=False)[1] == "no more pictures"
    run(awake, awake=True)
    assert (idle.retrieved, awake.retrieved) == (6, 20)


def test_it_beats_twice_a_second_though_no_frame_is_looked_at():
    assert run(Scripted([0.01] * 120), awake=False)[0] == 3


def test_a_camera_of_which_only_broken_frames_come_is_lost():
    frames = Scripted([0.001] * 5000, broken=True)
    assert run(frames, awake=True, fps=1000)[1] == "only broken pictures come"
    assert frames.retrieved == MOST_BROKEN


def test_a_live_camera_that_never_catches_up_is_lost():
    frames = Scripted([0.06] * 10 + [1.1] + [0.004] * 5000)
    frames.live = True
    assert run(frames, awake=False)[1] == "pictures come too late"


class Looker:
    """Looks at frames as slowly as it is told."""

    def __init__(self) -> None:
        self.seen: list[int] = []
        self.go_on = threading.Event()

    def look(self, frame: np.ndarray, at: float) -> bool:
        self.seen.append(int(frame[0, 0, 0]))
        if len(self.seen) > 2:
            raise EOFError
        self.go_on.wait(PATIENCE)
        return False


def test_who_looks_slowly_sees_the_newest_frame_and_none_that_is_stale():
    before = set(threading.enumerate())
    newest, looker = Newest(), Looker()

    def each() -> None:
        with pytest.raises(EOFError):
            newest.each(looker)

    threading.Thread(target=each).start()

    def put(number: int, age: float = 0.0) -> None:
        newest.put(np.full((2, 2, 3), number, np.uint8), time.monotonic() - age)

    put(9, age=2)
    wait_for(lambda: newest._frame is None)
    put(1)
    wait_for(lambda: looker.seen == [1])
    assert newest.busy_since is not None
    for number in (2, 3, 4):
        put(number)
    looker.go_on.set()
    wait_for(lambda: looker.seen == [1, 4])
    wait_for(lambda: newest.awake is False)
    put(5)
    no_thread_beside(before)
    assert looker.seen == [1, 4, 5]
