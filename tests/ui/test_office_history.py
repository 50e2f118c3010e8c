"""What was changed of somebody, told field by field; and two clerks at once."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from kiosk.staff import Role
from verification.documents import Document
from verification.invented import invented_person
from verification.ledger import EventKind
from verification.registry import Editor, Personal
from verification.registry.purging import CORRECTED, forget_replaced

HOME = "/admin/people"
SHE = invented_person(4343)
PHONE, OTHER, THIRD = "10000000011", "10000000022", "10000000033"
NAME = "测试人"


@pytest.fixture
def office(visitor):
    visitor.sign_in("li.mei", role=Role.REGISTRAR)
    return visitor


@pytest.fixture
def her(house):
    editor = Editor(house.keys, "console", datetime.now(UTC))
    made = editor.register(Personal("resident", SHE.number, SHE.name, PHONE), "green")
    house.registry.apply([made])
    return made.key.hex()


@pytest.fixture
def colleague(house, staff):
    """What somebody else does at another desk."""
    made, _ = staff.accounts.add("wang", Role.REGISTRAR, "王丽")

    def do(her, work):
        editor = Editor(house.keys, made.id, datetime.now(UTC), why="family")
        house.registry.apply([work(editor, bytes.fromhex(her))])

    return do


def details(house, her):
    return house.registry.details(bytes.fromhex(her))


def seen(office, her):
    page = office.client.get(f"{HOME}/{her}").text
    return re.search(r'name="seen" value="(\d+)"', page)[1]


def history(page):
    found = re.search(r'<ol class="history" reversed>.*?</ol>', page, re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


def phoned(value):
    def work(editor, key):
        return editor.correct(key, Personal("resident", SHE.number, SHE.name, value))

    return work


def test_the_history_says_field_from_to_by_whom_when_and_why(office, her, house):
    form = {"phone": OTHER, "no_relative": "1", "why": "told"}
    office.send(f"{HOME}/{her}/correct", **form)
    until = {"status": "yellow", "valid_until": "2030-01-31", "status_why": "notice"}
    office.send(f"{HOME}/{her}/status", **until)
    page = office.client.get(f"{HOME}/{her}").text
    told = history(page)
    for line in (
        "· 更正 · 王保安 · 原因：本人告知 电话：100****0011 → 100****0022",
        "· 原因：社区或单位通知 健康状态：绿 → 黄 有效期至：没有 → 2030-01-31",
        "· 登记 · 机器的命令行 证件号码：999999",
    ):
        assert line in told
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d · 改状态", told)
    for value in (PHONE, OTHER, SHE.number, SHE.name):
        assert value not in page


def test_values_that_differ_only_where_they_are_masked_are_said_to(office, her):
    office.send(f"{HOME}/{her}/correct", phone="10099990011", why="mistyped")
    assert "不同的地方遮住了" in history(office.client.get(f"{HOME}/{her}").text)


def past_words(office, her):
    page = office.client.get(f"{HOME}/{her}").text
    return re.findall(r'<option value="(\w+:(?:old|new):\d+)"', page)


def test_one_value_of_the_past_is_shown_for_a_reason_that_is_kept(office, her, house):
    office.send(f"{HOME}/{her}/correct", phone=OTHER, why="told")
    (word,) = [w for w in past_words(office, her) if w.startswith("phone:old")]
    page = office.send(f"{HOME}/{her}/show-past", past=word, past_reason="audit")
    assert f'<span class="full-value">{PHONE}</span>' in page.text
    assert OTHER not in page.text
    event = house.ledger.recent(1)[0]
    assert event.kind is EventKind.PERSONAL_VIEWED
    assert event.more == {"what": "history.phone", "purpose": "audit"}


def test_without_a_reason_nothing_of_the_past_is_shown(office, her, house):
    office.send(f"{HOME}/{her}/correct", phone=OTHER, why="told")
    (word,) = [w for w in past_words(office, her) if w.startswith("phone:old")]
    before = len(house.ledger.recent(50))
    for form in ({"past": "phone:old:999"}, {"past": ""}, {"past_reason": "curious"}):
        asked = {"past": word, "past_reason": "audit"} | form
        page = office.send(f"{HOME}/{her}/show-past", **asked)
        assert (page.status_code, PHONE in page.text) == (400, False)
    assert before == len(house.ledger.recent(50))


def test_what_retention_removed_is_said_to_be_gone(office, her, house):
    office.send(f"{HOME}/{her}/correct", phone=OTHER, why="told")
    later = datetime.now(UTC) + timedelta(days=1)
    forget_replaced(house.registry.db.conn, CORRECTED, later, 50)
    told = history(office.client.get(f"{HOME}/{her}").text)
    assert "原因：本人告知 具体内容到了留存期限" in told


def test_nothing_personal_of_a_change_enters_the_ledger(office, her, house):
    office.send(f"{HOME}/{her}/correct", phone=OTHER, name=NAME, why="told")
    rows = str(list(house.ledger_db.conn.iterdump()))
    assert not any(value in rows for value in (PHONE, OTHER, NAME, SHE.name))


def test_a_form_that_was_opened_before_overwrites_nothing(
    office, her, house, colleague
):
    old = seen(office, her)
    colleague(her, phoned(OTHER))
    form = {"phone": THIRD, "why": "told", "seen": old}
    page = office.send(f"{HOME}/{her}/correct", **form)
    assert page.status_code == 409
    assert "王丽 · 更正；电话：100****0011 → 100****0022" in page.text
    assert f'value="{THIRD}"' in page.text
    assert details(house, her).phone == OTHER
    again = re.search(r'name="seen" value="(\d+)"', page.text)[1]
    saved = office.send(f"{HOME}/{her}/correct", **(form | {"seen": again}))
    assert saved.location.endswith("done=corrected")
    assert details(house, her).phone == THIRD


def test_two_clerks_who_change_different_fields_do_not_meet(
    office, her, house, colleague
):
    old = seen(office, her)
    colleague(her, phoned(OTHER))
    office.send(f"{HOME}/{her}/correct", name=NAME, why="told", seen=old)
    assert (details(house, her).name, details(house, her).phone) == (NAME, OTHER)


def test_a_clerk_is_not_stopped_by_herself(office, her, house):
    old = seen(office, her)
    for phone in (OTHER, THIRD):
        office.send(f"{HOME}/{her}/correct", phone=phone, why="told", seen=old)
    assert details(house, her).phone == THIRD


MEETINGS = {
    "status": (
        lambda editor, key: editor.set_status(key, "red"),
        {"status": "green", "status_why": "told"},
    ),
    "cards": (
        lambda editor, key: editor.link_card(
            key, Document.parse(SHE.senior_card, "senior")
        ),
        None,
    ),
    "attest": (
        lambda editor, key: editor.record_attestation(key, "test"),
        {"attested_kind": "test", "attested_on": "sms"},
    ),
    "basis": (
        lambda editor, key: editor.record_basis(key, "law"),
        {"basis": "consent"},
    ),
}


def test_every_form_says_what_a_colleague_did(office, her, house, colleague):
    for form in ("status", "attest", "basis"):
        work, typed = MEETINGS[form]
        old = seen(office, her)
        colleague(her, work)
        before = house.registry.story.newest(bytes.fromhex(her))
        page = office.send(f"{HOME}/{her}/{form}", **typed, seen=old)
        assert (page.status_code, "王丽" in page.text) == (409, True), form
        assert before == house.registry.story.newest(bytes.fromhex(her))


def test_nobody_is_erased_whom_a_colleague_changed_just_now(
    office, her, house, colleague
):
    old = seen(office, her)
    colleague(her, phoned(OTHER))
    form = {
        "last": SHE.number[-4:],
        "erase_reason": "mistake",
        "password": office.take_password("li.mei"),
    }
    page = office.send(f"{HOME}/{her}/erase", **form, seen=old)
    assert (page.status_code, "王丽" in page.text) == (409, True)
    assert details(house, her)


def test_a_card_that_a_colleague_reported_lost_is_not_let_count_unseen(
    office, her, house, colleague
):
    colleague(her, MEETINGS["cards"][0])
    card = details(house, her).cards[0].card
    old = seen(office, her)
    colleague(her, lambda editor, key: editor.revoke_card(key, card))
    page = office.send(f"{HOME}/{her}/cards/{card.hex()}/unlinked", seen=old)
    assert (page.status_code, "没有挂失 → 已挂失" in page.text) == (409, True)
    assert details(house, her).cards


TODAY = datetime.now(UTC).date()
DAYS = [(TODAY - timedelta(days=9), "已经过去"), (date(2099, 1, 1), "超过 5 年")]


def test_a_strange_last_day_is_asked_about_and_saved_with_a_tick(office, her, house):
    for day, says in DAYS:
        form = {"status": "green", "valid_until": str(day), "status_why": "told"}
        before = details(house, her).record.valid_until
        page = office.send(f"{HOME}/{her}/status", **form)
        assert (page.status_code, says in page.text) == (400, True)
        tick = re.search(r'name="warned" value="([^"]+)"', page.text)[1]
        other = form | {"valid_until": "2098-01-01", "warned": tick}
        assert office.send(f"{HOME}/{her}/status", **other).status_code == 400
        assert details(house, her).record.valid_until == before
        office.send(f"{HOME}/{her}/status", **form, warned=tick)
        assert details(house, her).record.valid_until == day


def test_somebody_new_is_asked_about_as_well(office, house):
    new = {"document_kind": "resident", "document_number": SHE.number, "name": NAME}
    for day, says in DAYS:
        form = new | {"status": "green", "valid_until": str(day)}
        page = office.send(f"{HOME}/new", **form)
        assert (page.status_code, says in page.text) == (400, True)
        assert house.registry.count() == 0
    tick = re.search(r'name="warned" value="([^"]+)"', page.text)[1]
    assert office.send(f"{HOME}/new", **form, warned=tick).status_code == 303
