"""What was changed of somebody can be told with values, and goes with the person."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from invented_site import AT, document, pass_claims, personal, senior

from verification.cases import matched
from verification.errors import RegistryConflict
from verification.registry import AskedKind, ChangeKind, Editor, Registry
from verification.registry.history import Opened
from verification.registry.purging import WITHDRAWN, count
from verification.registry.vault import Vault

Register = Callable[..., bytes]
NAME = "欧阳小明"
ASKED = {"asker": "王小兰", "proof": "死亡证明 2026-17"}


def test_a_correction_keeps_both_values_in_boxes(
    registry: Registry, editor: Editor, register: Register
) -> None:
    key = register(1)
    registry.apply([editor.correct(key, personal(1, name=NAME))])
    kept, opened = registry.story.of(key)[-1]
    assert opened.now
    assert opened.before
    assert (opened.before["name"], opened.now["name"]) == (personal(1).name, NAME)
    told = f"{kept!r}{opened!r}{kept.body}{kept.before}"
    assert not any(name in told for name in (NAME, personal(1).name))
    assert NAME.encode() not in (kept.box or b"") + (kept.before_box or b"")


def test_whoever_is_erased_takes_both_values_along(
    registry: Registry, editor: Editor, register: Register
) -> None:
    key = register(1)
    registry.apply([editor.correct(key, personal(1, name=NAME))])
    copied, _ = registry.story.of(key)[-1]  # as a backup would have kept it
    registry.erase(key, "staff-2", AT)
    assert all(opened == Opened() for _, opened in registry.story.of(key))
    with pytest.raises(RegistryConflict, match="unknown_person"):
        copied.personal_before(Vault(registry.db.conn, registry.keys))


def test_why_something_was_changed_is_kept(
    registry: Registry, editor: Editor, register: Register
) -> None:
    key = register(1)
    told = Editor(registry.keys, "staff-1", AT, why="mistyped")
    registry.apply([told.correct(key, personal(1)), told.set_status(key, "red")])
    assert [one.body["why"] for one, _ in registry.story.of(key, 1)] == ["mistyped"] * 2


def test_who_saw_an_older_state_changes_nothing(
    registry: Registry, editor: Editor, register: Register
) -> None:
    key, other = register(1), register(2)
    seen = registry.story.newest(key)
    registry.apply([editor.set_status(key, "red")], seen)
    with pytest.raises(RegistryConflict, match="changed_meanwhile"):
        registry.apply([editor.set_status(key, "green")], seen)
    record = registry.find(key)
    assert record
    assert record.status == "red"
    registry.apply([editor.set_status(other, "red")], registry.story.newest(other))
    registry.apply([editor.set_status(key, "green")], registry.story.newest(key))


def test_nobody_is_matched_with_the_dead_until_it_was_a_mistake(
    registry: Registry, editor: Editor, register: Register
) -> None:
    key, claims = register(1), pass_claims(1)
    registry.apply(
        [
            editor.link_card(key, senior(1)),
            editor.issue_pass(claims, b"key-id-8", key),
            editor.record_death(key, "child", ASKED),
        ]
    )
    assert matched(registry, key) is None
    assert registry.papers.pass_revoked(claims.id)
    kept, opened = registry.story.of(key)[-1]
    assert (kept.kind, kept.body) == (ChangeKind.DIED, {"relation": "child"})
    assert opened.now == ASKED
    registry.apply([editor.take_back_death(key)])
    assert matched(registry, registry.subject(document(1)))


def test_the_dead_are_kept_until_their_relatives_are_answered(
    registry: Registry, editor: Editor, register: Register
) -> None:
    key = register(1)
    registry.apply([editor.record_death(key, "child", ASKED)])
    later = AT + timedelta(days=31)
    assert count(registry.db.conn, WITHDRAWN, later) == 1
    day = AT.date()
    registry.asked.add(key, AskedKind.COPY, day, day, "staff-1", "child")
    assert count(registry.db.conn, WITHDRAWN, later) == 0
    assert [one.relation for one in registry.asked.open()] == ["child"]


def test_of_whoever_comes_again_nothing_is_told_from_before(
    registry: Registry, editor: Editor, register: Register
) -> None:
    key = register(1)
    registry.apply([editor.record_death(key, "child", ASKED)])
    registry.erase(key, "staff-2", AT)
    assert register(1) == key
    kinds = [one.kind for one, _ in registry.story.of(key)]
    assert kinds == [ChangeKind.ERASED, ChangeKind.REGISTERED]
