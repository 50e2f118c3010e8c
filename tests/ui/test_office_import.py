"""The office's page of imports: from a file to the registry, and back."""

import io
import re

import pytest
from import_kit import URL, Registrar, line, listed
from openpyxl import load_workbook
from ui_kit import Visitor

from kiosk.people.columns import Column, read_header
from kiosk.staff import Role
from ui.app import LARGEST_BODY
from ui.office.imports.pages import EXTENSION
from verification.invented import invented_person
from verification.ledger import EventKind

FULL_NUMBER = re.compile(r"\d{17}[\dXx]")


@pytest.fixture
def registrar(visitor, app):
    visitor.sign_in("registrar", Role.REGISTRAR)
    return Registrar(visitor, app.extensions[EXTENSION])


@pytest.fixture
def colleague(app, staff):
    visitor = Visitor(app.test_client(), staff)
    visitor.sign_in("colleague", Role.REGISTRAR)
    return Registrar(visitor, app.extensions[EXTENSION])


def counts(page):
    found = re.findall(r'id="count-(\w+)">(\d+)<', page)
    return {key: int(number) for key, number in found if number != "0"}


def tray(house):
    return list((house.config.site.data_dir / "cache" / "imports").glob("*"))


def test_a_list_is_compared_and_nothing_is_written(registrar, house):
    page = registrar.compare(line(1), line(2), line(3, number="12"))
    assert counts(page) == {"new": 2, "refused": 1}
    assert house.registry.count() == 0
    assert not FULL_NUMBER.search(page)
    assert invented_person(1).name not in page


def test_a_compared_list_is_written_under_its_label(registrar, house):
    page = registrar.write(line(1), line(2))
    assert counts(page) == {"new": 2}
    assert house.registry.count() == 2
    [kept] = house.registry.imports()
    assert kept.label == "三号楼"
    assert "三号楼" in page
    assert "王保安" in page  # who did it


def test_what_is_in_the_ledger_names_who_did_it_and_nobody_else(registrar, house):
    registrar.write(line(1))
    [event] = [
        event
        for event in house.ledger.recent(5)
        if event.kind is EventKind.REGISTRY_CHANGE and "import" in event.more
    ]
    assert event.more["new"] == 1
    assert event.staff == house.registry.imports()[0].author


def test_a_doubtful_row_is_written_when_somebody_takes_it_by_its_number(
    registrar, house
):
    page = registrar.compare(line(1), line(1, status="red"))
    assert counts(page) == {"doubtful": 2}
    assert registrar.press("rows", row="3").status_code == 303
    page = registrar.done()
    assert counts(page) == {"new": 1, "doubtful": 1}
    assert re.search(r'id="accepted">3<', page)
    registrar.press("write")
    registrar.done()
    assert [one.record.status for one in house.registry.people()] == ["red"]


def test_what_was_taken_can_be_left_out_again(registrar):
    registrar.compare(line(1), line(1, status="red"))
    registrar.press("rows", row="3")
    registrar.done()
    registrar.press("rows", none="1")
    assert counts(registrar.done()) == {"doubtful": 2}


@pytest.mark.parametrize("row", ["4", "99", "x", ""])
def test_a_row_that_is_not_doubtful_cannot_be_taken(registrar, row):
    registrar.compare(line(1), line(1, status="red"), line(2, number="1"))
    registrar.press("rows", row=row)
    assert counts(registrar.done()) == {"doubtful": 2, "refused": 1}


def test_all_or_nothing_writes_nothing_and_says_why(registrar, house):
    registrar.compare(line(1), line(2, number="1"))
    answer = registrar.press("write", whole="on", label="甲")
    assert answer.status_code == 400
    assert "1 行不能导入" in answer.text
    assert 'value="甲"' in answer.text
    assert house.registry.imports() == []
    assert counts(registrar.page()) == {"new": 1, "refused": 1}


@pytest.mark.parametrize("label", ["9" * 11, "楼" * 61])
def test_a_label_with_a_number_of_somebody_is_not_taken(registrar, house, label):
    registrar.compare(line(1))
    assert registrar.press("write", label=label).status_code == 400
    assert house.registry.imports() == []


def test_faults_are_read_page_by_page_with_masked_numbers(registrar):
    wrong = [line(index, status="blue") for index in range(60)]
    first = registrar.compare(*wrong, line(61), line(61, status="red"))
    assert first.count("第 2 行") == 1
    assert not FULL_NUMBER.search(first)
    second = registrar.page(page=2)
    assert "第 61 行" in second
    assert "第 2 行" not in second
    doubtful = registrar.page(what="doubtful")
    assert doubtful.count('type="checkbox" name="row"') == 2
    assert "第 61 行" not in doubtful


@pytest.mark.parametrize("asked", [{"page": "x"}, {"page": 99}, {"list": -1}])
def test_a_page_that_is_not_there_is_the_nearest_one(registrar, asked):
    registrar.compare(line(1, number="1"))
    assert "第 2 行" in registrar.page(**asked)


