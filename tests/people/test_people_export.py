"""What leaves the house: inert, masked unless somebody says what for."""

import csv
import io
import stat
import tempfile
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook
from unsealing import unseal

from kiosk.people.errors import BadPurpose, NotSealed
from kiosk.people.export import Exporter, TableKind
from kiosk.people.writers import write_csv, write_xlsx
from verification.registry import Editor, ImportCounts, Personal

FORMS = pytest.mark.parametrize("kind", [*TableKind])
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
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
    return Exporter(office.registry, office.record, "幸福里", "小赵", lambda: NOON)


@pytest.fixture
def taken_out(exporter, tmp_path):
    """Export as asked and unpack: a path to the table inside."""

    def take(purpose=None, kind=TableKind.CSV):
        path = tmp_path / "out.zip"
        if purpose:
            done = exporter.full(path, purpose, kind)
        else:
            done = exporter.masked(path, kind)
        inside = unseal(path, done.password)
        table = tmp_path / f"people.{kind}"
        table.write_bytes(inside[table.name])
        return table

    return take


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
def test_a_full_export_comes_back_unchanged(office, people, taken_out, kind):
    assert office.plan(taken_out("annual review", kind)).counts == ImportCounts(
        unchanged=people
    )


@FORMS
def test_a_full_export_into_another_house_brings_the_same_people(
    office, people, taken_out, kind
):
    before = office.everybody()
    path = taken_out("move", kind)
    for somebody in list(office.registry.people()):
        office.registry.erase(somebody.record.subject, "office", office.importer.now())
    assert office.everybody() == []
    assert office.take(path).counts == ImportCounts(new=people)
    assert office.everybody() == before


def test_a_list_in_the_file_says_who_took_it_out_when_and_what_for(
    exporter, people, tmp_path
):
    done = exporter.full(tmp_path / "out.zip", "review")
    inside = unseal(tmp_path / "out.zip", done.password)
    (tmp_path / "people.xlsx").write_bytes(inside["people.xlsx"])
    for text in (
        cells(tmp_path / "people.xlsx")[0].value,
        inside["about.txt"].decode(),
    ):
        for word in ("幸福里", "小赵", "2026-11-21 12:00", "review"):
            assert word in text


@pytest.mark.parametrize("masked", [True, False])
def test_no_byte_of_a_person_can_be_read_without_the_password(
    exporter, people, person, tmp_path, masked
):
    path = tmp_path / "out.zip"
    done = exporter.masked(path) if masked else exporter.full(path, "review")
    assert person(1).name.encode() not in path.read_bytes()
    assert done.password not in repr(done)
    with pytest.raises(RuntimeError, match="password"):
        unseal(path, done.password[::-1])


def test_nothing_but_a_sealed_file_is_written(exporter, people, tmp_path, ledger):
    for name in ("out.csv", "out.xlsx", "out.pdf", "zip"):
        with pytest.raises(NotSealed):
            exporter.full(tmp_path / name, "review")
        with pytest.raises(NotSealed):
            exporter.masked(tmp_path / name)
    assert (list(tmp_path.glob("out*")), ledger) == ([], [])


def test_no_cell_of_a_csv_export_begins_like_a_formula(people, taken_out):
    starts = {cell[0] for cell in cells(taken_out("review")) if cell}
    assert not starts & set("=+-@\t＝＋－＠")


def test_no_cell_of_a_workbook_is_a_formula(people, taken_out):
    path = taken_out("review", TableKind.XLSX)
    found = [cell for cell in cells(path) if cell.value is not None]
    assert {cell.data_type for cell in found} == {"s"}
    assert {cell.number_format for cell in found} == {"@"}
    assert HOSTILE[0] in [cell.value for cell in found]


@pytest.mark.parametrize("purpose", ["", "  ", "x" * 201, "for 13800000000"])
def test_full_numbers_need_a_purpose_that_may_be_kept(exporter, tmp_path, purpose):
    with pytest.raises(BadPurpose):
        exporter.full(tmp_path / "out.zip", purpose)
    assert not (tmp_path / "out.zip").exists()


def test_a_full_export_is_recorded_before_it_is_written(
    exporter, people, tmp_path, ledger
):
    path = tmp_path / "out.zip"
    path.write_text("somebody else's")
    with pytest.raises(FileExistsError):
        exporter.full(path, "review")
    facts = {"purpose": "review", "people": people, "sealed": "zip"}
    assert ledger == [("personal.exported", facts)]
    assert path.read_text() == "somebody else's"


@FORMS
def test_a_masked_export_holds_nothing_whole(
    people, person, taken_out, assert_no_number, kind
):
    path = taken_out(kind=kind)
    text = " ".join(str(getattr(cell, "value", cell)) for cell in cells(path))
    assert_no_number(text)
    assert person(1).phone not in text
    assert "calc" not in text
    assert "999999********" in text


def test_an_export_is_its_owners_only(exporter, people, tmp_path):
    exporter.masked(tmp_path / "out.zip")
    assert stat.S_IMODE((tmp_path / "out.zip").stat().st_mode) == 0o600


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_half_an_export_does_not_stay_behind(tmp_path, write):
    def lines():
        yield ["姓名"]
        raise InterruptedError

    with pytest.raises(InterruptedError):
        write(tmp_path / "half", lines())
    assert not (tmp_path / "half").exists()


def test_lost_cards_stay_out_and_several_cards_share_a_cell(
    office, person, taken_out, csv_file
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
    path = taken_out("review")
    kept = [cell for cell in cells(path) if cell.startswith("S")]
    assert [set(cell.split(";")) for cell in kept] == [{"S111", "S333"}]
    assert office.plan(path).counts == ImportCounts(unchanged=1)


def test_a_workbook_is_written_nowhere_but_to_its_own_file(
    exporter, people, tmp_path, monkeypatch
):
    def refuse(*args, **more):
        raise AssertionError("a temporary file was made")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    assert exporter.masked(tmp_path / "out.zip").people == people
