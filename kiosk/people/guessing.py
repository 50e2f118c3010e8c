"""What the columns of a list may be, by what stands in most of their rows.

A guess is a proposal: nothing is read by it before somebody confirmed it.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from kiosk.people.columns import REQUIRED, Column
from kiosk.people.sheets import Raw, is_blank
from kiosk.people.signs import DATA, Sign, day_of, is_bank_card, is_mobile, sign_of

FILLED = 5  # one row of so many, or a column says too little
FEW = 4  # with more names than these most must differ
FEW_BITS = 4  # hexadecimal digits: lists differ by them, and they tell of nobody
OTHERS = re.compile(
    "^(?!.*(电话|手机|phone|tel)).*(监护|家属|亲属|联系人|联络人|子女|配偶|父亲|母亲|父母|儿子|女儿|代办|代理"
    "|guardian|relative|contact|parent|spouse)",
    re.IGNORECASE,
)
"""Such headings stand above names or numbers of somebody else than the row is about."""
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
        """How many cells are that beyond doubt: unlike a card, or with a mistake."""
        if self.most is Sign.PHONE:
            return sum(map(is_mobile, self.cells))
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


def guess(
    places: Sequence[Place], headings: Sequence[str] = (), today: date | None = None
) -> dict[Column, int]:
    """Where each column may stand; what nothing speaks for is left out.

    Args:
        places: of a sample.
        headings: above them, as far as there are any.
        today: dates before it end nothing; by default the present day.

    """
    day = today or datetime.now(UTC).date()
    others = {at for at, text in enumerate(headings) if OTHERS.search(text)}
    found: dict[Column, int] = {}
    for column, sign in _WANTED:
        free = [at for at in range(len(places)) if at not in found.values()]
        fit = [at for at in free if _fits(places[at], sign, day)]
        if column in REQUIRED:
            fit = [at for at in fit if at not in others]
        if fit:
            found[column] = max(fit, key=lambda at: (places[at].right, -at))
    return found


def propose(places: Sequence[Place], headings: Sequence[str]) -> dict[Column, int]:
    """The guess as far as it is no toss-up: a wrong proposal is soon confirmed.

    Where two columns hold document numbers, one is a relative's, and nothing in the
    rows says which; nor of two columns of names beside them.
    """
    found, day = guess(places, headings), datetime.now(UTC).date()
    free = [
        one
        for one, text in zip(places, headings, strict=True)
        if not OTHERS.search(text)
    ]
    if sum(map(_has_numbers, free)) > 1:
        found.pop(Column.DOCUMENT_NUMBER, None)
        if sum(_fits(one, Sign.NAME, day) for one in free) > 1:
            found.pop(Column.NAME, None)
            found.pop(Column.RELATIVE, None)
    return found


def shape_of(places: Sequence[Place]) -> str:
    """A word for lists whose columns hold such things; no cell can be read from it.

    Where two columns hold document numbers it is one for this very list: the next one
    may have them the other way round, and is asked about again.
    """
    shape = "\n".join(place.most or "" for place in places).rstrip()
    numbers = [place.cells for place in places if _has_numbers(place)]
    if len(numbers) > 1:
        shape += "\n" + hashlib.sha256(repr(numbers).encode()).hexdigest()[:FEW_BITS]
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


def _has_numbers(place: Place) -> bool:
    """Whether document numbers stand there, be it in few rows: others are to come."""
    right = place.counts.get(Sign.NUMBER, 0)
    return place.most is Sign.NUMBER or right * FILLED > sum(place.counts.values())


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
