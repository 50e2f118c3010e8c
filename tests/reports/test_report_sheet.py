"""A report as a file for spreadsheets."""

import csv
from datetime import timedelta

import openpyxl
import pytest
from reports_kit import DAY

from kiosk.reports import Names, Span, blocks_of, words
from kiosk.reports.sheet import write_sheet
from verification.reasons import Outcome, Reason

NAMES = Names({"east": "=东门"}, {"s7": "@王保安"})


@pytest.fixture
def report(diary):
    diary.let_in(diary.referred())
    return diary.report()


def test_every_reason_and_outcome_has_its_short_words():
    assert set(words.REASONS) == set(Reason)
    assert {*Outcome, "staff"} == set(words.OUTCOMES)


def test_a_csv_opens_in_a_spreadsheet_and_runs_nothing(report, tmp_path):
    path = tmp_path / "report.csv"
    write_sheet(path, report, NAMES, "+幸福里")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for line in csv.reader(file) for cell in line]
    assert {"'=东门", "'@王保安", "'+幸福里"} <= set(cells)
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@")]


def test_a_workbook_holds_text_and_no_formula(report, tmp_path):
    path = tmp_path / "report.xlsx"
    write_sheet(path, report, NAMES, "幸福里")
    rows = openpyxl.load_workbook(path).active.iter_rows()
    cells = [cell for row in rows for cell in row if cell.value is not None]
    assert {"s", "inlineStr"} >= {cell.data_type for cell in cells}
    assert "=东门" in {cell.value for cell in cells}


def test_who_opened_stands_only_where_names_are_given(report, tmp_path):
    path = tmp_path / "report.csv"
    write_sheet(path, report, Names({"east": "东门"}), "幸福里")
    text = path.read_text(encoding="utf-8")
    assert "s7" not in text
    assert "没有登记" in text


def test_the_days_of_a_span_are_added_up_under_them(diary):
    diary.let_in(diary.referred())
    diary.at += timedelta(days=1)
    diary.comes_in()
    span = Span(DAY, DAY + timedelta(days=1))
    (days,) = [b for b in blocks_of(diary.report(span), NAMES) if b.key == "days"]
    *lines, total = ([cell[0] for cell in row] for row in days.rows)
    assert total[0] == "合计"
    sums = [sum(map(int, column)) for column in list(zip(*lines, strict=True))[1:]]
    assert [str(number) for number in sums] == total[1:]
