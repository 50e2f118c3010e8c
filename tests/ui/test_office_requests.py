"""The queue of requests: masked, looked at, amended, decided; and the poster."""

from datetime import UTC, datetime, timedelta

import pytest
from unsealing import copy_in

from kiosk.config.models import WebTable
from kiosk.requests import Outcome, Relation, Relative, Request, RequestBook
from kiosk.staff import Role
from ui.office.requests.poster import site_address
from verification.documents import Document
from verification.invented import invented_person
from verification.ledger import EventKind
from verification.registry import Editor, Personal, Row

HOME = "/admin/requests"
SHE, HE = invented_person(41), invented_person(42)
DAUGHTER = Relative("赵小兰", "10000009000", Relation.CHILD)


def row(person, **more):
    document = Document.parse(person.number)
    name = more.pop("name", person.name)
    return Row(Document(document.kind, document.number), name, **more)


@pytest.fixture
def office(visitor):
    visitor.sign_in("li.mei", role=Role.REGISTRAR)
    return visitor


@pytest.fixture
def book(house):
    return RequestBook(house.registry)


@pytest.fixture
def ask(book):
    """Sends a request; gives back its address."""

    def send(*people, form="one", ago=timedelta(0)):
        at = datetime.now(UTC) - ago
        receipt = book.receive(Request(DAUGHTER, people or (row(SHE),)), form, at)
        return f"{HOME}/{book.with_receipt(receipt).hex()}"

    return send


def press(office, url, **form):
    """Send a form whose fields may stand there several times."""
    data = {"csrf_token": office.csrf()} | form
    return office.client.post(url, data=data)


def kept(book, url):
    return book.find(bytes.fromhex(url.rpartition("/")[2]))


def changes(house):
    events = house.ledger.recent(30)
    return [
        dict(e.more)["change"] for e in events if e.kind is EventKind.REGISTRY_CHANGE
    ]


def test_the_queue_shows_the_oldest_first_masked_with_age_and_due_mark(
    office, ask, book
):
    late = kept(book, ask(form="a")).receipt
    early = kept(book, ask(row(HE), form="b", ago=timedelta(days=25))).receipt
    page = office.client.get(HOME).text
    assert page.index(early) < page.index(late)
    assert "25 天前" in page
    assert "只剩 5 天" in page
    assert page.count("只剩") == 1
    for word in (SHE.name, SHE.number, HE.number, DAUGHTER.name, DAUGHTER.phone):
        assert word not in page


def test_the_landing_page_says_how_many_wait(office, ask):
    assert "等着办" not in office.client.get("/admin").text
    ask(form="a")
    ask(form="b")
    assert "等着办：2 份" in office.client.get("/admin").text


def test_a_receipt_leads_to_its_request(office, ask, book):
    url = ask()
    receipt = kept(book, url).receipt
    found = office.send(f"{HOME}/find", receipt=receipt.replace("-", " "))
    assert found.location == url
    assert office.send(f"{HOME}/find", receipt="0000-0000").status_code == 400


def test_full_values_are_shown_once_it_is_recorded(office, ask, house):
    url = ask(row(SHE), row(HE))
    masked = office.client.get(url).text
    assert SHE.number not in masked
    page = press(office, f"{url}/show").text
    for word in (SHE.number, HE.name, DAUGHTER.phone):
        assert word in page
    viewed = [e for e in house.ledger.recent(9) if e.kind is EventKind.PERSONAL_VIEWED]
    assert [dict(event.more) for event in viewed] == [
        {"what": "request", "purpose": "relative_request"}
    ] * 2


def test_what_is_approved_is_registered_and_one_step_from_a_pass(
    office, ask, book, house
):
    url = ask(row(SHE, phone=SHE.phone))
    answer = press(office, f"{url}/approve", who=["0"], status="green")
    assert answer.location == f"{url}?done=approved"
    subject = house.registry.subject(Document.parse(SHE.number))
    person = house.registry.details(subject)
    assert (person.record.status, person.record.source) == ("green", "relative")
    assert person.relative == "赵小兰（子女） 10000009000"
    page = office.client.get(answer.location).text
    assert f"/admin/passes/of/{subject.hex()}" in page
    assert "request.approved" in changes(house)
    assert "已登记" in office.client.get(HOME).text


def test_nobody_is_registered_without_a_word_about_the_status(office, ask, house):
    url = ask()
    page = press(office, f"{url}/approve", who=["0"], status="")
    assert page.status_code == 400
    assert "请选状态" in page.text
    assert house.registry.count() == 0
    press(office, f"{url}/approve", who=["0"], status="-")
    assert house.registry.count() == 1


def test_one_is_registered_the_other_declined_with_a_reason(office, ask, book, house):
    url = ask(row(SHE), row(HE))
    press(office, f"{url}/approve", who=["0"], status="green")
    assert "请选为什么" in press(office, f"{url}/decline", who=["1"]).text
    answer = press(office, f"{url}/decline", who=["1"], why="disagrees")
    assert answer.location == f"{HOME}?done=declined"
    outcomes = [one.outcome for one in kept(book, url).people]
    assert outcomes == [Outcome.APPROVED, Outcome.DECLINED]
    assert "本人不同意" in office.client.get(HOME).text


