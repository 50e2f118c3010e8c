"""Cuts the bytes of a card-number reader into frames and numbers.

Garbage that `FrameDecoder` survives: noise before and after a frame, a frame
that stops in the middle (dropped after 500 ms), one that never ends (dropped
at `Framing.max_length`), a false start. Modes with a length or with STX search
on from one byte after a false start; lines wait for the next line end.
"""

from collections.abc import Callable

from drivers.framed.framing import FINISH_MS, Checksum, Framing, Mode
from drivers.framed.payload import number_in

STX, ETX = 0x02, 0x03


class FrameDecoder:
    """Bytes in, numbers out; keeps at most `Framing.max_length` bytes.

    The time is given from outside: ``now`` in seconds on any one clock.
    """

    def __init__(self, framing: Framing) -> None:
        self._framing = framing
        self._buffer = bytearray()
        self._begun = 0.0  # when the buffer's first byte came
        self._last = 0.0  # when its last byte came
        self._overlong = False  # inside a line that is too long
        self._size = framing.length or 0
        searches: dict[Mode, Callable[[], list[str]]] = {
            Mode.LINE: self._lines,
            Mode.STX_ETX: self._windows if framing.length else self._packets,
            Mode.FIXED_LENGTH: self._windows,
            Mode.IDLE_GAP: self._bounded,
        }
        self._search = searches[framing.mode]

    @property
    def kept(self) -> int:
        """How many bytes wait for more."""
        return len(self._buffer)

    def feed(self, data: bytes, now: float) -> list[str]:
        """All numbers that ``data`` completes."""
        numbers = self.tick(now)
        for start in range(0, len(data), self._framing.max_length):
            if not self._buffer:
                self._begun = now
            self._buffer += data[start : start + self._framing.max_length]
            self._last = now
            numbers += self._search()
        return numbers

    def tick(self, now: float) -> list[str]:
        """What the passing of time completes; a frame that takes too long goes."""
        due = self.due()
        if due is None or now < due:
            return []
        return self._after_gap() if self._ends_with_gap else self._give_up()

    def due(self) -> float | None:
        """When `tick` has something to do; ``None`` when nothing waits."""
        if not self._buffer and not self._overlong:
            return None
        if self._ends_with_gap:
            return self._last + self._framing.gap_ms / 1000
        # Pure noise keeps a too long line alive; only silence ends that.
        begun = self._last if self._overlong else self._begun
        return begun + FINISH_MS / 1000

    @property
    def _ends_with_gap(self) -> bool:
        """Whether silence is all that tells frames apart."""
        framing = self._framing
        marked = framing.prefix or framing.checksum is not Checksum.NONE
        unmarked = framing.mode is Mode.FIXED_LENGTH and not marked
        return framing.mode is Mode.IDLE_GAP or unmarked

    def _after_gap(self) -> list[str]:
        frame, overlong = bytes(self._buffer), self._overlong
        self._give_up()
        if self._framing.mode is not Mode.IDLE_GAP or overlong:
            return []
        return self._read(frame)

    def _give_up(self) -> list[str]:
        self._buffer.clear()
        self._overlong = False
        return []

    def _read(self, frame: bytes) -> list[str]:
        number = number_in(frame, self._framing)
        return [] if number is None else [number]

    def _lines(self) -> list[str]:
        numbers = []
        pieces = self._buffer.replace(b"\r", b"\n").split(b"\n")
        for line in pieces[:-1]:
            if not self._overlong and line:
                numbers += self._read(bytes(line))
            self._overlong = False
        ended = len(pieces) > 1
        self._buffer = pieces[-1]
        if ended:
            self._begun = self._last
        return numbers + self._bounded()

    def _packets(self) -> list[str]:
        """STX … ETX with text between: a new STX begins anew."""
        numbers = []
        while (end := self._buffer.find(ETX)) >= 0:
            start = self._buffer.rfind(STX, 0, end)
            if start >= 0:
                numbers += self._read(bytes(self._buffer[start + 1 : end]))
            del self._buffer[: end + 1]
            self._begun = self._last
        start = self._buffer.rfind(STX)
        del self._buffer[: start if start >= 0 else len(self._buffer)]
        return numbers + self._bounded()

    def _windows(self) -> list[str]:
        """Frames of a known length: every place is tried until one is good."""
        numbers = []
        while len(self._buffer) >= self._size:
            found = self._read_window(bytes(self._buffer[: self._size]))
            numbers += found
            del self._buffer[: self._size if found else 1]
            self._begun = self._last
        return numbers

    def _read_window(self, window: bytes) -> list[str]:
        if self._framing.mode is Mode.STX_ETX:
            if window[0] != STX or window[-1] != ETX:
                return []
            window = window[1:-1]
        return self._read(window)

    def _bounded(self) -> list[str]:
        if len(self._buffer) > self._framing.max_length:
            self._buffer.clear()
            self._overlong = True
        elif self._overlong:
            self._buffer.clear()
        return []
