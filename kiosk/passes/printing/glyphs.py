"""Whether the font of the passes has a glyph for every character of a text.

Another font would print 王䶮 as 王 or as a box: a wrong name on a pass.
"""

import functools
import subprocess

from fontTools.ttLib import TTFont

from kiosk.passes.problems import PassProblem, Why
from verification.masks import clean_name

FAMILY = "Noto Sans CJK SC"
PATTERN = f"{FAMILY}:bold"
WAIT_SECONDS = 20
_FORMAT = "%{family}\t%{index}\t%{file}"


def missing_glyphs(text: str) -> tuple[str, ...]:
    """The characters of a name or text that cannot be printed, each once.

    Raises:
        PassProblem: no_font.

    """
    known = _characters()
    return tuple(dict.fromkeys(c for c in clean_name(text) if ord(c) not in known))


def unprintable(text: str) -> str:
    """The same as one text, empty where all is well: what a `PassDesk` asks.

    Raises:
        PassProblem: no_font.

    """
    return " ".join(missing_glyphs(text))


@functools.cache
def _characters() -> frozenset[int]:
    """All code points of the very face that the PDF takes; a TTC holds several."""
    path, index = _face()
    with TTFont(path, fontNumber=index, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _face() -> tuple[str, int]:
    """File and number of the face, as fontconfig finds it for WeasyPrint, too."""
    words = ("fc-match", "--format", _FORMAT, PATTERN)
    try:
        found = subprocess.run(
            words, capture_output=True, text=True, timeout=WAIT_SECONDS, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        raise PassProblem(Why.NO_FONT) from None
    family, index, path = found.split("\t")
    if FAMILY not in family.split(","):  # fontconfig always answers with some font
        raise PassProblem(Why.NO_FONT)
    return path, int(index) & 0xFFFF  # the upper half names an instance of it
