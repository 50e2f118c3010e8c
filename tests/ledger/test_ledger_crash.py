"""What was acknowledged survives kill -9; what cannot be stored is refused whole."""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from waiting import PATIENCE

from verification.keys import create_keys, load_keys
from verification.ledger import Ledger
from verification.moments import ClockState, Moment
from verification.storage import connect

WORKER = Path(__file__).with_name("ledger_worker.py")
KILLS = 15
AT_ONCE = 5


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create_keys(tmp_path / "keys")
    return tmp_path


@pytest.fixture
def children(folder: Path) -> Iterator[list["subprocess.Popen[str]"]]:
    started: list[subprocess.Popen[str]] = []
    yield started
    for child in started:
        if child.poll() is None:
            child.kill()
            child.communicate()


def start(verb: str, folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, WORKER, verb, folder], stdout=subprocess.PIPE, text=True
    )


def killed(child: "subprocess.Popen[str]") -> list[int]:
    """Numbers that a child said before and while it was killed."""
    assert child.stdout is not None
    first = child.stdout.readline()
    time.sleep(random.uniform(0, 0.03))
    child.kill()
    rest, _ = child.communicate()
    whole = (first + rest).rpartition("\n")[0]  # the last line may be cut
    return [int(line) for line in whole.split("\n")]


def test_kill_9_loses_nothing_that_was_acknowledged(
    folder: Path, children: list["subprocess.Popen[str]"]
) -> None:
    acknowledged: list[int] = []
    for _ in range(KILLS // AT_ONCE):
        children.extend(start("append", folder) for _ in range(AT_ONCE))
        for child in children[-AT_ONCE:]:
            acknowledged.extend(killed(child))

    db = connect(folder / "ledger.db")
    ledger = Ledger(db, load_keys(folder / "keys"), "north", _now)
    rows = [event.seq for event in ledger.events()]
    result = ledger.verify()
    ledger.close()
    db.close()
    assert len(acknowledged) >= KILLS
    assert len(set(acknowledged)) == len(acknowledged)
    assert set(acknowledged) <= set(rows)
    assert (result.ok, len(rows) % 2) == (True, 0)  # a swipe is two rows or none


def test_a_full_disk_refuses_whole_and_room_heals_without_a_restart(
    folder: Path, children: list["subprocess.Popen[str]"]
) -> None:
    child = start("fill", folder)
    children.append(child)
    answer, _ = child.communicate(timeout=PATIENCE)
    last, kept, after, well, refused = answer.strip().split("|")

    assert last == kept
    assert int(kept) + 2 == int(after)
    assert well == "True"
    assert "nothing was written" in refused


def _now() -> Moment:
    return Moment(datetime.now(UTC), ClockState.HOLDOVER)
