"""The page of a gate screen says that it lives; the board says when it does not."""

import sqlite3

import pytest
from ui_kit import wait_until

from kiosk.live.screens import CLOSED, ScreenBeats
from kiosk.live.store import now_ms
from ui.api.alive import HEARD, Heard
from ui.screen_view import screen_payload
from ui.words import SCREEN_FAULTS, SCREEN_REMEDIES

ALIVE = "/api/v1/screen/east/alive"
BODY = {"tag": "7-1700000000000-live"}
AFAR = {"REMOTE_ADDR": "192.0.2.9"}


@pytest.fixture
def beats(gate):
    return ScreenBeats(gate.live)


def test_a_beat_is_noted_with_what_is_shown(visitor, beats):
    answer = visitor.post(ALIVE, BODY)
    assert (answer.status_code, answer.data) == (204, b"")
    assert beats.newest()["east"].tag == BODY["tag"]


def test_what_a_page_is_told_to_show_is_what_it_beats_with(visitor, gate, beats):
    tag = visitor.client.get("/api/v1/screen/east").json["tag"]
    assert visitor.post(ALIVE, BODY | {"tag": tag}).status_code == 204
    assert beats.newest()["east"].shows(gate.live.lane("east"))
    gate.show("wait")
    assert not beats.newest()["east"].shows(gate.live.lane("east"))


@pytest.mark.parametrize("gate_ok", [True, False])
def test_every_tag_of_a_view_names_it(visitor, gate, beats, gate_ok):
    view = gate.live.lane("east")
    tag = screen_payload("east", view, gate_ok, now_ms())["tag"]
    assert visitor.post(ALIVE, BODY | {"tag": tag}).status_code == 204
    assert beats.newest()["east"].shows(view)


def test_a_second_beat_within_two_seconds_is_not_written(visitor, beats):
    first = visitor.post(ALIVE, BODY | {"tag": "1"})
    second = visitor.post(ALIVE, BODY | {"tag": "2"})
    assert [first.status_code, second.status_code] == [204, 204]
    assert beats.newest()["east"].tag == "1"


def test_lanes_do_not_limit_each_other(visitor, beats):
    visitor.post(ALIVE, BODY)
    visitor.post("/api/v1/screen/west/alive", BODY)
    assert set(beats.newest()) == {"east", "west"}


def test_a_page_that_is_closed_says_so_at_once(visitor, beats):
    visitor.post(ALIVE, BODY)
    assert visitor.post(ALIVE, BODY | {"closed": True}).status_code == 204
    assert beats.newest()["east"].tag == CLOSED


def test_a_page_that_takes_leave_again_and_again_is_written_once(visitor, gate):
    visitor.post(ALIVE, BODY | {"closed": True})
    gate.live.db.conn.execute("UPDATE screens SET tag = 'mark'")
    for _ in range(3):
        assert visitor.post(ALIVE, BODY | {"closed": True}).status_code == 204
    assert ScreenBeats(gate.live).newest()["east"].tag == "mark"


def test_a_leave_is_written_however_soon_it_follows_the_one_before(visitor, beats):
    for body in ({"closed": True}, {}, {"closed": True}):
        visitor.post(ALIVE, BODY | body)
    assert beats.newest()["east"].closed


def test_the_screen_of_no_lane_does_not_live(visitor, beats):
    assert visitor.post("/api/v1/screen/nowhere/alive", BODY).status_code == 404
    assert beats.newest() == {}


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        BODY | {"tag": "x" * 81},
        BODY | {"tag": "王"},
        BODY | {"closed": 1},
        BODY | {"more": 1},
    ],
)
def test_a_beat_that_is_not_right_is_none(visitor, beats, body):
    assert visitor.post(ALIVE, body).status_code == 400
    assert beats.newest() == {}


def test_a_beat_needs_our_own_page(visitor, beats):
    strange = {"Sec-Fetch-Site": "cross-site"}
    assert visitor.post(ALIVE, BODY, **strange).status_code == 403
    assert visitor.client.post(ALIVE, json=BODY).status_code == 400
    assert beats.newest() == {}


def test_who_looks_from_afar_is_not_the_screen_at_the_gate(guard, beats):
    given = {"X-CSRFToken": guard.csrf()}
    answer = guard.client.post(ALIVE, json=BODY, headers=given, environ_overrides=AFAR)
    assert answer.status_code == 204
    assert beats.newest() == {}


@pytest.fixture
def locked(house):
    connection = sqlite3.connect(house.folder.live, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.execute("ROLLBACK")
    connection.close()


@pytest.fixture
def clock(app):
    """The clock of what the web process has heard; add to it."""
    time = [1000.0]
    app.extensions[HEARD] = Heard(clock=lambda: time[0])

    def later(seconds):
        time[0] += seconds

    return later


@pytest.fixture
def is_alive(visitor):
    return lambda lane="east": visitor.client.get(ALIVE.replace("east", lane)).json[
        "alive"
    ]


def test_a_locked_file_is_said_and_waited_for_by_nobody(visitor, beats, locked):
    assert visitor.post(ALIVE, BODY).status_code == 503
    assert beats.newest() == {}


def test_a_page_that_beats_while_nothing_can_be_written_is_well(
    visitor, beats, locked, clock, is_alive
):
    beats_before = beats.newest()
    visitor.post(ALIVE, BODY)
    assert (is_alive(), beats.newest()) == (True, beats_before)
    clock(12)
    assert not is_alive()


def test_who_started_the_browser_can_ask_whether_it_paints(visitor, clock, is_alive):
    assert not is_alive()
    visitor.post(ALIVE, BODY)
    assert (is_alive(), is_alive("west")) == (True, False)
    clock(11.9)
    assert is_alive()
    clock(0.1)
    assert not is_alive()
    visitor.post(ALIVE, BODY | {"closed": True})
    clock(899)
    assert is_alive(), "somebody sets it up"
    clock(1)
    assert not is_alive()
    assert visitor.client.get(ALIVE.replace("east", "nowhere")).status_code == 404


def test_a_new_web_process_knows_what_the_last_one_heard(app, visitor, gate, is_alive):
    for body, seconds in ((BODY, 12), (BODY | {"closed": True}, 900)):
        visitor.post(ALIVE, body)
        app.extensions[HEARD] = Heard()
        assert is_alive()
        gate.live.db.conn.execute(
            "UPDATE screens SET at_ms = at_ms - ?", (seconds * 1000,)
        )
        assert not is_alive()


@pytest.mark.parametrize(
    ("condition", "reason", "words", "remedy"),
    [
        ("lost", "not_opened", "没有打开", "请打开这条通道的屏幕"),
        ("lost", "closed", "没有打开", "请打开这条通道的屏幕"),
        ("silent", "frozen", "没有回应", "请重新启动屏幕，人工指路"),
        ("silent", "behind", "画面是旧的", "请重新启动屏幕，人工指路"),
        ("connecting", "", "正在连接", "请等几秒"),
    ],
)
def test_the_board_says_what_ails_a_screen_and_what_to_do(
    guard, gate, condition, reason, words, remedy
):
    def devices():
        board = guard.client.get("/api/v1/board").json
        return board["lanes"]["lanes"][0]["devices"]

    gate.device("east-screen", condition, "screen", reason)
    (told,) = wait_until(devices)
    assert told["role"] == {"zh": "屏幕", "en": "screen"}
    assert (told["well"], told["condition"]["zh"]) == (False, words)
    assert told["remedy"]["zh"] == remedy


def test_every_fault_of_a_screen_has_its_remedy():
    assert set(SCREEN_FAULTS) == set(SCREEN_REMEDIES)
