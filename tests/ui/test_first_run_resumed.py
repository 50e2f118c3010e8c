"""A first run that was broken off goes on later, by a new code of the console."""

import json

import pytest
from ui_kit import PASSWORD, Visitor

from kiosk.first_run import NAME, FirstRun
from kiosk.staff import Role
from verification.invented import invented_person

URL = "/first-run"
PERSON = invented_person(1)
TOLD = {"name": PERSON.name, "document_number": PERSON.number, "status": "green"}


@pytest.fixture
def run(house):
    return FirstRun(house.folder.root)


@pytest.fixture
def boss(visitor, run, house):
    """Who made the first account and a person, and broke it off a day ago."""
    account = {"name": "赵主任", "login": "boss", "code": run.begin()}
    visitor.send(URL, **account, password=PASSWORD, again=PASSWORD)
    visitor.send(f"{URL}/people", guard_login="wang", guard_name="王保安")
    visitor.send(f"{URL}/person", **TOLD)
    hour_is_over(house)
    return visitor


def hour_is_over(house):
    path = house.folder.root / NAME
    path.write_text(json.dumps(json.loads(path.read_text()) | {"made_ms": 1}))


def test_without_a_new_code_it_is_over(boss):
    for url in (URL, f"{URL}/card", f"{URL}/people"):
        assert boss.client.get(url).status_code == 404, url
    assert boss.send(URL, code="AAAA-AAAA-AAAA").status_code == 404


def test_the_new_code_leads_on_to_what_is_left_and_nothing_is_done_twice(
    boss, run, house, staff
):
    code = run.resume()
    assert boss.client.get(f"{URL}/card").location == URL
    assert 'name="login"' not in boss.client.get(URL).text
    assert boss.send(URL, code=code).location == f"{URL}/card"
    assert boss.client.get(f"{URL}/card").status_code == 200
    boss.send(f"{URL}/person", **(TOLD | {"document_number": PERSON.number}))
    assert (house.registry.count(), len(staff.accounts.all())) == (1, 2)
    assert "王保安（值班员，wang）" in boss.client.get(f"{URL}/people").text


def test_a_wrong_code_leads_nowhere_and_guessing_is_braked(boss, run):
    code = run.resume()
    for _ in range(5):
        assert boss.send(URL, code="AAAA-AAAA-AAAA").status_code == 400
    assert boss.send(URL, code=code).status_code == 429
    assert boss.client.get(f"{URL}/card").location == URL


def test_a_code_is_worth_nothing_to_who_is_no_administrator(boss, run, app, staff):
    code, stranger = run.resume(), Visitor(app.test_client(), staff)
    page = stranger.client.get(URL).text
    assert ("/sign-in" in page, 'name="code"' in page) == (True, False)
    assert stranger.send(URL, code=code).location == "/sign-in"
    stranger.sign_in("li", Role.REGISTRAR)
    assert stranger.send(URL, code=code).location == "/sign-in"
    assert run.right(code)


def test_another_administrator_goes_on_in_place_of_the_first(boss, run, app, staff):
    code, other = run.resume(), Visitor(app.test_client(), staff)
    other.sign_in("second", Role.ADMINISTRATOR)
    assert other.send(URL, code=code).location == f"{URL}/card"
    assert other.client.get(f"{URL}/card").status_code == 200
    assert boss.client.get(f"{URL}/card").status_code == 404


def test_who_signs_in_while_a_code_is_open_is_asked_for_it(boss, run):
    run.resume()
    boss.send("/sign-out")
    answer = boss.send("/sign-in", login="boss", secret=PASSWORD)
    assert answer.location == URL


def test_where_nothing_but_the_account_is_there_colleagues_come_next(visitor, run):
    account = {"name": "赵主任", "login": "boss", "code": run.begin()}
    visitor.send(URL, **account, password=PASSWORD, again=PASSWORD)
    assert visitor.client.get(URL).location == f"{URL}/people"
