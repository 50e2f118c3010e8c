"""`kiosk demo` from its command line to its end: pages, codes, nothing left."""

import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from waiting import wait_for

CONFIG = Path(__file__).parents[2] / "config.toml"


def answers(address):
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def ours(folder):
    """Command lines of the processes that were started with this folder's config."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            text = entry.read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if str(folder) in text:
            found.append(text)
    return found


@pytest.fixture
def demo(tmp_path):
    config = shutil.copy(CONFIG, tmp_path / "config.toml")
    log = (tmp_path / "log.txt").open("w+b")
    child = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "demo", "--config", str(config)],
        stdout=log,
        stderr=log,
    )
    yield child, tmp_path
    if child.poll() is None:
        child.kill()
        child.wait()
    log.close()


@pytest.mark.timeout(180)
def test_the_demo_tells_addresses_and_codes_and_ends_with_nothing_left(demo):
    child, folder = demo

    def text():
        return (folder / "log.txt").read_text("utf-8", "replace")

    wait_for(lambda: "Ctrl-C" in text(), 30, "the demo ready")
    address = re.search(r"http://127\.0\.0\.1:\d+", text())[0]
    for page in ("/", "/simulator", "/screen/east-1", "/healthz"):
        wait_for(lambda page=page: answers(address + page), 30, page)
    codes = re.findall(r"^  (\w+) +([A-Z0-9]{4}(?:-[A-Z0-9]{4}){2})$", text(), re.M)
    assert [name for name, _ in codes] == ["guard", "office", "admin", "auditor"]
    assert len(ours(folder)) == 3  # demo, gate, web
    child.send_signal(signal.SIGINT)
    assert child.wait(30) == 0
    assert ours(folder) == []
    assert list((folder / "var" / "demo" / "dev").iterdir()) == []
