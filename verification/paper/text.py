"""The bytes of a code as text, and text of strangers as staff may see it."""

import unicodedata

from verification.paper.refused import malformed, too_large

MAX_CODE_BYTES = 16 * 1024  # the largest QR code holds 7089 digits

_MARK = "\ufeff"
_SPACES = "\t\r\n"
# Marks that turn the reading direction: what staff read would not be what is there.
_TURNING = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def text_of(code: bytes) -> str:
    """A code's bytes as text: UTF-8, else GB18030, without a byte order mark.

    Raises:
        Refused: too_large, or malformed: neither of both, or control characters.

    """
    if len(code) > MAX_CODE_BYTES:
        raise too_large()
    text = _decoded(code).removeprefix(_MARK)
    if any(_is_control(character) for character in text):
        raise malformed()
    return text


def shown(text: str) -> str:
    """``text`` without what nobody sees: control characters, turned directions."""
    return "".join(c for c in text if c not in _TURNING and not _is_control(c))


def _decoded(code: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return code.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise malformed()


def _is_control(character: str) -> bool:
    return unicodedata.category(character) == "Cc" and character not in _SPACES
