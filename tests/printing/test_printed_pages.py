"""What stands on a printed pass, and what does not."""

from dataclasses import replace

import pypdfium2
import pytest
from printing_kit import (
    DRILL,
    SITE,
    char_boxes,
    issued,
    letters,
    page_texts,
    sizes_mm,
)

from kiosk.config.models import PolicyTable, SiteTable
from kiosk.passes.printing.layout import PrintFormat
from kiosk.passes.printing.page import Work, render_html
from kiosk.passes.printing.pdf import render_pdf
from kiosk.passes.printing.progress import Stage
from kiosk.passes.printing.wanted import STEPS, Wanted, wanted_by


@pytest.mark.parametrize(
    ("form", "count", "pages", "size"),
    [
        (PrintFormat.A5, 3, 3, (148, 210)),
        (PrintFormat.CARD, 3, 3, (86, 54)),
        (PrintFormat.SHEET, 11, 2, (210, 297)),
    ],
)
def test_each_format_has_its_pages_and_size(
    form: PrintFormat, count: int, pages: int, size: tuple[int, int]
) -> None:
    passes = [issued() for _ in range(count)]
    made = render_pdf(passes, form, 203, SITE)
    texts = page_texts(made.pdf)
    assert (count, pages, pages) == (made.passes, made.pages, len(texts))
    assert {size} == sizes_mm(made.pdf)
    assert all(one.code in "".join(texts) for one in passes)


@pytest.mark.parametrize("form", PrintFormat)
def test_a_pass_says_what_it_is_whose_and_until_when(form: PrintFormat) -> None:
    one = issued("欧**明")
    (text,) = page_texts(render_pdf([one], form, 300, SITE).pdf)
    said = "".join(text.split())
    for part in ("幸福里社区", "纸质通行证", "欧**明", one.code, "有效期至"):
        assert part in said
    assert "2026年12月31日" in said
    assert "把二维码对着镜头" in said
    assert "再放身份证" in said


@pytest.mark.parametrize(
    ("rules", "wanted"),
    [
        (PolicyTable(paper_requires_id=True), Wanted.ID),
        (PolicyTable(paper={"pass": "needs_id"}), Wanted.ID),
        (PolicyTable(), Wanted.NOTHING),
        (PolicyTable(paper={"pass": "refer"}, paper_requires_id=True), Wanted.STAFF),
    ],
)
def test_the_rules_say_what_is_wanted_beside_a_pass(
    rules: PolicyTable, wanted: Wanted
) -> None:
    assert wanted is wanted_by(rules)


@pytest.mark.parametrize(
    ("wanted", "chinese", "english"),
    [
        (Wanted.ID, "再放身份证", "then lay down the ID card"),
        (Wanted.NOTHING, "对着镜头就可以", "no ID card is asked for"),
        (Wanted.STAFF, "请人来看", "staff will look at it"),
    ],
)
def test_a_pass_asks_for_what_the_rules_want(
    wanted: Wanted, chinese: str, english: str
) -> None:
    page = render_html([issued()], PrintFormat.A5, 203, SITE, wanted=wanted)
    assert english in page
    assert chinese in page
    sheet = render_html([issued()], PrintFormat.SHEET, 203, SITE, wanted=wanted)
    assert all(line in sheet for line in STEPS[wanted].card)
    assert ("再放身份证" in sheet) is (wanted is Wanted.ID)


@pytest.mark.parametrize("form", PrintFormat)
def test_every_page_of_a_drill_says_so(form: PrintFormat) -> None:
    passes = [issued() for _ in range(11 if form is PrintFormat.SHEET else 2)]
    drill = page_texts(render_pdf(passes, form, 203, DRILL).pdf)
    assert ["演练" in text for text in drill] == [True, True]
    real = page_texts(render_pdf(passes[:1], form, 203, SITE).pdf)
    assert "演练" not in "".join(real)


