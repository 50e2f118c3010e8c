"""Gates: relay boards that end a pulse themselves, boards that do not, and a guard.

`GATES` makes a gate by the name of its driver:
``GATES["waveshare"](name, GateSettings(path, channel=1), emit)``.
"""

from collections.abc import Callable
from typing import Protocol

from drivers.gates.board import Board
from drivers.gates.device import GateDevice, GateSettings
from drivers.gates.fc16 import Fc16Board
from drivers.gates.kmtronic import KmtronicBoard
from drivers.gates.lcus import LcusBoard
from drivers.gates.manual import ManualGate
from drivers.gates.notes import gate_notes, gate_problems
from drivers.gates.numato import NumatoBoard
from drivers.gates.r421a08 import R421a08Board
from drivers.gates.rules import BOARD_TIMED, check_inputs, check_pulse, wiring_note
from drivers.gates.waveshare import WaveshareBoard
from drivers.protocols import Emit, Gate
from drivers.supervisor import Device


class SupervisedGate(Device, Gate, Protocol):
    """What a lane orders from and a supervisor keeps alive."""


GateFactory = Callable[[str, GateSettings, Emit], SupervisedGate]

BOARDS: dict[str, Callable[[GateSettings], Board]] = {
    "waveshare": lambda place: WaveshareBoard(place.channel, place.address),
    "fc16": lambda place: Fc16Board(place.channel, place.address),
    "r421a08": lambda place: R421a08Board(place.channel, place.address),
    "lcus": lambda place: LcusBoard(place.channel),
    "kmtronic": lambda place: KmtronicBoard(place.channel),
    "numato": lambda place: NumatoBoard(place.channel),
}


def _factory(driver: str) -> GateFactory:
    def make(name: str, settings: GateSettings, emit: Emit) -> SupervisedGate:
        return GateDevice(name, driver, BOARDS[driver](settings), settings, emit)

    return make


GATES: dict[str, GateFactory] = {
    **{driver: _factory(driver) for driver in BOARDS},
    "manual": ManualGate,
}

__all__ = [
    "BOARD_TIMED",
    "GATES",
    "GateDevice",
    "GateFactory",
    "GateSettings",
    "ManualGate",
    "SupervisedGate",
    "check_inputs",
    "check_pulse",
    "gate_notes",
    "gate_problems",
    "wiring_note",
]
