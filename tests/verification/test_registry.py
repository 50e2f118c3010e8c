"""People, cards and attestations go in, come out and go away."""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from invented_site import AT, document, personal, rows, senior

from verification.documents import Document
from verification.errors import RegistryConflict
from verification.keys import Keys
from verification.registry import (
    Attestation,
    ChangeKind,
    Editor,
    Personal,
    PersonRecord,
    Registry,
)

Register = Callable[..., bytes]


def test_a_registered_person_is_found_by_document(
    registry: Registry, register: Register
) -> None:
    key = register(1, "green", valid_until=date(2026, 12, 31))
    assert registry.find(registry.subject(document(1))) == PersonRecord(
        subject=key,
        kind="resident",
        status="green",
        source="office",
        status_at=AT,
        valid_until=date(2026, 12, 31),
        masked_name="钱*建",
        birth_year=1930,
        revoked=False,
    )


def test_a_stranger_is_not_found(registry: Registry, register: Register) -> None:
    register(1)
    assert registry.find(registry.subject(document(2))) is None
    assert registry.details(registry.subject(document(2))) is None
    assert registry.find_card(registry.subject(senior(2))) is None


def test_a_permit_typed_as_a_resident_card_is_the_same_person(
    registry: Registry, editor: Editor
) -> None:
    typed = Personal("resident", "810000199001010019", "测试港")
    registry.apply([editor.register(typed, "green")])
    read = Document.parse("810000199001010019", "hmt")
    found = registry.find(registry.subject(read))
    assert found is not None
    assert (found.kind, found.birth_year) == ("hmt", 1990)


def test_the_box_gives_back_what_was_put_in(registry: Registry, editor: Editor) -> None:
    given = personal(1, relative="女儿 10000000009", note="轮椅")
    change = editor.register(given)
    registry.apply([change])
    details = registry.details(change.key)
    assert details is not None
    assert (details.number, details.name) == (given.number, given.name)
    assert (details.phone, details.relative) == (given.phone, "女儿 10000000009")
    assert (details.note, details.record.status) == ("轮椅", None)


def test_a_correction_replaces_and_keeps_the_old_in_a_box(
    registry: Registry, editor: Editor, register: Register
) -> None:
    key = register(1)
    registry.apply([editor.correct(key, personal(1, name="欧阳小明"))])
    details = registry.details(key)
    assert details is not None
    assert (details.name, details.record.masked_name) == ("欧阳小明", "欧**明")
    assert details.record.status == "green"
    kept = registry.history(key)[-1]
    assert (kept.kind, kept.body) == (ChangeKind.CORRECTED, {})
    assert kept.before_box is not None


def test_a_status_replaces_the_one_before(
    registry: Registry, editor: Editor, register: Register
) -> None:
    key = register(1, "green", valid_until=date(2026, 12, 31))
    later = replace(editor, at=AT + timedelta(hours=1), source="board")
    registry.apply([later.set_status(key, "red")])
    found = registry.find(key)
    assert found is not None
    assert (found.status, found.valid_until, found.source) == ("red", None, "board")
    assert found.status_at == AT + timedelta(hours=1)
    assert registry.history(key)[-1].before == {
        "status": "green",
        "source": "office",
        "status_at": int(AT.timestamp()),
        "valid_until": "2026-12-31",
    }


def test_the_newest_attestation_of_a_kind_counts(
    registry: Registry, editor: Editor, register: Register
) -> None:
    key = register(1)
    registry.apply([editor.record_attestation(key, "travel", date(2026, 11, 1))])
    registry.apply([editor.record_attestation(key, "travel", None, "看过行程卡")])
    assert registry.attestations(key) == {"travel": Attestation("travel", None, AT)}
    registry.apply([editor.withdraw_attestation(key, "travel")])
    assert registry.attestations(key) == {}


UNKNOWN = b"\0" * 16


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda e: e.correct(UNKNOWN, personal()), "unknown_person"),
        (lambda e: e.set_status(UNKNOWN, "green"), "unknown_person"),
        (lambda e: e.link_card(UNKNOWN, senior()), "unknown_person"),
        (lambda e: e.record_attestation(UNKNOWN, "travel"), "unknown_person"),
        (lambda e: e.revoke_card(UNKNOWN, UNKNOWN), "unknown_person"),
        (lambda e: e.revoke_card(UNKNOWN, b"card"), "unknown_card"),
        (lambda e: e.unlink_card(UNKNOWN, b"card"), "unknown_card"),
    ],
)
def test_a_change_that_does_not_fit_keeps_nothing_of_its_batch(
    registry: Registry, editor: Editor, make: Callable[..., object], code: str
) -> None:
    with pytest.raises(RegistryConflict) as caught:
        registry.apply([editor.register(personal(1)), make(editor)])  # type: ignore[list-item]  # made above
    assert code == caught.value.code
    assert registry.count() == rows(registry, "changes") == 0


