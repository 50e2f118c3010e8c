"""What a cell means, and what is never guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.people.cells import date_of, number_of, text_of
from kiosk.people.errors import CellProblem
from kiosk.people.guard import guard, unguard
from kiosk.people.texts import RowFault

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("wanted", "cell"),
    [
        ("", None),
        ("", "  "),
        ("赵建", " 赵建\u3000"),
        ("138", 138),
        ("138", 138.0),
        ("1.5", 1.5),
        ("0012", '="0012"'),
        ("=SUM(A1)", "'=SUM(A1)"),
        ("'a", "'a"),
    ],
)
def test_a_cell_as_text(wanted, cell):
    assert wanted == text_of(cell)


@pytest.mark.parametrize("cell", ["１２３", "'123", "’123", " 123 ", 123])
def test_a_cell_as_number(cell):
    assert number_of(cell) == "123"


@pytest.mark.parametrize(
    "cell",
    [1.10105194912310e17, 110105194912310000, "1.10105E+17", "1E17", float("inf")],
)
def test_a_number_that_lost_its_digits_is_not_taken(cell):
    with pytest.raises(CellProblem) as caught:
        number_of(cell)
    assert caught.value.fault == RowFault.DIGITS_LOST
    assert "1" not in str(caught.value)


def test_a_formula_error_is_not_a_name():
    with pytest.raises(CellProblem):
        text_of("#N/A")


@pytest.mark.parametrize(
    "cell",
    [
        DAY,
        "2026-11-21",
        "2026/11/21",
        "2026.11.21",
        "2026年11月21日",
        "2026 年 11 月 21 日",
        "２０２６－１１－２１",
        "20261121",
        20261121,
        20261121.0,
        "2026-11-21 00:00:00",
        "2026-11-21T23:59:59",
    ],
)
def test_a_day_in_every_form(cell):
    assert date_of(cell) == DAY


def test_one_digit_of_a_day_is_not_mixed_with_the_hour():
    assert date(2026, 1, 2) == date_of("2026-1-2 00:00:00")


@pytest.mark.parametrize("cell", [None, "", " ", "长期"])
def test_no_day_is_no_end(cell):
    assert date_of(cell) is None


@pytest.mark.parametrize(
    "cell", ["2026-02-30", "21.11.2026", "46347", 46347, "明天", "2026-11", "2026"]
)
def test_what_is_not_a_day_is_refused(cell):
    with pytest.raises(CellProblem) as caught:
        date_of(cell)
    assert caught.value.fault == RowFault.DATE_WRONG


@given(st.text())
def test_a_guarded_text_is_inert_and_comes_back_whole(text):
    cell = guard(text)
    assert text == unguard(cell)
    assert cell[:1] not in set("=+-@\t\r")
