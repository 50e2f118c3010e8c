"""What the columns of a list are taken for: shown, corrected by hand, remembered."""

import re

import pytest
from import_kit import Registrar, line

from kiosk.staff import Role
from ui.office.imports.pages import EXTENSION
from verification.invented import invented_person


@pytest.fixture
def registrar(visitor, app):
    visitor.sign_in("registrar", Role.REGISTRAR)
    return Registrar(visitor, app.extensions[EXTENSION])


def test_the_page_says_which_column_was_taken_for_what(registrar):
    told = taken(registrar.compare(line(1)))
    assert told["身份证号"] == "document_number"
    assert told["联系电话"] == "phone"
    assert told["楼号"] == ""


def test_a_column_that_is_not_read_is_named_in_the_open_above_the_key(registrar):
    page = registrar.compare(line(1))
    folded = re.sub(r"<details.*?</details>", "", page, flags=re.S)
    told = re.search(r"未读的列：<bdi>楼号</bdi></p>", folded)
    assert told.start() < folded.index("写入 1 行")


def test_nothing_is_said_of_unread_columns_where_all_are_read(registrar):
    choose(registrar, registrar.compare(line(1)), 楼号="note")
    assert "未读的列" not in registrar.done()


def taken(page):
    """Each heading with the column that is chosen for it."""
    rows = re.findall(
        r'<select name="column" aria-label="([^"]*)">(.*?)</select>', page, re.S
    )
    chosen = r'value="(\w*)" selected'
    return {heading: re.search(chosen, text).group(1) for heading, text in rows}


def choose(registrar, page, **changed):
    words = [changed.get(heading, word) for heading, word in taken(page).items()]
    return registrar.press("columns", column=words)


def test_another_column_is_chosen_by_hand_and_remembered(registrar, house):
    page = registrar.compare(line(1))
    assert choose(registrar, page, 楼号="note").status_code == 303
    assert taken(registrar.done())["楼号"] == "note"
    registrar.press("write")
    registrar.done()
    assert [one.note for one in house.registry.people()] == ["3"]
    assert taken(registrar.compare(line(2)))["楼号"] == "note"


def test_a_column_can_be_kept_out(registrar, house):
    choose(registrar, registrar.compare(line(1)), 联系电话="")
    registrar.done()
    registrar.press("write")
    registrar.done()
    assert [one.phone for one in house.registry.people()] == [None]


def test_a_list_with_strange_headings_is_read_once_they_were_explained(registrar):
    somebody = invented_person(1)
    row = f"{somebody.name},{somebody.number},{somebody.phone}"
    strange = f"老人,号码,电话\n{row}\n".encode()
    registrar.hand_in(strange)
    page = registrar.done()
    assert "缺少必需的列" in page
    assert taken(page) == {"老人": "name", "号码": "document_number", "电话": "phone"}
    assert choose(registrar, page).status_code == 303
    assert 'id="count-new">1<' in registrar.done()
    registrar.press("drop")
    registrar.hand_in(strange)
    assert 'id="count-new">1<' in registrar.done()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"楼号": "phone"}, "两列不能读成同一项"),
        ({"身份证号": ""}, "要有一列是证件号码"),
    ],
)
def test_a_choice_with_which_nobody_can_be_read_is_not_kept(registrar, changed, says):
    page = registrar.compare(line(1))
    answer = choose(registrar, page, **changed)
    assert (answer.status_code, says in answer.text) == (400, True)
    assert registrar.work.choices.all() == {}


@pytest.mark.parametrize("words", [[], ["name"], ["king"] * 5])
def test_a_choice_that_fits_no_list_is_refused(registrar, words):
    registrar.compare(line(1))
    assert registrar.press("columns", column=words).status_code == 409


def test_what_is_remembered_holds_nobody_and_may_be_damaged(registrar, house):
    choose(registrar, registrar.compare(line(1)), 楼号="note")
    registrar.done()
    file = house.config.site.data_dir / "import_columns.json"
    assert file.stat().st_mode & 0o777 == 0o600
    assert line(1)[0] not in file.read_text()
    file.write_text("[")
    assert registrar.work.choices.all() == {}
