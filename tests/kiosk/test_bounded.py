"""A child with limits gives way to all others and never outlives who began it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from waiting import wait_for

SLOW = """
import os, time
from kiosk.bounded import limit_process
limit_process(2 << 30, 60)
print(os.getpid(), flush=True)
time.sleep(600)
"""
BEGINS = """
import subprocess, time
from kiosk.bounded import Child
child = Child("slow_child", (), subprocess.DEVNULL, 600)
print(child.line(), flush=True)
time.sleep(600)
"""


@pytest.fixture
def pair(tmp_path):
    """A process, and the number of the child that it began."""
    (tmp_path / "slow_child.py").write_text(SLOW)
    paths = os.pathsep.join([str(tmp_path), str(Path.cwd())])
    with subprocess.Popen(
        [sys.executable, "-c", BEGINS],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths},
        text=True,
    ) as parent:
        yield parent, int(parent.stdout.readline())
        parent.kill()


def lives(process):
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def test_a_child_ends_with_who_began_it_however_that_one_ends(pair):
    parent, child = pair
    assert lives(child)
    parent.kill()
    wait_for(lambda: not lives(child))


def test_a_child_gives_way_where_memory_and_time_are_short(pair):
    _, child = pair
    assert int(Path(f"/proc/{child}/oom_score_adj").read_text()) >= 800
    assert os.getpriority(os.PRIO_PROCESS, child) >= 10
