"""A virtual camera, a camera that looks at it, and nothing left behind."""

import threading
from collections.abc import Callable, Iterator

import pytest
from camera_kit import Watched, watched, workers
from stage import Stage
from waiting import no_thread_beside

from drivers.twins.camera import CameraTwin


@pytest.fixture(autouse=True, scope="module")
def nothing_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    no_thread_beside(before)
    assert workers() == set()


@pytest.fixture(scope="module")
def twin() -> Iterator[CameraTwin]:
    with CameraTwin("camera") as twin:
        yield twin


@pytest.fixture(scope="module")
def camera(twin: CameraTwin) -> Iterator[Watched]:
    """One camera for the tests of a file, which leave it well and alone."""
    with watched(twin.source) as camera:
        yield camera


@pytest.fixture(autouse=True)
def undisturbed(request: pytest.FixtureRequest) -> Iterator[None]:
    """The virtual camera without faults and without papers after each test."""
    yield
    if "twin" in request.fixturenames:
        used = request.getfixturevalue("twin")
        used.take_away()
        for word in used.faults:
            used.fault(word, False)


@pytest.fixture
def stage() -> Iterator[Callable[..., Stage]]:
    """Makes watchers in process, each on a clock of its own."""
    stages: list[Stage] = []

    def make(**options: object) -> Stage:
        stages.append(Stage(**options))
        return stages[-1]

    yield make
    for made in stages:
        made.watcher.stop()
    assert not [t for t in threading.enumerate() if t.name == "hard-reader"]
