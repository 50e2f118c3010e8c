"""What was typed into the form of a request: checked, or everything that is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kiosk.people.columns import Column
from kiosk.people.person import LONGEST, PHONE_DIGITS, PersonParser
from kiosk.people.reports import Fault, RowReport
from kiosk.people.tables import Row as Cells
from kiosk.people.texts import RowFault
from kiosk.requests.content import Relation, Relative
from verification.masks import clean_name
from verification.registry import Row

PERSON = (
    Column.NAME,
    Column.DOCUMENT_KIND,
    Column.DOCUMENT_NUMBER,
    Column.PHONE,
    Column.SENIOR_CARD,
    Column.SOCIAL_SECURITY_CARD,
    Column.CITIZEN_CARD,
    Column.NOTE,
)


@dataclass(frozen=True, slots=True)
class Flaws:
    """What is wrong, by field of the form."""

    faults: Mapping[str, RowFault] = field(default_factory=dict)
    unrelated: bool = False  # nobody said what they are to the person


def person_read(
    cells: Mapping[str, str], today: date | None = None
) -> Row | tuple[Fault, ...]:
    """One old person, or the faults as an import would name them.

    Args:
        cells: fields by the words of `PERSON`.
        today: nobody is born later; by default the present day.

    """
    row = Cells(1, {column: cells.get(column, "") for column in PERSON})
    found = PersonParser((), today).parse(row)
    return found.faults if isinstance(found, RowReport) else found


def relative_read(name: str, phone: str, relation: str) -> Relative | Flaws:
    """Who asks, or what is wrong."""
    name, phone = clean_name(name), " ".join(phone.split())
    faults: dict[str, RowFault] = {}
    if not name:
        faults["name"] = RowFault.NAME_MISSING
    elif not any(map(str.isalpha, name)) or len(name) > LONGEST[Column.NAME]:
        faults["name"] = RowFault.NAME_WRONG
    digits = sum(map(str.isdecimal, phone))
    if digits not in PHONE_DIGITS or len(phone) > LONGEST[Column.PHONE]:
        faults["phone"] = RowFault.PHONE_WRONG
    known = relation in set(Relation)
    if faults or not known:
        return Flaws(faults, not known)
    return Relative(name, phone, Relation(relation))
