"""`kiosk ledger` as an auditor types it."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from unsealing import unseal

from kiosk.cli import main
from kiosk.config import load_config
from kiosk.house import House
from verification.evidence import EvidenceKind
from verification.invented import invented_person
from verification.ledger import Entry, EventKind
from verification.reasons import Outcome, Reason

SUBJECT = bytes(16)
FIELDS = [
    "seq", "at", "lane", "kind", "outcome", "reason", "evidence", "visit", "staff",
    "data_age_s", "rules", "clock", "hash",
]  # fmt: skip


@pytest.fixture
def config(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text('[[lanes]]\nid = "a"\nname = "A"\n', "utf-8")
    house = House.open(load_config(path), lambda text: None)
    shown = {"name": "测*", "number": "999999********0000"}
    about = {"lane": "a", "visit": "v1", "evidence": EvidenceKind.CARD}
    house.ledger.append(
        Entry(EventKind.PRESENTED, **about, subject=SUBJECT, personal=shown),
        Entry(
            EventKind.VERDICT,
            **about,
            outcome=Outcome.REFER,
            reason=Reason.NOT_REGISTERED,
            subject=SUBJECT,
            personal=shown,
        ),
        Entry(EventKind.CALL_RAISED, lane="a", visit="v1"),
    )
    house.close()
    return str(path)


def kiosk(*arguments):
    return CliRunner().invoke(main, arguments)


def exported(config, *options):
    done = kiosk("ledger", "export", "--config", config, *options)
    assert done.exit_code == 0
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_whole_ledger_verifies(config):
    done = kiosk("ledger", "verify", "--config", config, "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["ok"] is True


def test_a_manual_edit_is_named_by_its_first_bad_row(config, tmp_path):
    db = sqlite3.connect(tmp_path / "var" / "ledger.db")
    for (trigger,) in db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        db.execute(f"DROP TRIGGER {trigger}")
    db.execute(
        "UPDATE events SET head = replace(head, 'not_registered', 'status_valid')"
        " WHERE seq = 2"
    )
    db.commit()
    db.close()
    done = kiosk("ledger", "verify", "--config", config, "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["first_bad_seq"] == 2
    assert "2" in kiosk("ledger", "verify", "--config", config).stdout


def test_the_file_refuses_an_edit_by_itself(config, tmp_path):
    db = sqlite3.connect(tmp_path / "var" / "ledger.db")
    with pytest.raises(sqlite3.DatabaseError, match="ledger only grows"):
        db.execute("DELETE FROM events WHERE seq = 2")
    db.close()


def test_the_export_has_the_stable_fields_in_their_order(config):
    rows = exported(config)
    assert [list(row) for row in rows] == [FIELDS] * 3
    assert [row["kind"] for row in rows] == ["presented", "verdict", "call.raised"]
    assert rows[1]["outcome"] == "refer"
    assert rows[1]["reason"] == "not_registered"
    assert rows[0]["at"].endswith("Z")


def test_a_purpose_that_holds_a_number_is_not_kept_for_ever(config):
    said = f"查 {invented_person(7).number}"
    command = ["ledger", "export", "--config", config, "--personal"]
    assert kiosk(*command, "--purpose", said).exit_code == 2
    assert "personal.exported" not in [row["kind"] for row in exported(config)]


def test_the_personal_part_needs_a_purpose_and_the_purpose_is_recorded(config):
    refused = kiosk("ledger", "export", "--config", config, "--personal")
    assert refused.exit_code == 2
    rows = exported(config, "--personal", "--purpose", "投诉核查")
    assert rows[0]["personal"]["name"] == "测*"
    assert rows[-1]["kind"] == "personal.exported"


def test_personal_parts_go_into_no_file_in_the_clear(config, tmp_path):
    personal = ["ledger", "export", "--config", config, "--personal"]
    personal += ["--purpose", "投诉核查", "--output"]
    refused = kiosk(*personal, str(tmp_path / "out.jsonl"))
    assert (refused.exit_code, (tmp_path / "out.jsonl").exists()) == (2, False)
    assert [row["kind"] for row in exported(config)][-1] == "call.raised"
    done = kiosk(*personal, str(tmp_path / "out.zip"))
    assert done.exit_code == 0
    assert "测" not in done.output
    inside = unseal(tmp_path / "out.zip", done.stderr.split()[-1])
    rows = [json.loads(line) for line in inside["ledger.jsonl"].splitlines()]
    assert rows[0]["personal"]["name"] == "测*"
    assert "投诉核查" in inside["about.txt"].decode()


def test_a_shell_cannot_put_personal_parts_into_a_file_either(config, tmp_path):
    command = [sys.executable, "-m", "kiosk", "ledger", "export", "--config", config]
    command += ["--personal", "--purpose", "投诉核查"]
    with (tmp_path / "out.jsonl").open("wb") as file:
        done = subprocess.run(command, stdout=file, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, (tmp_path / "out.jsonl").read_bytes()) == (2, b"")


def test_the_ledger_says_that_personal_parts_left_sealed(config, tmp_path):
    personal = ["--personal", "--purpose", "投诉核查"]
    exported(config, *personal, "--output", str(tmp_path / "out.zip"))
    house = House.open(load_config(Path(config)), print)
    event = house.ledger.recent(1)[0]
    house.close()
    assert event.more == {"purpose": "投诉核查", "sealed": "zip"}


def test_an_export_never_overwrites_a_file(config, tmp_path):
    target = tmp_path / "out.jsonl"
    command = ["ledger", "export", "--config", config, "--output", str(target)]
    assert kiosk(*command).exit_code == 0
    assert len(target.read_text("utf-8").splitlines()) == 3
    assert kiosk(*command).exit_code == 2


def test_an_event_is_explained_in_both_languages(config):
    done = kiosk("ledger", "explain", "2", "--config", config)
    assert done.exit_code == 0
    assert "没有" in done.stdout
    assert "register" in done.stdout.lower()


def test_an_event_that_is_not_there_is_said_so(config):
    assert kiosk("ledger", "explain", "99", "--config", config).exit_code == 1


def test_a_checkpoint_kept_elsewhere_shows_a_ledger_put_back(config, tmp_path):
    copy = tmp_path / "elsewhere.txt"
    done = kiosk("ledger", "checkpoint", "--config", config, "--output", str(copy))
    assert done.exit_code == 0
    assert done.stdout == copy.read_text("utf-8")
    note = ["--note", str(copy)]
    assert kiosk("ledger", "verify", "--config", config, *note).exit_code == 0
    db = sqlite3.connect(tmp_path / "var" / "ledger.db")
    for (trigger,) in db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        db.execute(f"DROP TRIGGER {trigger}")
    db.executescript(
        "DELETE FROM details WHERE seq > 2; DELETE FROM events WHERE seq > 2;"
        "DELETE FROM checkpoints;"
    )
    db.close()
    assert kiosk("ledger", "verify", "--config", config, *note).exit_code == 1


@pytest.mark.parametrize("offset", [4100, 20000])
def test_a_damaged_file_is_said_in_one_message_and_not_in_a_traceback(
    config, tmp_path, offset
):
    path = tmp_path / "var" / "ledger.db"
    data = bytearray(path.read_bytes())
    data[offset : offset + 4000] = b"X" * 4000
    path.write_bytes(bytes(data))
    for command in ("verify", "export", "checkpoint"):
        done = kiosk("ledger", command, "--config", config)
        assert done.exception is None or isinstance(done.exception, SystemExit)
    if offset == 4100:  # the first table's page, which everything needs
        assert kiosk("ledger", "verify", "--config", config).exit_code == 1
