"""The ID card reader as a device that a supervisor keeps alive."""

import contextlib
import threading
import time
from dataclasses import replace

from drivers.errors import NoAnswer, WrongAnswer, WrongSetting
from drivers.port import Port
from drivers.protocols import Condition, Emit
from drivers.sam.commands import STANDARD, SamCommands, Step
from drivers.sam.cycle import SamCycle
from drivers.sam.link import (
    SLOW_BAUDRATE,
    SLOW_EXTRA,
    ModuleFailed,
    SamLink,
    SamTiming,
    Stopping,
)
from drivers.supervisor import Health

BAUDRATES = (115200, 57600, 38400, 19200, 9600)
MISSES = 2  # answers missed in a row before the reader counts as silent


class SamReader:
    """Reads identity cards with a SAM_V or SAM_A module on a serial line.

    It asks the module how it is at the start, every 30 s and after a silence,
    whose late answer cannot be mistaken for the answer to that question. It
    polls for cards, and emits ``CardRead`` and ``CardSignal``. Photo and
    fingerprint never leave this package.

    Args:
        name: the reader's name in its events.
        path: the port; a name under ``/dev/serial/by-path``.
        emit: takes every event; called in the device's thread.
        baudrate: one of `BAUDRATES`, as set in the module.
        poll_seconds: between two finds; the manual wants more than 0.3.
        commands: the dialect.
        timing: all other times.

    Raises:
        WrongSetting: a baud rate that no module has, or no pause between finds.

    """

    def __init__(
        self,
        name: str,
        path: str,
        emit: Emit,
        baudrate: int = 115200,
        poll_seconds: float = 0.35,
        commands: SamCommands = STANDARD,
        timing: SamTiming | None = None,
    ) -> None:
        if baudrate not in BAUDRATES:
            choice = ", ".join(map(str, BAUDRATES))
            raise WrongSetting(f"baudrate {baudrate}: use one of {choice}")
        if poll_seconds <= 0:
            raise WrongSetting(f"poll_seconds {poll_seconds}: use 0.35, above 0.3")
        self.name = name
        self._path = path
        self._baudrate = baudrate
        self._poll_seconds = poll_seconds
        self._commands = commands
        self._timing = timing or SamTiming()
        if baudrate <= SLOW_BAUDRATE:
            longer = self._timing.read + SLOW_EXTRA
            self._timing = replace(self._timing, read=longer)
        self._cycle = SamCycle(name, emit, self._timing)
        self._port: Port | None = None
        self._status_at: float | None = None  # when the module last said "well"
        self._misses = 0
        self._was_reset = False

    def open(self) -> None:
        """Take the port.

        Raises:
            PortLost: it cannot be opened.

        """
        self._port = Port(self._path, self._baudrate)
        self._status_at = None
        self._misses = 0

    def serve(self, stop: threading.Event, health: Health) -> None:
        """Poll until ``stop``.

        Raises:
            PortLost: the line is gone.

        """
        if self._port is None:
            raise NoAnswer("the reader is not open")
        link = SamLink(self._port, self._commands, self._timing, stop)
        while not stop.is_set():
            begun = time.monotonic()
            pause = self._turn(link, health)
            link.idle(pause - (time.monotonic() - begun))

    def wake(self) -> None:
        """Let `serve` look at its stop event."""
        port = self._port
        if port is not None:
            port.wake()

    def close(self) -> None:
        """Give the port back; may be called twice and before `open`."""
        port, self._port = self._port, None
        if port is not None:
            port.close()

    def _turn(self, link: SamLink, health: Health) -> float:
        """One look at module and card; returns the seconds until the next."""
        try:
            self._ask_status_when_due(link)
            self._cycle.poll(link)
        except Stopping:
            return 0.0
        except ModuleFailed as failure:
            return self._failed(failure, link, health)
        except (NoAnswer, WrongAnswer) as error:
            return self._missed(error, health)
        self._misses = 0
        self._was_reset = False
        health.good()
        return self._poll_seconds

    def _ask_status_when_due(self, link: SamLink) -> None:
        if not link.knows(Step.STATUS):
            return
        last = self._status_at
        now = time.monotonic()
        busy = self._cycle.lying
        if last is None or (now - last >= self._timing.status and not busy):
            link.ask(Step.STATUS)
            self._status_at = link.at

    def _missed(self, error: Exception, health: Health) -> float:
        self._misses += 1
        self._status_at = None
        if self._misses >= MISSES:
            word = "garbled" if isinstance(error, WrongAnswer) else "silent"
            health.change(Condition.SILENT, word)
        return self._poll_seconds

    def _failed(self, failure: ModuleFailed, link: SamLink, health: Health) -> float:
        """Reset the module once where that may help; else it is out of order."""
        self._status_at = None
        if failure.resettable and not self._was_reset and link.knows(Step.RESET):
            self._was_reset = True
            # Whether it helped, the next turn's status tells.
            with contextlib.suppress(ModuleFailed, NoAnswer, WrongAnswer, Stopping):
                link.ask(Step.RESET)
            return self._poll_seconds
        health.change(Condition.FAILED, failure.reason)
        return self._timing.sick
