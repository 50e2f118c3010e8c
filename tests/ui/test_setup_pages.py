"""The set-up pages: who may use them, what they keep, what becomes of it."""

import json
import re

import pytest
from setup_kit import BASE, FORMS, PANEL

from kiosk.screens import Screens
from kiosk.staff import Right, Role

PAGES = ["", "/sheet", "/touch/run", *(f"/{step}" for step in FORMS)]
POSTS = ["/finish", "/panel", "/panel/forget"]
GOOD = "correct horse 电池"
HERE, AFAR = {"REMOTE_ADDR": "127.0.0.1"}, {"REMOTE_ADDR": "10.0.0.7"}


@pytest.fixture
def installer(visitor):
    visitor.sign_in("it", Role.ADMINISTRATOR)
    return visitor


@pytest.fixture
def screens(house):
    return Screens(house.folder.root)


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
def test_without_the_pages_own_token_nothing_changes(installer, screens, url):
    assert installer.client.post(BASE + url, data=PANEL).status_code == 400
    assert not screens.read("west").setup.done


@pytest.mark.parametrize("url", POSTS)
def test_another_sites_page_changes_nothing(installer, screens, url):
    form = {"csrf_token": installer.csrf()} | PANEL
    foreign = {"Sec-Fetch-Site": "cross-site"}
    answer = installer.client.post(BASE + url, data=form, headers=foreign)
    assert answer.status_code == 403
    assert not screens.read("west").setup.done


def test_the_pages_have_no_script_and_no_style_within(installer):
    for page in PAGES:
        text = installer.client.get(BASE + page).text
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
    for where, then in ((AFAR, "/board"), (HERE, BASE)):
        visitor.client.get(BASE, environ_base=where)
        visitor.sign_in(f"it-{then[1:3]}", Role.ADMINISTRATOR)
        assert visitor.client.get("/", environ_base=where).location == BASE
        visitor.client.get(BASE, environ_base=where)
        assert visitor.client.get("/", environ_base=where).location == then
        visitor.client.delete_cookie("changxing")


def test_finishing_ends_the_session_and_shows_the_gate_screen(installer):
    answer = installer.send(f"{BASE}/finish")
    assert (answer.status_code, answer.location) == (303, "/screen/west")
    assert installer.client.get(BASE).location == "/sign-in"


@pytest.mark.parametrize("step", FORMS)
def test_each_step_is_kept_with_who_and_where(installer, screens, step):
    answer = installer.send(f"{BASE}/{step}", **FORMS[step])
    assert (answer.status_code, answer.location) == (303, f"{BASE}/{step}")
    done = screens.read("west").setup.done
    assert (list(done), done[step].by, done[step].here) == ([step], "it", True)


def test_what_was_done_elsewhere_says_so(installer, screens):
    form = {"csrf_token": installer.csrf()} | PANEL
    away = {"REMOTE_ADDR": "10.0.0.7"}
    installer.client.post(f"{BASE}/panel", data=form, environ_base=away)
    assert not screens.read("west").setup.panel.here
    assert "不是在通道的机器上做的" in installer.client.get(f"{BASE}/sheet").text
    assert "您不在通道的机器上" in installer.client.get(BASE, environ_base=away).text


BAD = ["nan", "-1", "1e9", "inf", "１e9", "", "x", "<b>", "0x10", "9" * 400]
MAY_BE_EMPTY = {"normal_dba", "largest_mm"}


