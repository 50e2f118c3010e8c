"""Social-security cards in PC/SC readers."""

import contextlib
import threading
import time
from collections.abc import Callable
from typing import Protocol

from drivers.errors import DeviceRefused, NoAnswer, PortLost, WrongAnswer
from drivers.pcsc.card import CardChannel, read_number
from drivers.pcsc.slot import PyscardSlot
from drivers.presence import Presence
from drivers.protocols import CardKind, CardRead, CardSignal, Emit, Signal
from drivers.supervisor import Health

POLL_SECONDS = 0.35
TAKE_SECONDS = 3.0
TRIES = 3

__all__ = ["CardChannel", "CardSlot", "PcscReader", "read_number"]


class CardSlot(Protocol):
    """Where a card can be put in."""

    def connect(self) -> CardChannel | None:
        """The card with power on, ``None`` when there is none."""

    def disconnect(self) -> None:
        """Let go of the card."""


class PcscReader:
    """Reads the number of social-security cards; no PIN is ever tried.

    Args:
        name: the reader's name in its events.
        reader_name: part of the PC/SC reader's name.
        emit: takes every event; called in the device's thread.
        poll_seconds: between two looks into the slot.
        take_seconds: a read card may stay this long before "take your card".
        open_slot: how the slot is opened.

    """

    def __init__(
        self,
        name: str,
        reader_name: str,
        emit: Emit,
        poll_seconds: float = POLL_SECONDS,
        take_seconds: float = TAKE_SECONDS,
        open_slot: Callable[[str], CardSlot] = PyscardSlot,
    ) -> None:
        self.name = name
        self._reader_name = reader_name
        self._emit = emit
        self._poll_seconds = poll_seconds
        self._take_seconds = take_seconds
        self._open_slot = open_slot
        self._slot: CardSlot | None = None
        self._woken = threading.Event()
        self._presence = Presence(gone_seconds=0.0)
        self._since: float | None = None  # when the card was put in
        self._told = False

    def open(self) -> None:
        """Find the reader.

        Raises:
            WrongSetting: pyscard is not installed; the text names the remedy.
            PortLost: pcscd does not run, or has no such reader.

        """
        self._woken.clear()
        self._slot = self._open_slot(self._reader_name)

    def serve(self, stop: threading.Event, health: Health) -> None:
        """Look into the slot until ``stop``.

        Raises:
            PortLost: the reader is gone.

        """
        if self._slot is None:
            raise PortLost(f"{self.name} is not open")
        while not stop.is_set():
            self._look(self._slot)
            health.good()
            if self._woken.wait(self._poll_seconds):
                self._woken.clear()

    def wake(self) -> None:
        """Let `serve` look at its stop event."""
        self._woken.set()

    def close(self) -> None:
        """Let go of the slot; may be called twice and before `open`."""
        slot, self._slot = self._slot, None
        if slot is not None:
            with contextlib.suppress(PortLost):
                slot.disconnect()

    def _look(self, slot: CardSlot) -> None:
        now = time.monotonic()
        self._presence.tick(now)  # forgets old numbers; "gone" is the slot's to say
        try:
            card = slot.connect()
        except WrongAnswer:
            if self._since is None:
                self._since, self._told = now, True
                self._say(Signal.LAY_AGAIN)
            return
        if card is None:
            self._empty()
            return
        try:
            self._there(card, now)
        finally:
            slot.disconnect()

    def _empty(self) -> None:
        if self._since is not None:
            self._since = None
            self._say(Signal.GONE)

    def _there(self, card: CardChannel, now: float) -> None:
        if self._since is None:
            self._since, self._told = now, False
            self._read(card)
        elif not self._told and now - self._since >= self._take_seconds:
            self._told = True
            self._say(Signal.TAKE_CARD)

    def _read(self, card: CardChannel) -> None:
        self._say(Signal.FELT)
        for _ in range(TRIES):
            try:
                number = read_number(card)
            except DeviceRefused:
                self._refuse(Signal.NOT_ID_CARD)
                return
            except (NoAnswer, WrongAnswer):
                continue
            at = time.monotonic()
            if self._presence.seen(number, at):
                self._emit(CardRead(self.name, CardKind.SOCIAL_SECURITY, number, at))
            return
        self._refuse(Signal.LAY_AGAIN)

    def _refuse(self, signal: Signal) -> None:
        self._told = True  # what was said stands until the card is out
        self._say(signal)

    def _say(self, signal: Signal) -> None:
        self._emit(CardSignal(self.name, signal, time.monotonic()))
