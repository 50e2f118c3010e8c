"""Tables of invented people, in every form that an office saves them."""

import csv
import io
import re
import zipfile
from datetime import UTC, datetime

import pytest
from openpyxl import Workbook

from kiosk.people.importer import Importer
from kiosk.people.tables import Table
from kiosk.people.undoing import undo_import
from verification.invented import invented_person
from verification.keys import create_keys, load_keys
from verification.registry import Registry

FULL_NUMBER = re.compile(r"\d{17}[\dXx]")
STATUSES = ("green", "yellow", "red")
NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)


@pytest.fixture
def person():
    """Invented people by index."""
    return invented_person


@pytest.fixture
def csv_file(tmp_path):
    """Write rows as a text table; the same name each time."""

    def write(rows, encoding="utf-8", delimiter=",", name="people.csv"):
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter).writerows(rows)
        path = tmp_path / name
        path.write_bytes(text.getvalue().encode(encoding))
        return path

    return write


@pytest.fixture
def xlsx_file(tmp_path):
    """Write rows as a workbook; ``edit`` may touch the sheet before it is saved."""

    def write(rows, edit=None, name="people.xlsx"):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        if edit:
            edit(book.active)
        path = tmp_path / name
        book.save(path)
        return path

    return write


@pytest.fixture
def rezip(tmp_path):
    """Copy a workbook with some of its parts replaced or added."""

    def write(path, parts):
        target = tmp_path / "rezipped.xlsx"
        with (
            zipfile.ZipFile(path) as old,
            zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for name in old.namelist():
                if name not in parts:
                    new.writestr(name, old.read(name))
            for name, data in parts.items():
                new.writestr(name, data)
        return target

    return write


@pytest.fixture
def read():
    """All rows of a file as lists of cells, in the order of its columns."""

    def rows(path, *limits, **more):
        with Table(path, *limits, **more) as table:
            return [list(row.cells.values()) for row in table]

    return rows


@pytest.fixture
def assert_no_number():
    """No whole document number stands in a text."""

    def check(text):
        assert not FULL_NUMBER.search(str(text)), "a full number was shown"

    return check


@pytest.fixture
def keys(tmp_path):
    """The keys of a fresh site."""
    create_keys(tmp_path / "keys")
    return load_keys(tmp_path / "keys")


@pytest.fixture
def registry(tmp_path, keys):
    """An empty registry."""
    registry = Registry.open(tmp_path / "registry.db", keys)
    yield registry
    registry.close()


@pytest.fixture
def ledger():
    """What was recorded: pairs of kind and facts."""
    return []


class Office:
    """Somebody who imports."""

    def __init__(self, registry, ledger):
        self.registry = registry
        self.ledger = ledger
        self.importer = Importer(registry, STATUSES, "office", lambda: NOW, self.record)

    def record(self, kind, facts):
        self.ledger.append((kind, dict(facts)))

    def plan(self, path, **more):
        with Table(path) as table:
            return self.importer.plan(table, **more)

    def take(self, path, accept=(), **more):
        return self.importer.apply(self.plan(path, accept=accept), **more)

    def undo(self, imported):
        return undo_import(self.registry, imported, "office", NOW, self.record)

    def everybody(self):
        """All that the office sees of everybody, sorted, without times."""
        return sorted(
            (
                person.number,
                person.name,
                person.record.status,
                str(person.record.valid_until),
                person.phone,
                person.relative,
                person.note,
                tuple(sorted(card.number for card in person.cards)),
            )
            for person in self.registry.people()
        )


@pytest.fixture
def office(registry, ledger):
    """An office with an empty registry."""
    return Office(registry, ledger)
