"""The simulator page moves twins, and sees what they see, through live.db alone."""

import shutil
import time
from datetime import date
from pathlib import Path

import pytest
from waiting import no_thread_beside, wait_for

from drivers.twins.virtual_port import Seen
from kiosk.config import load_config
from kiosk.demo import bridge, people
from kiosk.demo.bridge import SimulatorBridge, whole
from kiosk.demo.cameras import STEADY_SECONDS
from kiosk.demo.sheets import DemoSheet
from kiosk.demo.traffic import explain
from kiosk.demo.twins import TwinSet
from kiosk.live import SimulatorTable, open_live

CONFIG = Path(__file__).parents[2] / "config.toml"


@pytest.fixture
def twins(tmp_path):
    config = load_config(Path(shutil.copy(CONFIG, tmp_path / "config.toml")))
    with TwinSet(config, tmp_path / "dev", paced=False) as twins:
        yield twins


@pytest.fixture
def table(twins, tmp_path):
    cards = {p.card.id: p.card for p in people.drawer(date(2026, 11, 21))}
    ours, pages = open_live(tmp_path / "live.db"), open_live(tmp_path / "live.db")
    hand = SimulatorBridge(twins, cards, ours)
    hand.start()
    yield SimulatorTable(pages)
    hand.stop()
    ours.close()
    pages.close()


def ask(table, device, verb, **body):
    order = table.ask(device, verb, body)
    return wait_for(lambda: table.result(order), what=f"{verb} answered")


def body(table, device):
    return next(view.body for view in table.twins() if view.device == device)


def test_each_twin_is_shown_with_the_cards_that_it_can_read(table):
    shown = {view.device: view.body for view in table.twins()}
    assert {"resident", "hmt", "foreign_2023"} == {
        card["kind"] for card in shown["east-1-id"]["cards"]
    }
    assert {"senior"} == {card["kind"] for card in shown["east-1-senior"]["cards"]}


def test_a_card_is_laid_and_lifted(table, twins):
    assert ask(table, "east-1-id", "lay", card="resident-0") == "ok"
    assert twins.readers["east-1-id"].lying == "resident-0"
    wait_for(lambda: body(table, "east-1-id")["lying"] == "resident-0")
    assert ask(table, "east-1-id", "lift") == "ok"
    assert twins.readers["east-1-id"].lying is None


def test_an_unplugged_twin_comes_back(table, twins):
    assert ask(table, "east-1-id", "unplug") == "ok"
    wait_for(lambda: not body(table, "east-1-id")["plugged"])
    assert ask(table, "east-1-id", "plug") == "ok"
    assert twins.readers["east-1-id"].twin.port.plugged


def test_a_sheet_is_held_before_the_camera_and_taken_away(table, twins):
    drawn = DemoSheet("one", "一张", "HELLO")
    twins.cameras["east-1-camera"].sheets = {"one": drawn}
    assert ask(table, "east-1-camera", "hold", word="tilted", on=True) == "ok"
    assert ask(table, "east-1-camera", "show", sheet="one") == "ok"
    wait_for(lambda: body(table, "east-1-camera")["held"] == "one")
    assert body(table, "east-1-camera")["poses_on"] == ["tilted"]
    assert ask(table, "east-1-camera", "take_away") == "ok"
    wait_for(lambda: body(table, "east-1-camera")["held"] is None)


def test_a_trembling_hand_comes_to_rest(twins):
    camera = twins.cameras["east-1-camera"]
    camera.sheets = {"one": DemoSheet("one", "一张", "HELLO")}
    camera.hold("moving", True)
    camera.show("one")
    begun = time.monotonic()
    assert camera.moving
    camera.move(begun + STEADY_SECONDS + 1)
    assert not camera.moving


def test_a_camera_is_unplugged_covered_and_well_again(table, twins):
    camera = twins.cameras["east-1-camera"].twin
    assert ask(table, "east-1-camera", "unplug") == "ok"
    assert not camera.plugged
    assert ask(table, "east-1-camera", "plug") == "ok"
    assert camera.plugged
    assert ask(table, "east-1-camera", "fault", word="black", on=True) == "ok"
    wait_for(lambda: body(table, "east-1-camera")["faults_on"] == ["black"])


def test_faults_are_begun_and_lifted_by_their_words(table):
    assert ask(table, "east-1-gate", "fault", word="silent", on=True) == "ok"
    wait_for(lambda: body(table, "east-1-gate")["faults_on"] == ["silent"])
    assert ask(table, "east-1-gate", "fault", word="silent", on=False) == "ok"
    wait_for(lambda: body(table, "east-1-gate")["faults_on"] == [])


