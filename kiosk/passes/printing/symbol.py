"""The QR code of a pass in whole dots of the printer.

HCERT (EU/WHO Electronic Health Certificate Specification 1.1.1) asks for level Q in
alphanumeric mode and a printed diagonal of 35 to 60 mm. A module of so many and a
half dots would be printed now wider, now narrower.
"""

from dataclasses import dataclass

import segno

QUIET = 4  # modules on each side, ISO/IEC 18004
SMALLEST_MM, LARGEST_MM = 42.0, 45.0
INCH_MM = 25.4
LEVEL = "q"


@dataclass(frozen=True, slots=True)
class Symbol:
    """A code as it will be printed.

    Attributes:
        rows: of modules, true is dark, without the quiet zone.
        dots: of the printer, for one module.
        dpi: of the printer.

    """

    rows: tuple[tuple[bool, ...], ...]
    dots: int
    dpi: int

    @property
    def modules(self) -> int:
        """On one side, without the quiet zone."""
        return len(self.rows)

    @property
    def size(self) -> int:
        """Of one side in dots, with the quiet zone."""
        return (self.modules + 2 * QUIET) * self.dots

    @property
    def mm(self) -> float:
        """The real size of one side on paper, with the quiet zone."""
        return self.size * INCH_MM / self.dpi

    def path(self, box: int) -> str:
        """The dark modules as one SVG path, centred in a square of ``box`` dots."""
        edge = (box - self.size) // 2 + QUIET * self.dots
        return "".join(
            f"M{edge + start * self.dots} {edge + y * self.dots}"
            f"h{length * self.dots}v{self.dots}h-{length * self.dots}z"
            for y, row in enumerate(self.rows)
            for start, length in _runs(row)
        )


def symbol(text: str, dpi: int) -> Symbol:
    """The code of a pass at the size nearest to 42 to 45 mm.

    Raises:
        segno.DataOverflowError: more text than any code holds.

    """
    code = segno.make_qr(text, error=LEVEL, boost_error=False)
    rows = tuple(tuple(bool(module) for module in row) for row in code.matrix)
    return Symbol(rows, whole_dots(len(rows), dpi), dpi)


def whole_dots(modules: int, dpi: int) -> int:
    """Dots for one module: the most that stay within 45 mm, or one more if nearer."""
    side = (modules + 2 * QUIET) * INCH_MM / dpi
    most = max(int(LARGEST_MM / side), 1)

    def beside(dots: int) -> float:
        return max(SMALLEST_MM - dots * side, dots * side - LARGEST_MM, 0)

    return min((most, most + 1), key=beside)


def _runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Start and length of each run of dark modules."""
    starts = [x for x, dark in enumerate(row) if dark and not (x and row[x - 1])]
    return [(start, ((*row, False).index(False, start) - start)) for start in starts]
