"""Passes that are printed together: which ones, and what became of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kiosk.house import House
from kiosk.passes.desk import PassDesk
from kiosk.passes.printing.glyphs import unprintable
from kiosk.passes.printing.layout import PrintFormat
from kiosk.passes.printing.progress import Progress, no_progress
from kiosk.passes.printing.wanted import wanted_by
from kiosk.passes.problems import PassProblem, Why
from verification.ledger import Entry, EventKind
from verification.passes.issued import IssuedPass

if TYPE_CHECKING:
    from kiosk.passes.printing.pdf import Printed

MOST_PASSES = 500  # in one file: half a gigabyte of memory


@dataclass(slots=True)
class Batch:
    """Passes to print, and who was left out with the reason.

    Attributes:
        left_out: what to call a pass that is not printed, and why it is not.
        published: whether the list of revoked passes was signed anew.

    """

    passes: list[IssuedPass] = field(default_factory=list)
    left_out: list[tuple[str, PassProblem]] = field(default_factory=list)
    published: bool = False


def gather(desk: PassDesk, words: Sequence[str], days: int | None) -> Batch:
    """The passes to print: the same once more, or new ones of so many days.

    Args:
        desk: that signs them.
        words: short codes or ids.
        days: how many days new ones count; ``None``: the same ones again.

    Raises:
        SigningProblem: no key may sign now.
        KeyProblem: a key's file must not be used.

    """
    batch = Batch()
    for place, word in enumerate(dict.fromkeys(words), 1):
        try:
            batch.passes.append(_one(desk, word, days))
        except PassProblem as problem:
            # What is no pass may be somebody's number: it is not shown.
            known = problem.why is not Why.UNKNOWN_PASS
            batch.left_out.append((word if known else f"#{place}", problem))
    if days is not None and batch.passes:
        batch.published = desk.publish()
    return batch


def print_passes(
    house: House,
    author: str,
    passes: Sequence[IssuedPass],
    form: PrintFormat,
    dpi: int,
    progress: Progress = no_progress,
) -> "Printed":
    """Print, read back, and record that people's names leave; then hand it out.

    Args:
        house: of the site.
        author: internal id of the member of staff, or a program's word.
        passes: one at least.
        form: a page, a card, or cards on sheets.
        dpi: of the printer.
        progress: told after every few pages.

    Raises:
        PassProblem: no_glyph, no_font, or not_read_back.

    """
    # A second and 60 MB that whoever only gathers never needs.
    from kiosk.passes.printing.pdf import render_pdf

    site, wanted = house.config.site, wanted_by(house.policy)
    made = render_pdf(passes, form, dpi, site, wanted=wanted, progress=progress)
    record_printed(house, author, len(passes))
    return made


def record_printed(house: House, author: str, people: int) -> None:
    """Record that the names of so many people leave on paper."""
    facts: dict[str, str | int] = {"purpose": "pass.print", "people": people}
    house.ledger.append(Entry(EventKind.PERSONAL_EXPORTED, staff=author, more=facts))


def _one(desk: PassDesk, word: str, days: int | None) -> IssuedPass:
    """One pass; one that cannot be printed must not spoil the others' file."""
    issued = desk.again(word) if days is None else desk.renew(word, days)
    missing = unprintable(issued.claims.masked_name)
    if missing:
        raise PassProblem(Why.NO_GLYPH, missing)
    return issued
