"""The device: one speech at a time, the newest."""

import select
import threading
import time
from dataclasses import dataclass, field

from drivers.errors import NoAnswer, PortLost
from drivers.protocols import Condition
from drivers.speaker.format import scaled
from drivers.speaker.players import is_path, missing, presence
from drivers.speaker.playing import Playing
from drivers.supervisor import Health
from drivers.wake import WakePipe

LOOK_SECONDS = 1.0
AGAIN_SECONDS = 2.0  # until a card that did not open is tried again
STALE_SECONDS = 1.0  # what could not be said by then is about somebody else


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to sound now; nothing for silence."""

    pcm: bytes = field(repr=False)
    gain_db: float = 0.0
    at: float = field(default_factory=time.monotonic)

    @property
    def fresh(self) -> bool:
        """Whether it is about somebody who still stands there."""
        return time.monotonic() - self.at < STALE_SECONDS


class LoudSpeaker:
    """A loudspeaker behind a sound card.

    It is opened for each speech and let go of after it. Nothing is opened only to
    look: while it is quiet, the list of sound cards tells when one came or went.

    Args:
        name: of the device.
        device: its ALSA name as in ``aplay -L`` (``default``,
            ``plughw:CARD=Device,DEV=0``), or the path of a named pipe.

    """

    def __init__(self, name: str, device: str) -> None:
        self.name = name
        self._device = device
        self._lock = threading.Lock()
        self._order: _Order | None = None
        self._wake: WakePipe | None = None
        self._playing: Playing | None = None
        self._speaks = False
        self._lack, self._is_told = "", True

    @property
    def driver(self) -> str:
        """By which way it sounds."""
        return "pipe" if is_path(self._device) else "alsa"

    @property
    def pid(self) -> int:
        """Of the program that plays now; 0 while it is quiet."""
        playing = self._playing
        return 0 if playing is None else playing.pid

    def say(self, pcm: bytes, gain_db: float = 0.0) -> None:
        """Speak, and break off what is spoken now; returns at once.

        A device that is not well does not say it later.

        Args:
            pcm: 24 kHz, one channel, 16 bits, low byte first.
            gain_db: how much louder than it is; no sample goes beyond full scale.

        """
        self._tell(_Order(pcm, gain_db))

    def stop(self) -> None:
        """Be silent; returns at once."""
        self._tell(_Order(b""))

    def lack(self, what: str) -> None:
        """It is not well as long as something is missing that it should say.

        Args:
            what: the reason; empty when nothing is missing any more.

        """
        if what != self._lack:
            self._lack, self._is_told = what, False
            self.wake()

    def open(self) -> None:
        """Be ready to be woken."""
        self._wake = WakePipe()

    def serve(self, stop: threading.Event, health: Health) -> None:
        """Say what is ordered until ``stop``; a card that is plugged in again is used.

        Raises:
            OSError: no program can be started.

        """
        while not stop.is_set():
            try:
                self._serve(stop, health)
            except NoAnswer as hung:
                health.change(Condition.SILENT, str(hung))
            except PortLost as lost:
                health.change(Condition.LOST, str(lost))
            except FileNotFoundError:
                health.change(Condition.FAILED, missing(self._device))
            self._end_speech()
            self._wait_for_another(stop)

    def wake(self) -> None:
        """Let `serve` look now."""
        pipe = self._wake
        if pipe is not None:
            pipe.wake()

    def close(self) -> None:
        """Be silent and give everything back; may be called twice."""
        self._end_speech()
        if self._wake is not None:
            self._wake.close()

    def _tell(self, order: _Order) -> None:
        with self._lock:
            self._order = order
        self.wake()

    def _serve(self, stop: threading.Event, health: Health) -> None:
        woken, seen = self._wake, presence(self._device)
        if woken is None:
            return
        self._begin(b"")
        while not stop.is_set():
            self._obey()
            if self._playing is None and not self._is_told:
                self._begin(b"")
            if self._playing is not None:
                self._go_on(self._playing, woken, health)
            else:
                seen = self._look(woken, seen)

    def _obey(self) -> None:
        with self._lock:
            order, self._order = self._order, None
        if order is None or (order.pcm and not order.fresh):
            return
        if order.pcm or self._speaks:
            self._end_speech()
        if order.pcm:
            self._begin(scaled(order.pcm, order.gain_db))

    def _begin(self, pcm: bytes) -> None:
        self._speaks = bool(pcm)  # else the device is only tried
        self._playing = Playing(self._device, pcm)

    def _go_on(self, playing: Playing, woken: WakePipe, health: Health) -> None:
        if playing.turn(woken):
            self._tell_health(health)
            self._end_speech()

    def _tell_health(self, health: Health) -> None:
        self._is_told = True
        if self._lack:
            health.change(Condition.FAILED, self._lack)
        else:
            health.good("takes sound")

    def _wait_for_another(self, stop: threading.Event) -> None:
        """Wait until the cards are not as they are, or some seconds at most."""
        seen = presence(self._device)
        until = time.monotonic() + AGAIN_SECONDS
        while time.monotonic() < until and presence(self._device) == seen:
            if stop.wait(LOOK_SECONDS / 2):
                return

    def _look(self, woken: WakePipe, seen: str) -> str:
        """Wait for an order; try the device when the cards are not as they were."""
        select.select([woken.descriptor], [], [], LOOK_SECONDS)
        woken.drain()
        now = presence(self._device)
        if now != seen:
            self._begin(b"")
        return now

    def _end_speech(self) -> None:
        playing, self._playing = self._playing, None
        if playing is not None:
            playing.end()
