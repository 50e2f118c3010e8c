"""Registered numbers: plain text that is only an index into the registry."""

import re
import unicodedata

# Letters, also Chinese ones, digits, hyphen and slash; no colon and no dot, so an
# address is never one.
_NUMBER = re.compile(r"(?=.*[0-9])[^\W_](?:[^\W_]|[-/]){2,38}[^\W_]")
_LONGEST_CODE = 100


def number_of(text: str) -> str | None:
    """The number in its normal form, or ``None`` for text that is not one.

    Full width becomes half width, small letters become capitals, blanks around it
    go: what a label printer or a hand changes must not change the number.
    """
    if len(text) > _LONGEST_CODE:
        return None
    normal = unicodedata.normalize("NFKC", text).strip().upper()
    return normal if _NUMBER.fullmatch(normal) else None
