"""Finding somebody by a pass's short code or by the whole name."""

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.people.naming import enter_names
from kiosk.staff import Role
from ui.office.people.found import KEPT_SECONDS, MOST, FoundPeople
from ui.office.people.found import NAME as FOUND
from ui.office.people.words import CODE_SAYS
from verification.invented import invented_person
from verification.ledger import EventKind
from verification.passes.claims import PassClaims
from verification.passes.code import short_code
from verification.registry import Editor, Personal

HOME = "/admin/people"
NAME = "测试同名"
ONES = [invented_person(number) for number in (51, 52, 53)]


@pytest.fixture
def office(visitor):
    visitor.sign_in("li.mei", role=Role.REGISTRAR)
    return visitor


@pytest.fixture
def editor(house):
    return Editor(house.keys, "console", datetime.now(UTC))


@pytest.fixture
def three(house, editor):
    """Three people, two of them of one name."""
    names = (NAME, NAME, "测试别名")
    made = [
        editor.register(Personal("resident", one.number, name), "green")
        for one, name in zip(ONES, names, strict=True)
    ]
    house.registry.apply(made)
    return [change.key.hex() for change in made]


def search(office, kind, text, purpose="visit"):
    form = {"kind": kind, "number": text, "purpose": purpose}
    return office.send(f"{HOME}/search", **form)


def looked_at(house):
    return [
        event.personal and event.personal["subject"]
        for event in reversed(house.ledger.recent(50))
        if event.kind is EventKind.PERSONAL_VIEWED
    ]


def test_a_name_of_one_person_leads_there_and_stands_in_no_address(
    office, three, house
):
    answer = search(office, "name", "测试别名")
    assert f"{HOME}/{three[2]}" == answer.location
    assert [three[2]] == looked_at(house)


def test_a_name_is_a_name_whatever_kind_was_chosen(office, three):
    assert f"{HOME}/{three[2]}" == search(office, "resident", "测试 别名").location


def test_several_people_of_one_name_are_shown_masked_and_recorded_each(
    office, three, house
):
    page = office.client.get(search(office, "name", NAME).location)
    shown = re.findall(rf'row-link" href="{HOME}/([0-9a-f]{{32}})"', page.text)
    assert (200, sorted(three[:2])) == (page.status_code, sorted(shown))
    assert sorted(three[:2]) == sorted(looked_at(house))
    for value in (NAME, ONES[0].number, ONES[1].number):
        assert value not in page.text
    assert "999999********" + ONES[0].number[-4:] in page.text


def test_back_leads_to_the_choice_again_and_records_nobody_twice(office, three, house):
    choice = search(office, "name", NAME).location
    office.client.get(f"{HOME}/{three[0]}")
    before = looked_at(house)
    assert three[1] in office.client.get(choice).text
    assert looked_at(house) == before


def test_the_choice_is_for_whoever_searched_and_not_for_long(office, three, app):
    choice = search(office, "name", NAME).location
    key, kept = choice.rpartition("/")[2], app.extensions[FOUND]
    office.send("/sign-out")
    office.sign_in("other", role=Role.REGISTRAR)
    assert office.client.get(choice).location == HOME
    account = office.staff.accounts.named("li.mei").id
    assert kept.find(account, key) is not None
    later = kept.clock() + KEPT_SECONDS
    kept.clock = lambda: later
    assert kept.find(account, key) is None
    del app.extensions[FOUND]


def test_no_more_searches_are_kept_than_there_is_room_for():
    kept = FoundPeople()
    keys = [kept.keep("li", (b"p",), False) for _ in range(MOST + 1)]
    assert (kept.find("li", keys[0]), len(kept.kept)) == (None, MOST)


@pytest.mark.parametrize("text", ["测试", "测试同名人", "测试同"])
def test_half_a_name_finds_nobody_and_the_search_is_recorded(
    office, three, house, text
):
    page = search(office, "name", text)
    assert (page.status_code, "没有叫这个名字的人" in page.text) == (200, True)
    assert looked_at(house) == [None]
    assert text not in str(house.ledger.recent(5))


def test_a_search_by_name_asks_what_for(office, three, house):
    page = search(office, "name", NAME, "")
    assert (400, 'href="#purpose"' in page.text) == (page.status_code, True)
    assert looked_at(house) == []


def test_the_code_of_a_pass_leads_to_its_person(office, three, house, editor):
    now = datetime.now(UTC)
    claims = PassClaims(
        id=b"12345678",
        masked_name="测*名",
        holder=b"h" * 16,
        kind="resident",
        generation=1,
        issued_at=now,
        not_before=now,
        expires=now + timedelta(days=30),
    )
    key = bytes.fromhex(three[0])
    house.registry.apply([editor.issue_pass(claims, b"key-id-8", key)])
    code = short_code(claims.id)
    for typed in (code, code.lower().replace("-", " ")):
        assert f"{HOME}/{three[0]}" == search(office, "pass", typed).location
    other = search(office, "pass", short_code(b"87654321"))
    assert (200, "没有这个短码" in other.text) == (other.status_code, True)
    assert [three[0], three[0], None] == looked_at(house)


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "length"), ("1234", "length"), ("U234-5678-9", "characters"),
     ("1234-5678-0", "check")],
)  # fmt: skip
def test_a_code_that_is_none_says_what_is_wrong(office, three, house, text, code):
    page = search(office, "pass", text)
    assert (400, CODE_SAYS[code].zh in page.text) == (page.status_code, True)
    assert looked_at(house) == []


def test_who_is_not_entered_yet_is_waited_for_and_then_found(office, three, house):
    house.registry.db.conn.execute("UPDATE people SET name_key = NULL")
    assert "还差 3 位" in office.client.get(HOME).text
    assert "还没有全部编好" in search(office, "name", "测试别名").text
    enter_names(house, threading.Event())
    assert "还差" not in office.client.get(HOME).text
    assert f"{HOME}/{three[2]}" == search(office, "name", "测试别名").location


def test_entering_names_ends_when_the_pages_end(three, house):
    house.registry.db.conn.execute("UPDATE people SET name_key = NULL")
    stop = threading.Event()
    stop.set()
    enter_names(house, stop)
    assert house.registry.names.missing() == 3
