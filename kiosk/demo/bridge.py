"""Joins the twins with the simulator page, through live.db."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import structlog

from drivers.twins.camera import CameraTwin
from drivers.twins.faults import Fault
from drivers.twins.reader_twin import ReaderTwin
from drivers.twins.virtual_port import Seen, VirtualPort
from kiosk.demo.people import DemoCard
from kiosk.demo.traffic import explain
from kiosk.demo.twins import TwinSet
from kiosk.live import Live, SimulatorTable
from kiosk.live.simulator import SimulatorOrder, TwinView
from kiosk.live.store import LIVE_ERRORS

INPUTS = ("passage", "fire", "help")
log = structlog.get_logger()
POLL_SECONDS = 0.03
PASSAGE_SECONDS = 0.3
PRESS_SECONDS = 0.4  # a finger on a push button
SHOWN_BYTES = 40
HEAD_BYTES = 14  # of a longer answer: not what is on the card
GAP_SECONDS = 0.02  # within a frame there is less silence than this
OFFERED = (
    Fault.SILENT,
    Fault.NOISE,
    Fault.HALF_FRAME,
    Fault.BAD_CHECKSUM,
    Fault.NO_ACK,
    Fault.WRONG_ECHO,
    Fault.STUCK_ON,
)


class SimulatorBridge:
    """Takes orders from the page, shows it the twins and their traffic.

    Args:
        twins: what the orders are for.
        cards: the drawer, by id.
        live: the demo's live.db.
    """

    def __init__(
        self, twins: TwinSet, cards: Mapping[str, DemoCard], live: Live
    ) -> None:
        self._twins, self._cards, self._live = twins, cards, live
        self._table = SimulatorTable(live)
        self._faults: dict[str, set[str]] = {}
        self._told: dict[str, int] = {}
        self._last: dict[str, bytes] = {}
        self._shown: dict[str, TwinView] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=self._run, name="simulator-bridge", daemon=True
        )
        self._verbs: dict[str, Callable[[str, Mapping[str, Any]], None]] = {
            "lay": self._lay,
            "lift": self._lift,
            "fault": self._fault,
            "unplug": self._unplug,
            "plug": self._plug,
            "pulse_input": self._pulse_input,
            "set_input": self._set_input,
            "show": self._show_sheet,
            "take_away": self._take_away,
            "hold": self._hold,
        }

    def start(self) -> None:
        """Forget the last demo and begin."""
        self._table.begin_anew()
        self._show_all()
        self._thread.start()

    def stop(self) -> None:
        """End the thread; may be called twice."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()

    def carry_out(self, order: SimulatorOrder) -> str:
        """Do what the page asks; returns ``ok`` or what is wrong."""
        verb = self._verbs.get(order.verb)
        if verb is None or order.device not in self._devices():
            return "unknown"
        try:
            verb(order.device, order.body)
        except (KeyError, ValueError) as error:
            return f"refused: {type(error).__name__}"
        return "ok"

    def _run(self) -> None:
        version = -1
        while not self._stop.wait(POLL_SECONDS):
            try:
                version = self._turn(version)
            except LIVE_ERRORS as error:
                log.error("simulator_behind", error=type(error).__name__)

    def _turn(self, version: int) -> int:
        now = self._live.version()
        if now != version:
            for order in self._table.take():
                self._table.finish(order.id, self.carry_out(order))
        for camera in self._twins.cameras.values():
            camera.move(time.monotonic())
        self._show_all()
        self._tell_traffic()
        return now

    def _devices(self) -> dict[str, ReaderTwin | CameraTwin]:
        cameras = {name: camera.twin for name, camera in self._twins.cameras.items()}
        return self._twins.all() | cameras

    def _lay(self, device: str, body: Mapping[str, Any]) -> None:
        self._twins.readers[device].lay(self._cards[body["card"]])

    def _lift(self, device: str, body: Mapping[str, Any]) -> None:
        self._twins.readers[device].lift()

    def _fault(self, device: str, body: Mapping[str, Any]) -> None:
        word, on = Fault(body["word"]), bool(body["on"])
        self._devices()[device].fault(word, on)
        on_now = self._faults.setdefault(device, set())
        on_now.add(word.value) if on else on_now.discard(word.value)

    def _unplug(self, device: str, body: Mapping[str, Any]) -> None:
        self._devices()[device].fault(Fault.UNPLUG)

    def _plug(self, device: str, body: Mapping[str, Any]) -> None:
        self._devices()[device].fault(Fault.UNPLUG, on=False)

    def _pulse_input(self, device: str, body: Mapping[str, Any]) -> None:
        gate, name = self._twins.gates[device], body["input"]
        if name == "passage":
            gate.pass_through(PASSAGE_SECONDS)
        elif name == "help":
            gate.press(PRESS_SECONDS)
        else:
            raise ValueError("this contact stays as it is put")

    def _set_input(self, device: str, body: Mapping[str, Any]) -> None:
        gate = self._twins.gates[device]
        number = gate.input_number(body["input"])
        if number is None:
            raise ValueError("this lane has no such input")
        gate.twin.set_input(number, bool(body["on"]))

    def _show_sheet(self, device: str, body: Mapping[str, Any]) -> None:
        self._twins.cameras[device].show(body["sheet"])

    def _take_away(self, device: str, body: Mapping[str, Any]) -> None:
        self._twins.cameras[device].take_away()

    def _hold(self, device: str, body: Mapping[str, Any]) -> None:
        self._twins.cameras[device].hold(body["word"], bool(body["on"]))

    def _show_all(self) -> None:
        cameras = [
            TwinView(name, camera.lane, "camera", "opencv", camera.view())
            for name, camera in self._twins.cameras.items()
        ]
        for view in (*self._reader_views(), *self._gate_views(), *cameras):
            if self._shown.get(view.device) != view:
                self._shown[view.device] = view
                self._table.show(view)

    def _reader_views(self) -> list[TwinView]:
        return [
            TwinView(
                name,
                reader.lane,
                "reader",
                reader.table.driver,
                {
                    "cards": [
                        {"id": card.id, "label": card.label, "kind": card.kind}
                        for card in self._cards.values()
                        if reader.takes(card)
                    ],
                    "lying": reader.lying,
                    **self._common(name, reader.twin.port),
                },
            )
            for name, reader in self._twins.readers.items()
        ]

    def _gate_views(self) -> list[TwinView]:
        views = []
        for name, gate in self._twins.gates.items():
            numbers = {key: gate.input_number(key) for key in INPUTS}
            body = {
                "states": {str(gate.table.channel): gate.contact},
                "open": gate.is_open,
                "openings": len(gate.twin.openings(gate.table.channel)),
                "inputs": {
                    key: bool(gate.twin.input_bits >> (number - 1) & 1)
                    for key, number in numbers.items()
                    if number is not None
                },
                **self._common(name, gate.twin.port),
            }
            views.append(TwinView(name, gate.lane.id, "gate", gate.table.driver, body))
        return views

    def _common(self, name: str, port: VirtualPort) -> dict[str, Any]:
        twin = self._twins.all()[name]
        return {
            "plugged": port.plugged,
            "faults": [word.value for word in OFFERED if word in twin.understood],
            "faults_on": sorted(self._faults.get(name, ())),
        }

    def _tell_traffic(self) -> None:
        for name, twin in self._twins.all().items():
            driver = self._shown[name].driver
            fresh = twin.port.seen_after(self._told.get(name, 0))
            for number, received, data in whole(fresh, time.monotonic()):
                self._told[name] = number
                note = explain(driver, received, data)
                if note is None or self._last.get(name) == data:
                    continue  # a tag that lies there says the same again and again
                self._last[name] = data
                shown = data if len(data) <= SHOWN_BYTES else data[:HEAD_BYTES]
                self._table.add_traffic(name, received, shown, note)


def whole(pieces: Sequence[Seen], now: float) -> list[tuple[int, bool, bytes]]:
    """Join the pieces of a frame: number of the last, direction, bytes.

    The newest frame is left for later while more of it may come.
    """
    joined: list[tuple[int, bool, bytes]] = []
    last_at = -1.0
    for piece in pieces:
        same = bool(joined) and joined[-1][1] is piece.received
        if same and piece.at - last_at < GAP_SECONDS:
            data = joined.pop()[2] + piece.data
            joined.append((piece.number, piece.received, data))
        else:
            joined.append((piece.number, piece.received, piece.data))
        last_at = piece.at
    return joined[:-1] if joined and now - last_at < GAP_SECONDS else joined
