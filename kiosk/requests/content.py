"""What a relative asks for, and how it lies in a box."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from verification.documents import Document, DocumentKind
from verification.registry import Row

MOST_PEOPLE = 5
NOTICE = "2026-11"  # version of the notice that the form shows; change both together


class Relation(StrEnum):
    """What the one who asks is to the old people."""

    CHILD = "child"
    SPOUSE = "spouse"
    GRANDCHILD = "grandchild"
    SIBLING = "sibling"
    FAMILY = "family"
    NEIGHBOUR = "neighbour"
    CARER = "carer"


class Outcome(StrEnum):
    """What became of one person of a request."""

    APPROVED = "approved"
    DECLINED = "declined"
    EXPIRED = "expired"  # nobody decided in time


class Declined(StrEnum):
    """Why the office declines; words, because they outlive the request."""

    DISAGREES = "disagrees"  # the person does not want it
    WRONG = "wrong"  # what was typed does not fit the document
    UNREACHED = "unreached"
    ELSEWHERE = "elsewhere"  # another site's
    NONSENSE = "nonsense"


@dataclass(frozen=True, slots=True)
class Relative:
    """Who asks, and which notice they agreed to."""

    name: str = field(repr=False)
    phone: str = field(repr=False)
    relation: Relation
    notice: str = NOTICE


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it was sent: one to `MOST_PEOPLE` people."""

    relative: Relative
    people: tuple[Row, ...] = field(repr=False)


def relative_content(relative: Relative) -> dict[str, Any]:
    """As the box of a request holds it."""
    return {
        "name": relative.name,
        "phone": relative.phone,
        "relation": relative.relation.value,
        "notice": relative.notice,
    }


def relative_of(content: dict[str, Any]) -> Relative:
    """Out of the box of a request."""
    relation = Relation(content["relation"])
    return Relative(content["name"], content["phone"], relation, content["notice"])


def person_content(person: Row) -> dict[str, Any]:
    """As the box of one person holds it."""
    return {
        "kind": person.document.kind.value,
        "number": person.document.number,
        "name": person.name,
        "phone": person.phone,
        "cards": [[card.kind.value, card.number] for card in person.cards],
        "note": person.note,
    }


def person_of(content: dict[str, Any]) -> Row:
    """Out of the box of one person."""
    return Row(
        Document(DocumentKind(content["kind"]), content["number"]),
        content["name"],
        phone=content["phone"],
        cards=tuple(
            Document(DocumentKind(kind), number) for kind, number in content["cards"]
        ),
        note=content["note"],
    )
