"""Tables of invented people, in every form that an office saves them."""

import csv
import io
import re
import zipfile

import pytest
from openpyxl import Workbook

from kiosk.people.tables import Table
from verification.invented import invented_person

FULL_NUMBER = re.compile(r"\d{17}[\dXx]")
HEADER = ["证件号码", "姓名"]


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
