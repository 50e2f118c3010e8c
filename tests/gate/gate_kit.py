"""A whole site: config, people, virtual devices, and the gate process itself."""

import dataclasses
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import tomli_w
from waiting import wait_for

from drivers.presence import GONE_SECONDS, SAME_SECONDS
from drivers.protocols import CardKind
from drivers.twins.modbus_relays import WaveshareTwin
from kiosk.config import Config, load_config
from kiosk.config.models import LaneTable
from kiosk.demo.people import DemoCard, register, resident, senior, unknown_senior
from kiosk.demo.twins import TwinSet
from kiosk.gate.process import GateProcess
from kiosk.gate.voices import Voices
from kiosk.house import House
from kiosk.live import BoardView, CommandKind, Commands, Live, ScreenView
from verification.clock import ClockWatch
from verification.ledger import EventKind, StoredEvent

TODAY = datetime.now(UTC).date()
PULSE, PASSAGE, FIRE, HELP = bytes.fromhex("01050200"), 1, 2, 3
PEOPLE = [
    resident(0, "green", "green", TODAY),
    resident(1, "red", "red", TODAY),
    resident(2, None, "unknown", TODAY),
    *[senior(index, "senior", TODAY) for index in range(3, 10)],
    unknown_senior("unknown senior"),
]
GREEN, RED, UNKNOWN = (person.card for person in PEOPLE[:3])
SENIORS = [person.card for person in PEOPLE[3:10]]
SENIOR, UNKNOWN_SENIOR = SENIORS[0], PEOPLE[10].card


def lane_table(lane: str, folder: Path, pulse_seconds: float) -> dict[str, object]:
    """One lane with an identity-card reader, a card-number reader and a board."""
    return {
        "id": lane,
        "name": lane,
        "passage_seconds": 1.0,
        "readers": [
            {
                "id": f"{lane}-id",
                "driver": "sam",
                "port": str(folder / f"{lane}-id"),
                "poll_ms": 300,
            },
            {
                "id": f"{lane}-card",
                "driver": "framed",
                "preset": "rdm6300",
                "port": str(folder / f"{lane}-card"),
                "card": "senior",
            },
        ],
        "gate": {
            "driver": "waveshare",
            "port": str(folder / f"{lane}-gate"),
            "pulse_seconds": pulse_seconds,
        },
        "inputs": {"passage": "board:1", "fire": "board:2", "help": "board:3"},
    }


