"""Every printed pass is read back from its page before anybody gets it."""

from collections.abc import Callable, Sequence
from typing import Any

import pypdfium2

from drivers.codes import Ladder
from drivers.protocols import Code
from kiosk.passes.printing.layout import Layout, Place
from kiosk.passes.printing.progress import Progress, Stage, no_progress
from kiosk.passes.problems import PassProblem, Why

COARSE_DPI = 150  # what a bad copy leaves of a page
POINTS = 72
WHITE = 255

Reader = Callable[[Any], Sequence[Code]]
"""Reads the codes of a grey image (h, w), as `Ladder.still` does."""


def read_back(
    pdf: bytes,
    texts: Sequence[str],
    layout: Layout,
    progress: Progress = no_progress,
    reader: Reader | None = None,
) -> None:
    """Compare the code in each pass's place with what was issued, twice.

    Args:
        pdf: the file as it will be handed out.
        texts: of the codes, in the order of the passes.
        layout: of the pages.
        progress: told after each page.
        reader: another than the reading ladder.

    Raises:
        PassProblem: not_read_back; a code reads otherwise, not at all, or is not
            alone; or there are more or fewer pages than there should be.

    """
    read, pages = reader or Ladder().still, layout.pages(len(texts))
    with pypdfium2.PdfDocument(pdf) as document:
        if len(document) != pages:
            raise PassProblem(Why.NOT_READ_BACK, str(len(document)))
        for number in range(pages):
            start = number * layout.per_page
            expected = texts[start : start + layout.per_page]
            page = document[number]
            for dpi in (layout.dpi, COARSE_DPI):
                if not _shows(page, expected, layout, dpi, read):
                    detail = f"{number + 1} ({dpi} dpi)"
                    raise PassProblem(Why.NOT_READ_BACK, detail)
            page.close()
            progress(Stage.READING, number + 1, pages)


def pixels(page: Any, dpi: int) -> Any:
    """A page as a printer of so many dots an inch makes it, grey (h, w)."""
    # A hair less: what is a whole number of dots must not be rounded up to one more.
    scale = dpi / POINTS * (1 - 1e-6)
    image = page.render(scale=scale, grayscale=True).to_numpy()
    return image.reshape(image.shape[:2])


def _shows(
    page: Any, expected: Sequence[str], layout: Layout, dpi: int, read: Reader
) -> bool:
    """Whether each place shows its code and the places that are left are white."""
    image, share = pixels(page, dpi), dpi / layout.dpi
    parts = [_part(image, place, share) for place in layout.places()]
    used, rest = parts[: len(expected)], parts[len(expected) :]
    return all(part.min() == WHITE for part in rest) and all(
        _texts(read(part)) == (text,) for part, text in zip(used, expected, strict=True)
    )


def _part(image: Any, place: Place, share: float) -> Any:
    left, top = round(place.x * share), round(place.y * share)
    right = round((place.x + place.width) * share)
    bottom = round((place.y + place.height) * share)
    return image[top:bottom, left:right]


def _texts(codes: Sequence[Code]) -> tuple[str, ...]:
    return tuple(code.data.decode("utf-8", "replace") for code in codes)
