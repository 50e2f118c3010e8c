"""Inputs on the control lines of a serial port: CTS, DSR, RI, CD.

A dry contact between such a line and DTR (which is on while the port is open)
is read without any board.
"""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Protocol

from drivers.errors import PortLost, WrongSetting
from drivers.inputs import InputSource, InputSpec, Senses
from drivers.port import Port
from drivers.protocols import Condition, Emit, InputChange, InputName
from drivers.supervisor import Health

POLL_SECONDS = 0.02
RETRY_SECONDS = 0.5
NO_LINES = "no_control_lines"


class LineSource(Protocol):
    """A serial port, as far as its control lines go; `Port` is one."""

    def line(self, name: str) -> bool | None:
        """State of a control line; ``None`` where there is none."""

    def read(self, timeout: float | None) -> bytes:
        """Whatever has come; ``b""`` after ``timeout`` or a wake."""

    def wake(self) -> None:
        """End a `read` that waits in another thread."""

    def close(self) -> None:
        """Give the port back; may be called twice."""


def read_lines(source: LineSource, senses: Senses) -> list[InputChange] | None:
    """One reading of all lines in ``senses``; ``None`` when a line is missing."""
    changes = []
    for name, spec in senses.specs.items():
        raw = source.line(spec.pin)
        if raw is None:
            return None
        change = senses.feed(name, raw, time.monotonic())
        if change:
            changes.append(change)
    return changes


class LineInputs:
    """A device of its own for control lines of a port that nobody else uses.

    Args:
        name: of the device.
        path: the port.
        emit: takes each `InputChange`, from the device's thread.
        inputs: ``line:`` inputs only.
        opener: opens the port.

    Raises:
        WrongSetting: an input that is not a control line.

    """

    def __init__(
        self,
        name: str,
        path: str,
        emit: Emit,
        inputs: Mapping[InputName, InputSpec],
        opener: Callable[[str], LineSource] = Port,
    ) -> None:
        for spec in inputs.values():
            if spec.source is not InputSource.LINE:
                raise WrongSetting(f"input {spec}: a serial port has only line: inputs")
        self.name = name
        self._path, self._emit, self._opener = path, emit, opener
        self._senses = Senses(inputs, InputSource.LINE)
        self._source: LineSource | None = None

    def open(self) -> None:
        """Take the port."""
        self._source = self._opener(self._path)

    def serve(self, stop: threading.Event, health: Health) -> None:
        """Read the lines every 20 ms until ``stop``."""
        if self._source is None:
            raise PortLost(f"{self._path} is not open")
        while not stop.is_set():
            well = self._sense(self._source, health)
            self._source.read(POLL_SECONDS if well else RETRY_SECONDS)

    def wake(self) -> None:
        """Let `serve` look at ``stop`` now."""
        if self._source is not None:
            self._source.wake()

    def close(self) -> None:
        """Give the port back."""
        if self._source is not None:
            self._source.close()

    def _sense(self, source: LineSource, health: Health) -> bool:
        changes = read_lines(source, self._senses)
        if changes is None:
            health.change(Condition.FAILED, NO_LINES)
            return False
        health.good("control lines")
        for change in changes:
            self._emit(change)
        return True
