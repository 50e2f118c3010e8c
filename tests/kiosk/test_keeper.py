"""`kiosk run` keeps its processes alive and leaves none behind."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from waiting import wait_for

from kiosk.run import ProcessKeeper

DIES = ["--help"]  # a child that ends at once, without a fault


@pytest.fixture
def lives(write) -> Sequence[str]:
    """A child that works until told to stop: a lane that the guard opens."""

    def change(data):
        data["lanes"] = [{"id": "east", "name": "东门"}]

    return ["gate", "--config", str(write(change))]


@pytest.fixture
def keep() -> Iterator[Callable[..., ProcessKeeper]]:
    keepers: list[ProcessKeeper] = []

    def do(**commands: Sequence[str]) -> ProcessKeeper:
        keepers.append(ProcessKeeper(commands))
        return keepers[-1]

    before = {number: signal.getsignal(number) for number in SIGNALS}
    yield do
    for keeper in keepers:
        keeper.end_children()
    for number, handler in before.items():
        signal.signal(number, handler)


SIGNALS = (signal.SIGTERM, signal.SIGINT)


def alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")")[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def pids(keeper: ProcessKeeper, name: str, count: int) -> list[tuple[int, float]]:
    """The next ``count`` processes of a name, each with the time of its start."""
    seen: list[tuple[int, float]] = []

    def look() -> bool:
        keeper.turn()
        pid = keeper.pid(name)
        if pid is not None and pid not in dict(seen):
            seen.append((pid, time.monotonic()))
        return len(seen) == count

    wait_for(look)
    return seen


def test_a_child_that_dies_is_started_again_later_and_later(keep) -> None:
    keeper = keep(gate=DIES)
    starts = [at for _, at in pids(keeper, "gate", 3)]
    first, second = (b - a for a, b in pairwise(starts))
    assert first >= 0.4
    assert second >= 0.8


def test_a_child_that_lives_is_left_alone(keep, lives) -> None:
    keeper = keep(gate=lives)
    keeper.turn()
    pid = keeper.pid("gate")
    time.sleep(0.3)
    keeper.turn()
    assert keeper.pid("gate") == pid


def test_a_killed_child_is_started_again(keep, lives, tmp_path: Path) -> None:
    keeper = keep(gate=lives)
    ((first, _),) = pids(keeper, "gate", 1)
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: keeper.turn() or keeper.pid("gate") not in (None, first))
    assert alive(keeper.pid("gate"))


def test_ending_leaves_nothing_behind(keep, lives) -> None:
    keeper = keep(gate=lives, web=DIES)
    keeper.turn()
    pid = keeper.pid("gate")
    keeper.end_children()
    assert not alive(pid)
    keeper.end_children()


def test_a_wrong_config_ends_all_because_starting_again_would_not_help(
    keep, lives, tmp_path: Path
) -> None:
    missing = ["gate", "--config", str(tmp_path / "none.toml")]
    keeper = keep(web=lives, gate=missing)
    assert keeper.run() == 2
    assert not alive(keeper.pid("web"))


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_ends_the_keeper_and_its_children(number, keep, lives) -> None:
    keeper = keep(gate=lives)
    found: list[int] = []

    def tell() -> None:
        found.append(wait_for(lambda: keeper.pid("gate")))
        os.kill(os.getpid(), number)

    teller = threading.Thread(target=tell)
    teller.start()
    assert keeper.run() == 0
    teller.join()
    assert not alive(found[0])


def test_a_site_has_a_gate_and_a_web_process() -> None:
    keeper = ProcessKeeper.for_config(Path("config.toml"))
    assert keeper.pid("gate") is None
    assert [(kept.name, *kept.arguments) for kept in keeper._kept] == [
        ("gate", "gate", "--config", "config.toml"),
        ("web", "web", "--config", "config.toml"),
    ]
