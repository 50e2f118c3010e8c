"""The office's page of the ledger: what happened, and whether it holds."""

import re
from zoneinfo import ZoneInfo

import pytest
from ui_kit import wait_until

from kiosk.staff import Role
from ui.office.ledger import KINDS, PAGE
from verification.catalogue import explain
from verification.evidence import EvidenceKind
from verification.ledger import Entry, EventKind
from verification.reasons import Outcome, Reason

PAGE_URL = "/admin/ledger"
ROW = re.compile(r'class="row-link"[^>]*>(\d+)<')
NAME = "李*英"


@pytest.fixture
def auditor(visitor):
    visitor.sign_in("auditor", role=Role.AUDITOR)
    return visitor


def visit(house, number=1, lane="east"):
    """One who was referred, and let in by staff."""
    about = {"subject": bytes(16), "personal": {"name": NAME, "number": "99*"}}
    own = {"lane": lane, "visit": f"v{number}"}
    house.ledger.append(
        Entry(EventKind.PRESENTED, evidence=EvidenceKind.CARD, **own, **about),
        Entry(
            EventKind.VERDICT,
            outcome=Outcome.REFER,
            reason=Reason.NOT_REGISTERED,
            evidence=EvidenceKind.CARD,
            **own,
            **about,
        ),
    )


def rows(page):
    return [int(number) for number in ROW.findall(page.text)]


def test_every_kind_of_event_has_its_words():
    assert set(KINDS) == set(EventKind)


def test_events_stand_newest_first_and_name_nobody(auditor, house):
    visit(house)
    page = auditor.client.get("/admin/ledger")
    found = rows(page)
    assert found == sorted(found, reverse=True)
    assert explain(Reason.NOT_REGISTERED).staff_zh in page.text
    assert NAME not in page.text


def test_a_long_ledger_is_read_page_by_page(auditor, house):
    for number in range(PAGE):
        visit(house, number)
    first = auditor.client.get("/admin/ledger")
    assert len(rows(first)) == PAGE
    older = re.search(r'rel="next" href="([^"]+)"', first.text).group(1)
    second = auditor.client.get(older.replace("&amp;", "&"))
    assert rows(second)[0] == rows(first)[-1] - 1
    assert set(rows(first)).isdisjoint(rows(second))


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("lane=west", 2),
        ("lane=east", 2),
        ("kind=verdict", 2),
        ("lane=west&kind=verdict", 1),
        ("day=2001-01-01", 0),
        ("kind=call.raised", 0),
    ],
)
def test_only_what_was_asked_for_is_listed(auditor, house, asked, count):
    visit(house, 1, "east")
    visit(house, 2, "west")
    assert count == len(rows(auditor.client.get(f"/admin/ledger?{asked}")))


@pytest.mark.parametrize(
    "asked", ["lane=x';--", "kind=king", "day=soon", "day=0001-01-01", "before=x"]
)
def test_what_cannot_be_asked_for_is_passed_over(auditor, house, asked):
    visit(house)
    assert rows(auditor.client.get(f"/admin/ledger?{asked}"))


def test_today_is_the_day_of_the_site(auditor, house):
    visit(house)
    zone = ZoneInfo(house.config.site.timezone)
    today = house.clock.moment().utc.astimezone(zone).date()
    assert rows(auditor.client.get(f"/admin/ledger?day={today}"))


def test_a_row_tells_the_whole_visit_and_why(auditor, house):
    visit(house)
    verdict = house.ledger.recent(1)[0].seq
    page = auditor.client.get(f"/admin/ledger/{verdict}")
    assert len(re.findall(r"<li[ >]", page.text)) == 2
    assert "这些记录前后相合" in page.text
    assert NAME not in page.text


@pytest.mark.parametrize("seq", ["999999", "99999999999999999999999"])
def test_a_row_that_is_not_there_is_not_found(auditor, seq):
    assert auditor.client.get(f"/admin/ledger/{seq}").status_code == 404


def checked(auditor):
    assert auditor.send("/admin/ledger/check").status_code == 303
    wait_until(lambda: not auditor.client.get(f"{PAGE_URL}/check").json["running"], 20)
    return auditor.client.get("/admin/ledger").text


def test_a_whole_ledger_is_said_to_be_whole(auditor, house):
    visit(house)
    assert 'class="told"' in checked(auditor)


def test_a_row_that_somebody_changed_is_named(auditor, house):
    visit(house)
    seq = house.ledger.recent(1)[0].seq
    connection = house.ledger.reader._db.conn  # as somebody with the file would
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.execute(
        "UPDATE events SET head = replace(head, 'refer', 'admit') WHERE seq = ?",
        (seq,),
    )
    connection.commit()
    page = checked(auditor)
    assert 'class="problem"' in page
    assert str(seq) in re.search(r'class="problem"[^>]*>([^<]+)<', page).group(1)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.AUDITOR, 200),
        (Role.ADMINISTRATOR, 200),
        (Role.REGISTRAR, 403),
        (Role.GUARD, 403),
    ],
)
def test_the_ledger_is_for_who_audits(visitor, role, status):
    visitor.sign_in(role=role)
    assert status == visitor.client.get("/admin/ledger").status_code
