"""What an import would change, what it changed, and the way back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from invented_site import AT, bring, document, row, senior

from verification.invented import invented_person
from verification.registry import (
    Editor,
    ImportCounts,
    PlanKind,
    Planned,
    Planner,
    Registry,
    Row,
)

Register = Callable[..., bytes]


@pytest.fixture
def planner(registry: Registry, editor: Editor) -> Planner:
    return Planner(registry, editor)


def test_a_stranger_is_new(planner: Planner, registry: Registry) -> None:
    planned = planner.plan(row(1, cards=(senior(1),)))
    assert (planned.kind, len(planned.changes)) == (PlanKind.NEW, 2)
    assert registry.count() == 0


def test_the_same_data_is_unchanged(
    registry: Registry, editor: Editor, planner: Planner
) -> None:
    bring(registry, editor, row(1, cards=(senior(1),)))
    planned = planner.plan(row(1, cards=(senior(1),)))
    assert planned == Planned(PlanKind.UNCHANGED, planned.subject)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"phone": "10000000099"}, ("phone",)),
        ({"name": "钱建"}, ("name",)),
        ({"relative": "儿子"}, ("relative",)),
        ({"note": "轮椅"}, ("note",)),
        ({"status": "red"}, ("status",)),
        ({"valid_until": date(2026, 12, 1)}, ("valid_until",)),
        ({"status": "red", "phone": "10000000099"}, ("phone", "status")),
        ({"cards": (senior(9),)}, ("cards",)),
    ],
)
def test_a_difference_is_named(
    registry: Registry,
    editor: Editor,
    planner: Planner,
    changes: dict[str, Any],
    fields: tuple[str, ...],
) -> None:
    bring(registry, editor, row(1))
    planned = planner.plan(row(1, **changes))
    assert (PlanKind.CHANGED, fields) == (planned.kind, planned.fields)
    registry.apply(planned.changes)
    again = Planner(registry, editor).plan(row(1, **changes))
    assert again.kind is PlanKind.UNCHANGED


def test_an_empty_cell_wipes_nothing(
    registry: Registry, editor: Editor, planner: Planner
) -> None:
    bring(registry, editor, row(1, relative="儿子", cards=(senior(1),)))
    planned = planner.plan(Row(document(1), invented_person(1).name))
    assert (planned.kind, planned.changes) == (PlanKind.UNCHANGED, ())


def test_a_status_and_its_end_belong_together(
    registry: Registry, editor: Editor, planner: Planner
) -> None:
    bring(registry, editor, row(1, valid_until=date(2026, 12, 1)))
    assert planner.plan(row(1)).fields == ("valid_until",)


@pytest.mark.parametrize(
    ("old", "new", "doubts"),
    [
        ("欧阳小明", "李美玲", ("name_differs",)),
        ("张小明", "张美玲", ("name_differs",)),
        ("张伟", "张炜", ()),
        ("阿卜杜拉·买买提", "阿卜杜拉•买买提", ()),
        ("TEST, PERSON", "Test Person", ()),
    ],
)
def test_a_very_different_name_is_doubtful(
    registry: Registry,
    editor: Editor,
    planner: Planner,
    old: str,
    new: str,
    doubts: tuple[str, ...],
) -> None:
    bring(registry, editor, row(1, name=old))
    planned = planner.plan(row(1, name=new))
    assert (doubts, ("name",)) == (planned.doubts, planned.fields)
    assert planned.kind is (PlanKind.DOUBTFUL if doubts else PlanKind.CHANGED)


def test_a_card_of_somebody_else_is_doubtful_and_can_be_confirmed(
    registry: Registry, editor: Editor, planner: Planner
) -> None:
    bring(registry, editor, row(1, cards=(senior(1),)), row(2))
    planned = planner.plan(row(2, cards=(senior(1),)))
    assert planned.doubts == ("card_of_another_person",)
    registry.apply(planned.changes)
    found = registry.find_card(registry.subject(senior(1)))
    assert found is not None
    assert found.person == planned.subject


def test_a_revoked_card_is_not_brought_back_by_an_import(
    registry: Registry, editor: Editor, planner: Planner
) -> None:
    bring(registry, editor, row(1, cards=(senior(1),)))
    card = registry.subject(senior(1))
    key = registry.subject(document(1))
    registry.apply([editor.revoke_card(key, card)])
    planned = planner.plan(row(1, cards=(senior(1),)))
    assert (planned.doubts, planned.changes) == (("card_revoked",), ())


def test_rows_of_one_file_are_compared_with_each_other(planner: Planner) -> None:
    assert planner.plan(row(1, cards=(senior(1),))).kind is PlanKind.NEW
    assert planner.plan(row(1, cards=(senior(1),))).kind is PlanKind.UNCHANGED
    assert planner.plan(row(1, status="red")).doubts == ("twice_in_file",)
    other = planner.plan(row(2, cards=(senior(1),)))
    assert other.doubts == ("card_twice_in_file",)


def test_a_card_named_twice_in_one_row_moves_once(
    registry: Registry, editor: Editor
) -> None:
    bring(registry, editor, row(1, cards=(senior(1),)), row(2))
    bring(registry, editor, row(2, cards=(senior(1), senior(1))))
    found = registry.find_card(registry.subject(senior(1)))
    assert found is not None
    assert found.person == registry.subject(document(2))


def test_an_old_status_is_confirmed_when_it_is_asked_for(
    registry: Registry, editor: Editor
) -> None:
    bring(registry, editor, row(1))
    later = replace(editor, at=AT + timedelta(hours=13))
    planned = Planner(registry, later, refresh=timedelta(hours=12)).plan(row(1))
    assert (planned.kind, len(planned.changes)) == (PlanKind.UNCHANGED, 1)
    registry.apply(planned.changes)
    found = registry.find(planned.subject)
    assert found is not None
    assert found.status_at == later.at
    soon = Planner(registry, later, refresh=timedelta(hours=14))
    assert soon.plan(row(1)).changes == ()


def test_whom_a_gate_registered_and_a_list_names_is_of_the_list(
    registry: Registry, editor: Editor, planner: Planner
) -> None:
    bring(registry, replace(editor, source="gate"), row(1))
    planned = planner.plan(row(1))
    assert planned.kind is PlanKind.UNCHANGED
    registry.apply(planned.changes)
    found = registry.find(planned.subject)
    assert found is not None
    assert found.source == editor.source
    assert planner.plan(row(1)).changes == ()


def test_a_finished_import_makes_the_data_fresh(
    registry: Registry, editor: Editor
) -> None:
    bring(registry, replace(editor, at=AT + timedelta(days=2)))
    assert registry.data_at() == AT + timedelta(days=2)
    assert registry.imports()[0].counts == ImportCounts()
