"""Headings in every dress, and the one error when a column lacks."""

import pytest

from kiosk.people.columns import CHINESE, Column, read_header, set_of
from kiosk.people.errors import TableProblem


@pytest.mark.parametrize("column", Column)
def test_each_column_has_a_chinese_and_an_english_heading(column):
    header = read_header([CHINESE[column], "x"])
    assert {column: 0} == header.places
    assert {column: 0} == read_header([column.value]).places


@pytest.mark.parametrize(
    "heading",
    [
        " 证件号码 ",
        "证 件 号 码",
        "证件号码(必填)",
        "证件号码（必填）",
        "*证件号码",
        "证件号码：",
        "\ufeff证件号码",
        "Document Number",
        "DOCUMENT_NUMBER",
        "ｄｏｃｕｍｅｎｔ＿ｎｕｍｂｅｒ",
        "身份证号",
        "身份证号码",
    ],
)
def test_a_heading_is_known_in_every_dress(heading):
    assert read_header([heading]).places == {Column.DOCUMENT_NUMBER: 0}


def test_an_official_heading_wins_over_an_accepted_one():
    header = read_header(["联系电话", "电话", "姓名"])
    assert header.places[Column.PHONE] == 1
    assert header.extra == ("联系电话",)
    assert header.doubled == ()


@pytest.mark.parametrize(
    ("column", "heading"),
    [
        (Column.STATUS, "健康状况"),
        (Column.STATUS, "健康码"),
        (Column.STATUS, "状 态"),
        (Column.VALID_UNTIL, "有效期"),
        (Column.VALID_UNTIL, "截止日期"),
        (Column.SENIOR_CARD, "老年证号"),
        (Column.SENIOR_CARD, "老年证"),
        (Column.SENIOR_CARD, "敬老卡号"),
        (Column.SOCIAL_SECURITY_CARD, "社保号"),
        (Column.SOCIAL_SECURITY_CARD, "社会保障卡号"),
        (Column.CITIZEN_CARD, "市民卡"),
        (Column.RELATIVE, "联系人姓名"),
        (Column.RELATIVE, "家属"),
    ],
)
def test_a_heading_as_offices_write_it_is_known(column, heading):
    assert {column: 1} == read_header(["楼栋", heading]).places


def test_a_likely_heading_gives_way_and_is_told_as_not_read():
    header = read_header(["状态", "健康码", "家属", "联系人"])
    assert header.places == {Column.STATUS: 1, Column.RELATIVE: 3}
    assert header.extra == ("状态", "家属")
    assert header.doubled == ()


def test_a_likely_heading_that_was_chosen_to_stay_out_stays_out():
    chosen = {set_of(["老年证", "姓名"]): {"老年证": None}}
    assert read_header(["老年证", "姓名"], chosen).places == {Column.NAME: 1}


def test_columns_stand_in_any_order_and_extra_ones_are_kept_out(csv_file, read):
    rows = [["住址", "姓名", "民族", "证件号码"], ["某路1号", "赵建", "汉", "1"]]
    assert read(csv_file(rows)) == [["赵建", "1"]]


def test_a_title_row_above_the_header_is_skipped(xlsx_file, read):
    def merge(sheet):
        sheet.merge_cells("A1:B1")

    rows = [["某社区老年人名单"], [], ["姓 名", "证件号码"], ["赵建", "1"]]
    assert read(xlsx_file(rows, merge)) == [["赵建", "1"]]


def test_row_numbers_are_those_of_the_spreadsheet(csv_file):
    from kiosk.people.tables import Table

    rows = [["title", ""], ["姓名", "证件号码"], ["a", "1"], [], ["b", "2"]]
    with Table(csv_file(rows)) as table:
        assert [row.number for row in table] == [3, 5]


def test_a_missing_column_is_one_error_that_names_it(csv_file, read):
    with pytest.raises(TableProblem, match=r"证件号码.*document_number"):
        read(csv_file([["姓名", "电话"], ["赵建", "10000000000"]]))


def test_a_file_without_header_says_what_a_header_needs(csv_file, read):
    with pytest.raises(TableProblem, match="no header"):
        read(csv_file([["赵建", "1"], ["钱国", "2"]]))


def test_a_column_that_stands_twice_is_refused(csv_file, read):
    with pytest.raises(TableProblem, match="appears twice: name"):
        read(csv_file([["姓名", "name", "证件号码"], ["a", "b", "1"]]))


WORDS = ["老人", "身份证号", "姓名"]


def test_what_was_chosen_for_a_set_of_headings_wins():
    chosen = {set_of(WORDS): {"老人": Column.NAME, "姓名": Column.RELATIVE}}
    wanted = {Column.NAME: 0, Column.RELATIVE: 2, Column.DOCUMENT_NUMBER: 1}
    assert wanted == read_header(WORDS, chosen).places


def test_a_heading_that_was_chosen_to_stay_out_stays_out():
    chosen = {set_of(WORDS): {"姓名": None}}
    assert read_header(WORDS, chosen).places == {Column.DOCUMENT_NUMBER: 1}
    assert "姓名" in read_header(WORDS, chosen).extra


def test_a_choice_counts_for_its_set_alone_in_whatever_order_and_dress():
    chosen = {set_of(WORDS): {"老人": Column.NAME}}
    assert read_header(["姓 名", "身份证号", "老人："], chosen).places[Column.NAME] == 2
    assert read_header([*WORDS, "备注"], chosen).places[Column.NAME] == 2
    assert read_header(["老人", "x"], chosen).places == {}
