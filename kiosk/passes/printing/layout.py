"""Where passes stand on paper, in whole dots of the printer.

Everything that a code's place depends on is a whole number of dots, the page
itself, too (0.04 mm from A5 or A4 at most): so a module never begins between two.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from kiosk.passes.printing.symbol import INCH_MM

A5 = (148.0, 210.0)
A4 = (210.0, 297.0)
CARD = (86.0, 54.0)
A5_CODE = (12.0, 81.0)
CARD_EDGE = 2.0
DPI = (203, 300, 600)


class PrintFormat(StrEnum):
    """What is printed."""

    A5 = "a5"  # one pass a page
    CARD = "card"  # one card a page
    SHEET = "sheet"  # cards on A4, to be cut


class Place(NamedTuple):
    """A rectangle in dots."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Of one page, in dots.

    Attributes:
        form: what is printed.
        dpi: of the printer.
        page: width and height.
        card: width and height of one pass.
        box: side of the square that holds the code.
        box_at: its corner on the pass.
        columns, rows: passes on a page.

    """

    form: PrintFormat
    dpi: int
    page: tuple[int, int]
    card: tuple[int, int]
    box: int
    box_at: tuple[int, int]
    columns: int = 1
    rows: int = 1

    @classmethod
    def of(cls, form: PrintFormat, dpi: int, box: int) -> "Layout":
        """The layout of a format for codes of up to ``box`` dots."""

        def dots(*mm: float) -> tuple[int, int]:
            width, height = (round(length * dpi / INCH_MM) for length in mm)
            return width, height

        if form is PrintFormat.A5:
            page = dots(*A5)
            return cls(form, dpi, page, page, box, dots(*A5_CODE))
        card, corner = dots(*CARD), dots(CARD_EDGE, CARD_EDGE)
        if form is PrintFormat.CARD:
            return cls(form, dpi, card, card, box, corner)
        page = dots(*A4)
        many = page[0] // card[0], page[1] // card[1]
        return cls(form, dpi, page, card, box, corner, *many)

    @property
    def per_page(self) -> int:
        """How many passes stand on a page."""
        return self.columns * self.rows

    @property
    def margin(self) -> tuple[int, int]:
        """Left of and above the passes."""
        width, height = self.card
        return (
            (self.page[0] - self.columns * width) // 2,
            (self.page[1] - self.rows * height) // 2,
        )

    def places(self) -> list[Place]:
        """Of the passes of a page, row by row."""
        (left, top), (width, height) = self.margin, self.card
        return [
            Place(left + column * width, top + row * height, width, height)
            for row in range(self.rows)
            for column in range(self.columns)
        ]

    def pages(self, passes: int) -> int:
        """How many pages so many passes take."""
        return -(-passes // self.per_page)

    def inches(self, dots: float) -> str:
        """A length for CSS."""
        return f"{dots / self.dpi:.6f}in"

    def cuts(self) -> str:
        """Cutting marks around the passes of a sheet, as an SVG path."""
        if self.per_page == 1:
            return ""
        (left, top), (width, height) = self.margin, self.card
        gap, mark = self.dpi // 25, self.dpi // 5  # 1 mm away, 5 mm long
        across = [left + column * width for column in range(self.columns + 1)]
        down = [top + row * height for row in range(self.rows + 1)]
        right, bottom = across[-1] + gap, down[-1] + gap
        return "".join(
            [f"M{x} {y}v{mark}" for x in across for y in (top - gap - mark, bottom)]
            + [f"M{x} {y}h{mark}" for y in down for x in (left - gap - mark, right)]
        )
