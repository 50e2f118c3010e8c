"""A pseudo-terminal that can be plugged, unplugged and watched.

`VirtualPort` is the device's end of the line. The driver opens ``path``, a
symbolic link that outlives an unplugging while the tty behind it changes, as
``/dev/serial/by-path`` does for a USB adapter.
"""

import contextlib
import itertools
import os
import select
import threading
import time
import tty
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from drivers.twins.twin import Plugged
from drivers.wake import WakePipe

KEPT = 5000  # pieces of traffic that a twin remembers
BITS_A_BYTE = 10


@dataclass(frozen=True, slots=True)
class Seen:
    """One piece of traffic, counted from 1; ``at`` in monotonic seconds."""

    number: int
    at: float
    received: bool
    data: bytes


class VirtualPort(Plugged):
    """The device's end of a serial line.

    Args:
        link: where the driver finds the line; made and removed by this class.
        receive: called in the port's own thread with the bytes that came.
        baudrate: pace of what is sent, 10 bits a byte; ``None`` for no pacing.

    """

    def __init__(
        self,
        link: Path,
        receive: Callable[[bytes], None],
        baudrate: int | None = None,
    ) -> None:
        self.link = link
        self.baudrate = baudrate
        self.seen: deque[Seen] = deque(maxlen=KEPT)
        self._receive = receive
        self._numbers = itertools.count(1)
        self._noting = threading.Lock()
        self._lock = threading.Lock()
        self._master: int | None = None
        self._slave: int | None = None
        self._wake = WakePipe()
        self._stopping = threading.Event()
        self._thread = threading.Thread(
            target=self._listen, name=f"twin-{link.name}", daemon=True
        )

    @property
    def path(self) -> str:
        """What goes into the driver's config."""
        return str(self.link)

    @property
    def plugged(self) -> bool:
        """Whether the line is there."""
        return self._master is not None

    def start(self) -> Self:
        """Plug in and listen."""
        self.plug()
        self._thread.start()
        return self

    def plug(self) -> None:
        """Appear under ``link``, each time as a new tty."""
        with self._lock:
            if self._master is not None:
                return
            # We hold the slave too: otherwise reads fail while nobody has it open.
            self._master, self._slave = os.openpty()
            tty.setraw(self._slave)
            os.set_blocking(self._master, False)
            self._point_link_at(os.ttyname(self._slave))
        self._wake.wake()

    def unplug(self) -> None:
        """Vanish: the driver's descriptor is dead from now on."""
        with self._lock:
            if self._master is None or self._slave is None:
                return
            with contextlib.suppress(FileNotFoundError):
                self.link.unlink()
            os.close(self._master)
            os.close(self._slave)
            self._master = self._slave = None
        self._wake.wake()

    def send(self, data: bytes) -> None:
        """Send to the driver, at line pace where one is set.

        Bytes that nobody takes are lost, as on a real line.
        """
        if self.baudrate is None:
            self._put(data)
        else:
            self._send_paced(data, BITS_A_BYTE / self.baudrate)
        self._note(False, data)

    def received(self) -> bytes:
        """All bytes that came from the driver, in order."""
        return b"".join(piece.data for piece in list(self.seen) if piece.received)

    def seen_after(self, number: int) -> list[Seen]:
        """The traffic after that number, oldest first, as far as it is kept."""
        with self._noting:
            newest = reversed(self.seen)
            fresh = itertools.takewhile(lambda piece: piece.number > number, newest)
            return list(fresh)[::-1]

    def stop(self) -> None:
        """Unplug and end the thread; may be called twice."""
        if self._stopping.is_set():
            return
        self._stopping.set()
        self.unplug()
        self._wake.wake()
        if self._thread.ident is not None:
            self._thread.join()
        self._wake.close()

    def _note(self, received: bool, data: bytes) -> None:
        at = time.monotonic()
        with self._noting:
            self.seen.append(Seen(next(self._numbers), at, received, data))

    def _point_link_at(self, tty_name: str) -> None:
        self.link.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.link.with_name(self.link.name + ".new")
        with contextlib.suppress(FileNotFoundError):
            fresh.unlink()
        fresh.symlink_to(tty_name)
        fresh.replace(self.link)

    def _put(self, data: bytes) -> None:
        with self._lock:
            if self._master is None:
                return
            with contextlib.suppress(BlockingIOError, OSError):
                os.write(self._master, data)

    def _send_paced(self, data: bytes, seconds_a_byte: float) -> None:
        begun = time.monotonic()
        piece = max(1, int(0.002 / seconds_a_byte))
        for start in range(0, len(data), piece):
            due = begun + min(start + piece, len(data)) * seconds_a_byte
            self._stopping.wait(max(0.0, due - time.monotonic()))
            self._put(data[start : start + piece])

    def _listen(self) -> None:
        while not self._stopping.is_set():
            data = self._next_bytes()
            if data:
                self._note(True, data)
                self._receive(data)

    def _next_bytes(self) -> bytes:
        master = self._master
        watched = [self._wake.descriptor] + ([] if master is None else [master])
        try:
            ready, _, _ = select.select(watched, [], [])
        except (OSError, ValueError):
            return b""  # unplugged while we waited
        self._wake.drain()
        if master is None or master not in ready:
            return b""
        with self._lock:
            if self._master != master:
                return b""
            try:
                return os.read(master, 4096)
            except OSError:
                return b""
