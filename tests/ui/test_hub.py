"""The hub: snapshots, streams, slow clients, silent gates."""

import json
import time
from types import SimpleNamespace

import pytest
from ui_kit import wait_until

from kiosk.live import BoardView
from kiosk.live.outlines import OutlineTable, OutlineView
from kiosk.live.store import now_ms
from ui.desk import NAME
from ui.hub import BOARD, GATE_SILENT_SECONDS, Hub, TooManyStreams, screen_topic
from ui.places import SHARED
from ui.stream import WAITING, Client, Message, event_stream


@pytest.fixture
def hub(app):
    return app.extensions[NAME].hub


def states(client):
    """The states that a client's queue was given, oldest first."""
    found = [json.loads(m.data) for m in drain(client) if m.event == "screen"]
    return [message["state"] for message in found]


def drain(client):
    found = []
    while not client._queue.empty():
        found.append(client._queue.get_nowait())
    return found


def shown(hub, lane="east"):
    return json.loads(hub.snapshot(screen_topic(lane))["screen"].data)


def test_a_stream_begins_with_the_present_state(hub, gate):
    assert states(hub.subscribe(screen_topic("east"))) == ["idle"]


def test_a_change_reaches_the_streams_of_its_lane_only(hub, gate):
    east, west = (hub.subscribe(screen_topic(lane)) for lane in ("east", "west"))
    gate.show("wait", line="今天没有查到登记")
    wait_until(lambda: shown(hub)["state"] == "wait")
    assert (states(east), states(west)) == (["idle", "wait"], ["idle"])


def test_a_name_is_told_to_nobody_once_its_time_is_over(hub, gate):
    client = hub.subscribe(screen_topic("east"))
    soon = now_ms() + 1500  # a busy machine must see the name before
    gate.show("pass", name="张＊明", clip="pass", until_ms=soon)
    wait_until(lambda: shown(hub)["name"] == "张＊明")
    wait_until(lambda: shown(hub)["name"] is None)
    assert now_ms() >= soon
    told = [json.loads(m.data) for m in drain(client) if m.event == "screen"]
    assert [view["name"] for view in told] == [None, "张＊明", None]
    assert told[1] | {"name": None, "tag": told[2]["tag"]} == told[2]
    assert told[1]["tag"] != told[2]["tag"]


def test_verdict_words_clip_and_end_come_in_one_event(hub, gate):
    client, soon = hub.subscribe(screen_topic("east")), now_ms() + 6000
    gate.show("pass", name="张＊明", clip="pass", until_ms=soon)
    wait_until(lambda: shown(hub)["state"] == "pass")
    last = json.loads(drain(client)[-1].data)
    assert tuple(last[key] for key in ("state", "name", "clip", "until_ms")) == (
        "pass",
        "张＊明",
        "pass",
        soon,
    )


def test_a_silent_gate_process_is_a_fault_and_its_return_heals_it(hub, gate):
    wait_until(lambda: shown(hub)["state"] == "fault", seconds=6)
    gate.beat()
    wait_until(lambda: shown(hub)["state"] == "idle")


def test_of_a_silent_gate_process_nothing_is_called_well(hub, gate):
    def lane():
        return json.loads(hub.snapshot(BOARD)["lanes"].data)["lanes"][0]

    gate.device("east-gate", "ok", "gate")
    gate.show("idle", board=BoardView("ready", now_ms()))
    wait_until(lambda: lane()["devices"] and lane()["devices"][0]["well"])
    assert lane()["phase_words"]["zh"] == "可以刷卡"
    gate.fall_silent()
    wait_until(lambda: not hub.hears_gate)
    wait_until(lambda: not any(one["well"] for one in lane()["devices"]))
    assert "不知道" in lane()["phase_words"]["zh"]
    assert lane()["devices"][0]["condition"]["zh"] == "情况不明"
    gate.beat()
    wait_until(lambda: lane()["devices"][0]["well"])


def test_every_message_of_a_screen_has_an_id_that_no_other_has(hub, gate):
    client = hub.subscribe(screen_topic("east"))
    for state in ("reading", "pass", "idle"):
        gate.show(state)
        wait_until(lambda state=state: shown(hub)["state"] == state)
    ids = [m.id for m in drain(client) if m.event == "screen"]
    assert 4 == len(set(ids)) == len(ids)


def test_nothing_is_sent_when_nothing_changed(hub, gate):
    client = hub.subscribe(screen_topic("east"))
    for _ in range(5):
        gate.beat()
        time.sleep(0.05)
    assert states(client) == ["idle"]


def test_a_heartbeat_says_the_time(hub):
    client = hub.subscribe(screen_topic("east"))
    drain(client)
    beat = wait_until(lambda: [m for m in drain(client) if m.event == "hb"], 5)[0]
    assert abs(json.loads(beat.data)["now_ms"] - time.time() * 1000) < 2000


def test_recordings_that_cannot_be_looked_at_stop_no_heartbeat(hub, monkeypatch):
    monkeypatch.setattr(hub, "_voice_stamp", lambda: 1 / 0)
    client = hub.subscribe(screen_topic("east"))
    drain(client)
    wait_until(lambda: [m for m in drain(client) if m.event == "hb"], 5)


