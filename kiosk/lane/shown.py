"""What a visitor shows: a card, a paper, or the short code that staff typed."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from drivers.protocols import CardRead, Code, PaperRead

MOST_CODES = 16  # of one paper, its parts together


@dataclass(frozen=True, slots=True)
class TypedCode:
    """The short code of a pass, as staff typed it; its check character is right."""

    code: str = field(repr=False)


ShownPaper = PaperRead | TypedCode
Shown = CardRead | ShownPaper


def is_paper(shown: Shown) -> bool:
    """Whether it is a paper, or the code of one."""
    return not isinstance(shown, CardRead)


def same_paper(old: ShownPaper | None, new: PaperRead) -> bool:
    """Whether what the camera sees now was seen before."""
    if not isinstance(old, PaperRead):
        return False
    seen = {code.data for code in old.codes}
    return bool(new.codes) and new.codes[0].data in seen


def same_showing(old: ShownPaper | None, new: PaperRead) -> bool:
    """Whether this is the paper of before, and only more of it was read."""
    if not isinstance(old, PaperRead) or old.camera != new.camera:
        return False
    return {code.data for code in old.codes} < {code.data for code in new.codes}


def with_parts(read: PaperRead, parts: Iterable[Code]) -> PaperRead:
    """The codes of this paper with those of the parts that were shown before."""
    codes = {code.data: code for code in (*read.codes, *parts)}
    return replace(read, codes=tuple(codes.values())[:MOST_CODES])
