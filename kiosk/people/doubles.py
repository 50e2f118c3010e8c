"""Rows of one file that contradict each other.

The same person twice with the same data is one person. With other data nobody
can know which row is right, so none of them is taken: the first could say that
the gate opens and the second that it must not.
"""

from collections.abc import Mapping

from kiosk.people.reports import Fault
from kiosk.people.texts import RowFault
from verification.documents import Document
from verification.registry import Row as PersonRow


def contradictions(people: Mapping[int, PersonRow]) -> dict[int, tuple[Fault, ...]]:
    """Row numbers with what contradicts them, and where."""
    found: dict[int, tuple[Fault, ...]] = {}
    first: dict[Document, int] = {}
    holders: dict[Document, int] = {}
    for number, person in people.items():
        other = first.setdefault(person.document, number)
        if people[other] != person:
            _clash(found, number, other, RowFault.SAME_PERSON_DIFFERS)
        for card in person.cards:
            holder = holders.setdefault(card, number)
            if people[holder].document != person.document:
                _clash(found, number, holder, RowFault.SAME_CARD)
    return found


def _clash(
    found: dict[int, tuple[Fault, ...]], one: int, other: int, fault: RowFault
) -> None:
    found[one] = (*found.get(one, ()), Fault(fault, str(other)))
    known = {entry.fault for entry in found.get(other, ())}
    if fault not in known:
        found[other] = (*found.get(other, ()), Fault(fault, str(one)))
