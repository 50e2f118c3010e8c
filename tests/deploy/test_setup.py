"""The set-up script does what is missing, once, and says what it may not do."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Done = subprocess.CompletedProcess[str]
COPIED = ("requirements/run.txt", "requirements/test.txt", "pyproject.toml")
SCRIPTS = (
    "kiosk/deploy/setup.sh",
    "kiosk/deploy/install.sh",
    "kiosk/deploy/install_screen.sh",
    "kiosk/deploy/screen.sh",
    "tests/run.sh",
    ".ci/run",
)


@dataclass(frozen=True)
class Machine:
    """A checkout with an environment and tools that only note what they are asked."""

    checkout: Path
    tools: Path
    notes: Path

    def tool(self, path: Path, *lines: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        note = f'echo "{path.name} $*" >> "{self.notes}"'
        path.write_text("\n".join(["#!/bin/sh", note, *lines, ""]), "utf-8")
        path.chmod(0o755)

    def set_up(self, kind: str = "run", **more: str) -> Done:
        return subprocess.run(
            ["/bin/sh", str(self.checkout / "kiosk/deploy/setup.sh"), kind],
            env={"PATH": f"{self.tools}:{os.environ['PATH']}", **more},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def asked(self, tool: str) -> list[str]:
        """What one tool was asked to do, since the last time."""
        lines = self.notes.read_text().splitlines() if self.notes.exists() else []
        self.notes.unlink(missing_ok=True)
        return [line for line in lines if line.startswith(f"{tool} ")]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine on which nothing is missing, with an environment in .venv."""
    made = Machine(tmp_path / "checkout", tmp_path / "tools", tmp_path / "notes")
    for name in (*COPIED, "kiosk/deploy/setup.sh"):
        target = made.checkout / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    venv = made.checkout / ".venv"
    made.tool(venv / "bin/python")
    made.tool(venv / "bin/kiosk")
    (venv / "bin/activate").write_text(f"VIRTUAL_ENV={venv}\n")
    libraries = "echo libzbar.so.0 libGL.so.1 libgthread-2.0.so.0 "
    libraries += "libpangoft2-1.0.so.0 libharfbuzz-subset.so.0"
    for tool, line in {
        "ldconfig": libraries,
        "fc-list": "echo Noto",
        "espeak-ng": "",
        "chromium": "",
        "sudo": "exit 1",
        "apt-get": "",
        "id": "echo 1000",
    }.items():
        made.tool(made.tools / tool, line)
    return made


def installs(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if " -m pip install " in line]


def test_a_first_start_installs_with_hashes_and_then_the_project(
    machine: Machine,
) -> None:
    assert machine.set_up().returncode == 0
    packages, project = installs(machine.asked("python"))
    assert "--require-hashes" in packages
    assert packages.endswith("-r requirements/run.txt")
    assert project.endswith("--no-deps --no-build-isolation --editable .")


def test_a_second_start_does_nothing(machine: Machine) -> None:
    machine.set_up()
    machine.asked("python")
    assert machine.set_up().returncode == 0
    assert machine.asked("") == []
    assert not machine.notes.exists()


@pytest.mark.parametrize("name", COPIED)
def test_changed_requirements_are_installed_again(machine: Machine, name: str) -> None:
    machine.set_up()
    machine.asked("python")
    with (machine.checkout / name).open("a") as file:
        file.write("\n")
    machine.set_up()
    assert len(installs(machine.asked("python"))) == 2


def test_what_the_tests_need_holds_what_the_kiosk_needs(machine: Machine) -> None:
    machine.set_up("test")
    first = installs(machine.asked("python"))
    machine.set_up("run")
    assert first[0].endswith("-r requirements/test.txt")
    assert installs(machine.asked("python")) == []


def test_a_broken_installation_is_not_taken_for_a_whole_one(machine: Machine) -> None:
    machine.tool(
        machine.checkout / ".venv/bin/python", 'case "$*" in *-r*) exit 1;; esac'
    )
    assert machine.set_up().returncode != 0
    machine.tool(machine.checkout / ".venv/bin/python")
    machine.asked("python")
    assert machine.set_up().returncode == 0
    assert len(installs(machine.asked("python"))) == 2


def test_without_root_the_one_line_to_run_is_shown(machine: Machine) -> None:
    machine.tool(machine.tools / "ldconfig")
    result = machine.set_up()
    assert result.returncode == 1
    (line,) = [x for x in result.stderr.splitlines() if "apt-get install" in x]
    assert line.split("--no-install-recommends ")[1].split() == [
        "libzbar0",
        "libgl1",
        "libglib2.0-0",
        "libpango-1.0-0",
        "libpangoft2-1.0-0",
        "libharfbuzz-subset0",
    ]
    assert machine.asked("apt-get") == []


def test_root_installs_what_is_missing_and_goes_on(machine: Machine) -> None:
    machine.tool(machine.tools / "id", "echo 0")
    machine.tool(machine.tools / "fc-list")
    assert machine.set_up().returncode == 0
    update, install = machine.asked("apt-get")
    assert "update" in update
    assert install.endswith("fonts-noto-cjk")


def test_system_packages_can_be_left_alone(machine: Machine) -> None:
    machine.tool(machine.tools / "ldconfig")
    assert machine.set_up(SKIP_SYSTEM_PACKAGES="1").returncode == 0
    assert machine.asked("apt-get") == []


def test_an_unknown_word_is_wrong_use(machine: Machine) -> None:
    assert machine.set_up("everything").returncode == 2


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_are_plain_shell(name: str) -> None:
    subprocess.run(["/bin/sh", "-n", str(ROOT / name)], check=True)


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="no shellcheck here")
@pytest.mark.parametrize("name", SCRIPTS)
def test_shellcheck_finds_nothing(name: str) -> None:
    command = ["shellcheck", str(ROOT / name)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.stdout == ""