def test_all_of_a_request_are_registered_at_one_press(office, ask, house):
    url = ask(row(SHE), row(HE))
    press(office, f"{url}/approve", who=["0", "1"], status="green")
    assert house.registry.count() == 2


@pytest.fixture
def other_name(house):
    personal = Personal("resident", SHE.number, "完全不同")
    made = Editor(house.keys, "console", datetime.now(UTC)).register(personal, "green")
    house.registry.apply([made])
    return made.key


def test_a_doubtful_one_is_marked_and_held_until_the_clerk_looked(
    office, ask, house, other_name
):
    url = ask()
    assert "要看一看" in office.client.get(HOME).text
    assert "名字不同" in office.client.get(url).text
    page = press(office, f"{url}/approve", who=["0"], status="green")
    assert page.status_code == 400
    assert "看过了" in page.text
    press(office, f"{url}/approve", who=["0"], sure=["0"], status="green")
    assert house.registry.details(other_name).name == SHE.name


def test_a_colleague_who_was_quicker_is_told_of(office, ask):
    url = ask(row(SHE), row(HE))
    press(office, f"{url}/decline", who=["0"], why="wrong")
    again = press(office, f"{url}/decline", who=["0"], why="wrong")
    assert again.location == f"{url}?done=meanwhile"
    assert "同事刚刚办过" in office.client.get(again.location).text


def test_a_clerk_corrects_before_deciding_and_mistakes_teach(office, ask, book, house):
    url = ask()
    typed = {"name": SHE.name, "document_kind": "resident", "document_number": "123"}
    page = press(office, f"{url}/amend/0", **typed)
    assert page.status_code == 400
    assert 'id="p0-document_number-wrong"' in page.text
    fixed = typed | {"document_number": HE.number, "senior_card": HE.senior_card}
    assert press(office, f"{url}/amend/0", **fixed).location == f"{url}?done=amended"
    person = kept(book, url).people[0].row
    assert (HE.number, HE.senior_card) == (
        person.document.number,
        person.cards[0].number,
    )
    assert "request.amended" in changes(house)


def test_whoever_loads_an_answer_anew_is_led_back(office, ask):
    url = ask()
    assert office.client.get(f"{url}/show").location == url


@pytest.mark.parametrize("path", ["/xyz", f"/{'0' * 32}"])
def test_what_is_no_request_is_no_page(office, path):
    assert office.client.get(HOME + path).status_code == 404


@pytest.mark.parametrize("role", [Role.GUARD, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_registrars_see_requests(visitor, ask, role):
    url = ask()
    visitor.sign_in(role=role)
    for path in (HOME, url, f"{HOME}/poster"):
        assert visitor.client.get(path).status_code == 403
    assert press(visitor, f"{url}/show").status_code == 403


def test_a_name_is_text(office, ask):
    url = ask(row(SHE, name="<b>王</b>", note="<i>x</i>"))
    assert "<b>" not in press(office, f"{url}/show").text.split("<main")[1]


@pytest.mark.parametrize(
    ("web", "address"),
    [
        (WebTable(names=("gate.example.cn",)), "https://gate.example.cn"),
        (WebTable(host="10.0.0.5", port=80), "http://10.0.0.5:80"),
        (WebTable(host="fd00::5"), "http://[fd00::5]:8080"),
    ],
)
def test_the_poster_leads_telephones_to_the_site(web, address):
    assert address == site_address(web)


def test_a_poster_that_no_telephone_can_follow_says_so(office):
    page = office.client.get(f"{HOME}/poster").text
    assert "只有这台机器" in page
    assert "http://127.0.0.1:8080/help-register" in page


def test_a_copy_for_somebody_holds_what_was_asked_but_not_by_whom(office, ask, house):
    url = ask(row(SHE, note="坐轮椅"))
    press(office, f"{url}/approve", who=["0"], status="green")
    key = house.registry.subject(Document.parse(SHE.number)).hex()
    form = {"copy_purpose": "own_request", "password": office.take_password("li.mei")}
    answer = office.send(f"/admin/people/{key}/export", **form)
    (asked,) = copy_in(answer.text)["requests"]
    assert (SHE.name, "坐轮椅") == (asked["name"], asked["note"])
    assert DAUGHTER.phone not in str(asked)


def test_a_forgotten_person_is_forgotten_in_requests_too(office, ask, book, house):
    url = ask()
    press(office, f"{url}/approve", who=["0"], status="green")
    key = house.registry.subject(Document.parse(SHE.number)).hex()
    password = office.take_password("li.mei")
    last = SHE.number[-4:]
    form = {"last": last, "erase_reason": "own_request", "password": password}
    answer = office.send(f"/admin/people/{key}/erase", **form)
    assert answer.status_code == 200
    assert office.client.get(url).status_code == 404
