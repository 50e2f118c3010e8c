"""A camera of another distribution: it says what a test wants it to have seen."""

import queue
import threading
import time

from drivers.errors import DriverError
from drivers.protocols import Code, Emit, PaperRead, PaperSign, PaperSignal, Symbology
from drivers.supervisor import Health

CAMERAS: dict[str, "ScriptedCamera"] = {}


class Unplugged(DriverError):
    """Somebody pulled it out."""


class ScriptedCamera:
    """Shows no picture and needs none; one for each lane, by its name."""

    def __init__(self, name: str, source: str, emit: Emit) -> None:
        self.name = name
        self.plugged = True
        self._emit = emit
        self._said: queue.SimpleQueue[bool] = queue.SimpleQueue()
        CAMERAS[name] = self

    def show(self, *codes: str, age: float = 0.0) -> None:
        """A sheet with these codes, taken so many seconds ago."""
        found = [Code(Symbology.QR, code.encode(), "first") for code in codes]
        self._emit(PaperRead(self.name, tuple(found), time.monotonic() - age))

    def say(self, sign: PaperSign) -> None:
        self._emit(PaperSignal(self.name, sign, time.monotonic()))

    def unplug(self) -> None:
        self.plugged = False
        self._said.put(True)

    def open(self) -> None:
        if not self.plugged:
            raise Unplugged("unplugged")

    def serve(self, stop: threading.Event, health: Health) -> None:
        health.good("a picture came")
        while not stop.is_set():
            self._said.get()
            self.open()

    def wake(self) -> None:
        self._said.put(True)

    def close(self) -> None:
        """Nothing is held."""
