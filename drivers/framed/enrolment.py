"""Cards that must not be enrolled: those with a random UID.

A 4-byte UID that begins with 08 is made anew each time the card is laid
(ISO 14443-3): phones and many bank cards do so. Such a number would belong to
nobody tomorrow, and to a stranger one day.
"""

from drivers.errors import DriverError
from drivers.framed.framing import ByteOrder, Encoding, Form, Framing

UID_BYTES = 4
RANDOM_FIRST = 0x08


class NotEnrollable(DriverError, ValueError):
    """A number that does not stay with its card."""


def is_random_uid(uid: bytes) -> bool:
    """Whether ``uid``, in the order in which the card sends it, is random."""
    return len(uid) == UID_BYTES and uid[0] == RANDOM_FIRST


def check_enrolment(number: str, framing: Framing) -> None:
    """Refuse a number that a reader with ``framing`` made from a random UID.

    Raises:
        NotEnrollable: the text says what to do and does not hold the number.

    """
    uid = _uid(number, framing)
    if uid is not None and is_random_uid(uid):
        raise NotEnrollable(
            "this card shows a new random number each time (a UID beginning "
            "with 08, as phones and bank cards do): enrol another card"
        )


def _uid(number: str, framing: Framing) -> bytes | None:
    """The UID behind ``number``; ``None`` when it is none or cannot be known."""
    if framing.uid is False:
        return None
    try:
        raw = _raw(number, framing)
    except (ValueError, OverflowError):
        return None
    if raw is None or len(raw) != UID_BYTES:
        return None
    return raw[::-1] if framing.byte_order is ByteOrder.LITTLE else raw


def _raw(number: str, framing: Framing) -> bytes | None:
    if framing.form is Form.THREE_FIVE or framing.encoding is Encoding.TEXT:
        return None  # the first byte is not in the number
    is_hex = framing.form is Form.HEX or (
        framing.form is Form.AS_IS and framing.encoding is Encoding.ASCII_HEX
    )
    if is_hex:
        return bytes.fromhex(number)
    if framing.uid is None and _wire_bytes(framing) != UID_BYTES:
        return None
    return int(number).to_bytes(UID_BYTES, "big")


def _wire_bytes(framing: Framing) -> int | None:
    """How many bytes of number the wire carries, where the framing tells."""
    if framing.encoding is Encoding.ASCII_HEX and framing.digits:
        return framing.digits // 2
    if framing.encoding is Encoding.BINARY and framing.length:
        checks = 0 if framing.checksum == "none" else 1
        marks = 2 if framing.mode == "stx_etx" else 0
        around = len(framing.prefix) + framing.skip + len(framing.suffix)
        return framing.length - around - checks - marks
    return None
