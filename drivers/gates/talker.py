"""Asks a board one thing at a time."""

import time
from collections.abc import Callable
from typing import Protocol

from drivers.deadline import Deadline
from drivers.gates.board import NOT_DUE, Answer, Exchange
from drivers.line_inputs import LineSource

FLUSH_SECONDS = 0.05
HURRY_SECONDS = 0.05  # a board that answers at all has begun by then
KEPT = 512  # noise must not fill the memory; no answer is longer


class Line(LineSource, Protocol):
    """What is needed of a `drivers.port.Port`."""

    def write(self, data: bytes) -> None:
        """Send all of ``data``."""


def _never() -> bool:
    return False


class Talker:
    """Requests and answers over one half-duplex line.

    Args:
        line: the open port.
        gap: seconds of silence before a request.

    """

    def __init__(self, line: Line, gap: float) -> None:
        self._line, self._gap = line, gap
        self._echoing = False
        self._busy_until = 0.0

    def send(self, exchange: Exchange) -> float:
        """Write the request; returns the moment just before its first byte.

        Raises:
            PortLost: nothing was written.

        """
        pause = self._busy_until - time.monotonic()
        if pause > 0:
            time.sleep(pause)  # at most 50 ms; the board would not hear us
        flushing = Deadline(FLUSH_SECONDS)
        while self._line.read(0) and not flushing.expired:
            pass  # late answers and noise; a flood must not keep us from "off"
        wrote_at = time.monotonic()
        self._line.write(exchange.request)
        self._busy_until = time.monotonic() + self._gap
        return wrote_at

    def receive(self, exchange: Exchange, hurry: Callable[[], bool] = _never) -> Answer:
        """Wait for the answer; always gives one, `Kind.NONE` at worst.

        Args:
            exchange: what was sent.
            hurry: when it becomes true, the patience shrinks.

        Raises:
            PortLost: the line broke while we waited.

        """
        if exchange.judge is None:
            return NOT_DUE
        deadline, hurried, data = Deadline(exchange.timeout), False, b""
        while True:
            ended = deadline.expired
            answer = exchange.judge(data, ended, self._echoing)
            if answer is not None:
                return self._learn(answer)
            if hurry() and not hurried:
                hurried = True
                deadline = Deadline(min(HURRY_SECONDS, deadline.remaining or 0.0))
            data = (data + self._hear(deadline.remaining))[-KEPT:]

    def ask(self, exchange: Exchange, hurry: Callable[[], bool] = _never) -> Answer:
        """`send` and `receive`."""
        self.send(exchange)
        return self.receive(exchange, hurry)

    def rest(self, seconds: float | None) -> None:
        """Wait for a wake or for bytes that nobody asked for, and drop them."""
        self._hear(seconds)

    def _hear(self, seconds: float | None) -> bytes:
        data = self._line.read(seconds)
        if data:
            self._busy_until = time.monotonic() + self._gap
        return data

    def _learn(self, answer: Answer) -> Answer:
        if answer.echoed is not None:
            self._echoing = answer.echoed
        return answer
