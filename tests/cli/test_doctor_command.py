"""`kiosk doctor`: what is wrong, what to do, and an exit code."""

import json
import os

import pytest
from click.testing import CliRunner

from drivers.twins.sam import SamTwin
from kiosk.cli import main

CONFIG = """
[[lanes]]
id = "a"
name = "A"
  [[lanes.readers]]
  id = "a-id"
  driver = "sam"
  port = "{port}"
  [lanes.gate]
  driver = "lcus"
  port = "{port}-gate"
  fail = "secure"
"""


def doctor(path, *options):
    done = CliRunner().invoke(main, ["doctor", "--config", str(path), *options])
    return done.exit_code, done.stdout


@pytest.fixture
def config(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(CONFIG.format(port=tmp_path / "tty"), "utf-8")
    return path


def findings(path):
    code, text = doctor(path, "--json")
    return code, {row["name"]: row for row in json.loads(text)}


def test_each_finding_has_the_stable_fields(config):
    _, rows = findings(config)
    for row in rows.values():
        assert {"name", "value", "unit", "limit", "ok"} <= set(row)


def test_a_port_that_is_not_there_is_named_with_the_remedy(config):
    code, rows = findings(config)
    assert code == 1
    assert rows["a-id"]["ok"] is False
    assert "by-path" in rows["a-id"]["remedy"]


def test_a_port_that_is_there_is_well_and_is_not_written_to(config, tmp_path):
    with SamTwin("a-id", tmp_path / "tty") as twin:
        _, rows = findings(config)
        assert rows["a-id"]["ok"] is True
        assert twin.port.received() == b""


def test_a_site_without_an_administrator_is_told_how_to_get_one(config):
    _, rows = findings(config)
    assert rows["administrators"]["ok"] is False
    assert "kiosk staff add" in rows["administrators"]["remedy"]


def test_a_board_that_cannot_time_a_pulse_comes_with_its_wiring(config):
    _, text = doctor(config)
    assert "a-gate-note" in text
    assert "secure" in text


def test_an_empty_site_has_a_whole_ledger(config):
    _, rows = findings(config)
    assert rows["ledger_chain"]["ok"] is True
    assert rows["registry_file"]["ok"] is True


def test_a_wrong_config_is_exit_code_two(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text('[site]\nnam = "x"\n', "utf-8")
    assert doctor(path)[0] == 2


def test_hours_without_a_check_are_named(config):
    hours = 'name = "A"\nopen_hours = ["mon-fri 07:00-08:30"]'
    text = config.read_text("utf-8").replace('name = "A"', hours)
    config.write_text(text, "utf-8")
    _, rows = findings(config)
    assert rows["a-open-hours"]["value"] == "mon-fri 07:00-08:30"


def test_hours_that_run_backwards_are_told_with_their_remedy(config):
    hours = 'name = "A"\nopen_hours = ["08:30-07:00"]'
    text = config.read_text("utf-8").replace('name = "A"', hours)
    config.write_text(text, "utf-8")
    done = CliRunner().invoke(main, ["doctor", "--config", str(config)])
    assert done.exit_code == 2
    assert "open_hours" in done.output
    assert "22:00-24:00" in done.output


def test_a_recording_that_no_gate_plays_is_named(config, tmp_path):
    _, rows = findings(config)
    assert rows["recordings_unfit"]["ok"] is True
    folder = tmp_path / "var" / "voice" / "zh"
    folder.mkdir(parents=True)
    (folder / "deny.ogg").write_bytes(b"RIFF")
    (folder / "denied.ogg").write_bytes(b"OggS")
    (folder / os.fsdecode(b"\xd2\xf4.ogg")).write_bytes(b"OggS")
    code, rows = findings(config)
    assert (code, rows["recordings_unfit"]["value"]) == (1, 3)
    for word in ("zh/deny.ogg", "不是 OGG", "zh/denied.ogg", "/admin/voice"):
        assert word in rows["recordings_unfit"]["remedy"]
