"""Registered numbers: plain text that is only an index into the registry."""

import re

from verification.errors import DocumentError
from verification.numbers import paper_form

# No colon and no dot: an address is never a number. A digit: a word is never one.
_NUMBER = re.compile(r"(?=.*[0-9])[0-9A-Z/-]{4,40}")


def number_of(text: str) -> str | None:
    """The number in the form that the registry has, or ``None`` for other text.

    Args:
        text: of one code; blanks around it do not matter, blanks in it do.

    """
    plain = text.strip()
    if len(plain.split()) != 1:
        return None
    try:
        number = paper_form(plain)
    except DocumentError:
        return None
    return number if _NUMBER.fullmatch(number) else None
