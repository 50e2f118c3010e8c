"""Passes as HTML: one template for the browser's print view and for the PDF."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from kiosk.config.models import SiteTable
from kiosk.passes.printing.glyphs import FAMILY, unprintable
from kiosk.passes.printing.layout import Layout, PrintFormat
from kiosk.passes.printing.symbol import Symbol, symbol
from kiosk.passes.printing.wanted import STEPS, Wanted
from kiosk.passes.problems import PassProblem, Why
from verification.passes.issued import IssuedPass

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Face:
    """What one pass shows; no document number, no health word."""

    name: str
    code: str
    last_day: date
    path: str

    @property
    def weekday(self) -> str:
        """Of the last day, as it is said."""
        return f"星期{WEEKDAYS[self.last_day.weekday()]}"


@dataclass(frozen=True, slots=True)
class Work:
    """Passes with their codes and the layout that fits all of them."""

    passes: Sequence[IssuedPass]
    symbols: Sequence[Symbol]
    layout: Layout
    site: SiteTable
    wanted: Wanted = Wanted.ID

    @classmethod
    def of(
        cls,
        passes: Sequence[IssuedPass],
        form: PrintFormat,
        dpi: int,
        site: SiteTable,
        wanted: Wanted = Wanted.ID,
    ) -> "Work":
        """Prepare passes for printing.

        Raises:
            PassProblem: no_glyph, of a name or the site's; or no_font.

        """
        for text in (site.name, *(issued.claims.masked_name for issued in passes)):
            missing = unprintable(text)
            if missing:
                raise PassProblem(Why.NO_GLYPH, missing)
        symbols = [symbol(issued.text, dpi) for issued in passes]
        box = max((code.size for code in symbols), default=0)
        return cls(passes, symbols, Layout.of(form, dpi, box), site, wanted)

    def html(self, start: int = 0, end: int | None = None, nonce: str = "") -> str:
        """The page of all passes, or of those from ``start`` before ``end``."""
        layout, faces = self.layout, self._faces()[start:end]
        step = layout.per_page
        return _template().render(
            pages=[faces[at : at + step] for at in range(0, len(faces), step)],
            layout=layout,
            site=self.site,
            wanted=self.wanted.value,
            steps=STEPS[self.wanted],
            family=FAMILY,
            nonce=nonce,
        )

    def _faces(self) -> list[Face]:
        zone = ZoneInfo(self.site.timezone)
        return [
            Face(
                issued.claims.masked_name,
                issued.code,
                (issued.claims.expires - timedelta(seconds=1)).astimezone(zone).date(),
                code.path(self.layout.box),
            )
            for issued, code in zip(self.passes, self.symbols, strict=True)
        ]


def render_html(
    passes: Sequence[IssuedPass],
    form: PrintFormat,
    dpi: int,
    site: SiteTable,
    *,
    wanted: Wanted = Wanted.ID,
    nonce: str = "",
) -> str:
    """Passes as one HTML page that needs no other file.

    Args:
        passes: to print.
        form: a page, a card, or cards on sheets.
        dpi: of the printer, whose whole dots make the modules.
        site: its name, zone, and whether this is a drill.
        wanted: what the rules in force want beside a pass.
        nonce: for the style element, where a content security policy wants one.

    Raises:
        PassProblem: no_glyph or no_font.

    """
    return Work.of(passes, form, dpi, site, wanted).html(nonce=nonce)


@functools.cache
def _template() -> Template:
    return Environment(
        loader=PackageLoader("kiosk.passes.printing"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    ).get_template("passes.html")
