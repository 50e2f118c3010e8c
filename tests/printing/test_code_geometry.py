"""The code on paper: whole dots, the right millimetres, every module."""

import pypdfium2
import pytest
from printing_kit import SITE, issued

from kiosk.passes.printing.layout import DPI, Layout, PrintFormat
from kiosk.passes.printing.page import Work
from kiosk.passes.printing.pdf import render_pdf
from kiosk.passes.printing.reading import pixels
from kiosk.passes.printing.symbol import QUIET, symbol, whole_dots

ROUNDING = 3  # of 255: a coordinate of the PDF has a few decimals only


@pytest.mark.parametrize(
    ("dots", "modules", "dpi"),
    [
        (7, 61, 300),  # 40.9 mm; with 8 it would be 46.7
        (8, 57, 300),  # 44.0 mm
        (5, 61, 203),  # 43.2 mm
        (15, 61, 600),  # 43.8 mm
        (5, 65, 203),  # 45.7 mm, nearer than 36.5
    ],
)
def test_a_module_takes_the_whole_dots_that_come_nearest_to_42_to_45_mm(
    dots: int, modules: int, dpi: int
) -> None:
    assert dots == whole_dots(modules, dpi)


def test_the_code_of_a_pass_is_level_q_in_alphanumeric_mode() -> None:
    shown = symbol(issued().text, 300)
    assert shown.modules == 61  # byte mode, or level H, would need more
    assert pytest.approx(shown.mm, abs=0.05) == 40.9


@pytest.mark.parametrize(
    ("form", "dpi"),
    [
        (PrintFormat.A5, 203),
        (PrintFormat.A5, 300),
        (PrintFormat.CARD, 300),
        (PrintFormat.CARD, 600),
        (PrintFormat.SHEET, 300),
    ],
)
def test_every_module_is_exactly_so_many_dots(form: PrintFormat, dpi: int) -> None:
    passes = [issued()]
    work = Work.of(passes, form, dpi, SITE)
    pdf = render_pdf(passes, form, dpi, SITE).pdf
    layout, shown = work.layout, work.symbols[0]
    edge = (layout.box - shown.size) // 2
    left, top = (
        corner + place + edge
        for corner, place in zip(layout.places()[0], layout.box_at, strict=False)
    )
    with pypdfium2.PdfDocument(pdf) as document:
        image = pixels(document[0], dpi)
    assert layout.page == (image.shape[1], image.shape[0])
    code = image[top : top + shown.size, left : left + shown.size]
    for y in range(-QUIET, shown.modules + QUIET):
        for x in range(-QUIET, shown.modules + QUIET):
            inside = 0 <= y < shown.modules and 0 <= x < shown.modules
            dark = inside and shown.rows[y][x]
            at_y, at_x = (y + QUIET) * shown.dots, (x + QUIET) * shown.dots
            module = code[at_y : at_y + shown.dots, at_x : at_x + shown.dots]
            off = module if dark else 255 - module
            assert off.max() <= ROUNDING


@pytest.mark.parametrize("dpi", DPI)
def test_a_page_keeps_its_size_to_a_dot(dpi: int) -> None:
    layout = Layout.of(PrintFormat.SHEET, dpi, 400)
    assert pytest.approx(layout.page[0] * 25.4 / dpi, abs=0.07) == 210
    assert pytest.approx(layout.page[1] * 25.4 / dpi, abs=0.07) == 297


def test_ten_cards_stand_on_a_sheet_and_none_on_another() -> None:
    layout = Layout.of(PrintFormat.SHEET, 300, 400)
    places = layout.places()
    assert (len(places), len(set(places))) == (10, 10)
    assert {(1016, 638)} == {(place.width, place.height) for place in places}
    assert all(place.x + place.width <= layout.page[0] for place in places)
    assert all(place.y + place.height <= layout.page[1] for place in places)
    assert [layout.pages(count) for count in (1, 10, 11, 200)] == [1, 1, 2, 20]
