"""The README's example of an outside device works as it is written."""

import os
import re
import select
import signal
import subprocess
import sys
import time
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.lane.phases import Phase
from kiosk.live import open_live

ON, OFF = bytes.fromhex("a00101a2"), bytes.fromhex("a00100a1")
pytestmark = pytest.mark.timeout(180)  # of a machine that does much else
SECONDS = 50.0


def example(readme: str) -> str:
    blocks = re.findall(r"^```sh\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    return next(block for block in blocks if "socat" in block)


def lines_of(block: str, begin: str, end: str) -> str:
    """From the line that begins with ``begin`` to the one with ``end``."""
    lines = block.splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith(begin))
    last = next(i for i, line in enumerate(lines) if line.startswith(end))
    return "\n".join(lines[first : last + 1])


@pytest.fixture
def wires(tmp_path: Path) -> Iterator[dict[str, int]]:
    """What socat makes: a pseudo-terminal for each name, and our end of it."""
    ends, slaves = {}, []
    for name in ("reader", "relay"):
        ends[name], slave = os.openpty()
        tty.setraw(slave)
        slaves.append(slave)  # held open, or the line would hang up at each close
        (tmp_path / name).symlink_to(os.ttyname(slave))
    yield ends
    for end in (*ends.values(), *slaves):
        os.close(end)


def shell(script: str, folder: Path) -> subprocess.Popen[bytes]:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return subprocess.Popen(
        ["/bin/sh", "-c", script], cwd=folder, env={**os.environ, "PATH": path}
    )


def heard(end: int, wanted: bytes) -> None:
    """Wait until ``wanted`` comes."""
    got, deadline = b"", time.monotonic() + SECONDS
    while wanted not in got:
        assert time.monotonic() < deadline, got.hex(" ")
        if select.select([end], [], [], 0.2)[0]:
            got += os.read(end, 100)


def wait_until_ready(folder: Path) -> None:
    """Wait until the lane takes cards: both its devices were opened."""
    live, deadline = open_live(folder / "var" / "live.db"), time.monotonic() + SECONDS
    try:
        while not any(lane.board.phase == Phase.READY for lane in live.lanes()):
            assert time.monotonic() < deadline, live.lanes()
            time.sleep(0.05)
    finally:
        live.close()


def test_the_bytes_of_the_example_are_those_on_the_line(
    readme: str, wires: dict[str, int], tmp_path: Path
) -> None:
    block = example(readme)
    prepare = lines_of(block, "cat > config.toml", "kiosk people import")
    assert shell(prepare, tmp_path).wait(SECONDS) == 0

    gate = shell("exec kiosk gate", tmp_path)
    try:
        heard(wires["relay"], OFF)  # the first thing on every opening of the port
        frame = lines_of(block, "printf", "printf").partition(" > ")[0]
        wait_until_ready(tmp_path)
        os.write(wires["reader"], subprocess.check_output(["/bin/sh", "-c", frame]))
        heard(wires["relay"], ON)
        heard(wires["relay"], OFF)
    finally:
        gate.send_signal(signal.SIGINT)
        assert gate.wait(SECONDS) == 0


def test_the_readme_names_the_bytes_that_the_board_gets(readme: str) -> None:
    for order in (ON, OFF):
        assert f"`{order.hex(' ')}`" in readme