class Site:
    """One site under test; `watch` is the test's own look at its data.

    Args:
        root: a fresh folder.
        lanes: their ids.
        data: where the databases lie.
        pulse_seconds: how long the gate is opened.
        camera: its table, the same at each lane; none by default.
        policy: what differs from the default rules.
        screen: whether each lane has a screen.
        speaks: whether each lane has a loudspeaker of its own.

    """

    def __init__(
        self,
        root: Path,
        lanes: Sequence[str] = ("east",),
        data: Path | None = None,
        pulse_seconds: float = 0.3,
        camera: Mapping[str, object] | None = None,
        policy: Mapping[str, object] | None = None,
        screen: bool = False,
        speaks: bool = False,
    ) -> None:
        ports = root / "ports"
        tables = [lane_table(lane, ports, pulse_seconds) for lane in lanes]
        if camera is not None:
            tables = [
                lane | {"camera": _camera(str(lane["id"]), camera)} for lane in tables
            ]
        if screen:
            tables = [lane | {"screen": {}} for lane in tables]
        if speaks:
            tables = [lane | {"voice": _voice(lane, ports)} for lane in tables]
        table = {
            "site": {"data_dir": str(data or root / "data")},
            "policy": dict(policy or {}),
            "lanes": tables,
        }
        self.path = root / "config.toml"
        self.path.write_text(tomli_w.dumps(table), "utf-8")
        self.config: Config = load_config(self.path)
        self.twins = TwinSet(self.config, ports, paced=False)
        self.watch = House.open(self.config, lambda line: None)
        self.live: Live = self.watch.open_live()
        self.commands = Commands(self.live)
        register(self.watch.registry, PEOPLE, datetime.now(UTC))
        self.logs = root / "gate.log"
        self._laid_at = self._lifted_at = 0.0
        self.after = 0  # events up to this one are another part of the story
        self._process: GateProcess | None = None
        self._thread: threading.Thread | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._house: House | None = None
        self._own_live: Live | None = None
        self.code: int | None = None

    # The gate process

    def start(self, clock: ClockWatch | None = None, *, ready: bool = True) -> None:
        """Run the gate process in a thread of ours."""
        house = House.open(self.config, lambda line: None, keeps_anchor=True)
        if clock is not None:
            house = dataclasses.replace(house, clock=clock)
        self._house, self._own_live = house, house.open_live()
        self._process = GateProcess(house, self._own_live)
        self._thread = threading.Thread(target=self._run, name="gate-process")
        self._thread.start()
        if ready:
            self.wait_ready()

    def _run(self) -> None:
        assert self._process is not None
        self.code = self._process.run()

    def start_child(self, *, ready: bool = True) -> int:
        """Run the gate process as a process of its own; returns its id."""
        with self.logs.open("ab") as log:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "kiosk", "gate", "--config", str(self.path)],
                stderr=log,
            )
        if ready:
            # What a killed process showed last is still there: wait for this one.
            wait_for(lambda: self._beating() == self.child_pid, 15, "it beats")
            self.wait_ready(15)
        return self._child.pid

    def _beating(self) -> int | None:
        with self.live.lock() as connection:
            row = connection.execute(
                "SELECT pid FROM processes WHERE name = 'gate'"
            ).fetchone()
        return row[0] if row else None

    def end_child(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Signal the child and wait for its end; returns its exit code."""
        assert self._child is not None
        if self._child.poll() is None:
            os.kill(self._child.pid, number)
        code = self._child.wait(10)
        self._child = None
        return code

    @property
    def child_pid(self) -> int:
        assert self._child is not None
        return self._child.pid

    @property
    def voices(self) -> Voices:
        """Of the gate process that runs in a thread of ours."""
        assert self._process is not None
        return self._process.voices

    def stop(self) -> None:
        """End the gate process, whichever it is; may be called twice."""
        if self._process is not None and self._thread is not None:
            self._process.stop()
            self._thread.join(10)
            assert not self._thread.is_alive()
            assert self._own_live is not None
            assert self._house is not None
            self._own_live.close()
            self._house.close()
            self._process = None
        if self._child is not None:
            self.end_child()

    def close(self) -> None:
        """End everything."""
        self.stop()
        self.twins.__exit__()
        self.live.close()
        self.watch.close()

    # What is seen

    def wait_ready(self, seconds: float = 8.0) -> None:
        """Wait until every lane is ready and every device well."""

        def ready() -> bool:
            lanes = self.live.lanes()
            devices = self.live.devices()
            return (
                len(lanes) == len(self.config.lanes)
                and all(lane.board.phase == "ready" for lane in lanes)
                and len(devices) == sum(map(_devices, self.config.lanes))
                and all(device.condition == "ok" for device in devices)
            )

        wait_for(ready, seconds, "the site is ready")

    def board(self, lane: str = "east") -> BoardView:
        view = self.live.lane(lane)
        assert view is not None
        return view.board

    def screen(self, lane: str = "east") -> ScreenView:
        view = self.live.lane(lane)
        assert view is not None
        return view.screen

    def wait_phase(self, phase: str, lane: str = "east", seconds: float = 5.0) -> None:
        """Wait until a lane is in that phase."""

        def there() -> bool:
            view = self.live.lane(lane)
            return view is not None and view.board.phase == phase

        wait_for(there, seconds, f"{lane} is {phase}")

    def wait_reason(
        self, reason: str, lane: str = "east", seconds: float = 5.0
    ) -> None:
        """Wait until the board says why a visitor waits."""
        wait_for(lambda: self.board(lane).reason == reason, seconds, reason)

    def wait_condition(
        self, device: str, *conditions: str, seconds: float = 8.0
    ) -> None:
        """Wait until a device is in one of these conditions."""
        wait_for(
            lambda: self.condition(device) in conditions,
            seconds,
            f"{device} is {conditions}",
        )

    def condition(self, device: str) -> str:
        found = {view.device: view.condition for view in self.live.devices()}
        return found.get(device, "")

    def events(self, *kinds: EventKind) -> list[StoredEvent]:
        """What the ledger holds since `forget`, oldest first."""
        found = self.watch.ledger.events(self.after + 1)
        return [event for event in found if not kinds or event.kind in kinds]

    def kinds(self) -> list[str]:
        """Their kinds; checkpoints come when they are due and say nothing here."""
        kinds = [event.kind.value for event in self.events()]
        return [kind for kind in kinds if kind != EventKind.CHECKPOINT]

    def wait_event(
        self, kind: EventKind, count: int = 1, seconds: float = 5.0
    ) -> StoredEvent:
        """Wait for the ``count``-th event of a kind since `forget`."""
        return wait_for(
            lambda: self.events(kind)[count - 1 : count], seconds, f"{kind}: no such"
        )[0]

    def forget(self) -> None:
        """Let `events` begin here."""
        self.after = max((event.seq for event in self.events()), default=self.after)

    # What is done

    def lay(self, card: DemoCard, lane: str = "east") -> None:
        self._laid_at = time.monotonic()
        self.twins.readers[self.reader(card, lane)].lay(card)

    def lift(self, card: DemoCard, lane: str = "east") -> None:
        self._lifted_at = time.monotonic()
        self.twins.readers[self.reader(card, lane)].lift()

    def lay_again(self, card: DemoCard, lane: str = "east") -> None:
        """Lay it as soon as the reader takes it for a card laid anew."""
        over = max(self._laid_at + SAME_SECONDS, self._lifted_at + GONE_SECONDS) + 0.35
        time.sleep(max(0.0, over - time.monotonic()))
        self.lay(card, lane)

    def reader(self, card: DemoCard, lane: str = "east") -> str:
        return f"{lane}-card" if card.kind is CardKind.SENIOR else f"{lane}-id"

    def relay(self, lane: str = "east") -> WaveshareTwin:
        twin = self.twins.gates[f"{lane}-gate"].twin
        assert isinstance(twin, WaveshareTwin)
        return twin

    def pass_through(self, lane: str = "east") -> None:
        self.relay(lane).pulse_input(PASSAGE, 0.3)  # a busy machine polls late

    def admit(self, card: DemoCard, lane: str = "east") -> None:
        """One good visit, from the card to the passage."""
        self.lay(card, lane)
        self.see_through(card, lane)

    def see_through(self, card: DemoCard, lane: str = "east") -> None:
        """What follows when a good card was laid."""
        count = len(self.events(EventKind.GATE_PASSED))
        self.wait_phase("open", lane)
        self.pass_through(lane)
        self.wait_event(EventKind.GATE_PASSED, count + 1)
        self.lift(card, lane)
        self.wait_phase("ready", lane)

    def ask(self, kind: CommandKind, lane: str = "east", **body: str) -> str:
        return self.commands.ask(lane, kind, "staff-7", body)

    def wait_result(self, command: str, *results: str) -> None:
        def there() -> bool:
            found = self.commands.get(command)
            return found is not None and found.result in results

        wait_for(there, 6, f"{results}")

    # What the relay saw

    def openings(self, lane: str = "east") -> list[float]:
        """When the contact closed (monotonic seconds)."""
        relays = self.relay(lane).relays
        return [relays.started + begun for begun, _ in relays.openings(1)]

    def pulses(self, lane: str = "east") -> int:
        """How many orders to pulse were written to the board, obeyed or not."""
        return self.relay(lane).port.received().count(PULSE)

    # What must hold after every story

    def check(self, held_open: bool = False) -> None:
        """The ledger holds, and each opening has its earlier intent."""
        verified = self.watch.ledger.verify(anchor=self.watch.folder.anchor)
        assert verified.ok, verified
        if held_open:
            return
        intents = list(self.watch.ledger.events(kind=EventKind.GATE_INTENT))
        orders = [event.more["order"] for event in intents]
        assert len(set(orders)) == len(orders), "each intent has an order of its own"
        for lane in (table.id for table in self.config.lanes):
            ours = [event.mono_ms / 1000 for event in intents if event.lane == lane]
            opened = self.openings(lane)
            assert self.pulses(lane) <= len(ours), "no record, no opening"
            assert len(opened) <= len(ours), "no record, no opening"
            for nth, at in enumerate(opened):
                assert ours[nth] <= at, "the intent comes first"


def _camera(lane: str, table: Mapping[str, object]) -> dict[str, object]:
    """A lane's own camera: its source may say ``{lane}``."""
    source = table["source"]
    own = source.format(lane=lane) if isinstance(source, str) else source
    return {**table, "source": own}


def _voice(lane: Mapping[str, object], ports: Path) -> dict[str, object]:
    device = str(ports / f"{lane['id']}-speaker")
    return {"engine": "gate", "device": device, "volume": 0.0}


def _devices(lane: LaneTable) -> int:
    speaks = lane.voice is not None and lane.voice.engine == "gate"
    return len(lane.readers) + 1 + (lane.camera is not None) + speaks


def monotonic_of(event: StoredEvent) -> float:
    """When an event was recorded, in monotonic seconds of this machine."""
    return event.mono_ms / 1000


def timed(action: Callable[[], object]) -> float:
    """How long something takes, in seconds."""
    begun = time.monotonic()
    action()
    return time.monotonic() - begun
