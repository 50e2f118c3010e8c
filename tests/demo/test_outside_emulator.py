"""Anyone can check the bytes: `kiosk gate` and `kiosk web` on an outsider's ptys."""

import json
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest
from outside_emulator import RESIDENT, OutsidePty, OutsideReader, OutsideRelay
from waiting import wait_for

CONFIG = """
[site]
name = "外面的人"
data_dir = "data"

[web]
port = {web}

[[lanes]]
id = "a"
name = "A"

  [[lanes.readers]]
  id = "a-id"
  driver = "sam"
  port = "{reader}"

  [lanes.gate]
  driver = "waveshare"
  port = "{relay}"
  pulse_seconds = 0.5
"""
PEOPLE = "姓名,证件号码,健康状态\n测试人,11010519491231002X,green\n"


def kiosk(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kiosk", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def outside():
    reader, relay = OutsideReader(), OutsideRelay()
    with OutsidePty(reader.answer) as one, OutsidePty(relay.answer) as two:
        yield reader, relay, one, two


@pytest.fixture
def site(tmp_path, outside):
    _, _, reader_line, relay_line = outside
    path = tmp_path / "config.toml"
    port = free_port()
    path.write_text(
        CONFIG.format(web=port, reader=reader_line.path, relay=relay_line.path), "utf-8"
    )
    (tmp_path / "people.csv").write_text(PEOPLE, "gb18030")
    imported = kiosk(
        "people", "import", str(tmp_path / "people.csv"), "--config", str(path)
    )
    assert imported.returncode == 0, imported.stderr
    children = [
        subprocess.Popen(
            [sys.executable, "-m", "kiosk", name, "--config", str(path)],
            stderr=subprocess.DEVNULL,
        )
        for name in ("gate", "web")
    ]
    try:
        yield path, port
    finally:
        for child in children:
            child.send_signal(signal.SIGTERM)
        assert [child.wait(30) for child in children] == [0, 0]


def screen_state(port: int) -> str:
    address = f"http://127.0.0.1:{port}/api/v1/screen/a"
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return json.load(answer)["state"]
    except OSError:
        return ""


def test_an_outsiders_card_opens_an_outsiders_relay_with_the_published_bytes(
    outside, site
):
    reader, relay, reader_line, relay_line = outside
    path, port = site
    wait_for(lambda: screen_state(port) == "idle", 30, "the screen idle")
    reader.lay(RESIDENT)
    wait_for(lambda: screen_state(port) == "pass", 30, "the screen green")
    assert relay.pulses == [bytes.fromhex("01 05 02 00 00 05 0C 71")]
    assert bytes.fromhex("AA AA AA 96 69 00 03 30 01 32") in reader_line.heard
    assert relay_line.heard.startswith(bytes.fromhex("01 05 00 00 00 00 CD CA"))
    rows = kiosk("ledger", "export", "--config", str(path)).stdout.splitlines()
    kinds = [json.loads(row)["kind"] for row in rows]
    wanted = ["presented", "verdict", "gate.intent", "gate.pulse"]
    assert [kind for kind in kinds if kind in wanted] == wanted
    assert kiosk("ledger", "verify", "--config", str(path)).returncode == 0
