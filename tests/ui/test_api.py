"""The routes that scripts ask."""

import pytest
from ui_kit import wait_until

from kiosk.live import BoardView, CommandKind, Commands
from kiosk.live.simulator import SimulatorTable, TwinView
from ui.desk import NAME
from ui.hub import screen_topic
from ui.places import FOR_SCREEN, SHARED

LANE = "/api/v1/lanes/east/commands"
SCREEN = "/api/v1/screen/east"


def asked(gate):
    return Commands(gate.live).take()


def test_a_screen_that_knows_the_state_gets_304(visitor):
    first = visitor.client.get(SCREEN)
    tag = first.json["tag"]
    known = {"If-None-Match": first.headers["ETag"]}
    assert f'"{tag}"' == first.headers["ETag"]
    assert visitor.client.get(SCREEN, query_string={"since": tag}).status_code == 304
    assert visitor.client.get(SCREEN, headers=known).status_code == 304


def test_a_screen_that_is_behind_gets_the_state(visitor, gate, app):
    tag = visitor.client.get(SCREEN).json["tag"]
    gate.show("wait", line="通行证过期了")
    hub = app.extensions[NAME].hub
    wait_until(lambda: "wait" in hub.snapshot(screen_topic("east"))["screen"].data)
    answer = visitor.client.get(SCREEN, query_string={"since": tag})
    assert (
        answer.status_code,
        answer.json["state"],
        answer.json["line"],
    ) == (200, "wait", "通行证过期了")


def test_a_screen_learns_no_reason_and_no_number(visitor):
    words = {
        "tag",
        "seq",
        "lane",
        "state",
        "look",
        "line",
        "name",
        "hint",
        "clip",
        "until_ms",
    }
    assert words == set(visitor.client.get(SCREEN).json)


def test_a_stream_begins_with_retry_beat_and_snapshot(visitor):
    answer = visitor.client.get(f"{SCREEN}/events")
    parts = [next(answer.response).decode() for _ in range(3)]
    answer.close()
    assert answer.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert parts[0] == "retry: 1000\n\n"
    assert "event: hb" in parts[1]
    assert "event: screen" in parts[2]
    assert parts[2].startswith("id: ")


def test_a_closed_stream_gives_its_place_back(visitor, app):
    answer = visitor.client.get(f"{SCREEN}/events")
    assert app.extensions[NAME].hub.streams == 1
    answer.close()
    assert app.extensions[NAME].hub.streams == 0


def test_one_stream_too_many_is_503_and_asking_still_works(visitor, app):
    hub = app.extensions[NAME].hub
    for _ in range(SHARED):
        hub.subscribe("x")
    for _ in range(FOR_SCREEN):
        hub.subscribe("x", "screen:east")
    assert visitor.client.get(f"{SCREEN}/events").status_code == 503
    assert visitor.client.get(SCREEN).status_code == 200


def test_the_stream_of_somebody_signed_out_ends(guard):
    answer = guard.client.get("/api/v1/board/events")
    guard.staff.accounts.disable("guard")
    parts = [part.decode() for part in answer.response]
    assert "event: signed_out" in parts[-1]


def test_the_help_key_becomes_a_command_and_says_nothing(visitor, gate):
    answer = visitor.post(f"{SCREEN}/call")
    command = asked(gate)[0]
    assert answer.json == {"ok": True}
    assert (
        command.lane,
        command.kind,
        command.staff,
    ) == ("east", CommandKind.CALL, "visitor")


def test_a_press_repeated_within_a_second_is_one_press(visitor, gate):
    answers = [visitor.post(f"{SCREEN}/call").json for _ in range(4)]
    assert answers == [{"ok": True}] * 4
    assert len(asked(gate)) == 1


def test_the_key_of_no_lane_calls_nobody(visitor, gate):
    assert visitor.post("/api/v1/screen/nowhere/call").status_code == 404
    assert asked(gate) == []


def test_opening_carries_reason_visit_and_who(guard, gate):
    body = {"kind": "open", "reason": "emergency", "visit": "v7"}
    assert guard.post(LANE, body).status_code == 202
    command = asked(gate)[0]
    assert command.body == {"reason": "emergency", "visit": "v7"}
    assert guard.staff.accounts.named("guard").id == command.staff


def test_one_press_opens_without_a_word(guard, gate):
    assert guard.post(LANE, {"kind": "open", "visit": None}).status_code == 202
    assert asked(gate)[0].body == {"visit": None}