@pytest.mark.parametrize(
    ("form", "chinese", "other"),
    [(PrintFormat.A5, 22, 14), (PrintFormat.CARD, 12, 12), (PrintFormat.SHEET, 12, 12)],
)
def test_old_eyes_can_read_it(form: PrintFormat, chinese: float, other: float) -> None:
    shown = list(letters(render_pdf([issued()], form, 300, DRILL).pdf))
    assert chinese <= min(size for sign, size, _ in shown if sign > "\u2e80") + 0.01
    assert other <= min(size for _, size, _ in shown) + 0.01


def test_rare_names_are_printed_in_the_one_font_that_was_checked() -> None:
    one = issued("𬱖*䶮")
    shown = list(letters(render_pdf([one], PrintFormat.A5, 300, SITE).pdf))
    assert {"Noto-Sans-CJK-SC-Bold"} == {font.split("+")[-1] for _, _, font in shown}
    assert "䶮" in {letter for letter, _, _ in shown}


def test_the_file_says_nothing_about_its_holders_outside_its_pages() -> None:
    one = issued("张*明")
    pdf = render_pdf([one], PrintFormat.A5, 300, SITE).pdf
    with pypdfium2.PdfDocument(pdf) as document:
        facts = dict(document.get_metadata_dict().items())
    assert facts.pop("Title") == "纸质通行证 Paper pass"
    assert "WeasyPrint" in facts.pop("Producer")
    assert {""} == set(facts.values())


def test_a_viewer_is_asked_not_to_scale_the_page() -> None:
    pdf = render_pdf([issued()], PrintFormat.A5, 300, SITE).pdf
    with pypdfium2.PdfDocument(pdf) as document:
        assert not pypdfium2.raw.FPDF_VIEWERREF_GetPrintScaling(document)


@pytest.mark.parametrize("form", PrintFormat)
def test_what_looks_like_markup_is_text(form: PrintFormat) -> None:
    site = SiteTable(name="<img src=x onerror=alert(1)>")
    passes = [issued("<*>")]
    html = render_html(passes, form, 300, site)
    assert "<img" not in html
    assert "&lt;*&gt;" in html
    (text,) = page_texts(render_pdf(passes, form, 300, site).pdf)
    assert "<*>" in text


def test_the_page_for_a_browser_asks_for_no_other_file() -> None:
    html = render_html([issued()], PrintFormat.SHEET, 300, SITE, nonce="n0")
    assert '<style nonce="n0">' in html
    assert not any(
        word in html for word in ("http", "url(", "src=", "href=", " style=")
    )


def test_a_bar_is_told_how_far_the_pages_are() -> None:
    told: list[tuple[Stage, int, int]] = []
    passes = [issued() for _ in range(12)]
    render_pdf(
        passes, PrintFormat.CARD, 203, SITE, progress=lambda *step: told.append(step)
    )
    assert [done for stage, done, _ in told if stage is Stage.LAYING_OUT] == [10, 12]
    assert [*range(1, 13)] == [
        done for stage, done, _ in told if stage is Stage.READING
    ]
    assert {12} == {total for _, _, total in told}


@pytest.mark.parametrize("form", PrintFormat)
def test_the_widest_short_code_stays_under_its_code(form: PrintFormat) -> None:
    dpi = 300
    widest = [replace(issued(), code="WWWW-WWWW-W")]
    layout = Work.of(widest, form, dpi, SITE).layout
    pdf = render_pdf(widest, form, dpi, SITE).pdf
    place, (x, y) = layout.places()[0], layout.box_at
    left, right = place.x + x, place.x + x + layout.box
    if form is PrintFormat.A5:
        left, right = 0, layout.page[0]
    boxes = [box for letter, box in char_boxes(pdf, dpi) if letter == "W"]
    assert len(boxes) == 9
    assert all(left <= box[0] and box[1] <= right for box in boxes)
    assert all(box[2] >= place.y + y + layout.box for box in boxes)
    assert all(box[3] <= place.y + place.height for box in boxes)
