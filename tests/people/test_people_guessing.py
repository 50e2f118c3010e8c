"""Lists without headings, or whose headings do not say enough: asked, never guessed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kiosk.people.columns import Column, combined, words_of
from kiosk.people.errors import TableProblem
from kiosk.people.examples import masked
from kiosk.people.finding import WIDEST, find_table
from kiosk.people.guessing import is_data
from kiosk.people.seen import Known, Seen
from kiosk.people.sheets import Sheet
from kiosk.people.signs import Sign, is_bank_card, sign_of
from kiosk.people.statuses import status_words
from kiosk.people.tables import Table
from kiosk.people.texts import FileFault
from verification.invented import invented_person

WORDS = status_words(("green", "yellow", "red"))
NEXT_YEAR = f"{datetime.now(UTC) + timedelta(300):%Y.%m.%d}"


def somebody(index, *more):
    one = invented_person(index)
    return [str(index), one.name, one.number, one.phone, *more]


def found(rows, chosen=None):
    sheet = Sheet("", lambda: enumerate(rows, start=1))
    return find_table([sheet], Known(chosen or {}))


def asked(rows, fault=FileFault.NO_HEADINGS):
    with pytest.raises(TableProblem) as caught:
        found(rows)
    assert caught.value.fault == fault
    return caught.value.values


def proposed(values):
    seen = map(Seen.unpacked, values["seen"])
    return {one.heading or one.letter: one.column for one in seen if one.column}


@pytest.mark.parametrize(
    ("wanted", "cell"),
    [
        (None, None),
        (None, " \u3000"),
        (Sign.NUMBER, invented_person(1).number),
        (Sign.NUMBER, f" {invented_person(1).number.lower()}\t"),
        (Sign.NUMBER, "999999491231002"),
        (Sign.LIKE_NUMBER, "999999194912310021"),
        (Sign.LIKE_NUMBER, 9.99999194912310e17),
        (Sign.LIKE_NUMBER, "9.99999E+17"),
        (Sign.PHONE, "100-0000-0001"),
        (Sign.PHONE, 10000000001.0),
        (Sign.PHONE, "１００００００００１"[:3] + "00000001"),
        (Sign.PHONE, "10000000001.0"),
        (Sign.PHONE, "010-65550000"),
        (Sign.PHONE, "10000000001/010-65550000"),
        (Sign.DATE, date(2026, 11, 21)),
        (Sign.DATE, "2026.11.21"),
        (Sign.DATE, "2026年1月2日"),
        (Sign.DATE, 20261121),
        (Sign.STATUS, "绿码"),
        (Sign.STATUS, "Green"),
        (Sign.KIND, "居民身份证"),
        (Sign.NAME, "赵建国"),
        (Sign.NAME, "王　芳"),
        (Sign.NAME, "欧阳美"),
        (Sign.NAME, "买买提·艾力"),
        (Sign.CARD, "S99000000001"),
        (Sign.TEXT, "3号楼"),
        (Sign.TEXT, 12),
        (Sign.TEXT, "女"),
    ],
)
def test_what_a_cell_looks_like(wanted, cell):
    assert wanted == sign_of(cell, WORDS)


def test_each_column_of_a_list_without_headings_is_proposed_by_its_rows():
    rows = [somebody(i, "绿码", NEXT_YEAR, f"S99{i:09d}", "女") for i in range(5)]
    assert proposed(asked(rows)) == {
        "B": Column.NAME,
        "C": Column.DOCUMENT_NUMBER,
        "D": Column.PHONE,
        "E": Column.STATUS,
        "F": Column.VALID_UNTIL,
        "G": Column.SENIOR_CARD,
    }


@pytest.mark.parametrize("first", ["5x", "", "999999194912310021"])
def test_what_most_rows_say_counts_where_one_is_wrong(first):
    rows = [["1", "赵建国", first, "10000000001"], *map(somebody, range(4))]
    assert proposed(asked(rows))["C"] is Column.DOCUMENT_NUMBER


@pytest.mark.parametrize(
    "cell", ["1949-12-31", "6222020000000000000", "男", "某路1号", "党员"]
)
def test_what_is_no_column_of_ours_is_not_proposed(cell):
    if cell.startswith("6222"):
        cell = next(
            f"{cell[:-1]}{i}" for i in range(10) if is_bank_card(f"{cell[:-1]}{i}")
        )
    assert "E" not in proposed(asked([somebody(i, cell) for i in range(6)]))


def test_of_two_columns_of_names_the_second_is_the_relative():
    rows = [somebody(i, invented_person(i + 50).name) for i in range(5)]
    assert proposed(asked(rows))["E"] is Column.RELATIVE


def relative_first(index):
    theirs = invented_person(index + 50)
    return [theirs.name, theirs.number, *somebody(index)[1:]]


def number_to_come(index):
    theirs = invented_person(index + 50)
    name, number = somebody(index)[1:3]
    return [name, number if index < 3 else "待补", theirs.name, theirs.number]


@pytest.mark.parametrize("row", [relative_first, number_to_come])
def test_whose_of_two_numbers_it_is_nobody_proposes(row):
    taken = set(proposed(asked([row(i) for i in range(8)])).values())
    assert not taken & {Column.DOCUMENT_NUMBER, Column.NAME, Column.RELATIVE}


def test_what_was_confirmed_of_two_numbers_holds_for_that_list_alone():
    rows = [relative_first(i) for i in range(8)]
    key = asked(rows)["key"]
    chosen = {key: {"C": Column.NAME, "D": Column.DOCUMENT_NUMBER}}
    assert found(rows, chosen).header.places[Column.DOCUMENT_NUMBER] == 3
    with pytest.raises(TableProblem):
        found([[*row[2:4], *row[:2], row[4]] for row in rows], chosen)


def test_a_heading_that_speaks_of_relatives_has_nobodys_own_number():
    rows = [["老人姓名", "监护人身份证号码"], *(somebody(i)[1:3] for i in range(4))]
    assert proposed(asked(rows, FileFault.MISSING_COLUMNS)) == {"老人姓名": Column.NAME}


def test_of_two_columns_like_phones_the_one_of_mobiles_is_proposed():
    rows = [[*somebody(i)[1:3], f"{20000000 + i}", somebody(i)[3]] for i in range(5)]
    assert proposed(asked(rows))["D"] is Column.PHONE


def test_a_title_above_is_no_row_of_headings_and_no_person():
    title = [["某社区老年人名单"], []]
    values = asked([*title, *map(somebody, range(4))])
    assert values["key"] == asked(list(map(somebody, range(9, 30))))["key"]
    chosen = {values["key"]: {"B": Column.NAME, "C": Column.DOCUMENT_NUMBER}}
    table = found([*title, *map(somebody, range(4))], chosen)
    assert (table.headless, table.row) == (True, 2)
    assert table.header.places == {Column.NAME: 1, Column.DOCUMENT_NUMBER: 2}
    assert table.header.extra == ("A", "D")


def test_a_list_of_another_shape_is_asked_about_again():
    values = asked(list(map(somebody, range(4))))
    chosen = {values["key"]: {"B": Column.NAME, "C": Column.DOCUMENT_NUMBER}}
    with pytest.raises(TableProblem):
        found([somebody(i)[::-1] for i in range(4)], chosen)


def test_headings_that_nobody_knows_are_asked_about_and_kept():
    rows = [["序", "老人", "号码", "打哪里"], *map(somebody, range(4))]
    assert proposed(asked(rows, FileFault.MISSING_COLUMNS)) == {
        "老人": Column.NAME,
        "号码": Column.DOCUMENT_NUMBER,
        "打哪里": Column.PHONE,
    }


def test_somebody_of_whom_only_a_name_is_known_is_no_heading():
    values = asked([["1", "赵建国", "", ""], *map(somebody, range(1, 5))])
    assert "赵建国" not in str(values)


@pytest.mark.parametrize("number", ["99999919491231002", "9999 9919 4912 31002X"])
def test_a_row_with_a_word_of_headings_and_somebodys_number_is_none(number):
    first = ["1", "赵建国", number, "老年证"]
    values = asked([first, *([*somebody(i)[:3], "绿"] for i in range(1, 5))])
    assert "赵建国" not in str(values)
    assert number not in str(values)


@pytest.mark.parametrize(
    ("headings", "fault", "wanted"),
    [
        (
            ["序号", "姓名", "家属电话号码", "证件号码"],
            FileFault.UNCLEAR_COLUMNS,
            {"姓名": Column.NAME, "家属电话号码": Column.DOCUMENT_NUMBER},
        ),
        (
            ["序号", "姓名", "证件号码", "证件号码"],
            FileFault.DOUBLE_COLUMNS,
            {"姓名": Column.NAME},
        ),
    ],
)
def test_headings_that_the_rows_contradict_are_asked_about(headings, fault, wanted):
    values = asked([headings, *map(somebody, range(4))], fault)
    seen = [Seen.unpacked(one) for one in values["seen"]]
    assert wanted.items() <= proposed(values).items()
    assert seen[2].column is Column.DOCUMENT_NUMBER
    assert len({one.word for one in seen}) == 4
    chosen = {values["key"]: {one.word: one.column for one in seen}}
    table = found([headings, *map(somebody, range(4))], chosen)
    assert table.header.places[Column.DOCUMENT_NUMBER] == 2


def test_two_rows_of_headings_are_read_as_one():
    upper = ["姓名", "证件", "", "联系方式", ""]
    lower = ["", "类型", "号码", "电话", "家属"]
    assert combined(upper, lower) == ["姓名", "证件类型", "证件号码", "电话", "家属"]
    one = invented_person(1)
    rows = [["名单"], upper, lower, [one.name, "身份证", one.number, one.phone, ""]]
    table = found(rows)
    assert (table.row, len(table.header.places)) == (3, 5)


def test_a_row_under_the_headings_that_explains_them_changes_nothing():
    rows = [["姓名", "证件号码"], ["张三", "十八位"], *(somebody(1)[1:3],) * 3]
    assert found(rows).row == 1


@pytest.mark.parametrize(
    ("wanted", "cell"),
    [
        ("999999********0021", "999999194912310021"),
        ("赵*国", "赵建国"),
        ("王*", "王　芳"),
        ("100****0001", 10000000001.0),
        ("100****0001", "10000000001.0"),
        ("1949-**-**", "1949.12.31"),
        ("绿码", "绿码"),
        ("12", 12.0),
        ("某**号", "某路1号"),
        ("********0001", "S99000000001"),
    ],
)
def test_an_example_shows_what_a_column_is_and_nobodys_number(wanted, cell):
    assert wanted == masked(cell, WORDS)


def test_a_row_of_headings_is_no_data_and_a_date_alone_is_none():
    assert not is_data(["姓名", "身份证", "健康码"], WORDS)
    assert not is_data(["", "2026年11月21日", ""], WORDS)


def test_columns_without_a_heading_have_their_letter_and_none_is_twice():
    assert words_of(["姓名", "", "姓 名", ""]) == ["姓名", "B", "姓名#2", "D"]
    assert words_of([""] * 28)[-1] == "AB"


def test_headings_are_told_apart_as_quickly_where_there_are_many():
    words = words_of(["姓名", "姓名#3"] + ["姓名"] * 50_000)
    assert words[:5] == ["姓名", "姓名#3", "姓名#2", "姓名#4", "姓名#5"]
    assert len(set(words)) == len(words)


def test_a_sheet_that_is_filled_far_to_the_right_is_read_as_far_as_lists_go():
    rows = [somebody(i, *["1"] * 20_000) for i in range(4)]
    assert len(asked(rows)["seen"]) == WIDEST


def test_the_reading_process_asks_and_takes_the_answer(csv_file, assert_no_number):
    path = csv_file([somebody(i) for i in range(4)], "gb18030", "\t")
    with pytest.raises(TableProblem) as caught:
        Table(path)
    assert_no_number(caught.value.values)
    chosen = {Column.NAME: "B", Column.DOCUMENT_NUMBER: "C", Column.PHONE: "D"}
    choice = {word: column for column, word in chosen.items()}
    with Table(path, known=Known({caught.value.values["key"]: choice})) as table:
        rows = [list(row.cells.values()) for row in table]
        assert table.head.headless
    assert rows == [somebody(i)[1:] for i in range(4)]
