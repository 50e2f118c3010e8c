"""What was typed about a person: the same checks as for a row of an import."""

from collections.abc import Mapping

from flask import request

from kiosk.people.columns import Column
from kiosk.people.person import PersonParser
from kiosk.people.reports import Fault, RowReport
from kiosk.people.tables import Row
from kiosk.people.texts import ROW, RowFault
from ui.desk import desk
from ui.language import t
from ui.office.people.words import CARD_SAYS, NUMBER_SAYS, say
from verification.documents import CARD_KINDS, Document
from verification.errors import DocumentError
from verification.registry import Row as PersonRow

Problems = dict[str, str]

COLUMNS: dict[RowFault, Column] = {
    RowFault.NUMBER_MISSING: Column.DOCUMENT_NUMBER,
    RowFault.NUMBER_WRONG: Column.DOCUMENT_NUMBER,
    RowFault.DIGITS_LOST: Column.DOCUMENT_NUMBER,
    RowFault.KIND_UNKNOWN: Column.DOCUMENT_KIND,
    RowFault.NAME_MISSING: Column.NAME,
    RowFault.NAME_WRONG: Column.NAME,
    RowFault.STATUS_UNKNOWN: Column.STATUS,
    RowFault.DATE_WRONG: Column.VALID_UNTIL,
    RowFault.DATE_WITHOUT_STATUS: Column.VALID_UNTIL,
    RowFault.PHONE_WRONG: Column.PHONE,
}


def typed(*names: str) -> dict[str, str]:
    """Fields of the form that was sent, without blanks around them."""
    return {name: request.form.get(name, "").strip() for name in names}


def document_typed(text: str, kind: str) -> Document | str:
    """The document or card, or what is wrong with its number."""
    try:
        found = Document.parse(text, kind)
    except DocumentError as error:
        card = kind in set(CARD_KINDS)
        says = CARD_SAYS if card else NUMBER_SAYS
        return say(says.get(error.code, NUMBER_SAYS["checksum"]))
    return Document(found.kind, found.number)


def person_typed(cells: Mapping[str, str]) -> tuple[PersonRow | None, Problems]:
    """The person whom the cells of a row describe, or what is wrong by field."""
    statuses = tuple(desk().house.policy.status)
    row = Row(1, {Column(name): text for name, text in cells.items()})
    found = PersonParser(statuses).parse(row)
    if isinstance(found, RowReport):
        return None, dict(_problem(fault) for fault in found.faults)
    return found, {}


def _problem(fault: Fault) -> tuple[str, str]:
    chinese, english = ROW[fault.fault]
    detail = fault.detail
    text = t(chinese.format(detail=detail), english.format(detail=detail))
    return column_of(fault), text


def column_of(fault: Fault) -> str:
    """The field that a fault is about."""
    if fault.fault in COLUMNS:
        return COLUMNS[fault.fault]
    # A text that is too long is named by its column, Chinese and English.
    word = fault.detail.split(" ")[-1]
    return word if word in set(Column) else Column.NAME