@pytest.mark.parametrize(
    ("order", "body"),
    [
        ({"kind": "dismiss"}, {}),
        ({"kind": "dismiss", "visit": "v7"}, {"visit": "v7"}),
        ({"kind": "check_again", "visit": "v7"}, {"visit": "v7"}),
        ({"kind": "hold_open"}, {}),
        ({"kind": "resume"}, {}),
        ({"kind": "checkup", "on": True}, {"on": True}),
        (
            {"kind": "checkup", "on": False, "heard": False},
            {"on": False, "heard": False},
        ),
        ({"kind": "checkup_relay"}, {}),
        ({"kind": "checkup_voice"}, {}),
    ],
)
def test_an_order_reaches_the_gate_as_it_was_said(guard, gate, order, body):
    assert guard.post(LANE, order).status_code == 202
    command = asked(gate)[0]
    assert (order["kind"], body) == (command.kind.value, command.body)


EVACUATION = "/api/v1/evacuation"


def test_an_evacuation_is_an_order_to_every_lane(guard, gate):
    ends = {"ends": "evacuation"}  # and no pause that somebody wanted
    orders = ((EVACUATION, "hold_open", {}), (f"{EVACUATION}/end", "resume", ends))
    for url, kind, body in orders:
        answer = guard.post(url)
        assert {"east", "west"} == set(answer.json["commands"])
        assert [("east", kind, body), ("west", kind, body)] == sorted(
            (command.lane, command.kind.value, command.body) for command in asked(gate)
        )


def test_a_typed_code_carries_the_visit_that_was_seen(guard, gate):
    body = {"kind": "show_code", "code": "7K3M-Q2TX-9", "visit": "v1"}
    assert guard.post("/api/v1/lanes/east/commands", body).status_code == 202
    command = Commands(gate.live).take()[0]
    assert command.kind is CommandKind.SHOW_CODE
    assert command.body == {"code": "7K3M-Q2TX-9", "visit": "v1"}


@pytest.mark.parametrize(
    ("result", "said", "tone"),
    [
        ("code_mistyped", "编号不对，请再看一遍", "bad"),
        (
            "pass_expired",
            "纸质通行证不在有效期内：已过期，或还没到开始的日子。",
            "wait",
        ),
    ],
)
def test_what_became_of_a_typed_code_is_said_in_words(guard, gate, result, said, tone):
    body = {"kind": "show_code", "code": "7K3M-Q2TX-9"}
    key = guard.post("/api/v1/lanes/east/commands", body).json["command"]
    Commands(gate.live).finish(key, result)
    told = guard.client.get(f"/api/v1/commands/{key}").json
    assert (told["zh"], told["tone"]) == (said, tone)


def test_a_camera_says_what_ails_it_and_what_to_do(guard, gate):
    def devices():
        board = guard.client.get("/api/v1/board").json
        return board["lanes"]["lanes"][0]["devices"]

    gate.device("east-camera", "failed", "camera", "black")
    told = wait_until(devices)[0]
    assert told["condition"]["zh"] == "镜头被挡住"
    assert told["remedy"]["zh"] == "请擦一擦镜头"


@pytest.mark.parametrize("kind", ["acknowledge", "arrived"])
def test_an_answer_says_who_comes(guard, gate, kind):
    guard.post(LANE, {"kind": kind})
    assert asked(gate)[0].body == {"by": "王保安"}


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "open", "reason": "friend"},
        {"kind": "open", "on": True},
        {"kind": "checkup"},
        {"kind": "check_again"},
        {"kind": "pause", "visit": "v1"},
        {"kind": "dismiss", "reason": "other"},
        {"kind": "call"},
        {"kind": "hold"},
        {"kind": "open", "reason": "other", "staff": "somebody else"},
        {"kind": "show_code"},
        {"kind": "show_code", "code": ""},
        {"kind": "show_code", "code": "x" * 41},
        {"kind": "dismiss", "code": "7K3M-Q2TX-9"},
        {"kind": "open", "reason": "other", "visit": "x" * 65},
        [],
        "open",
    ],
)
def test_a_request_that_is_not_right_asks_nothing(guard, gate, body):
    assert guard.post(LANE, body).status_code == 400
    assert asked(gate) == []


def test_the_result_comes_in_words(guard, gate):
    key = guard.post(LANE, {"kind": "open", "reason": "other"}).json["command"]
    url = f"/api/v1/commands/{key}"
    assert guard.client.get(url).json["result"] == ""
    Commands(gate.live).finish(key, "gate_silent")
    said = guard.client.get(url).json
    assert (
        said["result"],
        said["zh"],
        said["tone"],
    ) == ("gate_silent", "闸机没有回应，请用手开门", "bad")


@pytest.mark.parametrize(
    ("kind", "said"),
    [("open", "现在不能开门"), ("pause", "现在不能这样做，请看通道的情况")],
)
def test_only_what_opens_speaks_of_a_gate(guard, gate, kind, said):
    key = guard.post(LANE, {"kind": kind}).json["command"]
    Commands(gate.live).finish(key, "refused")
    assert guard.client.get(f"/api/v1/commands/{key}").json["zh"] == said


