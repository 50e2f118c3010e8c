"""What one frame of a card-number reader says."""

import unicodedata

from drivers.framed.framing import (
    SHORTEST_NUMBER,
    ByteOrder,
    Checksum,
    Encoding,
    Form,
    Framing,
)
from drivers.framed.framing import Over as ChecksumOver

HEX_DIGITS = frozenset(b"0123456789abcdefABCDEF")
DEC_DIGITS = frozenset(b"0123456789")
TEXT_CODES = ("utf-8", "gbk")
KEPT_BYTES = 4  # of which DECIMAL_10 and THREE_FIVE speak


def number_in(frame: bytes, framing: Framing) -> str | None:
    """The number in ``frame`` (without STX, ETX or line end), ``None`` if none.

    ``None`` means a wrong checksum, a missing prefix, digits that are none or
    too few: noise, or a framing that does not fit the reader.
    """
    body = _without_checksum(frame, framing)
    if body is None:
        return None
    data = _data(body, framing)
    if data is None:
        return None
    number = _written(data, framing)
    return number if number and len(number) >= SHORTEST_NUMBER else None


def checksum_of(data: bytes, kind: Checksum) -> int:
    """One byte over ``data``."""
    if kind is Checksum.SUM:
        return sum(data) & 0xFF
    result = 0
    for byte in data:
        result ^= byte
    return result ^ 0xFF if kind is Checksum.NOT_XOR else result


def written(raw: bytes, form: Form, order: ByteOrder) -> str:
    """The bytes of a card number in the form that ``form`` names."""
    if order is ByteOrder.LITTLE:
        raw = raw[::-1]
    if form is Form.DECIMAL:
        return str(int.from_bytes(raw, "big"))
    low = int.from_bytes(raw[-KEPT_BYTES:], "big")
    if form is Form.DECIMAL_10:
        return f"{low:010d}"
    if form is Form.THREE_FIVE:
        return f"{low >> 16 & 0xFF:03d},{low & 0xFFFF:05d}"
    return raw.hex().upper()


def _without_checksum(frame: bytes, framing: Framing) -> bytes | None:
    """The frame without its checksum, ``None`` when that is wrong."""
    if framing.checksum is Checksum.NONE:
        return frame
    size = 2 if framing.ascii_digits else 1
    body, given = frame[:-size], frame[-size:]
    if framing.ascii_digits:
        if len(given) < size or not HEX_DIGITS.issuperset(given):
            return None
        given = bytes.fromhex(given.decode("ascii"))
    covered: bytes | None = body
    if framing.over is ChecksumOver.DATA:
        digits = _data(body, framing)
        covered = None if digits is None else _hex_bytes(digits)
    if covered is None or bytes([checksum_of(covered, framing.checksum)]) != given:
        return None
    return body


def _data(body: bytes, framing: Framing) -> bytes | None:
    """``body`` without prefix, skipped bytes and suffix; ``None`` if they lack."""
    if not (body.startswith(framing.prefix) and body.endswith(framing.suffix)):
        return None
    start = len(framing.prefix) + framing.skip
    end = len(body) - len(framing.suffix)
    return body[start:end] if start < end else None


def _written(data: bytes, framing: Framing) -> str | None:
    if framing.encoding is Encoding.TEXT:
        return _text(data)
    if framing.encoding is Encoding.BINARY:
        return written(data, framing.form, framing.byte_order)
    if framing.digits is not None and len(data) != framing.digits:
        return None
    if framing.encoding is Encoding.ASCII_DEC:
        return _from_decimal(data, framing)
    raw = _hex_bytes(data)
    if raw is None:
        return None
    if framing.form is Form.AS_IS:
        return data.decode("ascii").upper()
    return written(raw, framing.form, framing.byte_order)


def _from_decimal(data: bytes, framing: Framing) -> str | None:
    if not DEC_DIGITS.issuperset(data):
        return None
    if framing.form is Form.AS_IS:
        return data.decode("ascii")
    value = int(data)
    size = max(KEPT_BYTES, (value.bit_length() + 7) // 8)
    return written(value.to_bytes(size, "big"), framing.form, framing.byte_order)


def _hex_bytes(digits: bytes) -> bytes | None:
    if len(digits) % 2 or not HEX_DIGITS.issuperset(digits):
        return None
    return bytes.fromhex(digits.decode("ascii"))


def _text(data: bytes) -> str | None:
    for code in TEXT_CODES:
        try:
            text = data.decode(code)
        except UnicodeDecodeError:
            continue
        shown = (sign for sign in text if unicodedata.category(sign) != "Cc")
        return "".join(shown).strip()
    return None
