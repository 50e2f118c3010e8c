"""What the columns of a list may be, by what stands in most of their rows.

A guess is a proposal: nothing is read by it before somebody confirmed it.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from kiosk.people.columns import Column
from kiosk.people.sheets import Raw, is_blank
from kiosk.people.signs import DATA, Sign, day_of, is_bank_card, sign_of

FILLED = 5  # one row of so many, or a column says too little
FEW = 4  # with more names than these most must differ
_SAME = {Sign.LIKE_NUMBER: Sign.NUMBER}
_WANTED = (
    (Column.DOCUMENT_NUMBER, Sign.NUMBER),
    (Column.NAME, Sign.NAME),
    (Column.RELATIVE, Sign.NAME),
    (Column.STATUS, Sign.STATUS),
    (Column.VALID_UNTIL, Sign.DATE),
    (Column.DOCUMENT_KIND, Sign.KIND),
    (Column.PHONE, Sign.PHONE),
    (Column.SENIOR_CARD, Sign.CARD),
)


@dataclass(frozen=True, slots=True)
class Place:
    """One column of a sample: its cells, and what most of them are."""

    cells: tuple[Raw, ...] = field(repr=False)
    counts: Mapping[Sign, int]
    most: Sign | None

    @property
    def right(self) -> int:
        """How many document numbers without a mistake."""
        return self.counts.get(Sign.NUMBER, 0)


def places_of(
    rows: Sequence[Sequence[Raw]], statuses: Mapping[str, str]
) -> tuple[Place, ...]:
    """Each column of a sample, as wide as its widest row."""
    width = max(map(len, rows), default=0)
    return tuple(
        _place(tuple(row[at] if at < len(row) else None for row in rows), statuses)
        for at in range(width)
    )


def guess(places: Sequence[Place], today: date | None = None) -> dict[Column, int]:
    """Where each column may stand; what nothing speaks for is left out.

    Args:
        places: of a sample.
        today: dates before it end nothing; by default the present day.

    """
    day = today or datetime.now(UTC).date()
    found: dict[Column, int] = {}
    for column, sign in _WANTED:
        free = [at for at in range(len(places)) if at not in found.values()]
        fit = [at for at in free if _fits(places[at], sign, day)]
        if fit:
            found[column] = max(fit, key=lambda at: (places[at].right, -at))
    return found


def shape_of(places: Sequence[Place]) -> str:
    """A word for lists whose columns hold such things; nothing of a cell is in it."""
    shape = "\n".join(place.most or "" for place in places).rstrip()
    return hashlib.sha256(f"without headings\n{shape}".encode()).hexdigest()[:32]


def is_data(cells: Sequence[Raw], statuses: Mapping[str, str]) -> bool:
    """Whether a row speaks of somebody: something stands in it that no heading is."""
    signs = [sign_of(cell, statuses) for cell in cells]
    several = len(signs) - signs.count(None) > 1
    return several and any(sign in DATA for sign in signs)


def _place(cells: tuple[Raw, ...], statuses: Mapping[str, str]) -> Place:
    counts = Counter(sign for cell in cells if (sign := sign_of(cell, statuses)))
    alike = Counter[Sign]()
    for sign, count in counts.items():
        alike[_SAME.get(sign, sign)] += count
    filled = sum(alike.values())
    if filled * FILLED < len(cells) or is_blank(cells):
        return Place(cells, counts, None)
    sign, count = alike.most_common(1)[0]
    return Place(cells, counts, sign if 2 * count > filled else Sign.TEXT)


def _fits(place: Place, sign: Sign, today: date) -> bool:
    if place.most is not sign:
        return False
    filled = [cell for cell in place.cells if not is_blank([cell])]
    if sign is Sign.DATE:
        days = [day for cell in filled if (day := day_of(cell))]
        return 2 * sum(day >= today for day in days) > len(days)
    if sign is Sign.NAME:
        return len(filled) <= FEW or 2 * len(set(filled)) > len(filled)
    return sign is not Sign.CARD or not any(map(is_bank_card, filled))
