"""A registry of the time before papers opens, with everything in it."""

import sqlite3
from pathlib import Path

import pytest
from invented_site import document, pass_claims, senior

from verification.keys import Keys
from verification.registry import Editor, Registry

OLD = Path(__file__).with_name("registry_first.sql")
KID = b"key-id-8"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A file as the first release left it: one invented person and her card."""
    path = tmp_path / "old.db"
    connection = sqlite3.connect(path)
    connection.executescript(OLD.read_text("utf-8"))
    connection.close()
    return path


def test_an_old_registry_keeps_its_people_and_takes_passes(
    old: Path, keys: Keys, editor: Editor
) -> None:
    registry = Registry.open(old, keys)
    person = registry.subject(document(1))
    details = registry.details(person)
    assert details
    assert (document(1).number, "green") == (details.number, details.record.status)
    assert registry.find_card(registry.subject(senior(1)))

    made = pass_claims(1)
    assert registry.papers.pass_record(made.id) is None
    assert (registry.shelf.version(), registry.papers.lists_at()) == (0, None)
    registry.apply([editor.issue_pass(made, KID, person)])
    assert registry.papers.pass_record(made.id)
    assert len(registry.history(person)) == 3
    registry.close()


def test_an_old_registry_is_migrated_once(old: Path, keys: Keys) -> None:
    for _ in range(2):
        registry = Registry.open(old, keys)
        names = [row["name"] for row in registry.db["_sqlite_migrations"].rows]
        registry.close()
    assert names == [
        *("first", "papers", "names", "attested", "bases", "policies"),
        *("asked", "certificates", "ending", "heirs", "taken_back"),
    ]
