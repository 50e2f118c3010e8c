"""The page of retention: bounds, password, receipts, and an end that no tap brings."""

import json
import re
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from ui_kit import PASSWORD, wait_until

from kiosk.retention.classes import CLASSES
from kiosk.retention.purge import purge
from kiosk.retention.settings import limits_of
from kiosk.retention.sunset import Stage, Sunset, read_sunset, write_sunset
from kiosk.staff import Role
from verification.ledger import Entry, EventKind

URL = "/admin/retention"
DAYS = {
    "entries_days": "30",
    "access_days": "180",
    "status_days": "7",
    "people_days": "0",
    "passes_days": "30",
    "staff_days": "30",
}
SITE = "幸福里社区"


@pytest.fixture
def admin(visitor):
    visitor.sign_in("it", Role.ADMINISTRATOR)
    visitor.take_password("it")
    return visitor


def change(admin, password=PASSWORD, **days):
    return admin.send(URL, **(DAYS | days), password=password)


def test_days_within_the_bounds_count_and_are_recorded_old_and_new(admin, house):
    assert change(admin, entries_days="14").status_code == 303
    assert limits_of(house.config).entries_days == 14
    event = house.ledger.recent(1)[0]
    assert event.kind is EventKind.RETENTION_CHANGED
    assert event.more == {"entries_days.old": 30, "entries_days.new": 14}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("entries_days", "0"),
        ("access_days", "179"),
        ("staff_days", "366"),
        ("people_days", "-1"),
        ("passes_days", "多"),
        ("status_days", "1.5"),
        ("status_days", "99999999999"),
    ],
)
def test_days_outside_of_the_bounds_come_back_with_what_was_typed(
    admin, house, name, text
):
    page = change(admin, **{name: text})
    assert page.status_code == 400
    assert f'href="#{name}"' in page.text
    assert f'value="{text}"' in page.text
    assert limits_of(house.config) == house.config.retention


def test_nothing_changes_without_the_password(admin, house):
    assert change(admin, password="wrong").status_code == 400
    assert limits_of(house.config) == house.config.retention


def test_the_page_shows_what_is_due_and_changes_nothing(admin, house):
    def state():
        return house.ledger.reader.rows("SELECT max(seq) FROM events")

    before = state()
    page = admin.client.get(URL)
    assert page.status_code == 200
    assert "进出记录中的个人信息" in page.text
    assert "24 小时" in page.text
    assert "还没有到期的内容" in page.text
    assert state() == before


def test_somebody_who_looked_at_the_clock_erases_now(admin, house, app):
    entry = Entry(EventKind.PRESENTED, subject=bytes(16), personal={"name": "王*"})
    house.ledger.append(entry)
    assert "wrong" in admin.send(f"{URL}/purge", password="wrong").text
    admin.send(f"{URL}/purge", password=PASSWORD)
    kind = EventKind.RETENTION_PURGED
    wait_until(lambda: house.ledger.reader.before(kind=kind))
    event = house.ledger.reader.before(kind=kind)[0]
    assert event.staff
    work = app.extensions["changxing.purge"]
    wait_until(lambda: not work.running)


def test_a_purge_has_a_receipt_to_print(admin, house, monkeypatch):
    from kiosk.retention import steps

    entry = Entry(EventKind.PRESENTED, subject=bytes(16), personal={"name": "王*"})
    house.ledger.append(entry, entry)
    with monkeypatch.context() as patch:
        later = datetime.now(ZoneInfo("UTC")) + timedelta(days=1)
        patch.setattr(steps.Work, "before", lambda self, days: later)
        event = purge(house).event
    page = admin.client.get(URL).text
    assert f"{URL}/receipt/{event.seq}" in page
    receipt = admin.client.get(f"{URL}/receipt/{event.seq}")
    assert "进出记录中的个人信息" in receipt.text
    assert event.hash.hex() in receipt.text
    assert admin.client.get(f"{URL}/receipt/1").status_code == 404


@pytest.mark.parametrize("role", [Role.GUARD, Role.REGISTRAR])
def test_only_administrators_and_auditors_come_in(visitor, role):
    visitor.sign_in(role=role)
    assert visitor.client.get(URL).status_code == 403


def test_an_auditor_looks_and_changes_nothing(visitor):
    visitor.sign_in("audit", Role.AUDITOR)
    visitor.take_password("audit")
    for path in (URL, f"{URL}/end"):
        page = visitor.client.get(path)
        assert page.status_code == 200
        assert 'name="password"' not in page.text
    assert change(visitor).status_code == 403
    assert visitor.send(f"{URL}/end/stop", site=SITE).status_code == 403


