"""The gate process as its supervisor sees it: beats, exit codes, faults of its own."""

import threading
from pathlib import Path

import pytest
import tomli_w
from gate_kit import SENIOR, Site
from plugging import install
from waiting import wait_for

from kiosk.config import load_config
from kiosk.gate.process import CRASHED, GateProcess
from kiosk.house import House
from kiosk.live import CommandKind, Commands
from verification.ledger import EventKind

MODULE = '''
"""A gate of another distribution, whose maker made a mistake."""


class BrokenGate:
    def __init__(self, name, port, emit):
        self.name = name

    def pulse(self, order, seconds):
        raise RuntimeError("a mistake of its maker")

    hold = release = pulse

    def open(self):
        pass

    def serve(self, stop, health):
        health.good()
        stop.wait()

    def wake(self):
        pass

    def close(self):
        pass
'''


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The config of a lane whose gate comes from another distribution."""
    place = install(tmp_path, {"kiosk.gates": "broken = broken_gate:BrokenGate"})
    (place / "broken_gate.py").write_text(MODULE)
    monkeypatch.syspath_prepend(place)
    path = tmp_path / "config.toml"
    lane = {"id": "east", "name": "east", "gate": {"driver": "broken"}}
    table = {"site": {"data_dir": str(tmp_path / "data")}, "lanes": [lane]}
    path.write_text(tomli_w.dumps(table), "utf-8")
    return path


def test_a_lane_that_cannot_go_on_ends_the_process_and_is_no_corpse(broken) -> None:
    house = House.open(load_config(broken), lambda line: None, keeps_anchor=True)
    own, live = house.open_live(), house.open_live()
    process, codes = GateProcess(house, own), []
    thread = threading.Thread(target=lambda: codes.append(process.run()))
    thread.start()
    wait_for(lambda: live.lane("east") and live.lane("east").board.phase == "ready")
    Commands(live).ask("east", CommandKind.OPEN, "staff-7", {"reason": "other"})
    thread.join(5)
    intents = [event.kind for event in house.ledger.dangling_intents()]
    for opened in (own, live, house):
        opened.close()
    assert codes == [CRASHED]
    assert intents == [EventKind.GATE_INTENT], "the next start says that it is unknown"


def test_the_process_beats_and_says_how_its_clock_is(site: Site) -> None:
    wait_for(lambda: site.live.clock() in ("synced", "holdover"))
    assert site.live.beat_age_ms("gate") < 1500


def test_each_device_is_shown_with_its_role(site: Site) -> None:
    shown = {view.device: (view.role, view.driver) for view in site.live.devices()}
    assert shown == {
        "east-card": ("reader", "framed"),
        "east-id": ("reader", "sam"),
        "east-gate": ("gate", "waveshare"),
    }


def test_a_stopped_process_shows_its_devices_as_closed(site: Site) -> None:
    site.stop()
    assert {view.condition for view in site.live.devices()} == {"closed"}
    assert site.code == 0


def test_a_process_can_be_stopped_and_started_in_one_program(still: Site) -> None:
    for _ in range(3):
        still.start()
        still.stop()
    still.start()
    still.admit(SENIOR)


def test_the_commands_of_a_former_process_are_forgotten(still: Site) -> None:
    still.ask(CommandKind.OPEN, reason="other")
    still.start()
    wait_for(lambda: still.live.beat_age_ms("gate") is not None)
    assert still.pulses() == 0
    assert still.events(EventKind.OVERRIDE) == []


def test_the_ledger_is_kept_while_the_process_runs(site: Site) -> None:
    site.admit(SENIOR)
    wait_for(lambda: site.watch.folder.anchor.exists())
    site.wait_event(EventKind.CHECKPOINT)
    assert list(site.watch.folder.checkpoints.iterdir())


def test_no_number_and_no_name_is_in_any_file_of_a_site(site: Site) -> None:
    site.admit(SENIOR)
    site.stop()
    words = [SENIOR.person.number, SENIOR.person.name, SENIOR.person.phone]
    card = f"{SENIOR.serial:010d}"
    for path in site.watch.folder.root.rglob("*"):
        if path.is_file():
            found = path.read_bytes()
            for word in (*words, card):
                assert word.encode() not in found, path.name
