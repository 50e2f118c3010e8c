"""A list without headings at the office's page: asked, confirmed, remembered."""

import io
import re

import pytest
from import_kit import HEADINGS, Registrar, line
from openpyxl import Workbook

from kiosk.staff import Role
from ui.office.imports.pages import EXTENSION
from verification.invented import invented_person

FULL_NUMBER = re.compile(r"\d{17}[\dXx]|\d{11}")


@pytest.fixture
def registrar(visitor, app):
    visitor.sign_in("registrar", Role.REGISTRAR)
    return Registrar(visitor, app.extensions[EXTENSION])


def headless(*indexes):
    people = map(invented_person, indexes)
    return "".join(f"{p.name},{p.number},绿,{p.phone},3\n" for p in people).encode()


def tray(house):
    return list((house.config.site.data_dir / "cache" / "imports").glob("*"))


GUESSED = ["name", "document_number", "status", "phone", ""]


def ask(registrar, *indexes):
    assert registrar.hand_in(headless(*indexes)).status_code == 303
    return registrar.done()


def chosen(page):
    return re.findall(r'<option value="(\w*)" selected', page)


def test_a_list_without_headings_is_asked_about_with_masked_examples(registrar, house):
    page = ask(registrar, *range(5))
    assert "每一列是什么" in page
    assert chosen(page) == GUESSED
    assert "count-new" not in page
    assert page.count("999999********") == 3
    assert not FULL_NUMBER.search(page.partition("<main")[2])
    assert house.registry.count() == 0


def test_what_was_confirmed_is_compared_and_not_asked_about_again(registrar, house):
    ask(registrar, *range(5))
    assert registrar.press("columns", column=GUESSED).status_code == 303
    page = registrar.done()
    assert 'id="count-new">5<' in page
    assert 'id="headless"' in page
    registrar.press("write")
    registrar.done()
    assert {one.record.status for one in house.registry.people()} == {"green"}
    assert 'id="count-new">2<' in ask(registrar, 7, 8)
    kept = (house.config.site.data_dir / "import_columns.json").read_text()
    assert not FULL_NUMBER.search(kept)
    assert invented_person(7).name not in kept


def test_the_clerk_may_say_otherwise(registrar, house):
    ask(registrar, *range(5))
    assert registrar.press("columns", column=["", *GUESSED[1:]]).status_code == 400
    assert "要有一列是证件号码" in registrar.press("columns", column=[""] * 5).text
    registrar.press("columns", column=["name", "document_number", "", "", "note"])
    registrar.done()
    registrar.press("write")
    registrar.done()
    people = list(house.registry.people())
    assert {(one.phone, one.note) for one in people} == {(None, "3")}


def test_a_list_that_is_asked_about_can_be_given_up(registrar, house):
    ask(registrar, 1)
    assert registrar.press("write").status_code == 409
    assert len(tray(house)) == 1
    registrar.press("drop")
    assert tray(house) == []
    assert registrar.press("columns", column=GUESSED).status_code == 409


def workbook(*sheets):
    book, packed = Workbook(), io.BytesIO()
    book.remove(book.active)
    for title, *rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(packed)
    return packed.getvalue()


def test_a_workbook_of_several_sheets_is_read_one_at_a_time(registrar):
    book = workbook(
        ("一号楼", HEADINGS, line(1), ["合计", "1 人"]),
        ("二号楼", HEADINGS, line(2), line(3)),
    )
    registrar.hand_in(book, "list.xlsx")
    page = registrar.done()
    assert 'id="count-new">1<' in page
    assert re.search(r'id="skipped">[^<]*：3</p>', page)
    assert registrar.press("sheet", sheet="三号楼").status_code == 409
    assert registrar.press("sheet", sheet="二号楼").status_code == 303
    page = registrar.done()
    assert 'id="count-new">2<' in page
    assert 'value="二号楼" selected' in page
