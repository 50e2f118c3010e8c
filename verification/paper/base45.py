"""Base45 (RFC 9285): bytes as the 45 characters of a QR code's alphanumeric mode."""

from verification.paper.refused import malformed

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_BASE = len(ALPHABET)


def encode(data: bytes) -> str:
    """``data`` as base45."""
    pairs = (data[at : at + 2] for at in range(0, len(data), 2))
    return "".join(map(_characters, pairs))


def decode(text: str) -> bytes:
    """The bytes that ``text`` stands for.

    Raises:
        Refused: malformed: a character of another alphabet (lower case too), a
            length that nothing has, or a group beyond what its bytes hold.

    """
    groups = (text[at : at + 3] for at in range(0, len(text), 3))
    return b"".join(map(_bytes, groups))


def _characters(pair: bytes) -> str:
    value = int.from_bytes(pair, "big")
    digits = []
    for _ in range(len(pair) + 1):
        value, digit = divmod(value, _BASE)
        digits.append(ALPHABET[digit])
    return "".join(digits)


def _bytes(group: str) -> bytes:
    try:
        low, middle, *high = (_VALUES[character] for character in group)
    except (KeyError, ValueError):
        raise malformed() from None
    value = low + middle * _BASE + (high[0] * _BASE**2 if high else 0)
    length = len(group) - 1
    if value >= 1 << 8 * length:
        raise malformed()
    return value.to_bytes(length, "big")
