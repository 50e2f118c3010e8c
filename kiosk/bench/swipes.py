"""Swipes at the bench's lane, with the times of every byte that matters."""

import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kiosk.bench.site import BenchFailed, BenchSite, phase, wait_until
from kiosk.demo.people import DemoPerson
from kiosk.lane.phases import Phase
from kiosk.live import Live

PULSE_CODE = b"\x01\x05\x02"  # FC05 at 0x0200: the board times the pulse itself


@dataclass(frozen=True, slots=True)
class Swipe:
    """Monotonic seconds: the reader's last byte, the relay's first one."""

    read_at: float
    relay_at: float
    shown_at: float

    @property
    def decision(self) -> float:
        """From the last byte of the reader's answer to the first to the relay."""
        return self.relay_at - self.read_at


class Swiper:
    """Lays cards one after the other and lets everybody through."""

    def __init__(self, site: BenchSite, live: Live) -> None:
        self._site, self._live = site, live
        self._cards: Iterator[DemoPerson] = itertools.cycle(site.cards)

    def swipe(self) -> Swipe:
        """One visitor, from an empty reader to a closed gate.

        Raises:
            BenchFailed: the gate did not open, or not close again.
        """
        site = self._site
        told = site.gate.twin.port.seen[-1].number if site.gate.twin.port.seen else 0
        laid = time.monotonic()
        site.reader.lay(next(self._cards).card)
        wait_until(lambda: phase(self._live) == Phase.OPEN, "the gate open")
        shown = time.monotonic()
        relay = self._pulse_after(told)
        read = self._read_between(laid, relay)
        site.gate.twin.pulse_input(1, 0.2)
        site.reader.lift()
        wait_until(lambda: phase(self._live) == Phase.READY, "the gate closed")
        time.sleep(0.35)  # the reader must notice that the card is gone
        return Swipe(read, relay, shown)

    def swipes(self, count: int, tick: Callable[[], None]) -> list[Swipe]:
        """So many visitors; the first is not counted, everything is cold then."""
        self.swipe()
        found = []
        for _ in range(count):
            found.append(self.swipe())
            tick()
        return found

    def _pulse_after(self, number: int) -> float:
        """When the pulse began to arrive; its bytes may come in several pieces."""
        came = b""
        for piece in self._site.gate.twin.port.seen_after(number):
            came += piece.data if piece.received else b""
            if PULSE_CODE in came:
                return piece.at
        raise BenchFailed("the relay saw no pulse")

    def _read_between(self, laid: float, relay: float) -> float:
        ends = [end for end in self._site.sam.ends if laid <= end <= relay]
        if not ends:
            raise BenchFailed("the gate opened, but no card was read")
        return max(ends)
