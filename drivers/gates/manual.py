"""A gate without a relay: the guard opens it by hand."""

import threading
import time

from drivers.gates.device import GateSettings, pulse_problem
from drivers.gates.orders import Order, OrderBox, Verb
from drivers.gates.rules import BY_HAND, check_inputs
from drivers.protocols import Emit, GateOutcome, GateResult
from drivers.supervisor import Health


class ManualGate:
    """Answers every order with ``by_hand``; the lane then tells the guard.

    Raises:
        WrongSetting: inputs on a board that does not exist.

    """

    def __init__(self, name: str, settings: GateSettings, emit: Emit) -> None:
        check_inputs(BY_HAND, settings.inputs.values())
        self.name = name
        self._emit = emit
        self._orders = OrderBox(self._finish)
        self._orders.open()

    def pulse(self, order: str, seconds: float) -> None:
        """Ask for one opening."""
        self._put(Order(order, Verb.PULSE, time.monotonic()), seconds)

    def hold(self, order: str) -> None:
        """Ask for the gate to be held open."""
        self._put(Order(order, Verb.HOLD, time.monotonic()))

    def release(self, order: str) -> None:
        """Ask for the gate to be closed."""
        self._put(Order(order, Verb.RELEASE, time.monotonic()))

    def open(self) -> None:
        """Nothing to take."""

    def serve(self, stop: threading.Event, health: Health) -> None:
        """Be well until ``stop``."""
        health.good("opened by hand")
        stop.wait()

    def wake(self) -> None:
        """Nothing waits but for ``stop`` itself."""

    def close(self) -> None:
        """Nothing to give back."""

    def _put(self, order: Order, seconds: float = 1.0) -> None:
        self._orders.put(order, pulse_problem(BY_HAND, seconds))
        taken = self._orders.take(order.asked_at)
        if taken:
            self._finish(taken, GateOutcome.BY_HAND, "")

    def _finish(self, order: Order, outcome: GateOutcome, detail: str) -> None:
        self._emit(
            GateResult(self.name, order.id, outcome, time.monotonic(), detail=detail)
        )
