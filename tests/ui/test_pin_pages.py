"""Guards sign in by PIN, take over from each other, and unlock their tablet."""

import pytest
from ui_kit import PASSWORD, PIN

from kiosk.staff import Role
from ui.who import WHEN_LOCKED, WHO

OPEN = "/api/v1/lanes/east/commands"
ORDER = {"kind": "open", "reason": "other"}


@pytest.fixture
def by_pin(visitor):
    """A guard who came in by PIN."""
    add(visitor, "wang")
    assert enter(visitor, "wang").location == "/board"
    return visitor


def add(visitor, login):
    visitor.staff.accounts.add(login, Role.GUARD, f"{login} 保安")
    visitor.take_pin(login)


def enter(visitor, login, pin=PIN):
    return visitor.send("/sign-in/pin", login=login, pin=pin)


def lock(visitor):
    assert visitor.post("/api/v1/lock").status_code == 204


def test_a_code_leads_a_guard_to_the_pin(visitor):
    _, code = visitor.staff.accounts.add("wang", Role.GUARD)
    assert visitor.send("/sign-in", login="wang", secret=code).location == "/pin"
    assert visitor.send("/pin", new=PIN, again=PIN).location == "/board"
    visitor.send("/sign-out")
    assert enter(visitor, "wang").location == "/board"


def test_without_a_pin_nothing_of_the_board_works_but_letting_people_out(visitor, gate):
    visitor.staff.accounts.add("wang", Role.GUARD)
    code = visitor.staff.accounts.issue_code("wang")
    visitor.send("/sign-in", login="wang", secret=code)
    assert visitor.client.get("/board").location == "/pin"
    for url in ("/api/v1/board", "/api/v1/board/events"):
        assert visitor.client.get(url).status_code == 423, url
    assert visitor.post(OPEN, ORDER).status_code == 423
    assert visitor.post("/api/v1/evacuation").status_code == 202
    page = visitor.client.get("/pin").text
    assert ("先不设置" in page, "没有 PIN，平板就锁不住" in page) == (False, True)
    visitor.send("/pin", new=PIN, again=PIN)
    assert visitor.client.get("/board").status_code == 200


def test_a_password_will_do_in_place_of_a_pin(visitor):
    visitor.staff.accounts.add("wang", Role.GUARD)
    code = visitor.staff.accounts.issue_code("wang")
    visitor.send("/sign-in", login="wang", secret=code)
    assert "先不设置" not in visitor.client.get("/password").text
    visitor.send("/password", new=PASSWORD, again=PASSWORD)
    assert visitor.client.get("/board").status_code == 200


@pytest.mark.parametrize(
    ("new", "again"), [("123456", "123456"), (PIN, "407194"), ("abc", "abc")]
)
def test_a_pin_that_will_not_do_is_said_so(guard, new, again):
    answer = guard.send("/pin", new=new, again=again)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize("url", ["/pin", "/password"])
def test_a_pin_guards_itself_and_the_password(by_pin, url):
    new = {"new": "correct horse 1", "again": "correct horse 1"}
    if url == "/pin":
        new = {"new": "860112", "again": "860112"}
    assert by_pin.send(url, **new).status_code == 400
    assert by_pin.send(url, old=PIN, **new).status_code == 303


def test_only_guards_have_a_pin(administrator):
    assert administrator.client.get("/pin").status_code == 403
    assert administrator.send("/pin", new=PIN, again=PIN).status_code == 403


def test_wrong_name_and_wrong_pin_look_alike(by_pin):
    by_pin.send("/sign-out")
    known, unknown = (enter(by_pin, name, "902101") for name in ("wang", "nobody"))
    assert (known.status_code, unknown.status_code) == (401, 401)
    assert "名字或 PIN 不对" in known.text
    assert "902101" not in known.text


