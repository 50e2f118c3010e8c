"""A virtual ID card reader: the module's side of GA/T 467 behind a pty."""

import threading
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from drivers.sam.frames import HEAD, LONGEST_FRAME, PREAMBLE, answer_frame, checksum
from drivers.twins.reader_twin import KEPT, ReaderTwin

RESET, STATUS = (0x10, 0xFF), (0x11, 0xFF)
FIND, SELECT = (0x20, 0x01), (0x20, 0x02)
READ, PRESENCE = (0x30, 0x01), (0x30, 0x03)
PHOTO = bytes(1024)
SHORTEST_REQUEST = 3


@dataclass(slots=True)
class Refusal:
    """A status code to answer instead of working."""

    pair: tuple[int, int] | None
    sw3: int
    times: int | None


class SamTwin(ReaderTwin):
    """A reader on which cards can be laid.

    A fresh card is found until it was read; then "no card" is answered until
    it is lifted, while the presence probe still knows of it.

    Args:
        name: what it is called in threads.
        link: where the driver finds it.
        baudrate: the pace on the wire; ``None`` sends at once.
        refinds: a reader that finds a lying card again and again.
        has_presence: whether it knows the command 30 03.

    """

    def __init__(
        self,
        name: str,
        link: Path,
        baudrate: int | None = None,
        refinds: bool = False,
        has_presence: bool = True,
    ) -> None:
        super().__init__(name, link, baudrate)
        self.refinds = refinds
        self.has_presence = has_presence
        self.photo = PHOTO
        self.strikes: tuple[int, int] | None = None  # faults hit only its answers
        self.commands: deque[tuple[int, int]] = deque(maxlen=KEPT)
        self._buffer = bytearray()
        self._card_lock = threading.Lock()
        self._block: bytes | None = None
        self._found = self._selected = self._served = False
        self._refusals: list[Refusal] = []

    def lay(self, block: bytes) -> None:
        """Lay a card with this text block on the reader."""
        with self._card_lock:
            self._block = block
            self._forget()

    def lift(self) -> None:
        """Take the card away."""
        with self._card_lock:
            self._block = None
            self._forget()

    def refuse(
        self, sw3: int, pair: tuple[int, int] | None = None, times: int | None = None
    ) -> None:
        """Answer ``sw3`` to a command, to all when none is named."""
        self._refusals.append(Refusal(pair, sw3, times))

    def obey(self) -> None:
        """Forget all that `refuse` asked for."""
        self._refusals.clear()

    def receive(self, data: bytes) -> None:
        """Answer every complete request."""
        self._buffer += data
        while body := self._next_request():
            if checksum(body):
                self.send(answer_frame(0x10))
                continue
            pair = body[2], body[3]
            self.commands.append(pair)
            with self._card_lock:
                answer = self._answer(pair)
            self.send(answer, spared=self.strikes not in (None, pair))

    def _next_request(self) -> bytes:
        """Length to checksum of the next request, ``b""`` while there is none."""
        start = self._buffer.find(PREAMBLE)
        if start < 0 or len(self._buffer) < start + HEAD:
            return b""
        begin = start + len(PREAMBLE)
        length = int.from_bytes(self._buffer[begin : begin + 2], "big")
        if not SHORTEST_REQUEST <= length <= LONGEST_FRAME:
            self._buffer.clear()
            return b""
        end = begin + 2 + length
        if len(self._buffer) < end:
            return b""
        body = bytes(self._buffer[begin:end])
        del self._buffer[:end]
        return body

    def _answer(self, pair: tuple[int, int]) -> bytes:
        refused = self._refused(pair)
        if refused is not None:
            return answer_frame(refused)
        if pair == PRESENCE and not self.has_presence:
            return answer_frame(0x21)
        work = {
            RESET: self._reset,
            STATUS: self._status,
            FIND: self._find,
            SELECT: self._select,
            READ: self._read,
            PRESENCE: self._presence,
        }.get(pair)
        return answer_frame(0x21) if work is None else work()

    def _refused(self, pair: tuple[int, int]) -> int | None:
        for refusal in self._refusals:
            if refusal.pair not in (None, pair) or refusal.times == 0:
                continue
            if refusal.times is not None:
                refusal.times -= 1
            return refusal.sw3
        return None

    def _reset(self) -> bytes:
        self._forget()
        return answer_frame(0x90)

    def _status(self) -> bytes:
        return answer_frame(0x90)

    def _find(self) -> bytes:
        if self._block is None or (self._served and not self.refinds):
            return answer_frame(0x80)
        self._found = True
        return answer_frame(0x9F, bytes(4))

    def _select(self) -> bytes:
        if not self._found:
            return answer_frame(0x81)
        self._selected = True
        return answer_frame(0x90, bytes(8))

    def _read(self) -> bytes:
        if self._block is None or not self._selected:
            return answer_frame(0x41)
        self._served = True
        self._found = False
        sizes = len(self._block).to_bytes(2, "big") + len(self.photo).to_bytes(2, "big")
        return answer_frame(0x90, sizes + self._block + self.photo)

    def _presence(self) -> bytes:
        there = self._block is not None and (self._selected or self._served)
        return answer_frame(0x91 if there else 0x41)

    def _forget(self) -> None:
        self._found = self._selected = self._served = False
