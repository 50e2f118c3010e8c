"""Lists as ugly as offices make them: each dress that a row or a sheet may wear."""

from datetime import date

import pytest

from kiosk.people.cells import date_of, number_of, text_of
from kiosk.people.child import Data
from kiosk.people.errors import CellProblem
from kiosk.people.finding import find_table
from kiosk.people.limits import UPLOAD
from kiosk.people.person import PersonParser
from kiosk.people.rows import is_nobody, says_died
from kiosk.people.seen import Known
from kiosk.people.sheets import Sheet
from kiosk.people.tables import Row, Table
from kiosk.people.texts import RowFault
from verification.invented import invented_person

HEADINGS = ["序号", "姓 名", "身份证号", "联系电话", "备注", "家属"]
ONE, TWO = invented_person(1), invented_person(2)


def line(person, number=None, **changed):
    cells = {"at": "1", "name": person.name, "number": person.number}
    cells |= {"phone": person.phone, "note": "", "relative": ""} | changed
    return list(cells.values())


def read(rows):
    """People, numbers of skipped rows, faults; without a process."""
    sheet = Sheet("", lambda: enumerate(rows, start=1))
    found = find_table([sheet], Known())
    data = Data(found, UPLOAD)
    parser = PersonParser(("green", "red"))
    columns = list(found.header.places)
    parsed = [
        parser.parse(Row(number, dict(zip(columns, cells, strict=True)), died))
        for number, cells, died in data.rows()
    ]
    return parsed, data.skipped


@pytest.mark.parametrize(
    "end",
    [
        ["合计", "", "", "120 人"],
        ["", "总 计：", "", "120"],
        ["共120人"],
        ["制表人：李四", "", "审核：王五"],
        ["", "经办人：", "", "", "2026年11月21日"],
        ["注：本表一式两份", "x"],
        ["第 1 页 共 3 页", "x"],
        ["说明", "x"],
    ],
)
def test_what_stands_at_the_end_of_a_list_is_nobody_and_is_told(end):
    header = find_table([Sheet("", lambda: enumerate([HEADINGS], 1))], Known()).header
    assert is_nobody(end, header)
    assert not is_nobody([*(*end, "")[:2], ONE.number], header)


def test_headings_on_every_printed_page_are_skipped_and_counted():
    ours = [HEADINGS, line(ONE), HEADINGS, line(TWO), ["合计", "2 人"]]
    people, skipped = read(ours)
    assert [person.name for person in people] == [ONE.name, TWO.name]
    assert skipped == [3, 5]


@pytest.mark.parametrize(
    ("wanted", "cells"),
    [
        (True, {"note": "已故"}),
        (True, {"note": "2025年11月去世"}),
        (True, {"note": "本人已去世"}),
        (True, {"note": "死亡注销"}),
        (True, {"at": "病故。"}),
        (True, {"name": f"{ONE.name}（已故）"}),
        (False, {"note": "老伴已故"}),
        (False, {"note": "丈夫去世"}),
        (False, {"relative": "钱某（已故）"}),
        (False, {"note": "故宫旁"}),
        (False, {"note": "独居"}),
    ],
)
def test_a_row_that_says_somebody_died_waits_for_a_decision(wanted, cells):
    rows = [HEADINGS, line(ONE, **cells)]
    header = find_table([Sheet("", lambda: enumerate(rows, 1))], Known()).header
    assert says_died(rows[1], header) is wanted
    [person], _ = read(rows)
    assert person.name == ONE.name


def test_who_died_is_doubtful_and_imported_only_by_decision(office, csv_file):
    rows = [["姓名", "证件号码", "状态"], [ONE.name, ONE.number, "已故"]]
    plan = office.plan(csv_file(rows))
    assert [fault.fault for fault in plan.reports[0].faults] == [RowFault.SAYS_DIED]
    assert plan.counts.doubtful == 1
    assert office.plan(csv_file(rows), accept=[2]).counts.new == 1


def test_a_row_with_a_fault_says_too_that_somebody_died(office, csv_file):
    rows = [["姓名", "证件号码", "电话"], [ONE.name, ONE.number, "已故"]]
    [report] = office.plan(csv_file(rows)).reports
    faults = {fault.fault for fault in report.faults}
    assert faults == {RowFault.PHONE_WRONG, RowFault.SAYS_DIED}


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("王芳", "王  芳"),
        ("王芳", "王　芳"),
        ("王小芳", "王小芳（女）"),
        ("买买提·艾力", "买买提·艾力"),
        ("ANNA LEE", "ANNA  LEE"),
    ],
)
def test_a_name_is_kept_as_it_is_said(wanted, name):
    [person], _ = read([HEADINGS, line(ONE, name=name)])
    assert person.name == wanted


@pytest.mark.parametrize("cell", ["无", "暂无", " / ", "--", "—", "n/a", "不详"])
def test_a_cell_that_says_nothing_is_empty(cell):
    assert text_of(cell) == ""
    [person], _ = read([HEADINGS, line(ONE, phone=cell, note=cell, relative=cell)])
    assert (person.phone, person.note, person.relative) == (None, None, None)


@pytest.mark.parametrize(
    ("wanted", "cell"),
    [("10000000001", "10000000001.0"), ("12", "12.00"), ("1.5", "1.5")],
)
def test_a_whole_number_loses_what_a_program_put_behind_it(wanted, cell):
    assert wanted == number_of(cell)


@pytest.mark.parametrize("sign", "×✕хＸx")
def test_a_sign_that_looks_like_x_is_x(sign):
    person = next(
        one for i in range(99) if (one := invented_person(i)).number[-1] == "X"
    )
    [read_one], _ = read([HEADINGS, line(person, number=person.number[:17] + sign)])
    assert read_one.document.number == person.number


@pytest.mark.parametrize(
    "cell",
    [
        "2026.01.01-2026.12.31",
        "2026年1月1日至2026年12月31日",
        "2026-01-01 ~ 2026-12-31",
        "20260101—20261231",
        "至2026年12月31日",
    ],
)
def test_of_a_span_of_days_the_last_counts(cell):
    assert date_of(cell) == date(2026, 12, 31)


@pytest.mark.parametrize("cell", ["2026-12-31至2026-01-01", "2026-01-01至", "至今"])
def test_what_is_no_span_is_no_date(cell):
    with pytest.raises(CellProblem):
        date_of(cell)


def test_a_hidden_sheet_is_not_read_and_another_may_be_chosen(xlsx_file):
    def more(sheet):
        sheet.title, sheet.sheet_state = "旧名单", "hidden"
        for title, person in (("一号楼", ONE), ("二号楼", TWO)):
            other = sheet.parent.create_sheet(title)
            for row in (HEADINGS, line(person)):
                other.append(row)
        sheet.parent.active = 1

    path = xlsx_file([HEADINGS, line(invented_person(3))], more)
    for sheet, person in (("", ONE), ("二号楼", TWO)):
        with Table(path, known=Known(sheet=sheet)) as table:
            assert person.name in next(iter(table)).cells.values()
            assert table.head.sheets == ("一号楼", "二号楼")
