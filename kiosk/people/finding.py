"""Where the table stands in a file, and what its columns are.

Headings decide. Where they do not, or where there are none, what stands in the
rows makes a proposal, and somebody is asked: nothing is read by a proposal alone.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from kiosk.people.columns import EXTRA_LENGTH as HEADING
from kiosk.people.columns import (
    Column,
    Header,
    combined,
    letter_of,
    names_of,
    read_header,
    words_of,
)
from kiosk.people.errors import TableProblem
from kiosk.people.examples import examples
from kiosk.people.guessing import (
    Place,
    guess,
    is_data,
    places_of,
    propose,
    shape_of,
)
from kiosk.people.seen import Known, Seen
from kiosk.people.sheets import Raw, Sheet, is_blank
from kiosk.people.signs import Sign, sign_of
from kiosk.people.texts import FileFault

HEADER_ROWS = 10
SAMPLE = 200
LOOKED_AT = 1000  # rows, blank ones among them
WIDEST = 256  # columns: what stands farther right is no column of ours
CONTRADICT = 3  # rows that say what a heading does not

Numbered = tuple[int, Sequence[Raw]]
_LONG, _GAPS = re.compile(r"\W*\d{6,}[\dXx]\W*"), re.compile(r"[\s-]+")


@dataclass(frozen=True, slots=True)
class Found:
    """A sheet of which every required column is known.

    Attributes:
        row: the last one above the data.
        headless: no headings were there, only columns of a known shape.

    """

    sheet: Sheet
    header: Header
    row: int
    seen: tuple[Seen, ...]
    headless: bool = False


def find_table(sheets: Sequence[Sheet], known: Known) -> Found:
    """The first sheet with a whole header in its first rows, or a known shape.

    Raises:
        TableProblem: somebody has to say what the columns are; it speaks of the
            best sheet that we saw, with a proposal. Or nothing looks like a table.

    """
    tops = [_Top(sheet, known) for sheet in sheets]
    for top in tops:
        if found := top.with_headings():
            return found
    best = max(tops, key=lambda top: top.worth, default=None)
    if best is None or best.worth == (0, 0):
        raise TableProblem(FileFault.NO_HEADER, rows=HEADER_ROWS)
    if best.header.places or best.strange:
        raise best.question(FileFault.MISSING_COLUMNS, best.header.missing)
    return best.without_headings()


class _Top:
    """The first rows of a sheet."""

    def __init__(self, sheet: Sheet, known: Known) -> None:
        self._sheet = sheet
        self._known = known
        self._words = known.words
        self._rows = [row for row in _first_rows(sheet) if not is_blank(row[1])]
        starts = (i for i, one in enumerate(self._rows) if is_data(one[1], self._words))
        self._start = next(starts, len(self._rows))
        self._at, self._cells, self.header = self._best_header()
        self.strange = not self.header.places and self._at >= 0

    @property
    def worth(self) -> tuple[int, int]:
        """How much like a table it looks: by its headings, by its rows."""
        headings = len(self.header.places) or int(self.strange)
        some = self._start < len(self._rows)
        return headings, some + len(guess(self._places_from(self._start)))

    def with_headings(self) -> Found | None:
        """The table, if its headings say all.

        Raises:
            TableProblem: they say something twice, or what the rows contradict.

        """
        header = self.header
        if header.missing or self._at < 0:
            return None
        if header.doubled:
            raise self.question(FileFault.DOUBLE_COLUMNS, header.doubled)
        against = self._contradicted()
        if against:
            raise self.question(FileFault.UNCLEAR_COLUMNS, against)
        row = self._rows[self._at][0]
        return Found(self._sheet, header, row, self._seen(header.places))

    def without_headings(self) -> Found:
        """The table, if somebody confirmed what such columns are.

        Raises:
            TableProblem: nobody did.

        """
        places = self._places()
        key = shape_of(places)
        words = words_of([""] * len(places))
        choice = self._known.chosen.get(key)
        if choice is None:
            raise self.question(FileFault.NO_HEADINGS, ())
        found = {
            column: at for at, word in enumerate(words) if (column := choice.get(word))
        }
        taken = [words[at] for at in found.values()]
        extra = tuple(word for word in words if word not in taken)
        header = Header(found, extra, (), tuple(taken), key)
        above = self._rows[self._start][0] - 1
        return Found(self._sheet, header, above, self._seen(found), headless=True)

    def question(self, fault: FileFault, columns: Sequence[Column]) -> TableProblem:
        """What to ask, and what we propose."""
        places = self._places()
        headless = fault is FileFault.NO_HEADINGS
        words = [*self._cells, *([""] * len(places))][: len(places)]
        proposed = propose(places, words)
        stand = {
            column: at
            for column, at in self.header.places.items()
            if column not in columns and at not in _needed(proposed, columns)
        }
        free = {
            column: at
            for column, at in proposed.items()
            if column not in stand and at not in stand.values()
        }
        return TableProblem(
            fault,
            **names_of(columns),
            sheet=self._sheet.title,
            key=shape_of(places) if headless else self.header.key,
            seen=[one.packed for one in self._seen(stand | free)],
        )

    def _best_header(self) -> tuple[int, list[str], Header]:
        """Number among our rows, cells, and what they say; -1 for none."""
        best: tuple[int, list[str], Header] = (-1, [], Header({}, (), ()))
        for at, (row, _) in enumerate(self._rows):
            if row > HEADER_ROWS or not best[2].missing:
                break
            for last, cells in self._headings(at):
                if _speaks_of_somebody(cells):
                    continue
                header = read_header(cells, self._known.chosen)
                if _better(header, best[2]):
                    best = last, cells, header
        if best[2].places or not self._is_strange():
            return best
        at = self._start - 1
        cells = self._texts(at)
        return at, cells, read_header(cells, self._known.chosen)

    def _headings(self, at: int) -> Iterator[tuple[int, list[str]]]:
        """One row, and the same together with the next where that is no data."""
        yield at, self._texts(at)
        below = self._rows[at + 1 : at + 2]
        if below and not is_data(below[0][1], self._words):
            yield at + 1, combined(self._texts(at), self._texts(at + 1))

    def _is_strange(self) -> bool:
        """Whether words stand above the first data that may be headings."""
        if not 0 < self._start < len(self._rows):
            return False
        above, below = (self._rows[at][1] for at in (self._start - 1, self._start))
        if _speaks_of_somebody(self._texts(self._start - 1)):
            return False
        names = guess(self._places_from(self._start)).get(Column.NAME, len(above))
        if any(sign_of(c, self._words) is Sign.NAME for c in above[names:][:1]):
            return False  # somebody of whom only the name is known
        many, wide = (sum(not is_blank([c]) for c in row) for row in (above, below))
        return many > 1 and 2 * many >= wide

    def _texts(self, at: int) -> list[str]:
        cells = [cell if isinstance(cell, str) else "" for cell in self._rows[at][1]]
        width = max(len(row) for _, row in self._rows)
        return cells + [""] * (width - len(cells))

    def _places(self) -> tuple[Place, ...]:
        """The columns of the rows below the headings, as wide as anything there."""
        return self._places_from(self._at + 1 if self._at >= 0 else self._start)

    def _places_from(self, start: int) -> tuple[Place, ...]:
        return places_of([cells for _, cells in self._rows[start:]], self._words)

    def _contradicted(self) -> list[Column]:
        """Required columns that most rows show to stand elsewhere."""
        header, places = self.header, self._places()
        rows = len(self._rows) - self._at - 1
        if rows < CONTRADICT or header.key in self._known.chosen:
            return []
        found = guess(places)
        return [
            column
            for column, sign in _SIGNS.items()
            if column in found and not _may_be(places, header.places[column], sign)
        ]

    def _seen(self, taken: Mapping[Column, int]) -> tuple[Seen, ...]:
        """Every column that has a heading or holds anything, in the file's order."""
        places = self._places()
        cells = self._cells or [""] * len(places)
        by_place = {at: column for column, at in taken.items()}
        words = words_of(cells)
        none: tuple[str, ...] = ()
        found = (
            Seen(
                word,
                cells[at].strip()[:HEADING],
                letter_of(at),
                by_place.get(at),
                examples(places[at].cells, self._words) if at < len(places) else none,
            )
            for at, word in enumerate(words)
        )
        return tuple(one for one in found if one.heading or one.examples)


