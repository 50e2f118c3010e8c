"""`kiosk purge`, `backup` and `restore` as somebody types them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from kiosk.cli import main
from kiosk.config import load_config
from kiosk.house import House
from kiosk.retention.sunset import Stage, Sunset, read_sunset, write_sunset
from verification.ledger import Entry, EventKind


@pytest.fixture
def site(config_file: Path) -> str:
    house = House.open(load_config(config_file), lambda text: None)
    house.ledger.append(Entry(EventKind.PRESENTED, subject=bytes(16)))
    house.close()
    return str(config_file)


@pytest.fixture
def key(site: str, tmp_path: Path) -> tuple[str, str]:
    """A key file and its public half."""
    path = str(tmp_path / "safe.key")
    made = kiosk("backup", "keys", "make", path, "--config", site, "--json")
    return path, json.loads(made.stdout)["recipient"]


def kiosk(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def sealed(site: str, tmp_path: Path, public: str, *more: str) -> dict[str, object]:
    to = str(tmp_path / "stick")
    done = kiosk("backup", "--to", to, "--for", public, "--config", site, *more)
    assert done.exit_code == 0, done.output
    told: dict[str, object] = json.loads(done.stdout)
    return told


def test_a_purge_says_what_is_due_and_what_went(site: str) -> None:
    dry = kiosk("purge", "--dry-run", "--config", site, "--json")
    assert json.loads(dry.stdout)["counts"]["entries"] == 0
    done = kiosk("purge", "--config", site, "--json")
    assert (done.exit_code, json.loads(done.stdout)["event"]) == (0, 2)


def test_whoever_looked_at_the_clock_lets_a_site_come_to_its_end(
    site: str, tmp_path: Path
) -> None:
    root, now = tmp_path / "var", datetime.now(UTC)
    today = now.astimezone(ZoneInfo("Asia/Shanghai")).date()
    write_sunset(root, Sunset(Stage.SCHEDULED, now, now, "boss", today))
    assert kiosk("purge", "--config", site).exit_code == 0
    assert read_sunset(root).stage is Stage.SCHEDULED
    done = kiosk("purge", "--clock-is-right", "--config", site)
    assert (done.exit_code, read_sunset(root).stage) == (0, Stage.DESTROYED)
    assert "everything was destroyed" in done.stderr


def test_a_backup_without_a_recipient_says_how_to_make_one(site: str) -> None:
    done = kiosk("backup", "--config", site)
    assert done.exit_code == 2
    assert "keys make" in done.stderr


def test_a_key_never_lies_beside_what_it_protects(site: str, tmp_path: Path) -> None:
    inside = str(tmp_path / "var" / "backup.key")
    assert kiosk("backup", "keys", "make", inside, "--config", site).exit_code == 2
    there = tmp_path / "there.key"
    there.write_text("precious")
    again = kiosk("backup", "keys", "make", str(there), "--config", site)
    assert (again.exit_code, there.read_text()) == (2, "precious")


def test_there_and_back_again(site: str, tmp_path: Path, key: tuple[str, str]) -> None:
    file, public = key
    told = sealed(site, tmp_path, public, "--json")
    assert (told["ledger_size"], told["keys"]) == (1, False)
    words = ["restore", str(told["file"]), "--key", file, "--config", site]
    assert kiosk(*words).exit_code == 2
    done = kiosk(*words, "--replace", "--json")
    assert done.exit_code == 0, done.output
    back = json.loads(done.stdout)
    assert (back["ledger_size"], back["lost"], back["erased_again"]) == (1, 1, 0)
    assert kiosk("ledger", "verify", "--config", site).exit_code == 0


def test_what_is_wrong_with_a_backup_has_its_own_exit_code(
    site: str, tmp_path: Path, key: tuple[str, str]
) -> None:
    file, public = key
    made = Path(str(sealed(site, tmp_path, public, "--json")["file"]))
    other = str(tmp_path / "other.key")
    kiosk("backup", "keys", "make", other, "--config", site)
    words = ["restore", str(made), "--replace", "--config", site, "--key"]
    assert kiosk(*words, other).exit_code == 2
    assert kiosk(*words, str(tmp_path / "none")).exit_code == 3
    made.write_bytes(made.read_bytes()[:-1])
    assert kiosk(*words, file).exit_code == 1


def test_a_mistyped_recipient_is_named_in_the_config(config_file: Path) -> None:
    text = config_file.read_text("utf-8")
    config_file.write_text(f'{text}\n[backup]\nrecipient = "age1typo"\n', "utf-8")
    done = kiosk("purge", "--config", str(config_file))
    assert done.exit_code == 2
    assert "recipient" in done.stderr
