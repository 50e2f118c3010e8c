"""The blind index of names: exact names lead to people, and nothing leads back."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from invented_site import AT, bring, personal, row

from verification.invented import invented_person
from verification.keys import Keys
from verification.names import name_key
from verification.registry import Editor, Registry, undo

Register = Callable[..., bytes]
NAME = invented_person(1).name


def named(registry: Registry, name: str = NAME) -> set[bytes]:
    return set(registry.names.find(name))


def keys_in_file(registry: Registry) -> set[bytes | None]:
    rows = registry.db.conn.execute("SELECT name_key FROM people").fetchall()
    return {row[0] for row in rows}


@pytest.mark.parametrize(
    "typed",
    ["阿卜杜拉·买买提", " 阿卜杜拉・买买提 ", "阿卜杜拉 . 买买提", "阿卜杜拉•买买提"],
)
def test_a_name_is_found_however_its_dot_and_blanks_are_typed(
    registry: Registry, editor: Editor, typed: str
) -> None:
    made = editor.register(personal(1, name="阿卜杜拉·买买提"))
    registry.apply([made])
    assert {made.key} == named(registry, typed)


def test_only_the_whole_name_is_found(registry: Registry, register: Register) -> None:
    register(1)
    assert set() == named(registry, NAME[:-1]) | named(registry, NAME + "明")


def test_all_people_of_one_name_are_found(registry: Registry, editor: Editor) -> None:
    made = [editor.register(personal(i, name=NAME)) for i in (1, 2, 3)]
    registry.apply(made)
    assert {change.key for change in made} == named(registry)
    assert len(registry.names.find(NAME, 2)) == 2


def test_a_corrected_name_is_found_and_the_old_one_no_more(
    registry: Registry, editor: Editor, register: Register
) -> None:
    key = register(1)
    registry.apply([editor.correct(key, personal(1, name="欧阳小明"))])
    assert (set(), {key}) == (named(registry), named(registry, "欧阳小明"))


def test_an_erased_person_is_in_the_index_no_more(
    registry: Registry, register: Register, keys: Keys, tmp_path: Path
) -> None:
    key = register(1)
    assert name_key(keys, NAME) in keys_in_file(registry)
    registry.erase(key, "staff-1", AT)
    assert set() == keys_in_file(registry)
    registry.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert name_key(keys, NAME) not in (tmp_path / "registry.db").read_bytes()


def test_an_import_and_its_undoing_keep_the_index(
    registry: Registry, editor: Editor
) -> None:
    bring(registry, editor, row(1))
    second = bring(registry, editor, row(1, name=NAME + "明"), row(2))
    assert (set(), 1) == (named(registry), len(named(registry, NAME + "明")))
    undo(registry, second, "staff-1", AT)
    assert len(named(registry)) == 1
    assert set() == named(registry, invented_person(2).name)


def test_without_the_key_a_name_leads_nowhere(keys: Keys) -> None:
    other = replace(keys, names=b"o" * 32)
    assert name_key(other, NAME) != name_key(keys, NAME)
    assert name_key(keys, NAME) not in (keys.names, NAME.encode())


def test_people_of_the_time_before_are_entered_bit_by_bit(
    registry: Registry, register: Register
) -> None:
    everybody = {register(i) for i in range(5)}
    registry.db.conn.execute("UPDATE people SET name_key = NULL")
    assert (5, set()) == (registry.names.missing(), named(registry))
    assert [registry.names.enter_some(2) for _ in range(4)] == [2, 2, 1, 0]
    assert registry.names.missing() == 0
    found = [named(registry, invented_person(i).name) for i in range(5)]
    assert everybody == set().union(*found)


def test_a_box_that_does_not_open_holds_nobody_up(
    registry: Registry, register: Register
) -> None:
    register(1)
    registry.db.conn.execute("UPDATE people SET name_key = NULL")
    registry.db.conn.execute("UPDATE boxes SET box = x'0101'")
    assert (registry.names.enter_some(), registry.names.missing()) == (1, 0)
    assert set() == named(registry)


def test_a_name_is_found_by_one_walk_down_the_index(registry: Registry) -> None:
    plan = registry.db.conn.execute(
        "EXPLAIN QUERY PLAN SELECT subject FROM people WHERE name_key = ?", (b"k",)
    ).fetchone()
    assert "people_by_name" in plan[3]
