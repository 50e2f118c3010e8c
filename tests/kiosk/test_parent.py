"""A kept process ends when its keeper is gone, however that one ended."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from waiting import wait_for

from kiosk.parent import VARIABLE, environment, parent_is_gone

KEEPER = """
import subprocess, sys, time
from kiosk.parent import environment
child = subprocess.Popen(
    [sys.executable, "-c", CHILD], env=environment(), start_new_session=True
)
print(child.pid, flush=True)
time.sleep(60)
"""
CHILD = """
import time
from kiosk.parent import parent_is_gone
while not parent_is_gone():
    time.sleep(0.05)
"""


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat").read_text()
    return stat.rsplit(")", 1)[1].split()[0] != "Z"


def test_a_process_that_nobody_keeps_has_no_keeper_to_lose(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    assert not parent_is_gone()


def test_a_child_is_told_who_keeps_it():
    assert environment()[VARIABLE] == str(os.getpid())


def test_a_killed_keeper_leaves_no_child_behind():
    program = f"CHILD = {CHILD!r}\n{KEEPER}"
    keeper = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True
    )
    child = int(keeper.stdout.readline())
    assert lives(child)
    keeper.send_signal(signal.SIGKILL)
    keeper.wait()
    keeper.stdout.close()
    wait_for(lambda: not lives(child), what="the child ended")
