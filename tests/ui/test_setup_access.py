"""Who gets to the set-up pages of a gate screen, and how one leaves them."""

import re

import pytest
from setup_kit import BASE, FORMS, PANEL

from kiosk.staff import Right, Role

PAGES = ["", "/sheet", "/touch/run", *(f"/{step}" for step in FORMS)]
POSTS = ["/finish", "/panel", "/panel/forget"]
GOOD = "correct horse 电池"
HERE, AFAR = {"REMOTE_ADDR": "127.0.0.1"}, {"REMOTE_ADDR": "10.0.0.7"}
PLACES = ["/nothing", "/sign-in"]


def test_only_administrators_set_screens_up():
    assert [role for role in Role if role.may(Right.SET_UP)] == [Role.ADMINISTRATOR]


def test_a_stranger_at_the_gate_is_sent_to_the_sign_in(visitor):
    for page in PAGES:
        answer = visitor.client.get(BASE + page)
        assert (answer.status_code, answer.location) == (303, "/sign-in"), page


@pytest.mark.parametrize("role", [Role.GUARD, Role.REGISTRAR, Role.AUDITOR])
def test_other_staff_may_not(visitor, screens, role):
    visitor.sign_in(role=role)
    assert {visitor.client.get(BASE + page).status_code for page in PAGES} == {403}
    assert {visitor.send(BASE + url, **PANEL).status_code for url in POSTS} == {403}
    assert not screens.read("west").setup.done


@pytest.mark.parametrize("url", POSTS)
def test_a_stranger_changes_nothing(visitor, screens, url):
    assert visitor.send(BASE + url, **PANEL).status_code == 303
    assert not screens.read("west").setup.done


@pytest.mark.parametrize("url", POSTS)
def test_without_the_pages_own_token_nothing_changes(administrator, screens, url):
    assert administrator.client.post(BASE + url, data=PANEL).status_code == 400
    assert not screens.read("west").setup.done


@pytest.mark.parametrize("url", POSTS)
def test_another_sites_page_changes_nothing(administrator, screens, url):
    form = {"csrf_token": administrator.csrf()} | PANEL
    foreign = {"Sec-Fetch-Site": "cross-site"}
    answer = administrator.client.post(BASE + url, data=form, headers=foreign)
    assert answer.status_code == 403
    assert not screens.read("west").setup.done


def test_the_pages_have_no_script_and_no_style_within(administrator):
    for page in PAGES:
        text = administrator.client.get(BASE + page).text
        assert not re.search(r"<script(?![^>]*src=)|<style| style=| on\w+=", text), page


def test_the_sign_in_leads_on_to_the_set_up_and_says_what_is_needed(visitor):
    _, code = visitor.staff.accounts.add("it", Role.ADMINISTRATOR)
    visitor.client.get(BASE)
    page = visitor.client.get("/sign-in").text
    assert ("USB 键盘" in page, 'href="/screen/west"' in page) == (True, True)
    assert visitor.send("/sign-in", login="it", secret=code).location == "/password"
    assert f'href="{BASE}"' in visitor.client.get("/password").text
    assert visitor.send("/password", new=GOOD, again=GOOD).location == BASE
    assert visitor.client.get("/sign-in").location == BASE


def test_a_sign_in_without_a_set_up_says_nothing_of_it(visitor):
    assert "USB" not in visitor.client.get("/sign-in").text


@pytest.mark.parametrize("role", [Role.GUARD, Role.REGISTRAR, Role.AUDITOR])
def test_nobody_but_an_administrator_gets_into_a_gates_own_screen(visitor, role):
    _, code = visitor.staff.accounts.add("li", role)
    visitor.client.get(BASE)
    for _ in range(2):
        answer = visitor.send("/sign-in", login="li", secret=code)
        assert (answer.status_code, "只有管理员" in answer.text) == (403, True)
        assert 'href="/screen/west"' in answer.text
        assert visitor.client.get("/board").location == "/sign-in"
        code = visitor.staff.accounts.issue_code("li")
    assert visitor.staff.sessions.last_seen() == {}


def test_who_signs_out_at_a_gates_own_screen_leaves_the_gate_screen(visitor):
    visitor.client.get(BASE)
    visitor.sign_in("it", Role.ADMINISTRATOR)
    assert visitor.send("/sign-out").location == "/screen/west"


def test_only_a_gates_own_browser_is_led_back_to_its_screen(visitor):
    def led_back(where):
        pages = (visitor.client.get(url, environ_base=where) for url in PLACES)
        return ['<meta name="gate" content="/screen/west"' in p.text for p in pages]

    visitor.staff.accounts.add("boss", Role.ADMINISTRATOR)
    assert led_back(HERE) == [False, False]
    visitor.client.get(BASE)
    assert led_back(HERE) == [True, True]
    assert led_back(AFAR) == [False, False]


def test_a_gate_screen_that_failed_is_loaded_again(visitor, monkeypatch):
    monkeypatch.setattr("ui.screen.speech", None)
    answer = visitor.client.get("/screen/west")
    assert answer.status_code == 500
    assert '<meta name="gate" content="/screen/west" data-seconds="30">' in answer.text


def test_a_guard_who_strays_to_the_set_up_from_afar_gets_to_the_board(visitor):
    _, code = visitor.staff.accounts.add("guard", Role.GUARD)
    visitor.client.get(BASE, environ_base=AFAR)
    form = {"csrf_token": visitor.csrf(), "login": "guard", "secret": code}
    visitor.client.post("/sign-in", data=form, environ_base=AFAR)
    assert visitor.client.get("/sign-in", environ_base=AFAR).location == "/board"


def test_from_afar_the_set_up_is_led_to_once_and_at_the_gate_always(visitor):
    for where, then in ((AFAR, "/admin"), (HERE, BASE)):
        visitor.client.get(BASE, environ_base=where)
        visitor.sign_in(f"it-{then[1:3]}", Role.ADMINISTRATOR)
        assert visitor.client.get("/", environ_base=where).location == BASE
        visitor.client.get(BASE, environ_base=where)
        assert visitor.client.get("/", environ_base=where).location == then
        visitor.client.delete_cookie("changxing")


def test_finishing_ends_the_session_and_shows_the_gate_screen(administrator):
    answer = administrator.send(f"{BASE}/finish")
    assert (answer.status_code, answer.location) == (303, "/screen/west")
    assert administrator.client.get(BASE).location == "/sign-in"
