"""A pass as a page for the browser's printing."""

import re
from datetime import UTC, datetime

import pytest

from kiosk.config.models import PolicyTable
from kiosk.demo import people
from kiosk.passes.desk import PassDesk
from kiosk.passes.printing.glyphs import unprintable
from kiosk.passes.problems import PassProblem
from kiosk.policy import body_of
from kiosk.staff import Role
from verification.documents import Document
from verification.ledger import EventKind


@pytest.fixture(autouse=True)
def font():
    try:
        unprintable("证")
    except PassProblem:
        pytest.skip("the font of passes is not on this machine: nothing was printed")


@pytest.fixture
def office(house):
    today = datetime.now(UTC).date()
    person = people.resident(0, "green", "", today)
    people.register(house.registry, [person], datetime.now(UTC))
    made = PassDesk.of(house, "test", lambda: datetime.now(UTC))
    made.office.make()
    return made


@pytest.fixture
def issued(office, house):
    number = people.resident(0, "green", "", datetime.now(UTC).date()).card.number
    return office.issue(house.registry.subject(Document.parse(number, "resident")))


@pytest.fixture
def url(issued):
    return f"/passes/{issued.claims.id.hex()}/print"


@pytest.mark.parametrize("form", ["a5", "card"])
def test_a_registrar_gets_the_pass_with_a_style_that_the_browser_takes(
    visitor, issued, url, form
):
    visitor.sign_in("office", Role.REGISTRAR)
    answer = visitor.client.get(url, query_string={"format": form})
    page, policy = answer.text, answer.headers["Content-Security-Policy"]
    assert answer.status_code == 200
    assert issued.code in page
    nonce = re.search(r'<style nonce="([^"]+)"', page)[1]
    assert f"style-src 'nonce-{nonce}'" in policy
    assert "style=" not in page


def test_who_printed_is_in_the_ledger(visitor, url, house):
    visitor.sign_in("office", Role.REGISTRAR)
    visitor.client.get(url)
    event = house.ledger.recent(1)[0]
    assert event.kind is EventKind.PERSONAL_EXPORTED
    assert event.staff == visitor.staff.accounts.named("office").id


@pytest.mark.parametrize("role", [Role.GUARD, Role.AUDITOR])
def test_others_print_nothing(visitor, url, role):
    visitor.sign_in("somebody", role)
    assert visitor.client.get(url).status_code == 403


def test_a_stranger_is_sent_to_the_sign_in(visitor, url):
    assert visitor.client.get(url).location == "/sign-in"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/passes/0123456789abcdef/print", 404),
        ("/passes/7K3M-Q2TX-9/print", 404),
        ("/passes/0123456789abcdef/print?format=poster", 400),
    ],
)
def test_what_is_no_pass_or_no_format_is_refused(visitor, office, path, status):
    visitor.sign_in("office", Role.REGISTRAR)
    assert visitor.client.get(path).status_code == status


def test_a_revoked_pass_is_not_printed_and_the_page_says_so(
    visitor, office, issued, url
):
    office.revoke(issued.code)
    visitor.sign_in("office", Role.REGISTRAR)
    answer = visitor.client.get(url)
    assert answer.status_code == 409
    assert "已作废或过期" in answer.text


def test_the_pass_asks_for_the_card_when_the_rules_in_force_do(visitor, house, url):
    visitor.sign_in("office", Role.REGISTRAR)
    assert (
        "不用放身份证" in visitor.client.get(url, query_string={"format": "card"}).text
    )
    strict = PolicyTable(paper_requires_id=True)
    now = datetime.now(UTC)
    house.registry.policies.put(body_of(strict), "console", now, 0, lambda number: None)
    assert "再放身份证" in visitor.client.get(url, query_string={"format": "card"}).text
