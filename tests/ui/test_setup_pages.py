"""The set-up pages: what they keep, and what becomes of it."""

import json
import re
import sqlite3

import pytest
from setup_kit import BASE, FORMS, PANEL

from verification.ledger import EventKind


@pytest.mark.parametrize("step", FORMS)
def test_each_step_is_kept_with_who_and_where(administrator, screens, step):
    answer = administrator.send(f"{BASE}/{step}", **FORMS[step])
    assert (answer.status_code, answer.location) == (303, f"{BASE}/{step}")
    done = screens.read("west").setup.done
    assert (list(done), done[step].by, done[step].here) == ([step], "it", True)


def changes(house):
    return [
        (event.staff, dict(event.more))
        for event in reversed(house.ledger.recent(9))
        if event.kind is EventKind.REGISTRY_CHANGE
    ]


def test_what_a_gate_says_and_shows_is_in_the_ledger_with_who_changed_it(
    administrator, house
):
    account = administrator.staff.accounts.named("it")
    administrator.send(f"{BASE}/speaker", **FORMS["speaker"] | {"loudest_dba": ""})
    administrator.send(f"{BASE}/touch", **FORMS["touch"])
    administrator.send(f"{BASE}/speaker/forget")
    administrator.send(f"{BASE}/reader", place="above")
    speaker = {"change": "screen.set_up", "lane": "west", "step": "speaker"}
    figures = {"volume_db": "-26", "ambient_dba": "40", "normal_dba": "62"}
    touch = {"missed": "", "largest_mm": "2.4", "keys": "call,louder,F9"}
    assert changes(house) == [
        (account.id, speaker | figures),
        (account.id, speaker | {"step": "touch"} | touch),
        (account.id, speaker | {"change": "screen.reset"}),
    ]


@pytest.mark.parametrize("url", ["/speaker", "/speaker/forget"])
def test_a_full_disk_is_said_in_words(administrator, house, screens, url):
    administrator.send(f"{BASE}/speaker", **FORMS["speaker"])
    before = screens.path("west").read_bytes()
    folder = screens.path("west").parent
    folder.rename(folder.with_name("away"))
    folder.write_bytes(b"")  # no folder can be made, and no file be written
    answer = administrator.send(f"{BASE}{url}", **FORMS["speaker"])
    assert (answer.status_code, "磁盘" in answer.text) == (507, True)
    folder.unlink()
    folder.with_name("away").rename(folder)
    assert screens.path("west").read_bytes() == before


def test_what_cannot_be_recorded_is_not_done(administrator, house, screens):
    other = sqlite3.connect(house.folder.ledger, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    house.ledger_db.conn.execute("PRAGMA busy_timeout = 5")
    try:
        answer = administrator.send(f"{BASE}/reader", **FORMS["reader"])
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert (answer.status_code, screens.read("west").setup.done) == (507, {})


def test_what_was_done_elsewhere_says_so(administrator, screens):
    form = {"csrf_token": administrator.csrf()} | PANEL
    away = {"REMOTE_ADDR": "10.0.0.7"}
    administrator.client.post(f"{BASE}/panel", data=form, environ_base=away)
    assert not screens.read("west").setup.panel.here
    assert "不是在通道的机器上做的" in administrator.client.get(f"{BASE}/sheet").text
    assert (
        "您不在通道的机器上" in administrator.client.get(BASE, environ_base=away).text
    )


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
def test_what_cannot_be_is_refused_beside_its_field(
    administrator, screens, step, field
):
    for value in BAD if field not in MAY_BE_EMPTY else filter(None, BAD):
        answer = administrator.send(f"{BASE}/{step}", **FORMS[step] | {field: value})
        assert answer.status_code == 400, value
        assert 'role="alert"' in answer.text
        assert "<b>" not in answer.text
    assert not screens.read("west").setup.done


def test_no_such_volume_is_kept(administrator, screens):
    for value in ("nan", "1", "-61", "1e9", ""):
        form = FORMS["speaker"] | {"volume_db": value}
        assert administrator.send(f"{BASE}/speaker", **form).status_code == 400, value
    assert not screens.read("west").setup.done


@pytest.mark.parametrize(
    "form", [{"missed": "ceiling"}, {"keys": "Escape"}, {"keys": "F9," * 60}]
)
def test_no_such_spot_or_key_is_kept(administrator, screens, form):
    answer = administrator.send(f"{BASE}/touch", **FORMS["touch"] | form)
    assert answer.status_code == 400
    assert not screens.read("west").setup.done


def test_what_was_typed_stays_when_it_is_refused(administrator):
    form = PANEL | {"distance_cm": "7"}
    page = administrator.send(f"{BASE}/panel", **form).text
    assert 'value="7"' in page
    assert 'aria-describedby="distance_cm-wrong"' in page
    assert 'id="distance_cm-wrong"' in page


def test_the_form_cannot_say_who_or_when(administrator, screens):
    forged = {"by": "somebody", "at": "2001-01-01T00:00:00Z", "here": "false"}
    administrator.send(f"{BASE}/panel", **PANEL, **forged)
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
def test_what_a_lane_has_not_is_not_there(administrator, url):
    assert administrator.client.get(url).status_code == 404


def speech_of(page):
    found = re.search(r'data-speech="([^"]*)"', page).group(1)
    return json.loads(found.replace("&#34;", '"'))


def test_the_gate_screen_uses_volume_and_place_until_they_are_reset(administrator):
    page = "/screen/west"
    assert speech_of(administrator.client.get(page).text)["volume"] == -20
    administrator.send(f"{BASE}/speaker", **FORMS["speaker"])
    administrator.send(f"{BASE}/reader", **FORMS["reader"])
    shown = administrator.client.get(page).text
    assert (speech_of(shown)["volume"], 'data-reader="left"' in shown) == (-26, True)
    overview = administrator.client.get(BASE).text
    assert overview.count("这里设的") == 2
    for step in ("speaker", "reader"):
        assert administrator.send(f"{BASE}/{step}/forget").status_code == 303
    assert speech_of(administrator.client.get(page).text)["volume"] == -20
    assert administrator.client.get(BASE).text.count("config.toml 里的") == 2


def test_open_screens_are_told_to_load_anew(app, administrator):
    hub = app.extensions["changxing"].hub
    client = hub.subscribe("screen:west")
    administrator.send(f"{BASE}/reader", **FORMS["reader"])
    told = [message.event for message in client.messages(0.05)]
    assert told.count("setup") == 1


def test_a_damaged_file_is_told_and_the_gate_goes_on(administrator, screens):
    administrator.send(f"{BASE}/speaker", **FORMS["speaker"])
    screens.path("west").write_bytes(b"{")
    assert speech_of(administrator.client.get("/screen/west").text)["volume"] == -20
    assert "存下来的设置坏了" in administrator.client.get(BASE).text


def test_the_sheet_says_what_passed_and_what_failed(administrator):
    for step, form in FORMS.items():
        administrator.send(f"{BASE}/{step}", **form)
    sheet = administrator.client.get(f"{BASE}/sheet").text
    assert ("不合格" in sheet, "还没做" in sheet, "没量" in sheet) == (False,) * 3
    verdicts = re.findall(r'class="verdict">(.*?)</td>', sheet)
    assert ["合格" in verdict for verdict in verdicts if verdict != "—"] == [True] * 7
    administrator.send(f"{BASE}/panel", **PANEL | {"distance_cm": "90"})
    assert "不合格" in administrator.client.get(f"{BASE}/sheet").text
