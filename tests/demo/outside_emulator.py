"""A reader and a relay board as an outsider would write them: plain ptys, own bytes.

Nothing of `drivers` is used, so that the bytes of both sides are checked by a hand
that did not write them.
"""

import os
import threading
import tty
from collections.abc import Callable
from functools import reduce

PREAMBLE = bytes.fromhex("AA AA AA 96 69")

# The resident card of GA/T 490 with invented data: 测试人, born 1949-12-31.
RESIDENT = bytes.fromhex(
    "4B6DD58BBA4E2000200020002000200020002000200020002000200020003100"
    "3000310031003900340039003100320033003100D0670177D067025ED0673A53"
    "D067EF8D11FFF7533200A45B2000200020002000200020002000200020002000"
    "2000200020002000200020002000200020002000200020002000310031003000"
    "310030003500310039003400390031003200330031003000300032005800D067"
    "025E6C51895B405CD0670652405C200020002000200020002000200032003000"
    "3000360030003100300032007F951F6720002000200020002000200020002000"
    "2000200020002000200020002000200020002000200020002000200020002000"
)


class OutsidePty:
    """One end of a pseudo-terminal, answered by a function."""

    def __init__(self, answer: Callable[[bytes], bytes]) -> None:
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        self.path = os.ttyname(self._slave)
        self.heard = b""
        self._answer = answer
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> "OutsidePty":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended = True
        os.write(self._slave, b"\x00")  # wakes the thread, which then ends
        self._thread.join(5)
        os.close(self._slave)
        os.close(self._master)

    _ended = False

    def _serve(self) -> None:
        while not self._ended:
            data = os.read(self._master, 4096)
            if self._ended:
                return
            self.heard += data
            answer = self._answer(data)
            if answer:
                os.write(self._master, answer)


class OutsideReader:
    """Answers find, select, read, status and presence by the book."""

    def __init__(self) -> None:
        self.card = b""
        self._served = False

    def lay(self, block: bytes) -> None:
        self.card, self._served = block, False

    def answer(self, request: bytes) -> bytes:
        if not request.startswith(PREAMBLE) or len(request) < 10:
            return b""
        command = request[7:9].hex()
        return {
            "11ff": lambda: self._frame(0x90),
            "2001": self._find,
            "2002": lambda: self._frame(0x90, bytes(8)),
            "3001": self._read,
            "3003": lambda: self._frame(0x91 if self.card else 0x41),
        }.get(command, lambda: self._frame(0x21))()

    def _find(self) -> bytes:
        if not self.card or self._served:
            return self._frame(0x80)
        return self._frame(0x9F, bytes(4))

    def _read(self) -> bytes:
        self._served = True
        return self._frame(0x90, bytes.fromhex("01000400") + self.card + bytes(1024))

    @staticmethod
    def _frame(status: int, data: bytes = b"") -> bytes:
        body = (4 + len(data)).to_bytes(2, "big") + bytes([0, 0, status]) + data
        return PREAMBLE + body + bytes([reduce(lambda a, b: a ^ b, body)])


class OutsideRelay:
    """A Modbus RTU relay board that times a flash by itself."""

    def __init__(self) -> None:
        self.pulses: list[bytes] = []
        self.on = False

    def answer(self, request: bytes) -> bytes:
        if len(request) != 8 or self._crc(request) != 0:
            return b""
        if request[:4] == bytes.fromhex("01050200"):
            self.pulses.append(request)
            self.on = True
            threading.Timer(0.5, self._off).start()
            return request
        if request[1] == 0x05:
            self.on = request[4] == 0xFF
            return request
        if request[1] == 0x01:
            return self._sealed(bytes([1, 1, 1, int(self.on)]))
        return b""

    def _off(self) -> None:
        self.on = False

    def _sealed(self, body: bytes) -> bytes:
        return body + self._crc(body).to_bytes(2, "little")

    @staticmethod
    def _crc(data: bytes) -> int:
        crc = 0xFFFF
        for byte in data:
            crc ^= byte
            for _ in range(8):
                crc = crc >> 1 ^ 0xA001 if crc & 1 else crc >> 1
        return crc