@pytest.mark.parametrize("mode", ["held", "fire"])
def test_every_page_of_the_staff_says_that_a_gate_is_held_open(guard, gate, mode):
    assert guard.client.get("/api/v1/standing").json == {"lanes": []}
    gate.show("evacuation", board=BoardView("evacuation", 0, mode=mode))
    assert guard.client.get("/api/v1/standing").json == {"lanes": ["东门 1 号"]}
    assert "东门 1 号</span> 的门一直开着" in guard.client.get("/pin").text


@pytest.mark.parametrize(("role", "keys"), [("guard", True), ("auditor", False)])
def test_only_who_works_at_lanes_has_the_keys_for_it(visitor, role, keys):
    visitor.sign_in("somebody", role)
    page = visitor.client.get("/board").text
    assert ('id="evacuate"' in page, 'data-may-work="yes"' in page) == (keys, keys)
    assert ('data-may-register="yes"' in page) is keys


def test_a_command_that_nobody_took_has_expired(guard, gate):
    key = guard.post(LANE, {"kind": "open", "reason": "other"}).json["command"]
    gate.live.db.conn.execute("UPDATE commands SET expires_ms = 1")
    url = f"/api/v1/commands/{key}"
    gate.beat()
    wait_until(lambda: "请再按一次" in guard.client.get(url).json["zh"])
    gate.fall_silent()  # then to press again would not help
    wait_until(lambda: "闸机程序没有回应" in guard.client.get(url).json["zh"])
    told = guard.client.get(url).json
    assert (told["result"], told["tone"]) == ("expired", "bad")


def test_ones_command_is_not_anothers(guard, gate, app, staff):
    key = guard.post(LANE, {"kind": "open", "reason": "other"}).json["command"]
    other = type(guard)(app.test_client(), staff)
    other.sign_in("other")
    assert other.client.get(f"/api/v1/commands/{key}").status_code == 404


def test_the_board_can_be_asked_at_once(guard):
    parts = guard.client.get("/api/v1/board").json
    assert {"lanes", "events"} <= set(parts)
    assert [lane["lane"] for lane in parts["lanes"]["lanes"]] == ["east", "west"]


def test_health_tells_of_all_three(visitor):
    state = visitor.client.get("/healthz").json
    assert (state["web"], state["ledger"]) == ("ok", "ok")
    assert 0 <= state["gate_beat_age_ms"] < 3000


class TestSimulator:
    """Orders to the twins."""

    @pytest.fixture
    def drill(self):
        return True

    @pytest.fixture
    def table(self, gate):
        made = SimulatorTable(gate.live)
        made.show(TwinView("east-id", "east", "reader", "sam", {"cards": []}))
        return made

    @pytest.mark.parametrize(
        ("verb", "body"),
        [
            ("lay", {"card": "a"}),
            ("lift", {}),
            ("fault", {"word": "noise", "on": True}),
            ("unplug", {}),
            ("plug", {}),
            ("pulse_input", {"input": "passage"}),
            ("set_input", {"input": "fire", "on": False}),
        ],
    )
    def test_an_order_reaches_the_twin_as_it_was_given(
        self, visitor, table, verb, body
    ):
        order = {"device": "east-id", "verb": verb, **body}
        assert visitor.post("/api/v1/simulator/orders", order).status_code == 202
        taken = table.take()[0]
        assert ("east-id", verb, body) == (taken.device, taken.verb, taken.body)

    @pytest.mark.parametrize(
        ("order", "status"),
        [
            ({"device": "nobody", "verb": "lift"}, 404),
            ({"device": "east-id", "verb": "open"}, 400),
            ({"device": "east-id", "verb": "lift", "more": 1}, 400),
        ],
    )
    def test_what_no_twin_understands_is_refused(self, visitor, table, order, status):
        assert status == visitor.post("/api/v1/simulator/orders", order).status_code
        assert table.take() == []

    def test_traffic_comes_in_pairs_of_digits_and_only_once(self, visitor, table):
        table.add_traffic("east-id", True, b"\xaa\x96", "找卡")
        piece = visitor.client.get("/api/v1/simulator").json["traffic"][0]
        assert (
            piece["hex"],
            piece["received"],
            piece["note"],
        ) == ("AA 96", True, "找卡")
        later = visitor.client.get(
            "/api/v1/simulator", query_string={"after": piece["id"]}
        )
        assert later.json["traffic"] == []

    def test_a_drill_says_so_everywhere_and_frames_only_the_screen(self, visitor):
        for url in ("/", "/simulator", "/screen/east", "/sign-in"):
            assert "演练" in visitor.client.get(url, follow_redirects=True).text
        policy = {
            url: visitor.client.get(url).headers["Content-Security-Policy"]
            for url in ("/", "/simulator", "/screen/east")
        }
        assert "frame-ancestors 'self'" in policy["/screen/east"]
        assert "frame-src 'self'" in policy["/simulator"]
        assert "frame-ancestors 'none'" in policy["/simulator"]
        assert "frame-src" not in policy["/"]
