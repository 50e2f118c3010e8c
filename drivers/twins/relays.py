"""The contacts and inputs of a virtual relay board."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest

from drivers.twins.clockwork import Clockwork

OnChange = Callable[[int, bool], None]


@dataclass(frozen=True, slots=True)
class RelayState:
    """A contact went on or off, ``elapsed`` seconds after the twin was made."""

    elapsed: float
    channel: int
    on: bool


class Relays:
    """Contacts that remember when they moved; channels count from 1.

    Args:
        channels: how many.
        clockwork: ends flashes.
        on_change: told of each move, from whichever thread made it.

    """

    def __init__(
        self, channels: int, clockwork: Clockwork, on_change: OnChange | None
    ) -> None:
        self.channels = channels
        self.states: list[RelayState] = []
        self.started = time.monotonic()
        self._clockwork, self.on_change = clockwork, on_change
        self._lock = threading.Lock()
        self._wanted = [False] * channels
        self._is = [False] * channels
        self._turn = [0] * channels  # of the last command: an older flash is void
        self._stuck = False

    def has(self, channel: int) -> bool:
        """Whether there is such a channel."""
        return 1 <= channel <= self.channels

    def on(self, channel: int) -> bool:
        """Whether the contact is closed."""
        return self._is[channel - 1]

    def bits(self) -> int:
        """All contacts, bit 0 = channel 1."""
        return sum(on << index for index, on in enumerate(self._is))

    def set(self, channel: int, on: bool) -> None:
        """Move one contact for good."""
        with self._lock:
            self._turn[channel - 1] += 1
            self._wanted[channel - 1] = on
        self._follow(channel)

    def set_all(self, on: bool) -> None:
        """Move all contacts for good."""
        for channel in range(1, self.channels + 1):
            self.set(channel, on)

    def flash(self, channel: int, seconds: float, on: bool = True) -> None:
        """Move one contact and, after ``seconds``, move it back."""
        self.set(channel, on)
        turn = self._turn[channel - 1]
        self._clockwork.later(seconds, lambda: self._end_flash(channel, turn, not on))

    def stick(self, stuck: bool) -> None:
        """Contacts that are or go on stay on until this is lifted."""
        self._stuck = stuck
        for channel in range(1, self.channels + 1):
            self._follow(channel)

    def openings(self, channel: int) -> list[tuple[float, float | None]]:
        """When the contact was closed: (on, off), off ``None`` when it still is."""
        moves = [state for state in list(self.states) if state.channel == channel]
        starts = [move.elapsed for move in moves if move.on]
        ends = [move.elapsed for move in moves if not move.on]
        return list(zip_longest(starts, ends))

    def _end_flash(self, channel: int, turn: int, on: bool) -> None:
        if self._turn[channel - 1] == turn:
            self.set(channel, on)

    def _follow(self, channel: int) -> None:
        with self._lock:
            wanted = self._wanted[channel - 1]
            if self._is[channel - 1] == wanted or (self._stuck and not wanted):
                return
            self._is[channel - 1] = wanted
            elapsed = time.monotonic() - self.started
            self.states.append(RelayState(elapsed, channel, wanted))
        if self.on_change:
            self.on_change(channel, wanted)
