"""Passes as a PDF that was read back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pydyf
import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from kiosk.config.models import SiteTable
from kiosk.passes.printing.layout import PrintFormat
from kiosk.passes.printing.page import Work
from kiosk.passes.printing.progress import Progress, Stage, no_progress
from kiosk.passes.printing.reading import Reader, read_back
from kiosk.passes.printing.symbol import SMALLEST_MM
from kiosk.passes.printing.wanted import Wanted
from verification.passes.issued import IssuedPass

PAGES_AT_ONCE = 10  # between two steps of a progress bar


@dataclass(frozen=True, slots=True)
class Printed:
    """What was printed.

    Attributes:
        pdf: the file, read back.
        html: the same pages for a browser.
        passes, pages: how many.
        dots: of the printer for one module, the fewest.
        mm: side of the code with its quiet zone, the smallest.

    """

    pdf: bytes = field(repr=False)
    html: str = field(repr=False)
    passes: int
    pages: int
    dots: int
    mm: float

    @property
    def small(self) -> bool:
        """Whether whole dots made a code smaller than is asked for."""
        return self.mm < SMALLEST_MM


def render_pdf(
    passes: Sequence[IssuedPass],
    form: PrintFormat,
    dpi: int,
    site: SiteTable,
    *,
    wanted: Wanted = Wanted.ID,
    progress: Progress = no_progress,
    reader: Reader | None = None,
) -> Printed:
    """Print passes and read every one back.

    Args:
        passes: one at least.
        form: a page, a card, or cards on sheets.
        dpi: of the printer, whose whole dots make the modules.
        site: its name, zone, and whether this is a drill.
        wanted: what the rules in force want beside a pass.
        progress: told after every few pages.
        reader: reads the pages back; the reading ladder, when there is none.

    Raises:
        PassProblem: no_glyph, no_font, or not_read_back.

    """
    work = Work.of(passes, form, dpi, site, wanted)
    pdf = _pdf(work, progress)
    texts = [issued.text for issued in passes]
    read_back(pdf, texts, work.layout, progress, reader)
    return Printed(
        pdf,
        work.html(),
        len(passes),
        work.layout.pages(len(passes)),
        min(code.dots for code in work.symbols),
        min(code.mm for code in work.symbols),
    )


def _pdf(work: Work, progress: Progress) -> bytes:
    """Laid out in parts, for the sake of the bar; written as one file."""
    fonts = FontConfiguration()
    documents = list(_documents(work, fonts, progress))
    pages = [page for document in documents for page in document.pages]
    progress(Stage.WRITING, 0, len(pages))
    data: bytes = documents[0].copy(pages).write_pdf(finisher=_unscaled)
    progress(Stage.WRITING, len(pages), len(pages))
    return data


def _unscaled(document: weasyprint.Document, pdf: pydyf.PDF) -> None:
    """Asks viewers for no fitting to the page (ISO 32000-1, 12.2): dots stay whole."""
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"PrintScaling": "/None"})


def _documents(
    work: Work, fonts: FontConfiguration, progress: Progress
) -> Iterator[weasyprint.Document]:
    total, many = work.layout.pages(len(work.passes)), work.layout.per_page
    nothing = URLFetcher(allowed_protocols=[], fail_on_errors=True)
    for page in range(0, total, PAGES_AT_ONCE):
        upto = min(page + PAGES_AT_ONCE, total)
        html = work.html(page * many, upto * many)
        shown = weasyprint.HTML(string=html, url_fetcher=nothing)
        yield shown.render(font_config=fonts)
        progress(Stage.LAYING_OUT, upto, total)
