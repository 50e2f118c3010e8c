"""The units start what there is and give each process no more than it needs."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.cli import COMMANDS
from kiosk.cli.common import WRONG_USE

Unit = dict[str, list[str]]
SERVICES = ("changxing-gate.service", "changxing-web.service")
LOCKED = {
    "LimitCORE": "0",
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "StateDirectory": "changxing",
    "StateDirectoryMode": "0700",
    "UMask": "0077",
    "User": "changxing",
}


@pytest.mark.parametrize("name", SERVICES)
def test_a_unit_starts_a_command_that_exists(
    name: str, unit: Callable[[str], Unit]
) -> None:
    (start,) = unit(name)["ExecStart"]
    program, command, option, config = start.split()
    assert program == "/opt/changxing/.venv/bin/kiosk"
    assert command in COMMANDS
    assert (option, config) == ("--config", "/etc/changxing/config.toml")


@pytest.mark.parametrize("name", SERVICES)
def test_a_process_comes_back_for_ever_but_not_with_a_wrong_config(
    name: str, unit: Callable[[str], Unit]
) -> None:
    keys = unit(name)
    assert keys["Restart"] == ["always"]
    assert keys["StartLimitIntervalSec"] == ["0"]
    assert keys["RestartPreventExitStatus"] == [str(WRONG_USE)]


@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.parametrize(("key", "value"), LOCKED.items())
def test_a_process_is_locked_in(
    name: str, key: str, value: str, unit: Callable[[str], Unit]
) -> None:
    assert unit(name)[key] == [value]


@pytest.mark.parametrize("name", SERVICES)
def test_a_process_may_ask_whether_the_clock_is_kept(
    name: str, unit: Callable[[str], Unit]
) -> None:
    keys = unit(name)
    assert "ProtectClock" not in keys
    assert {"adjtimex", "clock_adjtime"} <= set(keys["SystemCallFilter"][0].split())


def test_the_web_process_reaches_no_device(unit: Callable[[str], Unit]) -> None:
    keys = unit("changxing-web.service")
    assert keys["PrivateDevices"] == ["yes"]
    assert keys["DevicePolicy"] == ["closed"]
    assert "DeviceAllow" not in keys
    assert "SupplementaryGroups" not in keys


def test_the_pages_outlive_a_child_that_took_too_much_memory(
    unit: Callable[[str], Unit],
) -> None:
    assert unit("changxing-web.service")["OOMPolicy"] == ["continue"]


def test_the_gate_process_has_no_network(unit: Callable[[str], Unit]) -> None:
    keys = unit("changxing-gate.service")
    assert keys["PrivateNetwork"] == ["yes"]
    assert keys["RestrictAddressFamilies"] == ["AF_UNIX"]


def test_the_gate_process_reaches_what_a_lane_needs_alone(
    unit: Callable[[str], Unit],
) -> None:
    keys = unit("changxing-gate.service")
    kinds = {value.split()[0] for value in keys["DeviceAllow"]}
    assert keys["DevicePolicy"] == ["closed"]
    serial = {"char-ttyUSB", "char-ttyACM", "char-ttyS"}
    assert kinds == serial | {"char-input", "char-video4linux", "char-alsa"}
    assert keys["SupplementaryGroups"] == ["dialout input video audio"]


def test_the_target_wants_both(unit: Callable[[str], Unit]) -> None:
    assert unit("changxing.target")["Wants"] == [" ".join(SERVICES)]
    for name in SERVICES:
        assert unit(name)["PartOf"] == ["changxing.target"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze")
def test_systemd_finds_nothing_to_complain_about(deploy: Path, tmp_path: Path) -> None:
    units = [tmp_path / name for name in (*SERVICES, "changxing.target")]
    for path in units:
        text = (deploy / path.name).read_text("utf-8")
        path.write_text(
            re.sub(
                r"^ExecStart=\S+", f"ExecStart={sys.executable}", text, flags=re.M
            ).replace("file:/opt/changxing/README.md", "https://example.org/"),
            "utf-8",
        )
    command = ["systemd-analyze", "verify", "--man=no", *map(str, units)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    ours = [line for line in result.stderr.splitlines() if "changxing" in line]
    assert ours == []


def test_every_active_udev_line_is_a_rule(deploy: Path) -> None:
    rules = (deploy / "70-changxing.rules").read_text("utf-8").splitlines()
    active = [line for line in rules if line and not line.startswith("#")]
    pair = r'[A-Z_]+(?:\{[^}]+\})?\s*(?:==|!=|=|\+=)\s*"[^"]*"'
    assert active
    for line in [*active, *(line[1:] for line in rules if line.startswith("#SUB"))]:
        assert re.fullmatch(rf"{pair}(?:, {pair})*", line), line


def test_no_modem_service_may_write_to_a_gate(deploy: Path) -> None:
    rules = (deploy / "70-changxing.rules").read_text("utf-8")
    assert re.search(r'^ACTION.*"tty".*ID_MM_DEVICE_IGNORE\}="1"$', rules, re.MULTILINE)


def test_the_installer_places_every_file_of_the_folder(deploy: Path) -> None:
    names = ("install.sh", "install_screen.sh", "screen.sh")
    scripts = "".join((deploy / name).read_text("utf-8") for name in names)
    for path in deploy.iterdir():
        assert path.name == "install.sh" or path.name in scripts, path.name
