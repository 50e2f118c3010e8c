"""The process of a camera: it heals, hides its address, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from camera_kit import (
    OTHER,
    OTHER_SHEET,
    SHEET,
    TEXT,
    command,
    covered,
    halted,
    only_worker,
    watched,
    workers,
)
from waiting import PATIENCE, stays, wait_for

from drivers.camera import CameraSettings
from drivers.protocols import Condition, PaperSign

PARENT = """
import sys, time
from drivers.camera import CameraSettings, PaperCamera
from drivers.supervisor import Supervisor

def hear(event):
    pass

camera = PaperCamera("camera", CameraSettings(sys.argv[1]), hear)
supervisor = Supervisor(camera, hear)
supervisor.start()
while not supervisor.state.well:
    time.sleep(0.01)
print("pid", camera.pid, flush=True)
sys.stdin.read()
supervisor.stop()
"""


def test_a_killed_process_is_told_and_replaced(twin, camera):
    old = only_worker()
    os.kill(old, signal.SIGKILL)
    wait_for(lambda: (Condition.LOST, "its process ended") in camera.heard.states)
    camera.until_well()
    assert only_worker() != old
    assert not command(old)


def test_a_paper_that_was_told_of_is_gone_with_the_process(twin, camera):
    stays(lambda: camera.well, 1.5)  # the room is learnt
    twin.show(covered())
    wait_for(lambda: PaperSign.SEEN in camera.heard.signs, what="a sign")
    os.kill(only_worker(), signal.SIGKILL)
    wait_for(lambda: camera.heard.signs[-1:] == [PaperSign.GONE], what="gone")
    twin.take_away()
    camera.until_well()


def test_a_process_that_hangs_is_ended_and_replaced(twin, camera):
    old = only_worker()
    with halted(old):
        camera.until(Condition.LOST, "no picture comes")
        wait_for(lambda: not command(old), what="the old process is gone")
    camera.until_well()


def test_a_paper_that_was_shown_while_the_process_hung_is_not_read(twin, camera):
    camera.until_well()
    time.sleep(1.0)  # of frames at the camera's rate
    old, before = only_worker(), len(camera.heard.reads)
    with halted(old):
        twin.show(SHEET)
        time.sleep(1.2)
        twin.take_away()
        time.sleep(0.3)
    twin.show(OTHER_SHEET)
    wait_for(lambda: len(camera.heard.reads) > before, what="the paper of now")
    assert camera.heard.reads[before:] == [[OTHER.encode()]]
    assert only_worker() == old


def test_no_process_outlives_a_killed_parent(twin):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, twin.source],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with parent:
        lines = iter(parent.stdout)
        pid = int(next(line for line in lines if line.startswith("pid ")).split()[1])
        assert b"drivers.camera.worker" in command(pid)
        parent.kill()
        wait_for(lambda: not command(pid), what="the camera's process is gone")


def worker() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "drivers.camera.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def test_a_process_whose_standard_input_ends_ends(twin):
    with worker() as alone:
        alone.stdin.write(CameraSettings(twin.source).line())
        alone.stdin.flush()
        assert alone.stdout.readline().startswith(b'{"beat"')
        alone.stdin.close()
        assert alone.wait(PATIENCE) == 0


@pytest.mark.parametrize("line", [b"", b"\n", b"[]\n", b'{"password": "secret"}\n'])
def test_a_process_without_settings_ends_and_repeats_none_of_them(line):
    with worker() as alone:
        said, _ = alone.communicate(line, timeout=PATIENCE)
    assert alone.returncode == 1
    assert b"Error" in said
    assert b"secret" not in said


def open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def test_starting_and_stopping_leaves_no_process_thread_or_file(twin):
    with watched(twin.source):
        pass  # what a first time loads
    threads, files, children = threading.active_count(), open_files(), workers()
    for _ in range(3):
        with watched(twin.source, well=False):
            wait_for(lambda: len(workers()) > len(children))
    wait_for(lambda: threading.active_count() <= threads)
    # Fewer may be open: what an earlier test left to the collector.
    wait_for(lambda: open_files() <= files and workers() <= children)


def test_a_camera_may_be_closed_before_it_is_opened_and_twice(twin):
    from drivers.camera import PaperCamera

    camera = PaperCamera("camera", CameraSettings(twin.source), lambda event: None)
    camera.close()
    camera.wake()
    camera.open()
    camera.close()
    camera.close()
    camera.wake()


def test_the_address_of_a_camera_is_in_no_command_line_environment_or_text(twin):
    secret = twin.source.replace("//", "//user:gE3heim@")
    with watched(secret, well=False) as camera:
        wait_for(lambda: camera.reason[0] is not Condition.CONNECTING)
        for pid in workers():
            assert b"gE3heim" not in command(pid)
            assert b"gE3heim" not in Path(f"/proc/{pid}/environ").read_bytes()
    told = repr((camera.heard, camera.camera, CameraSettings(secret)))
    assert "gE3heim" not in told


def test_the_process_of_the_gate_loads_no_library_of_pictures():
    code = (
        "import sys, drivers.camera; sys.exit(len({'cv2', 'numpy'} & {*sys.modules}))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_read_sheet_stays_in_memory(twin, camera, tmp_path):
    before = len(camera.heard.reads)
    twin.show(SHEET)
    wait_for(lambda: len(camera.heard.reads) > before)
    assert camera.heard.reads[-1] == [TEXT.encode()]
    writable = [
        str(entry.readlink())
        for entry in Path(f"/proc/{only_worker()}/fd").iterdir()
        if entry.exists() and entry.lstat().st_mode & 0o200
    ]
    assert not [path for path in writable if path.startswith(("/tmp", "/var", "/home"))]
