"""What leaves the house: inert, masked unless somebody says what for."""

import csv
import io
import stat
import tempfile

import pytest
from openpyxl import load_workbook

from kiosk.people.errors import BadPurpose, TableProblem
from kiosk.people.export import Exporter
from kiosk.people.writers import write_csv, write_xlsx
from verification.registry import Editor, ImportCounts, Personal

FORMS = pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
CARDS = "S111、S222;S333"
HOSTILE = [
    '=HYPERLINK("http://x","y")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
    "'=1",
    "'quoted",
]


@pytest.fixture
def exporter(office):
    return Exporter(office.registry, office.record)


@pytest.fixture
def people(office, person):
    """Invented people whose notes a spreadsheet would like to run."""
    for index, note in enumerate([*HOSTILE, None, "two\nlines"]):
        somebody = person(index)
        editor = Editor(office.registry.keys, "office", office.importer.now())
        personal = Personal(
            "resident", somebody.number, somebody.name, somebody.phone, note, note
        )
        office.registry.apply([editor.register(personal, "green")])
    return office.registry.count()


def cells(path):
    if path.suffix == ".csv":
        text = path.read_text("utf-8-sig")
        return [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    sheet = load_workbook(path).active
    return [cell for row in sheet.iter_rows() for cell in row]


@FORMS
def test_a_full_export_comes_back_unchanged(office, exporter, people, tmp_path, suffix):
    path = tmp_path / f"out{suffix}"
    assert exporter.full(path, "annual review") == people
    assert office.plan(path).counts == ImportCounts(unchanged=people)


@FORMS
def test_a_full_export_into_another_house_brings_the_same_people(
    office, exporter, people, tmp_path, suffix
):
    before = office.everybody()
    path = tmp_path / f"out{suffix}"
    exporter.full(path, "move")
    for somebody in list(office.registry.people()):
        office.registry.erase(somebody.record.subject, "office", office.importer.now())
    assert office.everybody() == []
    assert office.take(path).counts == ImportCounts(new=people)
    assert office.everybody() == before


def test_no_cell_of_a_csv_export_begins_like_a_formula(exporter, people, tmp_path):
    exporter.full(tmp_path / "out.csv", "review")
    starts = {cell[0] for cell in cells(tmp_path / "out.csv") if cell}
    assert not starts & set("=+-@\t＝＋－＠")


def test_no_cell_of_a_workbook_is_a_formula(exporter, people, tmp_path):
    exporter.full(tmp_path / "out.xlsx", "review")
    found = [cell for cell in cells(tmp_path / "out.xlsx") if cell.value is not None]
    assert {cell.data_type for cell in found} == {"s"}
    assert {cell.number_format for cell in found} == {"@"}
    assert HOSTILE[0] in [cell.value for cell in found]


@pytest.mark.parametrize("purpose", ["", "  ", "x" * 201, "for 13800000000"])
def test_full_numbers_need_a_purpose_that_may_be_kept(exporter, tmp_path, purpose):
    with pytest.raises(BadPurpose):
        exporter.full(tmp_path / "out.csv", purpose)
    assert not (tmp_path / "out.csv").exists()


def test_a_full_export_is_recorded_before_it_is_written(
    exporter, people, tmp_path, ledger
):
    path = tmp_path / "out.csv"
    path.write_text("somebody else's")
    with pytest.raises(FileExistsError):
        exporter.full(path, "review")
    assert ledger == [("personal.exported", {"purpose": "review", "people": people})]
    assert path.read_text() == "somebody else's"


@FORMS
def test_a_masked_export_holds_nothing_whole(
    exporter, people, person, tmp_path, assert_no_number, suffix
):
    path = tmp_path / f"out{suffix}"
    assert exporter.masked(path) == people
    text = " ".join(str(getattr(cell, "value", cell)) for cell in cells(path))
    assert_no_number(text)
    assert person(1).phone not in text
    assert "calc" not in text
    assert "999999********" in text


def test_an_export_is_its_owners_only(exporter, people, tmp_path):
    exporter.masked(tmp_path / "out.csv")
    assert stat.S_IMODE((tmp_path / "out.csv").stat().st_mode) == 0o600


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_half_an_export_does_not_stay_behind(tmp_path, write):
    def lines():
        yield ["姓名"]
        raise InterruptedError

    with pytest.raises(InterruptedError):
        write(tmp_path / "half", lines())
    assert not (tmp_path / "half").exists()


def test_another_kind_of_file_is_refused(exporter, tmp_path):
    with pytest.raises(TableProblem):
        exporter.masked(tmp_path / "out.pdf")


def test_lost_cards_stay_out_and_several_cards_share_a_cell(
    office, exporter, person, tmp_path, csv_file
):
    rows = [
        ["证件号码", "姓名", "老年卡号"],
        [person(1).number, "赵建", "S111、S222;S333"],
    ]
    office.take(csv_file(rows))
    somebody = next(iter(office.registry.people()))
    editor = Editor(office.registry.keys, "office", office.importer.now())
    lost = next(card for card in somebody.cards if card.number == "S222")
    key = somebody.record.subject
    office.registry.apply([editor.revoke_card(key, lost.card)])
    exporter.full(tmp_path / "out.csv", "review")
    kept = [cell for cell in cells(tmp_path / "out.csv") if cell.startswith("S")]
    assert [set(cell.split(";")) for cell in kept] == [{"S111", "S333"}]
    assert office.plan(tmp_path / "out.csv").counts == ImportCounts(unchanged=1)


def test_a_workbook_is_written_nowhere_but_to_its_own_file(
    exporter, people, tmp_path, monkeypatch
):
    def refuse(*args, **more):
        raise AssertionError("a temporary file was made")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    assert exporter.masked(tmp_path / "out.xlsx") == people
