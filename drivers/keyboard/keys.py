"""The kernel's input events and the characters that they mean.

``struct input_event`` of <linux/input.h>: two native longs (the time), two
unsigned shorts (type, code) and an int (value), 24 bytes on 64-bit machines.
Key codes are those of <linux/input-event-codes.h>, meant as on a US keyboard,
which is what keyboard-wedge readers pretend to be.
"""

import struct

EVENT = struct.Struct("@llHHi")
EV_SYN, EV_KEY, EV_MSC = 0, 1, 4
SYN_DROPPED = 3
RELEASED, PRESSED = 0, 1  # 2 is the keyboard's own repeat
SHIFTS = frozenset({42, 54})
ENTERS = frozenset({28, 96})  # main block and number block
ROWS = {2: "1234567890-=", 16: "qwertyuiop", 30: "asdfghjkl", 44: "zxcvbnm", 51: ",./"}
SHIFTED_ROWS = {
    2: "!@#$%^&*()_+",
    16: "QWERTYUIOP",
    30: "ASDFGHJKL",
    44: "ZXCVBNM",
    51: "<>?",
}
NUMBER_BLOCK = {71: "789-456+1230."}
SPACE = {57: " "}


def _codes(*rows: dict[int, str]) -> dict[int, str]:
    return {
        first + offset: sign
        for row in rows
        for first, signs in row.items()
        for offset, sign in enumerate(signs)
    }


PLAIN = _codes(ROWS, NUMBER_BLOCK, SPACE)
SHIFTED = _codes(SHIFTED_ROWS, NUMBER_BLOCK, SPACE)
LINE_END = b"\n"
# After lost events the line must not be completed by what follows: a byte that
# no number may hold spoils it.
SPOILT = b"\xff"


class KeyDecoder:
    """Events in, ASCII characters out; Enter becomes a line end."""

    def __init__(self) -> None:
        self._rest = b""
        self._shifts: set[int] = set()

    @property
    def kept(self) -> int:
        """How many bytes wait for the rest of their event."""
        return len(self._rest)

    def feed(self, data: bytes) -> bytes:
        """The characters of all events that ``data`` completes."""
        data = self._rest + data
        whole = len(data) - len(data) % EVENT.size
        self._rest = data[whole:]
        events = EVENT.iter_unpack(data[:whole])
        return b"".join(
            self._one(kind, code, value) for *_, kind, code, value in events
        )

    def clear(self) -> None:
        """The device was opened anew."""
        self._rest = b""
        self._shifts.clear()

    def _one(self, kind: int, code: int, value: int) -> bytes:
        if kind == EV_SYN and code == SYN_DROPPED:
            self._shifts.clear()
            return SPOILT
        if kind != EV_KEY:
            return b""
        if code in SHIFTS:
            self._shift(code, value)
            return b""
        if value != PRESSED:
            return b""
        if code in ENTERS:
            return LINE_END
        return (SHIFTED if self._shifts else PLAIN).get(code, "").encode("ascii")

    def _shift(self, code: int, value: int) -> None:
        if value == RELEASED:
            self._shifts.discard(code)
        else:
            self._shifts.add(code)
