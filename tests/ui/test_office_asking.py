"""What people ask about their own data is listed until it is answered."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from ui_kit import make_config
from unsealing import copy_in

from kiosk.house import House
from kiosk.staff import Role
from verification.invented import invented_person
from verification.ledger import EventKind
from verification.registry import AskedKind, Editor, Personal

HOME = "/admin/people"
SHE = invented_person(4646)
COPY = {"copy_purpose": "own_request"}
ERASE = {"last": SHE.number[-4:], "erase_reason": "withdrawn"}


@pytest.fixture
def two_needed():
    """Whether a copy and an erasure take two registrars; a test may say otherwise."""
    return False


@pytest.fixture
def house(tmp_path, two_needed):
    config = make_config(tmp_path / "var", drill=False)
    staff = config.staff.model_copy(update={"second_approver": two_needed})
    opened = House.open(config.model_copy(update={"staff": staff}), lambda text: None)
    yield opened
    opened.close()


@pytest.fixture
def office(visitor):
    visitor.sign_in("li.mei", role=Role.REGISTRAR)
    return visitor


@pytest.fixture
def her(house):
    editor = Editor(house.keys, "console", datetime.now(UTC))
    made = editor.register(Personal("resident", SHE.number, SHE.name), "green")
    house.registry.apply([made])
    return made.key.hex()


def ago(days):
    return (datetime.now().astimezone().date() - timedelta(days=days)).isoformat()


def ask(office, her, kind, on=""):
    return office.send(f"{HOME}/{her}/ask", asked_kind=kind, asked_on=on)


def do(office, her, what, form, login="li.mei"):
    password = office.take_password(login)
    return office.send(f"{HOME}/{her}/{what}", **form, password=password)


def still(house, her, kind):
    return house.registry.asked.still(bytes.fromhex(her), AskedKind(kind))


def done(answer):
    return re.search(r"done=(\w+)", answer.location).group(1)


def test_what_is_asked_is_listed_until_its_last_day_and_then_overdue(
    office, her, house
):
    assert done(ask(office, her, "copy", ago(2))) == "asked"
    found = still(house, her, "copy")
    assert found.due == date.fromisoformat(ago(2)) + timedelta(days=30)
    page = office.client.get(HOME).text
    assert ("待办" in page, str(found.due) in page, "逾期" in page) == (
        True,
        True,
        False,
    )
    ask(office, her, "erasure", ago(40))
    assert "逾期" in office.client.get(HOME).text
    assert "逾期" in office.client.get(f"{HOME}/{her}").text


def test_without_requests_there_is_no_list(office, her):
    assert "待办" not in office.client.get(HOME).text


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"asked_kind": ""}, "asked_kind"),
        ({"asked_kind": "money"}, "asked_kind"),
        ({"asked_kind": "copy", "asked_on": "soon"}, "asked_on"),
        ({"asked_kind": "copy", "asked_on": ago(-3)}, "asked_on"),
    ],
)
def test_a_request_that_is_none_comes_back(office, her, house, form, field):
    page = office.send(f"{HOME}/{her}/ask", **form)
    assert (page.status_code, f'href="#{field}"' in page.text) == (400, True)
    assert house.registry.asked.open() == []


def test_a_copy_answers_the_request_and_tells_of_it(office, her, house):
    ask(office, her, "copy")
    copy = copy_in(do(office, her, "export", COPY).text)
    assert [one["for"] for one in copy["asked"]] == ["copy"]
    assert still(house, her, "copy") is None
    assert "办好了" in office.client.get(f"{HOME}/{her}").text


def test_a_correction_answers_the_request(office, her, house):
    ask(office, her, "correction")
    office.send(f"{HOME}/{her}/correct", name="测试人", why="told")
    assert still(house, her, "correction") is None


def test_an_erasure_leaves_no_request(office, her, house):
    ask(office, her, "erasure")
    assert do(office, her, "erase", ERASE).status_code == 200
    assert house.registry.asked.open() == []


def test_a_request_may_be_answered_otherwise(office, her, house):
    ask(office, her, "erasure")
    form = {"asked_kind": "erasure", "closing": "refused"}
    assert done(office.send(f"{HOME}/{her}/close", **form)) == "closed"
    assert still(house, her, "erasure") is None
    assert "依法不能办" in office.client.get(f"{HOME}/{her}").text
    assert done(office.send(f"{HOME}/{her}/close", **form)) == "meanwhile"
    wrong = office.send(f"{HOME}/{her}/close", asked_kind="erasure", closing="done")
    assert wrong.status_code == 400


def test_the_ledger_says_what_was_asked_and_not_by_whom(office, her, house):
    ask(office, her, "copy")
    event = house.ledger.recent(1)[0]
    assert (event.kind, event.personal) == (EventKind.REGISTRY_CHANGE, None)
    assert event.more == {"change": "request.asked", "what": "copy"}


class TestTwoPairsOfEyes:
    """A site that wants two registrars for a copy or an erasure."""

    @pytest.fixture
    def two_needed(self):
        return True

    def test_the_first_prepares_and_gets_nothing(self, office, her, house):
        for _ in range(2):
            answer = do(office, her, "export", COPY)
            assert (answer.status_code, done(answer)) == (303, "prepared")
        assert "等另一位登记员核对" in office.client.get(f"{HOME}/{her}").text
        assert done(do(office, her, "erase", ERASE)) == "prepared"
        assert house.registry.details(bytes.fromhex(her)) is not None
        kinds = {event.kind for event in house.ledger.recent(50)}
        assert EventKind.PERSONAL_EXPORTED not in kinds

    def test_another_looks_and_carries_it_out(self, office, her, house):
        do(office, her, "export", COPY)
        do(office, her, "erase", ERASE)
        office.sign_in("wang.wu", role=Role.REGISTRAR)
        page = office.client.get(f"{HOME}/{her}").text
        assert "王保安 已准备（本人撤回同意），由您核对后办理" in page
        assert "由您核对后办理" in office.client.get(HOME).text
        copy = copy_in(do(office, her, "export", COPY, "wang.wu").text)
        assert SHE.number == copy["person"]["document_number"]
        assert do(office, her, "erase", ERASE, "wang.wu").status_code == 200
        assert house.registry.details(bytes.fromhex(her)) is None

    def test_the_second_needs_a_password_too(self, office, her, house):
        do(office, her, "erase", ERASE)
        office.sign_in("wang.wu", role=Role.REGISTRAR)
        office.take_password("wang.wu")
        page = office.send(f"{HOME}/{her}/erase", **ERASE, password="wrong")
        assert page.status_code == 400
        assert house.registry.details(bytes.fromhex(her)) is not None
