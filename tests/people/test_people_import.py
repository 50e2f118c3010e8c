"""From a table to the registry and back."""

import signal
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from kiosk.people.errors import ImportRefused, UnknownImport
from kiosk.people.texts import RowFault
from kiosk.people.undoing import find_import
from verification.registry import Editor, ImportCounts, Personal

HEADER = ["证件号码", "姓名", "健康状态", "有效期至", "电话", "老年卡号", "备注"]


@pytest.fixture
def line(person):
    """A row for an invented person; keywords replace its cells."""

    def cells(index, **changed):
        somebody = person(index)
        cells = {
            "number": somebody.number,
            "name": somebody.name,
            "status": "green",
            "until": "2026-12-31",
            "phone": somebody.phone,
            "senior": somebody.senior_card,
            "note": "",
        }
        return list((cells | changed).values())

    return cells


@pytest.fixture
def sheet(csv_file):
    """A table of lines under the header."""
    return lambda *lines: csv_file([HEADER, *lines])


def faults(reports):
    return [fault.fault for report in reports for fault in report.faults]


def test_new_people_come_with_status_card_and_phone(office, sheet, line, person):
    report = office.take(sheet(line(1), line(2)))
    assert report.counts == ImportCounts(new=2)
    one = next(p for p in office.registry.people() if p.number == person(1).number)
    assert one.name == person(1).name
    assert one.phone == person(1).phone
    assert [card.number for card in one.cards] == [person(1).senior_card]
    assert one.record.status == "green"
    assert str(one.record.valid_until) == "2026-12-31"
    assert one.record.source == "import"


def test_a_second_import_of_the_same_file_changes_nothing(office, sheet, line):
    path = sheet(line(1), line(2))
    office.take(path)
    assert office.plan(path).counts == ImportCounts(unchanged=2)
    assert office.plan(path).groups == {}


def test_a_changed_row_says_what_changes(office, sheet, line):
    office.take(sheet(line(1)))
    plan = office.plan(sheet(line(1, status="red", phone="10099998888")))
    assert plan.counts == ImportCounts(changed=1)
    assert plan.fields == {"phone": 1, "status": 1}


def test_a_dry_run_writes_nothing(office, sheet, line, tmp_path):
    files = [tmp_path / "registry.db", tmp_path / "registry.db-wal"]
    before = [file.read_bytes() for file in files]
    assert office.plan(sheet(line(1))).counts.new == 1
    assert [file.read_bytes() for file in files] == before
    assert office.ledger == []


def test_an_import_is_one_event_of_counts_only(office, sheet, line, person):
    report = office.take(sheet(line(1), line(2, status="blue")), label="spring list")
    wanted = {"new": 1, "changed": 0, "unchanged": 0, "doubtful": 0, "refused": 1}
    assert office.ledger == [("registry.change", {"import": str(report.id), **wanted})]
    assert office.registry.imports()[0].label == "spring list"


def test_the_same_row_twice_is_one_person(office, sheet, line):
    report = office.take(sheet(line(1), line(1)))
    assert report.counts == ImportCounts(new=1, unchanged=1)
    assert office.registry.count() == 1


def test_rows_that_contradict_each_other_are_all_left_to_somebody(office, sheet, line):
    path = sheet(line(1), line(2), line(1, status="red"))
    report = office.take(path)
    assert report.counts == ImportCounts(new=1, doubtful=2)
    assert [entry.row for entry in report.reports] == [2, 4]
    assert [entry.faults[0].detail for entry in report.reports] == ["4", "2"]
    assert set(faults(report.reports)) == {RowFault.SAME_PERSON_DIFFERS}


def test_fifteen_and_eighteen_digits_are_one_person(office, sheet, line, person):
    number = person(1).number
    old = line(1, number=number[:6] + number[8:17])
    assert office.take(sheet(old, line(1))).counts == ImportCounts(new=1, unchanged=1)


def test_a_row_that_somebody_accepted_is_taken(office, sheet, line):
    path = sheet(line(1), line(1, status="red"))
    assert office.take(path, accept={3}).counts == ImportCounts(new=1, doubtful=1)
    assert office.everybody()[0][2] == "red"


def test_both_of_two_contradicting_rows_cannot_be_accepted(office, sheet, line):
    plan = office.plan(sheet(line(1), line(1, status="red")), accept={2, 3})
    assert plan.counts == ImportCounts(new=1, doubtful=1)


