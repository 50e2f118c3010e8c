"""No page is handed out whose code does not read as it was issued."""

from dataclasses import replace
from typing import Any

import pytest
from printing_kit import SITE, issued

from drivers.codes import Ladder
from drivers.protocols import Code
from kiosk.passes.printing.layout import Layout, PrintFormat
from kiosk.passes.printing.page import Work
from kiosk.passes.printing.pdf import render_pdf
from kiosk.passes.printing.reading import COARSE_DPI, read_back
from kiosk.passes.problems import PassProblem, Why
from verification.passes.issued import IssuedPass


def printed(passes: list[IssuedPass], form: PrintFormat) -> tuple[bytes, Layout]:
    layout = Work.of(passes, form, 203, SITE).layout
    return render_pdf(passes, form, 203, SITE).pdf, layout


def refused(pdf: bytes, texts: list[str], layout: Layout) -> str:
    with pytest.raises(PassProblem) as problem:
        read_back(pdf, texts, layout)
    assert problem.value.why is Why.NOT_READ_BACK
    return problem.value.english


@pytest.mark.parametrize("form", PrintFormat)
def test_a_page_with_the_code_of_another_is_refused(form: PrintFormat) -> None:
    passes = [issued(), issued()]
    pdf, layout = printed(passes, form)
    right = [one.text for one in passes]
    read_back(pdf, right, layout)
    assert "page 1 " in refused(pdf, right[::-1], layout)
    changed = right[1].replace(right[1][40], "$" if right[1][40] != "$" else "/")
    refused(pdf, [right[0], changed], layout)


@pytest.mark.parametrize("form", PrintFormat)
def test_a_pass_too_many_or_too_few_is_refused(form: PrintFormat) -> None:
    passes = [issued(), issued()]
    pdf, layout = printed(passes, form)
    first, second = (one.text for one in passes)
    refused(pdf, [first], layout)
    refused(pdf, [first, second, second], layout)


def test_a_code_that_only_a_fine_printer_shows_is_refused() -> None:
    fine = Ladder()

    def reader(image: Any) -> tuple[Code, ...]:
        return fine.still(image) if image.shape[0] > 210 / 25.4 * COARSE_DPI + 5 else ()

    with pytest.raises(PassProblem) as problem:
        render_pdf([issued()], PrintFormat.A5, 300, SITE, reader=reader)
    assert "150 dpi" in problem.value.chinese


def test_a_wrong_read_makes_no_file() -> None:
    ladder = Ladder()

    def reader(image: Any) -> tuple[Code, ...]:
        return tuple(replace(code, data=b"HC1:X") for code in ladder.still(image))

    with pytest.raises(PassProblem, match="no file was made"):
        render_pdf([issued()], PrintFormat.CARD, 300, SITE, reader=reader)
