"""Cells that a spreadsheet would run: inert on the way out, whole on the way in.

CSV has no types, so a text that begins like a formula gets an apostrophe before
it (OWASP, CSV injection). The apostrophe itself is guarded too, which makes the
way back exact.
"""

GUARD = "'"
DANGEROUS = frozenset("=+-@\t\r\n\0＝＋－＠" + GUARD)


def guard(text: str) -> str:
    """The text as it may stand in a CSV cell."""
    return GUARD + text if text[:1] in DANGEROUS else text


def unguard(cell: str) -> str:
    """The text that `guard` was given; other cells stay as they are."""
    if cell[:1] == GUARD and cell[1:2] in DANGEROUS:
        return cell[1:]
    return cell
