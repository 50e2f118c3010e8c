"""One row of a table as one person, or everything that is wrong with it."""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import TypeVar

from kiosk.people.cells import date_of, number_of, text_of
from kiosk.people.columns import CHINESE, Column
from kiosk.people.errors import CellProblem
from kiosk.people.kinds import kind_of
from kiosk.people.reports import Fault, RowReport
from kiosk.people.sheets import Raw
from kiosk.people.statuses import offered, status_of, status_words
from kiosk.people.tables import Row
from kiosk.people.texts import RowFault
from verification.documents import Document, DocumentKind
from verification.errors import DocumentError
from verification.masks import clean_name, mask_number
from verification.registry import Row as PersonRow

T = TypeVar("T")

CARDS = {
    Column.SENIOR_CARD: DocumentKind.SENIOR,
    Column.SOCIAL_SECURITY_CARD: DocumentKind.SOCIAL_SECURITY,
    Column.CITIZEN_CARD: DocumentKind.CITIZEN,
}
LONGEST = {
    Column.NAME: 60,
    Column.PHONE: 40,
    Column.RELATIVE: 60,
    Column.NOTE: 400,
}
PHONE_DIGITS = range(5, 21)
SHOWN = 24

_SEPARATORS = re.compile(r"[;；、,，/|]")
_SIGN_FOR_X = re.compile(r"(?<=\d)[×✕хХ]$")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af ]+")
_BRACKET = re.compile(r"\s*[(（].*")
_SIX_DIGITS = re.compile(r"\d{6}")
_FAULTS = {"empty": RowFault.NUMBER_MISSING, "float": RowFault.DIGITS_LOST}


class PersonParser:
    """Turns rows into people, with the site's own status words.

    Args:
        statuses: the words of the policy.
        today: nobody is born later; by default the present day.

    """

    def __init__(self, statuses: Collection[str], today: date | None = None) -> None:
        self._statuses = status_words(statuses)
        self._offered = offered(statuses)
        self._today = today

    def parse(self, row: Row) -> PersonRow | RowReport:
        """The person, or a report with every fault of the row."""
        faults: list[Fault] = []
        cell = _Cells(row.cells, faults)
        document = cell.take(self._document)
        name = cell.take(_name)
        status = cell.take(lambda cells: self._status(cells, died=row.died))
        until = cell.take(_until)
        phone = cell.take(_phone)
        cards = cell.take(self._cards)
        relative = cell.take(lambda cells: _free_text(cells, Column.RELATIVE))
        note = cell.take(lambda cells: _free_text(cells, Column.NOTE))
        if until and not status and not faults:
            faults.append(Fault(RowFault.DATE_WITHOUT_STATUS))
        if faults or document is None or name is None:
            return RowReport(row.number, _masked(document, row.cells), tuple(faults))
        return PersonRow(
            document, name, status, until, phone, cards or (), relative, note
        )

    def _document(self, cells: Mapping[Column, Raw]) -> Document:
        kind = kind_of(text_of(cells.get(Column.DOCUMENT_KIND)))
        text = number_of(cells.get(Column.DOCUMENT_NUMBER))
        text = _SIGN_FOR_X.sub("X", text)
        try:
            document = Document.parse(text, kind, today=self._today)
        except DocumentError as error:
            fault = _FAULTS.get(error.code, RowFault.NUMBER_WRONG)
            raise CellProblem(fault) from None
        # Without its warnings, so that 15 and 18 digits of one person are equal.
        return Document(document.kind, document.number)

    def _status(self, cells: Mapping[Column, Raw], *, died: bool) -> str | None:
        cell = cells.get(Column.STATUS)
        status = status_of(str(cell or ""), self._statuses)  # even 无, of a site
        text = text_of(cell)
        if status or not text:
            return status
        status = status_of(text, self._statuses)
        if status is None and not died:
            raise CellProblem(RowFault.STATUS_UNKNOWN, self._offered)
        return status

    def _cards(self, cells: Mapping[Column, Raw]) -> tuple[Document, ...]:
        cards: list[Document] = []
        for column, kind in CARDS.items():
            for text in _SEPARATORS.split(number_of(cells.get(column))):
                if text.strip():
                    cards.append(_card(text, kind, column))
        return tuple(cards)


class _Cells:
    """Reads cells one after the other and collects what is wrong."""

    def __init__(self, cells: Mapping[Column, Raw], faults: list[Fault]) -> None:
        self._cells = cells
        self._faults = faults

    def take(self, reader: Callable[[Mapping[Column, Raw]], T]) -> T | None:
        try:
            return reader(self._cells)
        except CellProblem as problem:
            self._faults.append(Fault(problem.fault, problem.detail))
            return None


def _name(cells: Mapping[Column, Raw]) -> str:
    name = clean_name(_BRACKET.sub("", text_of(cells.get(Column.NAME))))
    if _HAN.fullmatch(name):
        name = name.replace(" ", "")  # 王  芳 beside 王小芳 fills a column evenly
    if not name:
        raise CellProblem(RowFault.NAME_MISSING)
    # A number in the column of names would be shown as a name.
    if not any(sign.isalpha() for sign in name) or _SIX_DIGITS.search(name):
        raise CellProblem(RowFault.NAME_WRONG)
    return _bounded(name, Column.NAME)


def _until(cells: Mapping[Column, Raw]) -> date | None:
    return date_of(cells.get(Column.VALID_UNTIL))


def _phone(cells: Mapping[Column, Raw]) -> str | None:
    text = " ".join(number_of(cells.get(Column.PHONE)).split())
    if not text:
        return None
    if sum(sign.isdecimal() for sign in text) not in PHONE_DIGITS:
        raise CellProblem(RowFault.PHONE_WRONG)
    return _bounded(text, Column.PHONE)


def _card(text: str, kind: DocumentKind, column: Column) -> Document:
    try:
        return Document.parse(text, kind)
    except DocumentError as error:
        if error.code == "float":
            raise CellProblem(RowFault.DIGITS_LOST) from None
        raise CellProblem(RowFault.CARD_WRONG, _title(column)) from None


def _free_text(cells: Mapping[Column, Raw], column: Column) -> str | None:
    text = unicodedata.normalize("NFC", text_of(cells.get(column)))
    lines = (clean_name(line) for line in text.splitlines())
    return _bounded("\n".join(lines).strip(), column) or None


def _bounded(text: str, column: Column) -> str:
    if len(text) > LONGEST[column]:
        raise CellProblem(RowFault.TEXT_TOO_LONG, _title(column))
    return text


def _title(column: Column) -> str:
    return f"{CHINESE[column]} {column}"


def _masked(document: Document | None, cells: Mapping[Column, Raw]) -> str:
    if document:
        return document.masked
    try:
        text = number_of(cells.get(Column.DOCUMENT_NUMBER))
    except CellProblem:
        return ""
    return mask_number("".join(c for c in text if c.isascii() and c.isalnum())[:SHOWN])
