"""Waiting for what must happen, with a deadline instead of a blind sleep."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
SHORTEST, LONGEST = 0.003, 0.04  # between two looks: what waits long looks seldom
PATIENCE = 30.0  # seconds that only a failure takes: a machine may be slow


def wait_for(look: Callable[[], T], seconds: float = PATIENCE, what: str = "") -> T:
    """What ``look`` gives as soon as it is true; fails when that takes too long."""
    end, pause = time.monotonic() + seconds, SHORTEST
    while not (found := look()):
        assert time.monotonic() < end, f"it did not happen in {seconds} s: {what}"
        time.sleep(pause)
        pause = min(1.3 * pause, LONGEST)
    return found


def stays(look: Callable[[], object], seconds: float, what: str = "") -> None:
    """Fails as soon as ``look`` is no longer true within ``seconds``."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert look(), f"it did not stay so: {what}"
        time.sleep(0.01)


def no_thread_beside(before: set[threading.Thread], seconds: float = PATIENCE) -> None:
    """Fails when a thread runs on that was not there ``before``."""
    wait_for(
        lambda: not (set(threading.enumerate()) - before),
        seconds,
        str(set(threading.enumerate()) - before),
    )
