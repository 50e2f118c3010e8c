"""What one cell means: text, number, date; never evaluated, never guessed.

A spreadsheet keeps 15 digits of a number, so a longer one has lost its end; a
table that looks right on the screen then carries somebody else's number.
"""

import re
import unicodedata
from datetime import date

from kiosk.people.errors import CellProblem
from kiosk.people.guard import unguard
from kiosk.people.sheets import Raw
from kiosk.people.texts import RowFault

EXACT = 10**15
NO_END = frozenset({"长期", "永久", "长期有效", "永久有效"})
NOTHING = frozenset(
    {"无", "暂无", "没有", "不详", "/", "\\", "-", "--", "—", "——", "N/A", "NULL"}
)
"""What is written into a cell that has to be filled with something."""

_TEXT_FORMULA = re.compile(r'="([^"]*)"')
_ROUNDED = re.compile(r"\d(\.\d+)?[Ee]\+?\d+")
_FORMULA_ERRORS = frozenset(
    {"#N/A", "#VALUE!", "#REF!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"}
)
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_TO = re.compile(r"[至到~—-]+")
_WHOLE = re.compile(r"([0-9]{1,15})\.0+")
_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))")


def text_of(cell: Raw) -> str:
    """A cell as text, without surrounding blanks; empty for an empty cell.

    Raises:
        CellProblem: digits were lost, or the spreadsheet shows an error.

    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _plain(cell)
    if isinstance(cell, bool | date):
        return str(cell)
    if abs(cell) >= EXACT or cell != cell:
        raise CellProblem(RowFault.DIGITS_LOST)
    return str(int(cell)) if cell == int(cell) else repr(cell)


def number_of(cell: Raw) -> str:
    """A cell of a number column: as text, full-width digits made narrow, no ".0".

    Raises:
        CellProblem: as `text_of`; or the text is a rounded number (1.1E+17).

    """
    text = unicodedata.normalize("NFKC", text_of(cell)).strip("'’` ")
    if _ROUNDED.fullmatch(text):
        raise CellProblem(RowFault.DIGITS_LOST)
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else text


def date_of(cell: Raw) -> date | None:
    """A cell of a date column, of a span its last day; ``None`` is no end.

    Raises:
        CellProblem: not a date in a form that we know.

    """
    if isinstance(cell, date):
        return cell
    text = unicodedata.normalize("NFKC", text_of(cell))
    text = "".join(_TIME.sub("", text).split())
    if not text or text in NO_END:
        return None
    found = _DATE.fullmatch(text)
    if found:
        return _day(found)
    begin = _DATE.match(text)
    until = text[begin.end() :] if begin else text
    word = _TO.match(until)
    end = word and _DATE.fullmatch(until[word.end() :])
    if not end or (begin and _day(begin) > _day(end)):
        raise CellProblem(RowFault.DATE_WRONG)
    return _day(end)


def _day(found: re.Match[str]) -> date:
    try:
        return date(*(int(part) for part in found.groups() if part))
    except ValueError:
        raise CellProblem(RowFault.DATE_WRONG) from None


def _plain(cell: str) -> str:
    text = unguard(cell).strip()
    if text.upper() in _FORMULA_ERRORS:
        raise CellProblem(RowFault.SPREADSHEET_ERROR, text.upper())
    # Some office programs write ="0012" to keep the zeros in a CSV file.
    wrapped = _TEXT_FORMULA.fullmatch(text)
    text = wrapped[1].strip() if wrapped else text
    return "" if text.upper() in NOTHING else text
