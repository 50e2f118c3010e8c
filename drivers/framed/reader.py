"""What all readers that speak by themselves have in common."""

import threading
import time
from typing import Protocol

from drivers.errors import PortLost
from drivers.framed.decoder import FrameDecoder
from drivers.framed.framing import Framing
from drivers.presence import Presence
from drivers.protocols import CardKind, CardRead, CardSignal, Emit, Signal
from drivers.supervisor import Health

HELD_UP_SECONDS = 0.25  # woken so much too late, this thread did not listen


class Source(Protocol):
    """Where a reader's bytes come from."""

    def read(self, timeout: float | None) -> bytes:
        """What has come; ``b""`` after ``timeout`` or a `wake`."""

    def wake(self) -> None:
        """End a `read` that waits in another thread."""

    def close(self) -> None:
        """Give it back; may be called twice."""


class NumberReader:
    """A reader that sends numbers unasked; `open` is its subclass's.

    Such a reader cannot be asked how it is: once its line is open it counts
    as well, with the reason "listening".

    Args:
        name: the reader's name in its events.
        emit: takes every event; called in the device's thread.
        kind: what kind of card it delivers.
        framing: how its bytes become numbers.
        presence: suppresses doubles.

    """

    def __init__(
        self,
        name: str,
        emit: Emit,
        kind: CardKind,
        framing: Framing,
        presence: Presence | None = None,
    ) -> None:
        self.name = name
        self._emit = emit
        self._kind = kind
        self._framing = framing
        self._presence = presence or Presence()
        self._source: Source | None = None

    def serve(self, stop: threading.Event, health: Health) -> None:
        """Listen until ``stop``.

        Raises:
            PortLost: the line is gone.

        """
        source = self._source
        if source is None:
            raise PortLost(f"{self.name} is not open")
        decoder = FrameDecoder(self._framing)
        health.good("listening")
        self._presence.listens_again(time.monotonic())
        while not stop.is_set():
            due = self._due(decoder)
            data = source.read(_seconds_until(due))
            now = time.monotonic()
            if due is not None and now > due + HELD_UP_SECONDS:
                self._presence.listens_again(now)
            text = self.characters(data)
            for number in decoder.feed(text, now) if text else decoder.tick(now):
                health.good("listening")
                self._seen(number, now)
            if self._presence.tick(now):
                self._emit(CardSignal(self.name, Signal.GONE, now))

    def characters(self, data: bytes) -> bytes:
        """The characters in what the source gave; serial lines give them bare."""
        return data

    def wake(self) -> None:
        """Let `serve` look at its stop event."""
        source = self._source
        if source is not None:
            source.wake()

    def close(self) -> None:
        """Give the source back; may be called twice and before `open`."""
        source, self._source = self._source, None
        if source is not None:
            source.close()

    def _seen(self, number: str, at: float) -> None:
        if self._presence.seen(number, at):
            self._emit(CardRead(self.name, self._kind, number, at))

    def _due(self, decoder: FrameDecoder) -> float | None:
        """When time itself completes something; ``None`` for never."""
        ends = [end for end in (decoder.due(), self._presence.due()) if end is not None]
        return min(ends, default=None)


def _seconds_until(due: float | None) -> float | None:
    return None if due is None else max(0.0, due - time.monotonic())
