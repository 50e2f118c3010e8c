"""`kiosk report` as an administrator or an assessor types it."""

import csv
import json

import openpyxl
import pytest
from click.testing import CliRunner

from kiosk.cli import main
from kiosk.config import load_config
from kiosk.house import House
from verification.evidence import EvidenceKind
from verification.ledger import Entry, EventKind
from verification.reasons import Outcome, Reason


@pytest.fixture
def config(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text('[[lanes]]\nid = "a"\nname = "东门"\n', "utf-8")
    house = House.open(load_config(path), lambda text: None)
    own = {"lane": "a", "visit": "v1", "evidence": EvidenceKind.CARD}
    valid = {"outcome": Outcome.ADMIT, "reason": Reason.STATUS_VALID}
    house.ledger.append(
        Entry(EventKind.PRESENTED, **own),
        Entry(EventKind.VERDICT, **own, **valid),
        Entry(EventKind.GATE_PULSE, lane="a", visit="v1"),
    )
    house.close()
    return path


@pytest.fixture
def report(config):
    def run(*words):
        return CliRunner().invoke(main, ["report", *words, "--config", str(config)])

    return run


def test_today_is_what_a_report_is_about(report):
    found = json.loads(report("--json").stdout)
    assert (found["visits"], found["through"], found["our_fault"]) == (1, 1, 0.0)
    assert found["first"] == found["last"]


def test_its_tables_can_be_read_in_a_shell(report):
    said = report().stdout
    assert "东门" in said
    assert "…" not in said  # nothing is cut in a narrow terminal


@pytest.mark.parametrize(
    "days",
    [
        ["--month", "2020-01"],
        ["--day", "2020-01-31"],
        ["--from", "2020-01-01", "--to", "2020-01-31"],
        ["--to", "2020-01-31"],
    ],
)
def test_days_on_which_nobody_came_say_so(report, days):
    assert "没有来访" in report(*days).stdout


def test_a_report_from_a_day_goes_on_until_today(report):
    today = json.loads(report("--json").stdout)["last"]
    found = json.loads(report("--json", "--from", f"{today[:8]}01").stdout)
    assert (today, 1) == (found["last"], found["visits"])


def test_a_report_is_written_for_spreadsheets(report, tmp_path):
    text, book = tmp_path / "r.csv", tmp_path / "r.xlsx"
    assert report("--csv", str(text), "--xlsx", str(book)).exit_code == 0
    with text.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if row]
    assert ["来访 visits", "1"] in rows
    sheet = openpyxl.load_workbook(book).active
    assert ("来访 visits", "1") in {
        row[:2] for row in sheet.iter_rows(values_only=True)
    }


@pytest.mark.parametrize(
    "words",
    [
        ["--month", "2026"],
        ["--month", "2026-11", "--day", "2026-11-01"],
        ["--from", "2026-11-02", "--to", "2026-11-01"],
        ["--lane", "nowhere"],
        ["--csv", "report.txt"],
    ],
)
def test_what_cannot_be_asked_is_wrong_use(report, words):
    answer = report(*words)
    assert answer.exit_code == 2
    assert answer.stderr.strip()


def test_no_file_is_written_over(report, tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("mine")
    assert report("--csv", str(path)).exit_code == 2
    assert path.read_text() == "mine"
