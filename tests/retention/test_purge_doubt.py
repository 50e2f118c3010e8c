"""What a wrong clock, a stubborn file or somebody who waits does to a purge."""

import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from retention_kit import IMPORT, TODAY, Aging

from kiosk.requests import RequestBook
from kiosk.retention.purge import last_purge
from verification.invented import invented_person
from verification.registry import Editor, Personal, purging

Open = Callable[..., Aging]


def correct(site: Aging, key: bytes, index: int, **ahead: float) -> None:
    """A corrected name, recorded by a clock that is ahead."""
    at = site.now + timedelta(**ahead)
    editor = Editor(site.house.keys, "staff-1", at, origin=IMPORT)
    number = invented_person(index).number
    personal = Personal("resident", number, "新名", "13800138000")
    site.house.registry.apply([editor.correct(key, personal)])


def old_values(site: Aging) -> int:
    sql = "SELECT count(*) FROM changes WHERE before_box IS NOT NULL"
    return int(site.house.registry.db.conn.execute(sql).fetchone()[0])


def test_what_a_clock_that_was_ahead_dated_is_erased_when_its_time_comes(
    site: Aging,
) -> None:
    correct(site, site.register(1), 1, days=400)
    correct(site, site.register(2), 2)
    site.clock.forward(days=3)
    site.purge()
    assert old_values(site) == 1
    site.clock.forward(days=399)
    site.purge()
    assert old_values(site) == 0


def test_ended_passes_are_looked_for_outside_of_any_write(site: Aging) -> None:
    person, connection = site.register(), site.house.registry.db.conn
    for n, expires in ((1, 10), (2, 20), (3, 30)):
        values = (bytes([n] * 8), person, n, "resident", b"k", 0, 0, expires)
        sql = "INSERT INTO passes VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, NULL)"
        connection.execute(sql, values)
    connection.execute("INSERT INTO revoked_passes VALUES (?, 0, 'lost', 10)", (b"r",))
    ended = purging.ended_passes(connection, site.now, 1)
    assert ended == {"passes": [(bytes([1] * 8),)], "revoked_passes": [(b"r",)]}
    asked = f"SELECT id FROM {purging.PASSES}"  # noqa: S608 - our own constant
    plan = f"EXPLAIN QUERY PLAN {asked}"
    assert "passes_end" in str(connection.execute(plan, (1,)).fetchall())
    assert site.purge() == {"passes": 3}
    assert connection.execute("SELECT generation FROM passes").fetchall() == [(3,)]


def test_a_file_that_cannot_go_keeps_no_run_from_its_receipt(
    site: Aging, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = site.house.folder.root / "cache" / "imports"
    folder.mkdir(parents=True)
    for name in ("goes", "stays"):
        (folder / name).touch()
    site.clock.utc += timedelta(days=3650)
    unlink = Path.unlink

    def refused(path: Path, missing_ok: bool = False) -> None:
        if path.name == "stays":
            raise PermissionError
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refused)
    assert site.purge() == {"files": 1}
    assert last_purge(site.house) == site.now
    assert [path.name for path in folder.iterdir()] == ["stays"]


def test_whom_a_relative_asks_for_stays_until_the_office_decided(
    open_site: Open,
) -> None:
    site = open_site(people_days=30)
    key = site.register(1, until=TODAY - timedelta(days=40))
    gone = site.register(2, until=TODAY - timedelta(days=40))
    site.ask_for(1)
    assert site.purge()["people"] == 1
    assert site.house.registry.find(key)
    assert site.house.registry.find(gone) is None
    assert RequestBook(site.house.registry).count_open() == 1


def test_who_was_renewed_meanwhile_keeps_what_is_hers(
    open_site: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = open_site(people_days=30)
    key = site.register(1, until=TODAY - timedelta(days=40))
    site.enter(key)
    found = purging.due

    def renewed(
        connection: sqlite3.Connection, part: str, before: date, limit: int
    ) -> list[bytes]:
        people = found(connection, part, before, limit)
        if part.startswith(purging.PEOPLE):
            editor = Editor(site.house.keys, "staff-1", site.now)
            site.house.registry.apply([editor.set_status(key, "green", None)])
            assert people == [key]
        return people

    monkeypatch.setattr(purging, "due", renewed)
    site.purge()
    assert site.house.registry.find(key)
    assert site.known() == ["presented"]
