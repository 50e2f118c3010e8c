"""Modbus RTU: the few frames that a relay board needs, and what answers them.

    address | function | data … | CRC low | CRC high

Source: MODBUS over serial line V1.02 and MODBUS application protocol V1.1b3.
The judge survives noise before and after the answer, answers in pieces, late
answers to other functions, answers from other addresses, frames with a wrong
CRC, and RS-485 adapters that send our own bytes back.
"""

from collections.abc import Iterator
from functools import partial

from drivers.gates.board import Answer, Exchange, Kind

READ_COILS = 0x01
READ_INPUTS = 0x02
READ_REGISTERS = 0x03
WRITE_COIL = 0x05
WRITE_REGISTER = 0x06
WRITE_REGISTERS = 0x10
ON = 0xFF00
OFF = 0x0000

ECHOES = frozenset({WRITE_COIL, WRITE_REGISTER})  # answered by the very same bytes
WRITES = ECHOES | {WRITE_REGISTERS}
EXCEPTION = 0x80
EXCEPTIONS = {
    1: "illegal function",
    2: "illegal address",
    3: "illegal value",
    4: "device failure",
    6: "busy",
}
GAP = 0.004  # 3.5 characters at 9600 baud


def _table_entry(byte: int) -> int:
    for _ in range(8):
        byte = (byte >> 1) ^ (0xA001 if byte & 1 else 0)
    return byte


_TABLE = tuple(_table_entry(byte) for byte in range(256))


def crc16(data: bytes) -> int:
    """CRC-16/MODBUS; 0 over a whole good frame with its CRC."""
    crc = 0xFFFF
    for byte in data:
        crc = (crc >> 8) ^ _TABLE[(crc ^ byte) & 0xFF]
    return crc


def seal(body: bytes) -> bytes:
    """``body`` with its CRC."""
    return body + crc16(body).to_bytes(2, "little")


def _words(*words: int) -> bytes:
    return b"".join(word.to_bytes(2, "big") for word in words)


def request(address: int, function: int, register: int, value: int) -> bytes:
    """The eight bytes of all requests but `WRITE_REGISTERS`."""
    return seal(bytes((address, function)) + _words(register, value))


def write_coil(address: int, register: int, value: int) -> Exchange:
    """FC05, or whatever a board understands by a value that is not on or off."""
    return _exchange(request(address, WRITE_COIL, register, value))


def write_register(address: int, register: int, value: int) -> Exchange:
    """FC06."""
    return _exchange(request(address, WRITE_REGISTER, register, value))


def write_registers(address: int, register: int, *values: int) -> Exchange:
    """FC16."""
    head = bytes((address, WRITE_REGISTERS)) + _words(register, len(values))
    return _exchange(seal(head + bytes((2 * len(values),)) + _words(*values)))


def read(address: int, function: int, start: int, count: int) -> Exchange:
    """FC01, FC02 or FC03."""
    return _exchange(request(address, function, start, count))


def _exchange(frame: bytes) -> Exchange:
    return Exchange(frame, partial(judge, frame))


def judge(
    asked: bytes, data: bytes, ended: bool = False, echoing: bool = False
) -> Answer | None:
    """The answer to ``asked`` within ``data``; ``None`` while more may come.

    Args:
        asked: the whole request.
        data: all bytes since it was written.
        ended: the time is over: say `Kind.WRONG` or `Kind.NONE` at last.
        echoing: the line is known to send our own bytes back, so that the
            first copy of ``asked`` is no answer.

    """
    echoed = None if asked[1] in ECHOES else asked in data
    if echoing and asked[1] in ECHOES and asked in data:
        data = data.partition(asked)[2]
    wrong = ""
    for frame in _frames(asked, data):
        answer = _weigh(asked, frame, echoed)
        if answer.kind is not Kind.WRONG:
            return answer
        wrong = answer.detail
    if not ended:
        return None
    if wrong:
        return Answer(Kind.WRONG, detail=wrong, echoed=echoed)
    return Answer(Kind.NONE, detail=_nothing(data), echoed=echoed)


def _nothing(data: bytes) -> str:
    return f"no good frame in {len(data)} bytes" if data else "no answer"


def _frames(asked: bytes, data: bytes) -> Iterator[bytes]:
    """All intact frames in ``data`` that may answer ``asked``, in order."""
    start = data.find(asked[0])
    while 0 <= start < len(data) - 4:
        length = _length(asked[1], data[start : start + 3])
        frame = data[start : start + length]
        if length and len(frame) == length and crc16(frame) == 0:
            yield frame
        start = data.find(asked[0], start + 1)


def _length(function: int, head: bytes) -> int:
    """How long an answer that begins with ``head`` must be; 0: it is none."""
    if head[1] == function | EXCEPTION:
        return 5
    if head[1] != function:
        return 0
    return 8 if function in WRITES else 5 + head[2]


def _weigh(asked: bytes, frame: bytes, echoed: bool | None) -> Answer:
    function = asked[1]
    if frame[1] & EXCEPTION:
        code = frame[2]
        name = EXCEPTIONS.get(code, "unknown")
        return Answer(Kind.REFUSED, 0, f"exception {code:02X}: {name}", echoed)
    if function in WRITES:
        if frame[:6] == asked[:6]:
            return Answer(Kind.RIGHT, echoed=echoed)
        return Answer(Kind.WRONG, detail="the answer is to another write")
    if frame[2] != _data_bytes(function, int.from_bytes(asked[4:6], "big")):
        return Answer(Kind.WRONG, detail="the answer has another length")
    # Coils come with the lowest byte first, registers with the highest.
    levels = frame[3:-2] if function == READ_REGISTERS else frame[-3:2:-1]
    return Answer(Kind.RIGHT, int.from_bytes(levels, "big"), echoed=echoed)


def _data_bytes(function: int, count: int) -> int:
    return 2 * count if function == READ_REGISTERS else (count + 7) // 8