def test_registering_twice_corrects_and_loses_nothing(
    registry: Registry, editor: Editor, register: Register
) -> None:
    key = register(1, "green")
    registry.apply([editor.register(personal(1, name="欧阳小明"))])
    details = registry.details(key)
    assert details is not None
    assert (details.name, details.record.status) == ("欧阳小明", "green")
    assert registry.count() == 1


def test_every_change_is_kept_with_its_author(
    registry: Registry, editor: Editor, register: Register
) -> None:
    key = register(1)
    registry.apply([editor.set_status(key, "red")])
    kept = registry.history(key)
    assert [c.kind for c in kept] == [ChangeKind.REGISTERED, ChangeKind.STATUS_SET]
    assert {(c.author, c.at) for c in kept} == {("staff-1", AT)}


def test_the_data_is_as_old_as_the_newest_change(
    registry: Registry, editor: Editor, register: Register
) -> None:
    assert registry.data_at() is None
    key = register(1)
    assert registry.data_at() == AT
    later = replace(editor, at=AT + timedelta(days=1))
    registry.apply([later.set_status(key, "green")])
    assert registry.data_at() == AT + timedelta(days=1)


def test_a_gate_finds_people_while_an_office_writes(
    registry: Registry, register: Register, keys: Keys, tmp_path: Path
) -> None:
    key = register(1, "green")
    gate = Registry.open(tmp_path / "registry.db", keys)
    registry.db.execute("BEGIN IMMEDIATE")
    registry.db.execute("UPDATE people SET status = 'red'")
    found = gate.find(key)
    registry.db.execute("ROLLBACK")
    gate.close()
    assert found is not None
    assert found.status == "green"


def test_a_lookup_at_the_gate_reads_one_tree_only(registry: Registry) -> None:
    plan = registry.db.execute(
        "EXPLAIN QUERY PLAN SELECT * FROM people WHERE subject = ?", [b"x"]
    ).fetchall()
    assert [row[3] for row in plan] == ["SEARCH people USING PRIMARY KEY (subject=?)"]


def test_opening_twice_migrates_once(
    registry: Registry, register: Register, keys: Keys, tmp_path: Path
) -> None:
    register(1)
    migrated = rows(registry, "_sqlite_migrations")
    again = Registry.open(tmp_path / "registry.db", keys)
    assert again.count() == 1
    assert rows(again, "_sqlite_migrations") == migrated
    again.close()


def test_everybody_is_listed_once_over_all_pages(
    registry: Registry, editor: Editor
) -> None:
    people = [editor.register(personal(i), "green") for i in range(1201)]
    registry.apply(people)
    listed = [p.number for p in registry.people()]
    assert len(listed) == len(set(listed)) == 1201
    assert next(registry.people("red"), None) is None


def test_a_page_begins_after_somebody_and_holds_one_status_or_none(
    registry: Registry, editor: Editor
) -> None:
    words = ["green", "red", None] * 3
    registry.apply(editor.register(personal(i), word) for i, word in enumerate(words))
    everybody = registry.page()
    assert len(everybody) == 9
    assert registry.page(everybody[3].subject, 4) == everybody[4:8]
    for asked, word in {"red": "red", "": None}.items():
        wanted = [one for one in everybody if one.status == word]
        assert registry.page(status=asked) == wanted
        assert registry.page(wanted[0].subject, 1, asked) == wanted[1:2]


def test_imports_are_listed_newest_first(registry: Registry) -> None:
    one = registry.begin_import("staff-1", "one.csv", AT)
    other = registry.begin_import("staff-1", "two.csv", AT)
    assert [r.id for r in registry.imports()] == [other, one]
    assert registry.imports()[0].confirmed_at is None


def test_records_hold_utc(registry: Registry, register: Register) -> None:
    found = registry.find(register(1))
    assert found is not None
    assert found.status_at == datetime(2026, 11, 21, 1, 0, tzinfo=UTC)


def test_tables_refuse_what_does_not_fit(registry: Registry) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        registry.db.execute("INSERT INTO cards VALUES (x'01', x'02', 'senior', 0)")


def test_bodies_are_plain_json(registry: Registry, register: Register) -> None:
    register(1)
    body = registry.db.execute("SELECT body FROM changes").fetchone()[0]
    assert json.loads(body)["status"] == "green"