def test_the_tablet_remembers_the_login_name_and_nothing_else(by_pin):
    kept = by_pin.client.get_cookie("changxing-tablet")
    assert (kept.value, kept.http_only, kept.same_site) == ("wang", True, "Strict")
    by_pin.send("/sign-out")
    page = by_pin.client.get("/sign-in").text
    assert 'value="wang"' in page
    assert "wang 保安" not in page


def test_what_is_no_login_name_is_not_shown(visitor):
    visitor.client.set_cookie("changxing-tablet", '"><img src=x>')
    assert "<img src" not in visitor.client.get("/sign-in").text


def test_who_takes_over_ends_the_session_before_in_one_step(by_pin):
    with by_pin.client.session_transaction() as cookie:
        before = cookie["staff"]
    add(by_pin, "li")
    assert enter(by_pin, "li").status_code == 303
    assert by_pin.staff.sessions.find(before) is None
    assert "li 保安" in by_pin.client.get("/board").text


def test_a_wrong_pin_of_who_takes_over_leaves_things_as_they_are(by_pin):
    add(by_pin, "li")
    assert enter(by_pin, "li", "902101").status_code == 401
    assert "wang 保安" in by_pin.client.get("/board").text


def test_a_locked_tablet_shows_who_waits_and_does_nothing(by_pin, gate):
    lock(by_pin)
    assert by_pin.client.get("/api/v1/board").json["locked"]
    assert by_pin.client.get("/board").status_code == 200
    assert by_pin.post(OPEN, ORDER).status_code == 423
    assert by_pin.post("/api/v1/touch").status_code == 423
    assert by_pin.send("/pin", old=PIN, new="860112", again="860112").status_code == 423


def test_who_must_let_people_out_looks_for_no_pin(by_pin, gate):
    lock(by_pin)
    assert by_pin.post("/api/v1/evacuation").status_code == 202
    assert by_pin.post("/api/v1/evacuation/end").status_code == 423


def test_no_route_that_does_something_forgets_the_lock(by_pin, app):
    lock(by_pin)
    urls = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        guards = WHO[rule.endpoint] in ("work_lanes", "own_account", "view_board")
        if guards and "POST" in rule.methods and rule.endpoint not in WHEN_LOCKED:
            url = urls.build(
                rule.endpoint, dict.fromkeys(rule.arguments, "1"), method="POST"
            )
            assert by_pin.post(url).status_code == 423, rule


def test_the_pin_unlocks(by_pin):
    lock(by_pin)
    assert by_pin.post("/api/v1/unlock", {"pin": PIN}).json["right"]
    assert not by_pin.client.get("/api/v1/board").json["locked"]
    assert by_pin.post("/api/v1/touch").status_code == 204
    assert by_pin.post(OPEN, ORDER).status_code == 202


def test_five_wrong_pins_sign_out(by_pin):
    lock(by_pin)
    said = [by_pin.post("/api/v1/unlock", {"pin": "902101"}) for _ in range(5)]
    assert [answer.json["left"] for answer in said] == [4, 3, 2, 1, 0]
    assert not any(answer.json["right"] for answer in said)
    assert by_pin.client.get("/board").status_code == 303


@pytest.mark.parametrize(
    "body", [{}, {"pin": ""}, {"pin": 407193}, {"pin": PIN, "x": 1}]
)
def test_what_is_no_pin_is_not_counted(by_pin, body):
    lock(by_pin)
    assert by_pin.post("/api/v1/unlock", body).status_code == 400
    assert by_pin.post("/api/v1/unlock", {"pin": "902101"}).json["left"] == 4


def test_somebody_else_takes_over_a_locked_tablet(by_pin):
    add(by_pin, "li")
    lock(by_pin)
    assert enter(by_pin, "li").status_code == 303
    assert not by_pin.client.get("/api/v1/board").json["locked"]


def test_how_somebody_came_in_is_in_the_ledger(by_pin, house):
    event = house.ledger.recent(1)[0]
    assert dict(event.more) == {"how": "pin"}
