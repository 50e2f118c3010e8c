"""A site with keys of today and three invented people, each with a pass."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kiosk.cli import main
from kiosk.config import load_config
from kiosk.house import House
from verification.invented import invented_person
from verification.registry import Editor, Personal

CONFIG = """
[site]
name = "幸福里社区"
data_dir = "var"
[[lanes]]
id = "a"
name = "A"
"""
PEOPLE = (1, 2, 3)
Run = Callable[..., Any]


@pytest.fixture
def config_file(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(CONFIG, "utf-8")
    return path


@pytest.fixture
def run(config_file: Path) -> Run:
    """Run `kiosk` on the site; no output may hold a whole number."""

    def call(*words: str, code: int = 0, as_json: bool = True) -> Any:
        options = ["--config", str(config_file), *(["--json"] if as_json else [])]
        result = CliRunner().invoke(main, [*words, *options])
        assert result.exit_code == code, result.output
        numbers = [invented_person(index).number for index in PEOPLE]
        assert not any(number in result.output for number in numbers)
        return json.loads(result.stdout) if as_json and result.stdout else result.output

    return call


@pytest.fixture
def register(config_file: Path) -> Callable[[int, str], bytes]:
    """Registers an invented person, under another name where one is given."""

    def registered(index: int, name: str = "") -> bytes:
        house = House.open(load_config(config_file), lambda text: None)
        somebody = invented_person(index)
        editor = Editor(house.keys, "staff-1", datetime.now(UTC))
        personal = Personal("resident", somebody.number, name or somebody.name)
        change = editor.register(personal, "green")
        house.registry.apply([change])
        house.close()
        return change.key

    return registered


@pytest.fixture
def codes(run: Run, register: Callable[..., bytes]) -> list[str]:
    """Short codes of three passes."""
    run("pass", "keys", "make")
    for index in PEOPLE:
        register(index)
    return [one["code"] for one in run("pass", "issue", "--all")["issued"]]