def test_another_name_for_a_known_number_is_doubtful(office, sheet, line):
    office.take(sheet(line(1)))
    plan = office.plan(sheet(line(1, name="买买提艾力")))
    assert faults(plan.reports) == [RowFault.NAME_DIFFERS]
    assert plan.reports[0].doubtful


def test_a_card_of_somebody_else_is_doubtful(office, sheet, line, person):
    office.take(sheet(line(1)))
    plan = office.plan(sheet(line(2, senior=person(1).senior_card)))
    assert faults(plan.reports) == [RowFault.CARD_OF_ANOTHER]


def test_one_card_in_two_rows_is_doubtful_in_both(office, sheet, line):
    plan = office.plan(sheet(line(1, senior="S1234"), line(2, senior="S1234")))
    assert faults(plan.reports) == [RowFault.SAME_CARD] * 2


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ({"number": ""}, RowFault.NUMBER_MISSING),
        ({"number": "12345"}, RowFault.NUMBER_WRONG),
        ({"number": "999999194912310020"}, RowFault.NUMBER_WRONG),
        ({"number": "9.99999E+17"}, RowFault.DIGITS_LOST),
        ({"number": "110105194912310000"}, RowFault.DIGITS_LOST),
        ({"name": " "}, RowFault.NAME_MISSING),
        ({"name": "999999194912310028"}, RowFault.NAME_WRONG),
        ({"name": "赵" * 61}, RowFault.TEXT_TOO_LONG),
        ({"status": "blue"}, RowFault.STATUS_UNKNOWN),
        ({"status": ""}, RowFault.DATE_WITHOUT_STATUS),
        ({"until": "soon"}, RowFault.DATE_WRONG),
        ({"phone": "none"}, RowFault.PHONE_WRONG),
        ({"senior": "老年"}, RowFault.CARD_WRONG),
        ({"senior": "6.21E+18"}, RowFault.DIGITS_LOST),
        ({"note": "x" * 401}, RowFault.TEXT_TOO_LONG),
        ({"name": "#N/A"}, RowFault.SPREADSHEET_ERROR),
    ],
)
def test_a_bad_row_is_left_out_with_its_reason(
    office, sheet, line, changed, wanted, assert_no_number
):
    report = office.take(sheet(line(1, **changed), line(2)))
    assert report.counts == ImportCounts(new=1, refused=1)
    assert faults(report.reports) == [wanted]
    assert report.reports[0].row == 2
    assert_no_number(report)
    assert_no_number(report.reports[0].faults[0].chinese)


def test_every_fault_of_a_row_is_told_at_once(office, sheet, line):
    plan = office.plan(sheet(line(1, number="1", name="", status="blue")))
    assert len(plan.reports[0].faults) == 3


def test_an_eighteen_digit_value_in_a_workbook_is_refused(
    office, xlsx_file, person, assert_no_number
):
    number = int(person(1).number[:17] + "0")
    path = xlsx_file([["证件号码", "姓名"], [float(number), "赵建"], [number, "钱国"]])
    plan = office.plan(path)
    assert faults(plan.reports) == [RowFault.DIGITS_LOST] * 2
    assert "文本" in plan.reports[0].faults[0].chinese
    assert_no_number(plan)


def test_short_values_in_a_workbook_are_card_numbers_and_phones(
    office, xlsx_file, line
):
    cells = line(1, phone=10012345678, senior=20001234)
    office.take(xlsx_file([HEADER, cells]))
    assert office.everybody()[0][4] == "10012345678"
    assert office.everybody()[0][7] == ("20001234",)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("居民身份证", "resident"),
        ("老年卡", "senior"),
        ("社保卡", "social_security"),
        ("市民卡", "citizen"),
        ("RESIDENT", "resident"),
        ("港澳台居民居住证", "resident"),  # the number itself knows better
        ("外国人永久居留身份证", "resident"),
        ("", "resident"),
    ],
)
def test_kinds_have_chinese_names(office, csv_file, person, word, kind):
    rows = [["证件号码", "姓名", "证件类型"], [person(1).number, "赵建", word]]
    office.take(csv_file(rows))
    assert [str(p.kind) for p in office.registry.people()] == [kind]


