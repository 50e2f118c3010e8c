"""What all virtual readers have in common: a line, faults, and a record."""

import os
import random
import threading
import time
from collections import deque
from pathlib import Path
from typing import Self

from drivers.twins.faults import Fault
from drivers.twins.twin import Twin
from drivers.twins.virtual_port import BITS_A_BYTE, VirtualPort

KEPT = 5000
NOISE_SECONDS = 0.02  # one piece of noise
NOISE_AROUND = 40  # bytes of noise close before and after a frame
FASTEST = 115200
UNDERSTOOD = frozenset(
    {
        Fault.SILENT,
        Fault.NOISE,
        Fault.HALF_FRAME,
        Fault.BAD_CHECKSUM,
        Fault.LATE,
        Fault.UNPLUG,
    }
)


class ReaderTwin(Twin):
    """The device's end of a reader's line.

    Args:
        name: what it is called in threads.
        link: where the driver finds it.
        baudrate: the pace on the wire; ``None`` sends at once.
        seed: of all that is random.

    """

    understood = UNDERSTOOD

    def __init__(
        self, name: str, link: Path, baudrate: int | None = None, seed: int = 1
    ) -> None:
        self.name = name
        self.port = VirtualPort(link, self.receive, baudrate)
        self.late_seconds = 1.2  # how late an answer is under the fault ``late``
        self.cut_at: int | None = None  # pause inside each frame, after this byte
        self.cut_seconds = 0.005
        self.chunks = False  # send in random pieces, as USB adapters do
        self.ends: deque[float] = deque(maxlen=KEPT)  # when last bytes went out
        self.random = random.Random(seed)
        self.stopping = threading.Event()
        self._old_tty: Path | None = None  # the name before the last unplugging
        self._faults: dict[Fault, int | None] = {}
        self._line = threading.Lock()
        self._noise_on = threading.Event()
        self._noise = threading.Thread(
            target=self._make_noise, name=f"noise-{name}", daemon=True
        )

    def receive(self, data: bytes) -> None:
        """Take bytes from the driver; most readers hear nothing."""

    def start(self) -> Self:
        """Plug in."""
        self.port.start()
        return self

    def stop(self) -> None:
        """Unplug and end all threads; may be called twice."""
        self.stopping.set()
        self._noise_on.set()
        if self._noise.ident is not None:
            self._noise.join()
        self.port.stop()

    def fault(self, word: Fault, on: bool = True, times: int | None = None) -> None:
        """Begin or end to misbehave, for ever or for a number of frames.

        Raises:
            ValueError: this twin does not know the word.

        """
        self.check_known(word)
        if word is Fault.UNPLUG:
            self._unplug() if on else self._plug_elsewhere()
        elif on:
            self._faults[word] = times
        else:
            self._faults.pop(word, None)
        if word is Fault.NOISE:
            self._switch_noise(on)

    def send(self, frame: bytes, spared: bool = False) -> None:
        """Send one frame, as the faults have it; a spared one is at most noisy."""
        suffered = frame if spared else self._suffered(frame)
        if suffered is None:
            return
        with self._line:
            around = Fault.NOISE in self._faults
            if around:
                self.port.send(self.noise(NOISE_AROUND))
            self._send_frame(suffered)
            if around:
                self.port.send(self.noise(NOISE_AROUND))

    def spoil(self, frame: bytes) -> bytes:
        """``frame`` with a wrong checksum."""
        return frame[:-1] + bytes([frame[-1] ^ 0xFF])

    def half(self, frame: bytes) -> bytes:
        """``frame`` broken off in the middle."""
        return frame[: len(frame) // 2]

    def noise(self, count: int) -> bytes:
        """Random bytes."""
        return self.random.randbytes(count)

    def _suffered(self, frame: bytes) -> bytes | None:
        """What becomes of ``frame`` under the faults, ``None`` for nothing."""
        if self._suffers(Fault.SILENT):
            return None
        if self._suffers(Fault.LATE):
            self.stopping.wait(self.late_seconds)
        if self._suffers(Fault.BAD_CHECKSUM):
            frame = self.spoil(frame)
        if self._suffers(Fault.HALF_FRAME):
            frame = self.half(frame)
        return frame

    def _suffers(self, word: Fault) -> bool:
        """Whether this frame is to suffer ``word``; counts those asked for."""
        if word not in self._faults:
            return False
        left = self._faults[word]
        if left is None:
            return True
        if left <= 1:
            self._faults.pop(word)
        else:
            self._faults[word] = left - 1
        return left > 0

    def _send_frame(self, frame: bytes) -> None:
        for piece in self._pieces(frame[:-1]):
            self.port.send(piece)
        # Taken before the last byte: a driver may have it before we look again.
        self.ends.append(time.monotonic())
        self.port.send(frame[-1:])

    def _pieces(self, data: bytes) -> list[bytes]:
        if self.cut_at is not None:
            self.port.send(data[: self.cut_at])
            self.stopping.wait(self.cut_seconds)
            return [data[self.cut_at :]]
        if not self.chunks:
            return [data]
        pieces = []
        while data:
            size = self.random.randint(16, 64)
            pieces.append(data[:size])
            data = data[size:]
        return pieces

    def _switch_noise(self, on: bool) -> None:
        if not on:
            self._noise_on.clear()
            return
        self._noise_on.set()
        if self._noise.ident is None:
            self._noise.start()

    def _make_noise(self) -> None:
        """Random bytes as fast as the line takes them, but never inside a frame."""
        baudrate = self.port.baudrate or FASTEST
        count = max(1, int(NOISE_SECONDS * baudrate / BITS_A_BYTE))
        while self._noise_on.wait() and not self.stopping.is_set():
            begun = time.monotonic()
            with self._line:
                self.port.send(self.noise(count))
            rest = NOISE_SECONDS - (time.monotonic() - begun)
            self.stopping.wait(max(0.0, rest))

    def _unplug(self) -> None:
        if self.port.plugged:
            self._old_tty = self.port.link.readlink()
        self.port.unplug()

    def _plug_elsewhere(self) -> None:
        """Come back under another tty name: something else took the old one."""
        taken: list[int] = []
        try:
            self.port.plug()
            while self.port.link.readlink() == self._old_tty:
                self.port.unplug()
                taken += os.openpty()
                self.port.plug()
        finally:
            for descriptor in taken:
                os.close(descriptor)