def test_a_slow_client_is_dropped_and_the_others_are_not(hub, gate):
    slow, quick = hub.subscribe(BOARD), hub.subscribe(BOARD)
    for number in range(WAITING + 5):
        hub._publish(BOARD, Message.of("lanes", "", number))
        drain(quick)
    assert slow.dropped
    assert not quick.dropped
    assert hub.streams == 1


def test_places_for_streams_end_and_come_back(hub):
    clients = [hub.subscribe(BOARD) for _ in range(SHARED)]
    with pytest.raises(TooManyStreams):
        hub.subscribe(BOARD)
    hub.leave(clients[0])
    hub.subscribe(BOARD)


def test_a_stream_without_a_hub_ends_by_itself():
    assert list(Client("x").messages(silence=0.01)) == []


def test_an_old_stream_ends_with_a_word_to_come_anew(app, hub):
    with app.test_request_context():
        answer = event_stream(hub.subscribe(BOARD), hub.leave, lifetime=0)
    assert b"event: bye" in list(answer.response)[-1]
    assert hub.streams == 0


def test_stopping_ends_all_streams(hub):
    client = hub.subscribe(BOARD)
    hub.stop()
    assert list(client.messages(silence=5)) == []


def test_a_damaged_moment_does_not_end_the_hub(hub, gate):
    gate.live.db.conn.execute("UPDATE lanes SET screen = '{' WHERE lane = 'east'")
    time.sleep(0.1)
    gate.show("reading")
    wait_until(lambda: shown(hub)["state"] == "reading")


@pytest.mark.parametrize(
    ("later", "alive"),
    [(GATE_SILENT_SECONDS - 0.1, True), (GATE_SILENT_SECONDS, False)],
)
def test_a_look_that_took_long_counts_from_its_end(gate, monkeypatch, later, alive):
    times = SimpleNamespace(now=100.0)

    def slowly():
        times.now += 2.0
        return {}

    hub = Hub(gate.live, (), lambda views, ok: {}, slowly, lambda: 1)
    monkeypatch.setattr("ui.hub.time", SimpleNamespace(monotonic=lambda: times.now))
    hub._tick(times.now)
    times.now += later
    assert hub.alive is alive


def test_a_message_has_the_bytes_of_the_standard():
    encoded = Message.of("screen", "7", {"name": "张＊明"}).encoded()
    assert 'id: 7\nevent: screen\ndata: {"name": "张＊明"}\n\n'.encode() == encoded


def test_the_board_gets_lanes_with_words(hub, gate):
    waiting = BoardView(
        "waiting_for_staff",
        1,
        "v1",
        "refer",
        "not_registered",
        "李*英",
        call_since_ms=9,
    )
    gate.show("wait", board=waiting)
    gate.device("east-id", "lost")
    wait_until(lambda: '"lost"' in hub.snapshot(BOARD)["lanes"].data)
    wait_until(lambda: "not_reg" not in hub.snapshot(BOARD)["lanes"].data)
    lane = json.loads(hub.snapshot(BOARD)["lanes"].data)["lanes"][0]
    assert lane["title"] == "东门 1 号"
    assert "登记" in lane["why"]["zh"]
    assert lane["devices"][0]["condition"]["zh"] == "断开了"
    assert lane["devices"][0]["remedy"]["zh"] == "请把连接线插好"


TOPICS = screen_topic("east"), screen_topic("west"), BOARD
SQUARE = ((0.2, 0.2), (0.6, 0.2), (0.6, 0.8), (0.2, 0.8))


def outlines(client):
    return [json.loads(m.data) for m in drain(client) if m.event == "outline"]


def outline(gate, points=SQUARE, age_ms=0, lane="east"):
    view = OutlineView(lane, now_ms() - age_ms, points, bool(points))
    OutlineTable(gate.live).show(view)


def test_an_outline_reaches_the_streams_of_its_lane_only(hub, gate):
    clients = {name: hub.subscribe(name) for name in TOPICS}
    outline(gate)
    seen = wait_until(lambda: outlines(clients[screen_topic("east")]))
    assert seen == [
        {"points": [list(point) for point in SQUARE], "good": True, "module_px": 0}
    ]
    for name in (screen_topic("west"), BOARD):
        assert outlines(clients[name]) == []


def test_an_outline_that_stays_is_told_again_and_one_that_fades_is_ended(hub, gate):
    client = hub.subscribe(screen_topic("east"))
    outline(gate, age_ms=300)
    wait_until(lambda: outlines(client))
    outline(gate, age_ms=1700)
    wait_until(lambda: outlines(client))
    assert wait_until(lambda: outlines(client)) == [
        {"points": [], "good": False, "module_px": 0}
    ]
    assert "outline" not in hub.snapshot(screen_topic("east"))


def test_a_new_stream_gets_a_young_outline_and_no_old_one(hub, gate):
    outline(gate)
    wait_until(lambda: "outline" in hub.snapshot(screen_topic("east")))
    assert len(outlines(hub.subscribe(screen_topic("east")))) == 1
    outline(gate, points=())
    wait_until(lambda: "outline" not in hub.snapshot(screen_topic("east")))
    assert outlines(hub.subscribe(screen_topic("east"))) == []
