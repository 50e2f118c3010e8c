"""What all virtual relay boards have in common."""

import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Self

from drivers.twins.clockwork import Clockwork
from drivers.twins.faults import Fault
from drivers.twins.reader_twin import ReaderTwin
from drivers.twins.relays import OnChange, Relays, RelayState

PATIENCE = 0.1  # a request that is not whole by then never will be
KEPT = 1024
LATE_SECONDS = 0.45  # whoever asks a relay has given up by then


class RelayTwin(ReaderTwin, ABC):
    """A relay board's end of the line.

    Args:
        link: where the driver finds it.
        channels: how many relays it has, and inputs where it has inputs.
        baudrate: the pace on the wire; ``None`` answers at once.
        on_change: told of each relay that moves, with channel (from 1) and level.

    """

    understood = frozenset(Fault)

    def __init__(
        self,
        link: Path,
        channels: int = 8,
        *,
        baudrate: int | None = None,
        on_change: OnChange | None = None,
    ) -> None:
        super().__init__(f"relay-{link.name}", link, baudrate)
        self.late_seconds = LATE_SECONDS
        self._clockwork = Clockwork(f"clock-{link.name}")
        self.relays = Relays(channels, self._clockwork, on_change)
        self.requests: list[bytes] = []  # each whole request that was understood
        self.input_bits = 0
        self._buffer = b""
        self._heard_at = 0.0

    @property
    def states(self) -> list[RelayState]:
        """Every move of a relay, in order."""
        return list(self.relays.states)

    def openings(self, channel: int = 1) -> list[tuple[float, float | None]]:
        """When the contact was closed: (on, off), off ``None`` when it still is."""
        return self.relays.openings(channel)

    def moved_at(self, channel: int = 1) -> float:
        """When the contact last closed, monotonic seconds; 0 for never."""
        openings = self.openings(channel)
        return self.relays.started + openings[-1][0] if openings else 0.0

    def on(self, channel: int = 1) -> bool:
        """Whether the contact is closed now."""
        return self.relays.on(channel)

    def set_input(self, number: int, on: bool) -> None:
        """Put an input (from 1) on or off."""
        mask = 1 << (number - 1)
        self.input_bits = self.input_bits | mask if on else self.input_bits & ~mask

    def pulse_input(self, number: int, seconds: float) -> None:
        """Put an input on for a while, as a passage contact does."""
        self.set_input(number, True)
        self._clockwork.later(seconds, lambda: self.set_input(number, False))

    def start(self) -> Self:
        """Plug in."""
        self._clockwork.start()
        return super().start()

    def stop(self) -> None:
        """Unplug and end all threads; may be called twice."""
        self._clockwork.stop()
        super().stop()

    def fault(self, word: Fault, on: bool = True, times: int | None = None) -> None:
        """Begin or end to misbehave, for ever or for a number of answers."""
        super().fault(word, on, times)
        if word is Fault.STUCK_ON:
            self.relays.stick(on)

    def receive(self, data: bytes) -> None:
        """Take bytes from the driver and obey every whole request in them."""
        if Fault.SILENT in self._faults:
            self._buffer = b""
            return
        now = time.monotonic()
        if now - self._heard_at > PATIENCE:
            self._buffer = b""
        self._heard_at = now
        requests, self._buffer = self.split((self._buffer + data)[-KEPT:])
        for request in requests:
            self.requests.append(request)
            answer = self.obey(request)
            if answer is not None:
                self._reply(request, answer)

    @abstractmethod
    def split(self, data: bytes) -> tuple[list[bytes], bytes]:
        """The whole requests in ``data``, and what is left over."""

    @abstractmethod
    def obey(self, request: bytes) -> bytes | None:
        """Do what is asked; the answer, if there is one."""

    @abstractmethod
    def distort(self, request: bytes, answer: bytes) -> bytes:
        """A well-formed answer to something else, or ``answer`` if there is none."""

    def _reply(self, request: bytes, answer: bytes) -> None:
        if self._suffers(Fault.NO_ACK):
            return
        distorted = self.distort(request, answer)
        if distorted != answer and self._suffers(Fault.WRONG_ECHO):
            answer = distorted
        if self._suffers(Fault.LATE):
            self._clockwork.later(self.late_seconds, lambda: self.port.send(answer))
        else:
            self.send(answer)
