"""The pages of the first run: who may, when, and what they leave behind."""

import pytest
from ui_kit import PASSWORD

from kiosk.first_run import FirstRun
from kiosk.staff import Role
from verification.documents import Document
from verification.evidence import EvidenceKind
from verification.invented import invented_person
from verification.ledger import Entry, EventKind
from verification.reasons import Outcome, Reason

URL = "/first-run"
PERSON = invented_person(1)
TOLD = {"name": PERSON.name, "document_number": PERSON.number, "status": "green"}


@pytest.fixture
def run(house):
    return FirstRun(house.folder.root)


@pytest.fixture
def account(run):
    return {
        "code": run.begin(),
        "name": "赵主任",
        "login": "boss",
        "password": PASSWORD,
        "again": PASSWORD,
    }


@pytest.fixture
def boss(visitor, account):
    """Who has just made the first account."""
    answer = visitor.send(URL, **account)
    assert answer.headers["Location"] == f"{URL}/people", answer.text
    return visitor


def card(house, subject, outcome, reason):
    own = {"lane": "east", "visit": "v1", "evidence": EvidenceKind.CARD}
    facts = {"outcome": outcome, "reason": reason, "subject": subject}
    house.ledger.append(Entry(EventKind.VERDICT, **own, **facts, personal={"a": "b"}))


@pytest.mark.parametrize("page", ["/", "/sign-in"])
def test_a_site_without_accounts_leads_there(visitor, page):
    assert visitor.client.get(page).headers["Location"] == URL


def test_without_a_code_it_says_where_one_is(visitor):
    page = visitor.client.get(URL).text
    assert "kiosk first-run" in page
    assert 'name="code"' not in page


def test_the_code_makes_the_first_administrator_and_lets_them_in(boss, staff, house):
    (made,) = staff.accounts.all()
    assert (made.login, made.role, made.has_password) == (
        "boss",
        Role.ADMINISTRATOR,
        True,
    )
    assert boss.client.get("/admin/staff").status_code == 200
    changes = [e.more["change"] for e in house.ledger.events() if "change" in e.more]
    assert changes == ["staff.first"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "AAAA-AAAA-AAAA"),
        ("code", ""),
        ("name", ""),
        ("login", "A B"),
        ("password", "short"),
        ("again", "another password"),
    ],
)
def test_what_is_wrong_makes_no_account(visitor, account, staff, field, value):
    answer = visitor.send(URL, **(account | {field: value}))
    assert answer.status_code == 400
    assert f'id="{field}-wrong"' in answer.text
    assert PASSWORD not in answer.text
    assert staff.accounts.all() == []


def test_guessing_the_code_is_braked(visitor, account, staff):
    for _ in range(5):
        visitor.send(URL, **(account | {"code": "AAAA-AAAA-AAAA"}))
    assert visitor.send(URL, **account).status_code == 429
    assert staff.accounts.all() == []


def test_once_there_is_an_account_the_page_is_gone_for_ever(visitor, account, staff):
    staff.accounts.add("somebody", Role.GUARD)
    assert visitor.client.get(URL).status_code == 404
    assert visitor.send(URL, **account).status_code == 404
    staff.accounts.disable("somebody")
    assert visitor.send(URL, **account).status_code == 404
    assert len(staff.accounts.all()) == 1


def test_the_other_steps_are_for_whoever_made_the_first_account(boss, staff, app):
    staff.accounts.add("second", Role.ADMINISTRATOR)
    other = type(boss)(app.test_client(), staff)
    code = staff.accounts.issue_code("second")
    other.send("/sign-in", login="second", secret=code)
    for step in ("people", "lanes", "person", "card", "state"):
        assert other.client.get(f"{URL}/{step}").status_code == 404, step
    assert other.send(f"{URL}/person", **TOLD).status_code == 404


def test_strangers_are_led_to_the_sign_in(boss, app, staff):
    other = type(boss)(app.test_client(), staff)
    assert other.client.get(f"{URL}/people").headers["Location"] == "/sign-in"


def test_colleagues_get_codes_that_work(boss, staff):
    form = {"guard_name": "王保安", "guard_login": "wang", "registrar_login": "li"}
    page = boss.send(f"{URL}/people", **form).text
    assert page.count('class="one-time"') == 2
    roles = {one.login: one.role for one in staff.accounts.all()}
    assert (roles["wang"], roles["li"]) == (Role.GUARD, Role.REGISTRAR)


def test_without_colleagues_it_goes_on(boss, staff):
    answer = boss.send(f"{URL}/people")
    assert answer.headers["Location"] == f"{URL}/lanes"
    assert len(staff.accounts.all()) == 1


def test_the_lanes_stand_there_with_their_devices(boss, gate):
    gate.device("west-camera", "lost", "camera", lane="west")
    page = boss.client.get(f"{URL}/lanes").text
    for words in (
        "东门 1 号",
        "断开了",
        "请把连接线插好",
        "[[lanes.readers]]",
        "[site]",
    ):
        assert words in page


def test_one_person_is_registered_and_no_second_one(boss, house):
    assert boss.send(f"{URL}/person", **TOLD).headers["Location"] == f"{URL}/card"
    again = TOLD | {"document_number": invented_person(2).number}
    boss.send(f"{URL}/person", **again)
    assert house.registry.count() == 1
    assert boss.client.get("/admin/people").status_code == 403


def test_a_wrong_number_is_said_beside_its_field(boss, house):
    answer = boss.send(f"{URL}/person", **(TOLD | {"document_number": "123"}))
    assert answer.status_code == 400
    assert 'id="document_number-wrong"' in answer.text
    assert house.registry.count() == 0


def test_it_waits_for_the_card_of_this_very_person(boss, house):
    boss.send(f"{URL}/person", **TOLD)
    state = lambda: boss.client.get(f"{URL}/state").json  # noqa: E731 - one word
    assert (state()["done"], state()["says"], state()["gate"]) == (False, None, True)
    card(house, bytes(16), Outcome.REFER, Reason.NOT_REGISTERED)
    assert (state()["done"], bool(state()["says"])) == (False, True)
    subject = house.registry.subject(Document.parse(PERSON.number))
    card(house, subject, Outcome.ADMIT, Reason.STATUS_VALID)
    assert (state()["done"], state()["says"]) == (True, None)
    assert "第一个人进来了" in boss.client.get(f"{URL}/card").text


def test_without_a_reader_nobody_is_asked_for_a_card(boss):
    boss.send(f"{URL}/person", **TOLD)
    page = boss.client.get(f"{URL}/card").text
    assert ("还没有读卡器，等装好再试" in page, "放到读卡器上" in page) == (True, False)
    assert '<button class="key strong" id="later">' in page


def test_at_its_end_nothing_of_it_is_left(boss, run):
    boss.send(f"{URL}/person", **TOLD)
    assert boss.send(f"{URL}/end").headers["Location"] == "/admin"
    assert run.progress() is None
    assert boss.client.get(f"{URL}/card").status_code == 404


def test_who_signs_in_again_within_the_hour_goes_on(boss):
    boss.send("/sign-out")
    answer = boss.send("/sign-in", login="boss", secret=PASSWORD)
    assert answer.headers["Location"] == f"{URL}/people"
