"""Invented old people, and somebody who asks for them."""

from datetime import UTC, datetime
from typing import Any

from kiosk.requests import Relation, Relative
from verification.documents import Document
from verification.invented import invented_person
from verification.registry import Row

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
DAUGHTER = Relative("赵小兰", "10000009000", Relation.CHILD)


def old(index: int, **more: Any) -> Row:
    person = invented_person(index)
    document = Document.parse(person.number)
    more.setdefault("name", person.name)
    return Row(Document(document.kind, document.number), **more)