def test_an_import_is_taken_back_within_a_day(registrar, house):
    registrar.write(line(1))
    [kept] = house.registry.imports()
    assert registrar.press("undo", **{"import": str(kept.id)}).status_code == 303
    page = registrar.done()
    assert "去掉了 1 人。" in page
    assert "恢复" not in page.partition('id="undone"')[2].partition("</section>")[0]
    assert house.registry.count() == 0
    assert registrar.press("undo", **{"import": str(kept.id)}).status_code == 409


def test_an_undo_tells_who_went_from_who_is_as_before(registrar, house):
    registrar.write(line(1), label="甲")
    registrar.press("drop")
    registrar.write(line(1, status="red"), line(2), line(3), label="乙")
    newest = next(kept for kept in house.registry.imports() if kept.label == "乙")
    registrar.press("undo", **{"import": str(newest.id)})
    assert "去掉了 2 人，恢复了 1 人。" in registrar.done()


def test_after_a_day_an_import_stays(registrar, house):
    registrar.write(line(1))
    [kept] = house.registry.imports()
    with house.registry.db.conn as connection:
        connection.execute("UPDATE imports SET at = at - 25 * 3600")
    assert "确定撤销" not in registrar.page()
    assert registrar.press("undo", **{"import": str(kept.id)}).status_code == 409
    assert house.registry.count() == 1


@pytest.mark.parametrize("wanted", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_an_import_that_never_was_cannot_be_taken_back(registrar, wanted):
    assert registrar.press("undo", **{"import": wanted}).status_code == 404


def test_the_list_that_waits_is_its_owners_and_anybody_may_give_it_up(
    registrar, colleague, house
):
    registrar.compare(line(1))
    assert "有一份名单在等人决定" in colleague.page()
    assert counts(colleague.page()) == {}
    assert colleague.press("write").status_code == 409
    assert colleague.hand_in(listed(line(2))).status_code == 409
    assert counts(registrar.page()) == {"new": 1}
    assert colleague.press("drop").status_code == 303
    assert tray(house) == []
    assert counts(colleague.compare(line(2), line(3))) == {"new": 2}


def test_how_it_ended_waits_for_who_began_it(registrar, colleague):
    registrar.write(line(1), line(2))
    assert counts(colleague.compare(line(3))) == {"new": 1}
    assert counts(colleague.press("drop") and registrar.page()) == {"new": 2}
    registrar.press("drop")
    assert counts(registrar.page()) == {}


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("list.pdf", b"%PDF", "请另存为 .xlsx 或 .csv"),
        ("list.xls", b"\xd0\xcf\x11\xe0", "旧版 Excel"),
        ("", b"", "请先选一个文件"),
    ],
)
def test_a_file_of_another_kind_is_not_taken_in(registrar, name, content, says):
    answer = registrar.hand_in(content, name)
    assert answer.status_code == 400
    assert says in answer.text


def test_a_list_without_the_needed_columns_is_refused_in_words(registrar, house):
    registrar.hand_in("姓名,电话\n甲,1\n".encode())
    assert "缺少必需的列：证件号码" in registrar.done()
    registrar.press("drop")
    assert tray(house) == []


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_empty_template_has_every_heading(registrar, kind):
    answer = registrar.visitor.client.get(f"{URL}/template/{kind}")
    if kind == "csv":
        assert answer.data.startswith(b"\xef\xbb\xbf")
        cells = answer.data.decode("utf-8-sig").strip().split(",")
    else:
        sheet = load_workbook(io.BytesIO(answer.data)).active
        cells = [cell.value for cell in next(sheet.iter_rows())]
    assert set(read_header(cells).places) == set(Column)
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("role", [Role.GUARD, Role.AUDITOR, Role.ADMINISTRATOR])
def test_lists_are_for_who_registers(visitor, role):
    visitor.sign_in(role=role)
    assert visitor.client.get(URL).status_code == 403
    large = {"data": b"x" * (LARGEST_BODY + 1), "headers": {"X-CSRFToken": "x"}}
    assert visitor.client.post(URL, **large).status_code == 403


def test_only_a_list_may_be_large(registrar):
    large = "x" * (LARGEST_BODY + 1)
    assert registrar.press("write", label=large).status_code == 413


def test_a_name_of_a_file_is_kept_nowhere(registrar, house):
    registrar.hand_in(listed(line(1)), "赵建国999999194912310028.csv")
    page = registrar.done()
    assert "赵建国" not in page
    [laid] = tray(house)
    assert laid.stat().st_mode & 0o777 == 0o600
    assert re.fullmatch(r"[0-9a-f]{32}", laid.name)
    registrar.press("write")
    registrar.done()
    assert tray(house) == []


def test_the_whole_page_is_there_in_english(registrar):
    registrar.visitor.send("/language", language="en", back=URL)
    empty = registrar.page()
    assert "Hand a list in" in empty
    page = registrar.compare(line(1), line(2, number="1"))
    assert "What writing it would do" in page
    assert "Write 1 rows" in page
    body = page.partition('<div class="office">')[2]
    kept_from_the_file = re.compile(
        r'<th scope="row">[^<]*</th>|aria-label="[^"]*"|<bdi>[^<]*</bdi>'
    )
    assert not re.search(r"[\u4e00-\u9fff]", kept_from_the_file.sub("", body))
