"""Who may use which route."""

import pytest

from kiosk.staff import Right, Role
from kiosk.staff.tables import Tables
from ui.access import is_local
from ui.answered import page_again
from ui.app import close_app, create_app
from ui.who import ASKS_BY_ITSELF, WHO, Audience

SCREEN = "/api/v1/screen/east"
STAFF_PAGES = ["/board", "/password"]
STAFF_API = ["/api/v1/board", "/api/v1/board/events", "/api/v1/commands/x"]


def test_every_route_says_who_may_use_it(app):
    assert set(WHO) == {rule.endpoint for rule in app.url_map.iter_rules()}


OWN_DOING = [f"{SCREEN}/alive", f"{SCREEN}", f"{SCREEN}/events", "/api/v1/board"]


@pytest.mark.parametrize("url", OWN_DOING)
def test_what_an_open_page_asks_by_itself_keeps_no_session_alive(
    visitor, live_sessions, url
):
    visitor.sign_in("it", Role.ADMINISTRATOR)
    before = live_sessions(two_minutes_ago=True)
    afar = {"REMOTE_ADDR": "10.0.0.7"}
    answer = visitor.client.get(url, environ_base=afar)
    answer.close()
    assert (answer.status_code, live_sessions()) == (200, before)
    visitor.client.get("/board", environ_base=afar)
    assert live_sessions() > before


@pytest.fixture
def live_sessions(house):
    """When the one session was last used; first put back if one likes."""
    tables = Tables(house.folder.registry)

    def seen(two_minutes_ago=False):
        with tables.write() as connection:
            if two_minutes_ago:
                connection.execute("UPDATE staff_sessions SET seen_ms = seen_ms-120000")
            query = "SELECT seen_ms FROM staff_sessions"
            return connection.execute(query).fetchone()[0]

    yield seen
    tables.close()


def test_a_route_that_says_nothing_is_shut(house, live, gate):
    own = create_app(house, live)  # one that has answered takes no route any more
    own.add_url_rule("/forgotten", view_func=lambda: "open", endpoint="forgotten")
    assert own.test_client().get("/forgotten").status_code == 403
    close_app(own)


@pytest.mark.parametrize("url", STAFF_PAGES)
def test_a_stranger_is_sent_from_staff_pages_to_the_sign_in(visitor, url):
    answer = visitor.client.get(url)
    assert (answer.status_code, answer.location) == (303, "/sign-in")


@pytest.mark.parametrize("url", STAFF_API)
def test_a_stranger_gets_no_staff_data(visitor, url):
    assert visitor.client.get(url).status_code == 401


def test_a_stranger_cannot_open_a_gate(visitor, gate):
    answer = visitor.post(
        "/api/v1/lanes/east/commands", {"kind": "open", "reason": "other"}
    )
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("role", "board", "opens"),
    [
        (Role.GUARD, 200, 202),
        (Role.ADMINISTRATOR, 200, 202),
        (Role.REGISTRAR, 200, 403),
        (Role.AUDITOR, 200, 403),
    ],
)
def test_the_role_decides(visitor, role, board, opens):
    visitor.sign_in(role=role)
    body = {"kind": "open", "reason": "other"}
    assert board == visitor.client.get("/board").status_code
    assert opens == visitor.post("/api/v1/lanes/east/commands", body).status_code


@pytest.mark.parametrize("url", ["/simulator", "/api/v1/simulator"])
def test_the_simulator_is_shut_outside_a_drill(guard, url):
    assert guard.client.get(url).status_code == 403


@pytest.mark.parametrize(
    "url", ["/screen/east", "/api/v1/screen/east", "/api/v1/screen/east/events"]
)
def test_a_screen_shows_itself_on_this_machine_or_to_staff_only(visitor, url):
    away = {"REMOTE_ADDR": "10.0.0.7"}
    assert visitor.client.get(url, environ_base=away).status_code == 403
    assert visitor.client.get(url).status_code == 200
    visitor.sign_in()
    assert visitor.client.get(url, environ_base=away).status_code == 200


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("10.0.0.1", False),
        (None, False),
        ("x", False),
    ],
)
def test_this_machine_is_known_by_its_address(address, local):
    assert local is is_local(address)


def test_getting_never_changes_anything(guard, gate, app):
    urls = [
        rule.rule.replace("<lane>", "east").replace("<command_id>", "x")
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods
        and "events" not in rule.rule
        and "<path" not in rule.rule
    ]
    before = "\n".join(gate.live.db.conn.iterdump())
    for url in urls * 2:
        guard.client.get(url)
    assert before == "\n".join(gate.live.db.conn.iterdump())


def test_no_audience_is_forgotten():
    assert set(Audience) | set(Right) == set(WHO.values())


def posts(app):
    values = dict.fromkeys(("lane", "key", "pass_id", "person", "name"), "x1")
    urls = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "POST" in rule.methods and not rule.endpoint.startswith("api."):
            named = dict.fromkeys(rule.arguments, "1") | {
                word: value for word, value in values.items() if word in rule.arguments
            }
            yield rule.endpoint, named, urls.build(rule.endpoint, named, method="POST")


def test_back_from_every_form_leads_to_a_page_of_the_same_things(app):
    """Whoever may send the form may see that page, and it is one to be looked at."""
    urls, seen = app.url_map.bind("localhost"), 0
    for endpoint, named, url in posts(app):
        with app.test_request_context(url, method="POST"):
            page, found = urls.match(page_again(), "GET")
        assert found.items() <= {word: str(one) for word, one in named.items()}.items()
        assert page not in ASKS_BY_ITSELF
        own, there = WHO[endpoint], WHO[page]
        roles = [role for role in Role if role.may(own)] if own in list(Right) else []
        assert all(there is Audience.EVERYONE or role.may(there) for role in roles), url
        seen += 1
    assert seen > 50