@pytest.mark.parametrize(
    ("step", "field"),
    [
        ("panel", "line_mm"),
        ("panel", "distance_cm"),
        ("panel", "width_px"),
        ("speaker", "normal_dba"),
        ("touch", "largest_mm"),
        ("camera", "px_per_module"),
        ("reader", "place"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(installer, screens, step, field):
    for value in BAD if field not in MAY_BE_EMPTY else filter(None, BAD):
        answer = installer.send(f"{BASE}/{step}", **FORMS[step] | {field: value})
        assert answer.status_code == 400, value
        assert 'role="alert"' in answer.text
        assert "<b>" not in answer.text
    assert not screens.read("west").setup.done


def test_no_such_volume_is_kept(installer, screens):
    for value in ("nan", "1", "-61", "1e9", ""):
        form = FORMS["speaker"] | {"volume_db": value}
        assert installer.send(f"{BASE}/speaker", **form).status_code == 400, value
    assert not screens.read("west").setup.done


@pytest.mark.parametrize(
    "form", [{"missed": "ceiling"}, {"keys": "Escape"}, {"keys": "F9," * 60}]
)
def test_no_such_spot_or_key_is_kept(installer, screens, form):
    answer = installer.send(f"{BASE}/touch", **FORMS["touch"] | form)
    assert answer.status_code == 400
    assert not screens.read("west").setup.done


def test_what_was_typed_stays_when_it_is_refused(installer):
    form = PANEL | {"distance_cm": "7"}
    page = installer.send(f"{BASE}/panel", **form).text
    assert 'value="7"' in page
    assert 'aria-describedby="distance_cm-wrong"' in page
    assert 'id="distance_cm-wrong"' in page


def test_the_form_cannot_say_who_or_when(installer, screens):
    forged = {"by": "somebody", "at": "2001-01-01T00:00:00Z", "here": "false"}
    installer.send(f"{BASE}/panel", **PANEL, **forged)
    panel = screens.read("west").setup.panel
    assert (panel.by, panel.here, panel.at.year > 2001) == ("it", True, True)


@pytest.mark.parametrize(
    "url",
    [
        "/screen/none/setup",
        f"{BASE}/none",
        "/screen/east/setup/camera",
        "/screen/east/setup/speaker",
    ],
)
def test_what_a_lane_has_not_is_not_there(installer, url):
    assert installer.client.get(url).status_code == 404


def speech_of(page):
    found = re.search(r'data-speech="([^"]*)"', page).group(1)
    return json.loads(found.replace("&#34;", '"'))


def test_the_gate_screen_uses_volume_and_place_until_they_are_reset(installer):
    page = "/screen/west"
    assert speech_of(installer.client.get(page).text)["volume"] == -20
    installer.send(f"{BASE}/speaker", **FORMS["speaker"])
    installer.send(f"{BASE}/reader", **FORMS["reader"])
    shown = installer.client.get(page).text
    assert (speech_of(shown)["volume"], 'data-reader="left"' in shown) == (-26, True)
    overview = installer.client.get(BASE).text
    assert overview.count("这里设的") == 2
    for step in ("speaker", "reader"):
        assert installer.send(f"{BASE}/{step}/forget").status_code == 303
    assert speech_of(installer.client.get(page).text)["volume"] == -20
    assert installer.client.get(BASE).text.count("config.toml 里的") == 2


def test_open_screens_are_told_to_load_anew(app, installer):
    hub = app.extensions["changxing"].hub
    client = hub.subscribe("screen:west")
    installer.send(f"{BASE}/reader", **FORMS["reader"])
    told = [message.event for message in client.messages(0.05)]
    assert told.count("setup") == 1


def test_a_damaged_file_is_told_and_the_gate_goes_on(installer, screens):
    installer.send(f"{BASE}/speaker", **FORMS["speaker"])
    screens.path("west").write_bytes(b"{")
    assert speech_of(installer.client.get("/screen/west").text)["volume"] == -20
    assert "存下来的设置坏了" in installer.client.get(BASE).text


def test_the_sheet_says_what_passed_and_what_failed(installer):
    for step, form in FORMS.items():
        installer.send(f"{BASE}/{step}", **form)
    sheet = installer.client.get(f"{BASE}/sheet").text
    assert ("不合格" in sheet, "还没做" in sheet, "没量" in sheet) == (False,) * 3
    verdicts = re.findall(r'class="verdict">(.*?)</td>', sheet)
    assert ["合格" in verdict for verdict in verdicts if verdict != "—"] == [True] * 7
    installer.send(f"{BASE}/panel", **PANEL | {"distance_cm": "90"})
    assert "不合格" in installer.client.get(f"{BASE}/sheet").text