@pytest.mark.parametrize("name", ["passage", "help"])
def test_a_contact_of_the_lane_closes_for_a_moment(table, twins, name, monkeypatch):
    for seconds in ("PASSAGE_SECONDS", "PRESS_SECONDS"):
        assert getattr(bridge, seconds) > 0.25  # a board is asked every 60 ms
        monkeypatch.setattr(bridge, seconds, 1.5)  # a busy machine sees it, too
    gate = twins.gates["east-1-gate"]
    number = gate.input_number(name)
    assert ask(table, "east-1-gate", "pulse_input", input=name) == "ok"
    assert gate.twin.input_bits == 1 << (number - 1)
    wait_for(lambda: not gate.twin.input_bits)


def test_an_input_of_the_lane_is_put_on_and_off(table):
    assert ask(table, "east-1-gate", "set_input", input="fire", on=True) == "ok"
    wait_for(lambda: body(table, "east-1-gate")["inputs"]["fire"])


@pytest.mark.parametrize(
    ("device", "verb", "order"),
    [
        ("nobody", "lift", {}),
        ("east-1-id", "explode", {}),
        ("east-1-id", "lay", {"card": "nobody"}),
        ("east-1-gate", "lay", {"card": "resident-0"}),
        ("east-1-gate", "fault", {"word": "bored", "on": True}),
        ("east-1-camera", "show", {"sheet": "nothing"}),
        ("east-1-camera", "hold", {"word": "upside down", "on": True}),
        ("east-1-camera", "fault", {"word": "stuck_on", "on": True}),
        ("east-1-id", "show", {"sheet": "valid"}),
        ("east-1-gate", "pulse_input", {"input": "fire"}),
        ("east-2-gate", "pulse_input", {"input": "help"}),
        ("east-1-id", "pulse_input", {"input": "help"}),
    ],
)
def test_what_cannot_be_done_is_answered_and_harms_nothing(table, device, verb, order):
    assert ask(table, device, verb, **order) != "ok"
    assert ask(table, "east-1-id", "lift") == "ok"


def test_the_bridge_leaves_no_thread_behind(twins, tmp_path):
    import threading

    before = set(threading.enumerate())
    live = open_live(tmp_path / "live2.db")
    bridge = SimulatorBridge(twins, {}, live)
    bridge.start()
    bridge.stop()
    bridge.stop()
    live.close()
    no_thread_beside(before)


@pytest.mark.parametrize(
    ("driver", "received", "data", "said"),
    [
        ("waveshare", True, "01 05 02 00 00 0A 4C 75", "开门 open 1.0 s"),
        ("waveshare", True, "01 05 00 00 00 00 CD CA", "断开 off"),
        ("fc16", True, "01 10 00 03 00 02 04 00 04 00 0A 72 7C", "开门 open 1.0 s"),
        ("sam", True, "AA AA AA 96 69 00 03 30 01 32", "读卡 read"),
    ],
)
def test_frames_that_matter_are_explained(driver, received, data, said):
    assert said in (explain(driver, received, bytes.fromhex(data)) or "")


@pytest.mark.parametrize(
    ("driver", "data"),
    [
        ("waveshare", "01 01 00 00 00 08 3D CC"),
        ("sam", "AA AA AA 96 69 00 03 20 01 22"),
    ],
)
def test_idle_chatter_is_left_out(driver, data):
    assert explain(driver, True, bytes.fromhex(data)) is None


def test_what_is_on_a_card_is_not_told():
    told = explain("sam", False, bytes(1200))
    assert told is not None
    assert "not shown" in told


def test_the_pieces_of_a_frame_are_told_as_one(twins):
    pieces = [
        Seen(1, 10.0, True, b"ask"),
        Seen(2, 10.001, False, b"answ"),
        Seen(3, 10.002, False, b"er"),
        Seen(4, 11.0, False, b"late"),
    ]
    told = [(1, True, b"ask"), (3, False, b"answer"), (4, False, b"late")]
    assert whole(pieces, 12.0) == told
    assert whole(pieces, 11.001) == told[:2]


def test_the_barrier_is_open_from_the_pulse_until_somebody_went_through(twins):
    gate = twins.gates["east-1-gate"]
    assert not gate.is_open
    gate.twin.relays.flash(1, 0.05)
    wait_for(lambda: not gate.contact, what="the contact released")
    assert gate.is_open
    gate.pass_through(0.05)
    assert not gate.is_open
