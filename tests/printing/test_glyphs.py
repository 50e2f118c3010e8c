"""A name is printed with all its characters, or not at all."""

import os
from pathlib import Path

import pytest
from printing_kit import SITE, issued

from kiosk.config.models import SiteTable
from kiosk.passes.printing import glyphs
from kiosk.passes.printing.glyphs import missing_glyphs, unprintable
from kiosk.passes.printing.layout import PrintFormat
from kiosk.passes.printing.pdf import render_pdf
from kiosk.passes.problems import PassProblem, Why

LATE = "\U000323af"  # a character of Unicode 15, younger than the font


@pytest.mark.parametrize("name", ["王䶮", "李㛃", "张𬱖", "𠅤明", "欧阳·Ana", "张*明"])
def test_the_font_has_rare_characters(name: str) -> None:
    assert missing_glyphs(name) == ()


def test_each_character_without_a_glyph_is_named_once() -> None:
    assert missing_glyphs(f"王{LATE}{LATE}\U000f0000") == (LATE, "\U000f0000")
    assert unprintable("王明") == ""
    assert unprintable(f"王{LATE}") == LATE


def test_nothing_is_printed_that_the_font_cannot_show() -> None:
    for passes, site in (
        ([issued(f"王*{LATE}")], SITE),
        ([issued()], SiteTable(name=f"社区{LATE}")),
    ):
        with pytest.raises(PassProblem) as problem:
            render_pdf(passes, PrintFormat.A5, 300, site)
        assert problem.value.why is Why.NO_GLYPH
        assert LATE in problem.value.chinese


@pytest.mark.parametrize("answer", ["exit 1", r"printf 'DejaVu Sans\t0\t/none.ttf'"])
def test_a_machine_without_the_font_says_what_to_install(
    answer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "fc-match"
    program.write_text(f"#!/bin/sh\n{answer}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/bin")
    glyphs._characters.cache_clear()
    with pytest.raises(PassProblem, match="fonts-noto-cjk") as problem:
        missing_glyphs("王明")
    assert problem.value.why is Why.NO_FONT
