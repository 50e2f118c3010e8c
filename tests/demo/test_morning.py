"""A short morning on real bytes: what the demo shows is what happened."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.demo.visitors import RARE, SHARE, Part, crowd

CONFIG = Path(__file__).parents[2] / "config.toml"
VISITORS = len(RARE) + len(SHARE) + 3


@pytest.fixture
def config(tmp_path):
    return shutil.copy(CONFIG, tmp_path / "config.toml")


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_a_morning_goes_as_each_part_wants_it_and_the_books_agree(config):
    command = [sys.executable, "-m", "kiosk", "demo", "--script", "morning"]
    command += ["--visitors", str(VISITORS), "--speed", "10000", "--json"]
    done = subprocess.run(
        [*command, "--config", str(config)], capture_output=True, text=True, timeout=150
    )
    assert done.stdout, done.stderr
    result = json.loads(done.stdout)
    assert result["problems"] == []
    assert done.returncode == 0
    assert result["visitors"] == VISITORS
    assert set(result["parts"]) == {part.value for part in Part}
    assert result["ledger_ok"] is True
    assert result["openings_seen_by_relays"] == result["events"]["gate.pulse"]
    assert result["events"]["gate.intent"] == result["events"]["gate.pulse"]
    assert 0 < result["steps_ms"]["read to contact closed"]["p50"] < 2000


def test_every_part_comes_at_least_once_and_the_crowd_is_always_the_same(today):
    first, again = crowd(VISITORS, today), crowd(VISITORS, today)
    assert {visitor.part for visitor in first} == set(Part)
    assert first == again


def test_a_crowd_has_as_many_visitors_as_were_asked_for(today):
    assert [len(crowd(count, today)) for count in (1, 7, 600)] == [1, 7, 600]


def test_nobody_in_the_crowd_comes_twice(today):
    people = [visitor.person.card.id for visitor in crowd(600, today)]
    assert len(people) == len(set(people))


def test_without_a_camera_nobody_comes_with_a_paper(today):
    parts = {visitor.part for visitor in crowd(600, today, papers=False)}
    assert parts == set(Part) - {Part.PAPER}