def test_the_record_of_processing_says_every_class_with_the_days_that_count(admin):
    change(admin, entries_days="14")
    page = admin.client.get(f"{URL}/record").text
    for one in CLASSES:
        assert one.after.zh in page
    for words in ("14 天", "180 天", "不自动删除", "不把个人信息发给任何人"):
        assert words in page


SIZE = re.compile(r"\s+")
TAGS = re.compile(r"<[^>]+>")
BREAKS = re.compile(r"</(?:h1|h2|p|tr|thead|caption)>")


def read_aloud(page):
    """The words of a page, a line for each paragraph or row; its date left out."""
    body = page[page.index("<h1>") : page.index('<p class="on-screen">')]
    lines = BREAKS.split(re.sub(r"</t[hd]>", " | ", body))
    texts = (SIZE.sub(" ", unescape(TAGS.sub("", line))).strip() for line in lines)
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "DATE", "\n".join(filter(None, texts)))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_record_of_processing_is_word_for_word_what_auditors_were_given(
    admin, language
):
    admin.send("/language", language=language, back="/admin")
    page = admin.client.get(f"{URL}/record").text
    kept = Path(__file__).parent / f"record_of_processing_{language}.txt"
    assert kept.read_text("utf-8").strip() == read_aloud(page)


def test_the_record_of_processing_says_on_which_basis_and_by_which_rules(
    admin, house, monkeypatch
):
    page = admin.client.get(f"{URL}/record").text
    assert "登记时为每个人写下的依据" in page
    monkeypatch.setitem(house.config.notice.__dict__, "basis", "duty")
    assert "履行法定职责" in admin.client.get(f"{URL}/record").text


def day(ahead):
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    return (today + timedelta(days=ahead)).isoformat()


def step(admin, what, **form):
    return admin.send(f"{URL}/end/{what}", **({"password": PASSWORD} | form))


def stage(house):
    return read_sunset(house.folder.root).stage


def test_the_end_is_reached_by_steps_that_can_be_taken_back(admin, house):
    assert step(admin, "stop", site=SITE).status_code == 303
    assert stage(house) is Stage.COUNTING
    step(admin, "check-again")
    assert stage(house) is Stage.CHECKING
    step(admin, "stop", site=SITE)
    step(admin, "schedule", site=SITE, day=day(30))
    assert stage(house) is Stage.SCHEDULED
    assert day(30) in admin.client.get(f"{URL}/end").text
    step(admin, "call-off")
    assert stage(house) is Stage.COUNTING
    kinds = [event.more["stage"] for event in house.ledger.recent(5)]
    assert kinds == ["counting", "scheduled", "counting", "checking", "counting"]


@pytest.mark.parametrize(
    "form",
    [
        {"site": "别的社区"},
        {"site": ""},
        {"site": SITE, "password": "wrong"},
    ],
)
def test_no_tap_stops_the_checking(admin, house, form):
    assert step(admin, "stop", **form).status_code == 400
    assert stage(house) is Stage.CHECKING


@pytest.mark.parametrize("ahead", [0, 6, 366])
def test_destruction_needs_a_day_that_leaves_time_to_think(admin, house, ahead):
    step(admin, "stop", site=SITE)
    page = step(admin, "schedule", site=SITE, day=day(ahead))
    assert page.status_code == 400
    assert 'href="#day"' in page.text
    assert stage(house) is Stage.COUNTING


def test_a_site_that_still_checks_cannot_be_destroyed(admin, house):
    assert step(admin, "schedule", site=SITE, day=day(30)).status_code == 400
    assert stage(house) is Stage.CHECKING


def test_what_was_destroyed_is_certified_on_paper(admin, house):
    path = f"{URL}/end/certificate"
    assert admin.client.get(path).status_code == 404
    facts = {"stage": "destroyed", "people": 1234, "keys": 2}
    event = house.ledger.append(Entry(EventKind.SITE_SUNSET, more=facts))[0]
    house.ledger.checkpoint()
    page = admin.client.get(path).text
    assert "1234" in page
    assert event.hash.hex() in page


def test_a_stage_that_nobody_can_read_checks_on(house):
    write_sunset(house.folder.root, read_sunset(house.folder.root))
    (house.folder.root / "sunset.json").write_text(json.dumps({"stage": "counting"}))
    assert stage(house) is Stage.CHECKING


def test_on_the_day_the_page_says_what_a_clock_without_a_service_needs(admin, house):
    root, now = house.folder.root, datetime.now(ZoneInfo("Asia/Shanghai"))
    for ahead, told in ((1, False), (0, True)):
        day = (now + timedelta(days=ahead)).date()
        write_sunset(root, Sunset(Stage.SCHEDULED, now, now, "boss", day))
        page = admin.client.get(f"{URL}/end").text
        assert ("kiosk purge --clock-is-right" in page) is told
