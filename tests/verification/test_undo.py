"""An import can be taken back, but for what somebody changed since."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from invented_site import AT, bring, document, personal, row, senior

from verification.keys import Keys
from verification.registry import Editor, PersonDetails, Registry, Row, undo


def state(registry: Registry) -> list[PersonDetails]:
    return list(registry.people())


def test_undoing_brings_everything_back(registry: Registry, editor: Editor) -> None:
    bring(
        registry,
        editor,
        row(1, valid_until=date(2026, 12, 1), cards=(senior(1),), note="轮椅"),
        row(2, cards=(senior(2),)),
    )
    before = state(registry)
    second = bring(
        registry,
        replace(editor, at=AT + timedelta(hours=5), source="import"),
        row(1, status="red", phone="10000000099", note="助行器"),
        row(2, cards=(senior(3),)),
        row(3, cards=(senior(4),)),
    )
    assert state(registry) != before
    report = undo(registry, second, "staff-1", AT + timedelta(hours=6))
    assert (report.undone, report.kept) == (3, ())
    assert state(registry) == before


def test_undoing_gives_a_moved_card_back(registry: Registry, editor: Editor) -> None:
    for one, other in ((1, 2), (4, 3)):
        bring(registry, editor, row(one, cards=(senior(one),)), row(other))
        before = state(registry)
        moved = bring(registry, editor, row(other, cards=(senior(one),)))
        assert undo(registry, moved, "staff-1", AT).kept == ()
        assert state(registry) == before


def test_undoing_swaps_two_cards_back(registry: Registry, editor: Editor) -> None:
    bring(registry, editor, row(1, cards=(senior(1),)), row(2, cards=(senior(2),)))
    before = state(registry)
    swapped = bring(
        registry, editor, row(1, cards=(senior(2),)), row(2, cards=(senior(1),))
    )
    assert undo(registry, swapped, "staff-1", AT).kept == ()
    assert state(registry) == before


def test_a_card_that_moved_on_stays_where_it_is(
    registry: Registry, editor: Editor
) -> None:
    bring(registry, editor, row(1, cards=(senior(1),)), row(2), row(3))
    moved = bring(registry, editor, row(2, cards=(senior(1),)))
    bring(registry, editor, row(3, cards=(senior(1),)))
    report = undo(registry, moved, "staff-1", AT)
    assert set(report.kept) == {registry.subject(document(i)) for i in (1, 2)}
    found = registry.find_card(registry.subject(senior(1)))
    assert found is not None
    assert found.person == registry.subject(document(3))


def test_undoing_leaves_alone_what_changed_since(
    registry: Registry, editor: Editor
) -> None:
    identity = bring(registry, editor, row(1), row(2))
    touched = registry.subject(document(1))
    registry.apply([editor.set_status(touched, "red")])
    report = undo(registry, identity, "staff-1", AT)
    assert (report.undone, report.kept) == (1, (touched,))
    assert registry.count() == 1


def test_undoing_twice_is_undoing_once(registry: Registry, editor: Editor) -> None:
    identity = bring(registry, editor, row(1), row(2))
    first = undo(registry, identity, "staff-1", AT)
    assert undo(registry, identity, "staff-1", AT) == first
    assert registry.imports()[0].undoes == identity


def test_an_undo_that_broke_off_goes_on(registry: Registry, editor: Editor) -> None:
    identity = bring(registry, editor, row(1), row(2))
    begun = registry.begin_import("staff-1", "undo", AT, undoes=identity)
    half = replace(editor, origin=begun)
    registry.apply([half.erase(registry.subject(document(1)))])
    report = undo(registry, identity, "staff-1", AT)
    assert (report.id, report.undone, report.kept) == (begun, 2, ())
    assert registry.count() == 0


def test_undoing_takes_attestations_and_revocations_back(
    registry: Registry, editor: Editor
) -> None:
    bring(registry, editor, row(1, cards=(senior(1),)))
    key, card = registry.subject(document(1)), registry.subject(senior(1))
    registry.apply([editor.record_attestation(key, "travel", date(2026, 12, 1))])
    before = state(registry)
    origin = registry.begin_import("staff-1", "x", AT)
    ours = replace(editor, origin=origin, at=AT + timedelta(hours=1))
    registry.apply(
        [
            ours.record_attestation(key, "travel"),
            ours.record_attestation(key, "test"),
            ours.revoke_card(key, card),
            ours.revoke_card(key, key),
            ours.restore_card(key, card),
            ours.link_card(key, senior(1)),
            ours.register(personal(1, name="欧阳小明"), "red"),
            ours.withdraw_attestation(key, "travel"),
        ]
    )
    assert undo(registry, origin, "staff-1", AT + timedelta(hours=2)).kept == ()
    assert state(registry) == before


ROWS = st.lists(
    st.builds(
        row,
        st.integers(0, 5),
        name=st.sampled_from(["欧阳小明", "欧阳晓明", "李美玲"]),
        status=st.sampled_from([None, "green", "red"]),
        valid_until=st.sampled_from([None, date(2026, 12, 1)]),
        note=st.sampled_from([None, "轮椅"]),
        cards=st.lists(st.builds(senior, st.integers(0, 3)), max_size=2).map(tuple),
    ),
    max_size=8,
)


@settings(database=None, deadline=None, max_examples=30)
@given(ROWS, ROWS)
def test_any_import_can_be_taken_back(
    keys: Keys, first: list[Row], second: list[Row]
) -> None:
    editor = Editor(keys, "staff-1", AT, source="import")
    with TemporaryDirectory() as folder:
        registry = Registry.open(Path(folder) / "registry.db", keys)
        bring(registry, editor, *first)
        before = state(registry)
        later = replace(editor, at=AT + timedelta(hours=1))
        report = undo(registry, bring(registry, later, *second), "staff-1", AT)
        after = state(registry)
        registry.close()
    assert report.kept == ()
    assert after == before