def test_an_unknown_kind_is_refused(office, csv_file, person):
    rows = [["证件号码", "姓名", "证件类型"], [person(1).number, "赵建", "驾驶证"]]
    assert faults(office.plan(csv_file(rows)).reports) == [RowFault.KIND_UNKNOWN]


def test_all_or_nothing_writes_nothing_when_a_row_is_bad(office, sheet, line):
    with pytest.raises(ImportRefused):
        office.take(sheet(line(1), line(2, name="")), all_or_nothing=True)
    assert office.registry.count() == 0
    assert office.registry.imports() == []


def test_undo_brings_everybody_back_as_before(office, sheet, line):
    office.take(sheet(line(1), line(2)))
    before = office.everybody()
    second = office.take(sheet(line(1, status="red", note="x"), line(3), line(2)))
    assert office.everybody() != before
    undone = office.undo(second.id)
    assert office.everybody() == before
    assert undone.people == 2
    assert (undone.removed, undone.restored) == (1, 1)
    assert undone.kept == ()
    assert office.ledger[-1][1]["undone"] == 2


def test_undo_leaves_alone_who_was_changed_since(
    office, sheet, line, person, assert_no_number
):
    first = office.take(sheet(line(1), line(2)))
    office.take(sheet(line(1, status="red")))
    undone = office.undo(first.id)
    assert [somebody[2] for somebody in office.everybody()] == ["red"]
    assert len(undone.kept) == 1
    assert undone.kept[0].endswith(person(1).number[-4:])
    assert_no_number(undone)


def test_the_last_import_is_the_newest_that_still_stands(office, sheet, line):
    first = office.take(sheet(line(1)))
    second = office.take(sheet(line(2)))
    assert find_import(office.registry, "last").id == second.id
    office.undo(second.id)
    assert find_import(office.registry, "last").id == first.id
    assert find_import(office.registry, str(second.id)).id == second.id
    with pytest.raises(UnknownImport):
        find_import(office.registry, "yesterday")


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from kiosk.people.importer import Importer
from kiosk.people.tables import Table
from verification.keys import load_keys
from verification.registry import Registry

def die(stage, done, total):
    if stage == "writing":
        os.kill(os.getpid(), signal.SIGKILL)

folder, file = map(Path, sys.argv[1:])
registry = Registry.open(folder / "registry.db", load_keys(folder / "keys"))
now = lambda: datetime.now(UTC)
importer = Importer(registry, ("green",), "office", now, lambda kind, facts: None)
with Table(file) as table:
    plan = importer.plan(table)
importer.apply(plan, progress=die)
"""


def test_a_killed_import_leaves_whole_rows_and_is_run_again(
    office, sheet, line, tmp_path
):
    path = sheet(*(line(index) for index in range(1200)))
    done = subprocess.run([sys.executable, "-c", KILLED, tmp_path, path], check=False)
    assert done.returncode == -signal.SIGKILL
    there = office.registry.count()
    assert 0 < there < 1200
    assert all(len(somebody[7]) == 1 for somebody in office.everybody())
    assert office.registry.imports()[0].confirmed_at is None
    assert office.take(path).counts == ImportCounts(new=1200 - there, unchanged=there)


def test_progress_reaches_the_end_of_every_stage(office, sheet, line):
    seen = {}
    path = sheet(*(line(index) for index in range(30)))

    def look(stage, done, total):
        seen[str(stage)] = (done, total)

    office.importer.apply(office.plan(path, progress=look), progress=look)
    assert seen["comparing"] == (30, 30)
    assert seen["writing"] == (30, 30)


def test_what_a_clerk_changed_since_the_list_was_read_is_not_written_over(
    office, sheet, line
):
    office.take(sheet(line(1, phone="10000000011"), line(2)))
    plan = office.plan(sheet(line(1, status="red"), line(2, status="red")))
    one = next(p for p in office.registry.people() if p.phone == "10000000011")
    mine = Editor(office.registry.keys, "staff-1", datetime.now(UTC))
    phoned = Personal("resident", one.number, one.name, "10000000022")
    office.registry.apply([mine.correct(one.record.subject, phoned)])
    report = office.importer.apply(plan)
    assert faults(report.reports) == [RowFault.CHANGED_MEANWHILE]
    assert report.reports[0].row == 2
    found = office.registry.details(one.record.subject)
    assert (found.phone, found.record.status) == ("10000000022", "green")
    assert sorted(p.record.status for p in office.registry.people()) == ["green", "red"]
