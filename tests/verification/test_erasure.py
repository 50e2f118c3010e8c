"""What is erased is gone, and what is kept cannot be read without the keys."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from invented_site import AT, personal, rows, senior

from verification.errors import BoxError
from verification.invented import invented_person
from verification.keys import Keys
from verification.registry import ChangeKind, Editor, Registry

Register = Callable[..., bytes]
TABLES = ("people", "cards", "attestations", "boxes", "person_keys")


@pytest.fixture
def erased(registry: Registry, editor: Editor, register: Register) -> bytes:
    key = register(1)
    registry.apply(
        [
            editor.link_card(key, senior(1)),
            editor.record_attestation(key, "travel", None, "看过行程卡"),
            editor.set_status(key, "red"),
        ]
    )
    register(2)
    registry.erase(key, "staff-2", AT)
    return key


def test_erasing_takes_one_person_and_leaves_the_others(
    registry: Registry, erased: bytes
) -> None:
    assert registry.find(erased) is None
    assert registry.find_card(registry.subject(senior(1))) is None
    assert {t: rows(registry, t) for t in TABLES} == {
        "people": 1,
        "cards": 0,
        "attestations": 0,
        "boxes": 1,
        "person_keys": 1,
    }


def test_only_a_receipt_without_content_stays(
    registry: Registry, erased: bytes
) -> None:
    kept = registry.history(erased)
    assert kept[-1].kind is ChangeKind.ERASED
    for change in kept:
        assert (change.body, change.before) == ({}, None)
        assert change.box is change.before_box is None


def test_an_erased_person_can_be_registered_anew(
    registry: Registry, erased: bytes, register: Register
) -> None:
    assert register(1, "yellow") == erased
    details = registry.details(erased)
    assert details is not None
    assert (details.record.status, details.cards) == ("yellow", ())


def test_a_list_goes_on_when_somebody_on_it_is_erased(
    registry: Registry, editor: Editor
) -> None:
    registry.apply([editor.register(personal(i)) for i in range(5)])
    listing = registry.people()
    seen = next(listing)
    for other in [p.record.subject for p in registry.people()][2:]:
        registry.erase(other, "staff-1", AT)
    assert len([seen, *listing]) == 2


def test_a_lost_box_of_a_registered_person_is_not_passed_over(
    registry: Registry, register: Register
) -> None:
    key = register(1)
    registry.db.execute("DELETE FROM boxes")
    with pytest.raises(BoxError):
        registry.details(key)


def test_an_old_copy_of_a_box_does_not_open_with_a_new_key(
    registry: Registry, register: Register
) -> None:
    key = register(1)
    copy = registry.db.execute("SELECT box FROM boxes").fetchone()[0]
    registry.erase(key, "staff-1", AT)
    register(1)
    registry.db.execute("UPDATE boxes SET box = ?", [copy])
    with pytest.raises(BoxError):
        registry.details(key)


def files(tmp_path: Path) -> bytes:
    return b"".join(p.read_bytes() for p in tmp_path.glob("registry.db*"))


def test_nothing_personal_is_readable_on_the_disk(
    registry: Registry, editor: Editor, tmp_path: Path
) -> None:
    given = personal(1, relative="小红书记", note="住在三楼")
    change = editor.register(given, "green")
    corrected = editor.correct(change.key, personal(1, name="诸葛明亮"))
    registry.apply([change, corrected, editor.link_card(change.key, senior(1))])
    content = files(tmp_path)
    for secret in (*given.content().values(), "诸葛明亮", senior(1).number):
        if secret != "resident":
            assert str(secret).encode() not in content


def test_after_erasing_no_trace_of_the_status_is_on_the_disk(
    registry: Registry, register: Register, tmp_path: Path
) -> None:
    key = register(1, "purple-dotted")
    assert b"purple-dotted" in files(tmp_path)
    registry.erase(key, "staff-1", AT)
    registry.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"purple-dotted" not in files(tmp_path)


def test_a_subject_is_no_plain_hash(registry: Registry, register: Register) -> None:
    key = register(1)
    number = invented_person(1).number.encode()
    for plain in (number, b"resident:v1:" + number, b"id:v1:" + number):
        assert key != hashlib.sha256(plain).digest()[:16]


def test_another_site_cannot_open_the_boxes(
    registry: Registry, register: Register, keys: Keys
) -> None:
    key = register(1)
    stranger = Registry(registry.db, replace(keys, wrap=b"x" * 32))
    with pytest.raises(BoxError):
        stranger.details(key)
