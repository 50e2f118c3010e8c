"""Cells as examples for whoever says what a column is: recognisable, nobody's own."""

import unicodedata
from collections.abc import Mapping, Sequence

from kiosk.people.sheets import Raw, is_blank
from kiosk.people.signs import WHOLE, Sign, day_of, sign_of
from verification.masks import mask_name, mask_number, mask_phone

EXAMPLES = 3
LONGEST = 24
SHORT = 5  # characters with digits; a number of a house, a row, a district


def examples(cells: Sequence[Raw], statuses: Mapping[str, str]) -> tuple[str, ...]:
    """The first filled cells of a column, masked."""
    filled = [cell for cell in cells if not is_blank([cell])]
    return tuple(masked(cell, statuses) for cell in filled[:EXAMPLES])


def masked(cell: Raw, statuses: Mapping[str, str]) -> str:
    """One cell: words of the site whole, of all else a part."""
    sign = sign_of(cell, statuses)
    if sign is Sign.DATE:
        day = day_of(cell)
        return f"{day.year}-**-**" if day else "*"
    if isinstance(cell, float) and cell == cell and abs(cell) < float("inf"):
        cell = int(cell)
    text = " ".join(unicodedata.normalize("NFKC", str(cell or "")).split())
    text = WHOLE.sub(r"\1", text)
    if sign in (Sign.STATUS, Sign.KIND):
        return text[:LONGEST]
    if sign is Sign.PHONE:
        return mask_phone(text)
    digits = "".join(c for c in text if c.isascii() and c.isalnum())
    if not any(c.isdigit() for c in text):
        return mask_name(text)
    if len(digits) == len(text):
        return text if len(text) < SHORT else mask_number(digits[:LONGEST])
    return text[:1] + "**" + ("" if text[-1].isdigit() else text[-1])
