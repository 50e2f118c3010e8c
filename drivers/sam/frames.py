"""Frames of the ministry's ID card module (SAM_V, SAM_A), as in GA/T 467.

Host to reader::

    AA AA AA 96 69 | length (2, big-endian) | command | parameter | data | check

Reader to host::

    AA AA AA 96 69 | length (2, big-endian) | SW1 SW2 SW3 | data | check

``length`` counts all that follows it, the check byte too; ``check`` makes the
XOR of everything after the preamble zero. Garbage that `SamDecoder` survives:
noise before and after a frame, a preamble with a stray byte in it, a length
that no answer can have, a wrong check byte, a frame that stops in the middle,
and a preamble inside a photo. It searches on from *one* byte after a false
start, so that a true frame inside the false one is found.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import xor

PREAMBLE = b"\xaa\xaa\xaa\x96\x69"
HEAD = len(PREAMBLE) + 2
SHORTEST_ANSWER = 4  # SW1 SW2 SW3 check
LONGEST_FRAME = 2321  # text, photo and fingerprint


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the module; the data may hold personal fields."""

    sw1: int
    sw2: int
    sw3: int
    data: bytes = field(default=b"", repr=False)


def frame(body: bytes) -> bytes:
    """``body`` (command or status bytes, then data) as a complete frame."""
    counted = (len(body) + 1).to_bytes(2, "big") + body
    return PREAMBLE + counted + bytes([checksum(counted)])


def request(pair: tuple[int, int], data: bytes = b"") -> bytes:
    """The frame of a command and its parameter."""
    return frame(bytes(pair) + data)


def answer_frame(sw3: int, data: bytes = b"", sw12: tuple[int, int] = (0, 0)) -> bytes:
    """The frame of an answer, as the reader sends it."""
    return frame(bytes((*sw12, sw3)) + data)


def checksum(data: Iterable[int]) -> int:
    """XOR of all bytes."""
    return reduce(xor, data, 0)


class SamDecoder:
    """Bytes in, `Answer` out; never keeps more than `LONGEST_FRAME` bytes."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self.failures = 0  # frames that began and were not good

    @property
    def pending(self) -> bool:
        """Whether a frame has begun whose rest is awaited."""
        return len(self._buffer) >= len(PREAMBLE)

    @property
    def kept(self) -> int:
        """How many bytes wait for more."""
        return len(self._buffer)

    def feed(self, data: bytes) -> list[Answer]:
        """All good answers that ``data`` completes."""
        self._buffer += data
        return self._search()

    def skip(self) -> list[Answer]:
        """The line fell silent inside a frame: search on from one byte later."""
        if self.pending:
            self._false_start()
        return self._search()

    def clear(self) -> None:
        """Forget everything that came."""
        self._buffer.clear()

    def _search(self) -> list[Answer]:
        found = []
        while self._align():
            size = self._frame_size()
            if size is None or len(self._buffer) < size:
                break
            counted = bytes(self._buffer[len(PREAMBLE) : size])
            if not counted or checksum(counted):
                self._false_start()
                continue
            sw1, sw2, sw3 = counted[2:5]
            found.append(Answer(sw1, sw2, sw3, counted[5:-1]))
            del self._buffer[:size]
        return found

    def _align(self) -> bool:
        """Drop what stands before the first preamble."""
        start = self._buffer.find(PREAMBLE)
        if start < 0:
            start = len(self._buffer) - self._begun_preamble()
        del self._buffer[:start]
        return self.pending

    def _begun_preamble(self) -> int:
        """How many of the last bytes may be the beginning of a preamble."""
        for count in range(len(PREAMBLE) - 1, 0, -1):
            if self._buffer.endswith(PREAMBLE[:count]):
                return count
        return 0

    def _frame_size(self) -> int | None:
        """Bytes of the frame that begins the buffer: ``None`` not known, 0 impossible.

        A length is judged before its bytes are awaited: 65535 must not make
        the reader deaf until they come.
        """
        if len(self._buffer) < HEAD:
            return None
        length = int.from_bytes(self._buffer[HEAD - 2 : HEAD], "big")
        size = HEAD + length
        return size if length >= SHORTEST_ANSWER and size <= LONGEST_FRAME else 0

    def _false_start(self) -> None:
        self.failures += 1
        del self._buffer[:1]
