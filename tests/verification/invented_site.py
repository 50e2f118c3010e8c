"""A morning in November and people who do not exist, for the tests beside it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from verification.documents import Document
from verification.invented import invented_person
from verification.passes.claims import PassClaims
from verification.registry import (
    Editor,
    ImportCounts,
    Personal,
    Planner,
    Registry,
    Row,
)

AT = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)  # nine o'clock in Shanghai


def personal(index: int = 1, **changes: str) -> Personal:
    person = invented_person(index)
    fields = {"name": person.name, "phone": person.phone, **changes}
    return Personal("resident", person.number, **fields)


def document(index: int = 1) -> Document:
    return Document.parse(invented_person(index).number)


def senior(index: int = 1) -> Document:
    return Document.parse(invented_person(index).senior_card, "senior")


def pass_claims(number: int = 1, generation: int = 1) -> PassClaims:
    """A pass of thirty days; whose it is does not stand in it."""
    return PassClaims(
        id=bytes([number]) * 8,
        masked_name="李*国",
        holder=b"h" * 16,
        kind="resident",
        generation=generation,
        issued_at=AT,
        not_before=AT,
        expires=AT + timedelta(days=30),
    )


def rows(registry: Registry, table: str) -> int:
    """How many rows a table has; its name is one of ours."""
    return int(registry.db[table].count)


def row(index: int = 1, **changes: Any) -> Row:
    person = invented_person(index)
    base = Row(document(index), person.name, "green", phone=person.phone)
    return replace(base, **changes)


def bring(registry: Registry, editor: Editor, *rows: Row) -> UUID:
    """A whole import; doubtful rows are confirmed."""
    identity = registry.begin_import(editor.author, "people.csv", editor.at)
    planner = Planner(registry, replace(editor, origin=identity))
    report = registry.apply_many([planner.plan(r).changes for r in rows])
    assert report.conflicts == ()
    registry.finish_import(identity, ImportCounts(new=len(rows)), editor.at)
    return identity
