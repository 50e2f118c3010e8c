"""A gate behind a relay board: a device for a supervisor, a gate for a lane."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from drivers.errors import PortLost, WrongSetting
from drivers.gates.board import Board
from drivers.gates.loop import GateLoop, Gear
from drivers.gates.orders import Order, OrderBox, Verb
from drivers.gates.rules import check_inputs, check_pulse
from drivers.gates.talker import Line
from drivers.gates.watch import CoilWatch
from drivers.inputs import InputSource, InputSpec, Senses
from drivers.port import Port
from drivers.protocols import Emit, GateOutcome, GateResult, InputName
from drivers.supervisor import Health


@dataclass(frozen=True, slots=True)
class GateSettings:
    """Where a gate is.

    ``channel`` counts from 1 whatever the wire says. ``inputs`` are those on the
    board and those on the control lines of the board's own port.
    """

    path: str = ""
    channel: int = 1
    address: int = 1
    baudrate: int = 9600
    inputs: Mapping[InputName, InputSpec] = field(default_factory=dict)


Opener = Callable[[str, int], Line]


class GateDevice:
    """One channel of a relay board.

    Orders may come from any thread and return at once; each gets exactly one
    `GateResult`, mostly from the device's thread. What is refused without
    asking the board is answered from the caller's thread.

    Args:
        name: of the gate.
        driver: the board's family, for rules about pulses.
        board: what the board understands.
        settings: where it is.
        emit: takes results, alarms and input changes.
        opener: opens the port.

    Raises:
        WrongSetting: inputs that the board does not have.

    """

    def __init__(
        self,
        name: str,
        driver: str,
        board: Board,
        settings: GateSettings,
        emit: Emit,
        opener: Opener = Port,
    ) -> None:
        check_inputs(driver, settings.inputs.values())
        self.name, self.driver, self.settings = name, driver, settings
        self._emit, self._opener = emit, opener
        self._orders = OrderBox(self._finish)
        self._gear = Gear(
            name=name,
            board=board,
            emit=emit,
            orders=self._orders,
            finish=self._finish,
            watch=CoilWatch(),
            board_inputs=Senses(settings.inputs, InputSource.BOARD),
            line_inputs=Senses(settings.inputs, InputSource.LINE),
        )
        self._line: Line | None = None

    def pulse(self, order: str, seconds: float) -> None:
        """Open once for ``seconds``; refused when that is not 0 < s <= 30."""
        asked = Order(order, Verb.PULSE, time.monotonic(), seconds)
        self._put(asked, pulse_problem(self.driver, seconds))

    def hold(self, order: str) -> None:
        """Open until `release`; forgotten when the port is lost."""
        self._put(Order(order, Verb.HOLD, time.monotonic()))

    def release(self, order: str) -> None:
        """Close, whatever was ordered before."""
        self._put(Order(order, Verb.RELEASE, time.monotonic()))

    def open(self) -> None:
        """Take the port; orders are taken from now on."""
        self._line = self._opener(self.settings.path, self.settings.baudrate)
        self._orders.open()

    def serve(self, stop: threading.Event, health: Health) -> None:
        """Carry out orders until ``stop``; the contact is off before and after."""
        if self._line is None:
            raise PortLost(f"{self.settings.path} is not open")
        GateLoop(self._gear, self._line, health).run(stop)

    def wake(self) -> None:
        """Let `serve` look at its orders and at ``stop`` now."""
        line = self._line
        if line is not None:
            line.wake()

    def close(self) -> None:
        """Give the port back; orders that still wait get ``port_lost``."""
        self._orders.shut()
        if self._line is not None:
            self._line.close()

    def _put(self, order: Order, problem: str = "") -> None:
        self._orders.put(order, problem)
        self.wake()

    def _finish(
        self,
        order: Order,
        outcome: GateOutcome,
        detail: str,
        wrote_at: float | None = None,
    ) -> None:
        now = time.monotonic()
        self._emit(GateResult(self.name, order.id, outcome, now, wrote_at, detail))


def pulse_problem(driver: str, seconds: float) -> str:
    """Why a pulse is refused; empty when it is not."""
    try:
        check_pulse(driver, seconds)
    except WrongSetting as error:
        return str(error)
    return ""