_SIGNS = {Column.DOCUMENT_NUMBER: Sign.NUMBER, Column.NAME: Sign.NAME}


def _may_be(places: Sequence[Place], at: int, sign: Sign) -> bool:
    """A column of names that we do not know is text; one of numbers never is."""
    most = places[at].most if at < len(places) else None
    return most is sign or (sign is Sign.NAME and most is Sign.TEXT)


def _speaks_of_somebody(cells: Sequence[str]) -> bool:
    """A heading is shown and remembered: one with a number of somebody's is none."""
    return any(_LONG.fullmatch(_GAPS.sub("", cell)) for cell in cells)


def _needed(proposed: Mapping[Column, int], columns: Sequence[Column]) -> list[int]:
    return [at for column, at in proposed.items() if column in columns]


def _better(header: Header, best: Header) -> bool:
    """More of what is required, then more of all."""
    return (-len(header.missing), len(header.places)) > (
        -len(best.missing),
        len(best.places),
    )


def _first_rows(sheet: Sheet) -> Iterator[Numbered]:
    filled = 0
    try:
        for row, cells in islice(sheet.rows(), LOOKED_AT):
            yield row, cells[:WIDEST]
            filled += not is_blank(cells)
            if filled > SAMPLE:
                return
    except TableProblem:
        return  # quotes that do not match under a delimiter that is not theirs
