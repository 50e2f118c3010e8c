"""How many equal reads a code needs before it is believed.

QR (ISO/IEC 18004), Data Matrix (16022) and Aztec (24778) carry Reed-Solomon
words over the whole symbol: one read is enough. Code 128 (15417) has one check
character, and PDF417 (15438) on low correction levels is misread too: their
bytes must look like a number or a text, and must be read twice.
"""

from drivers.protocols import Symbology

LONGEST = {Symbology.CODE128: 80, Symbology.PDF417: 2710}
SHORTEST = 3
SURE = frozenset({Symbology.QR, Symbology.DATA_MATRIX, Symbology.AZTEC})


def follows_grammar(symbology: Symbology, data: bytes) -> bool:
    """Whether the bytes are what a paper of ours or another's would carry.

    Printable ASCII, beginning and ending with a visible sign, not shorter than
    any number in use and not longer than the symbology allows.
    """
    if symbology in SURE:
        return True
    within = SHORTEST <= len(data) <= LONGEST[symbology]
    return within and data.strip() == data and all(32 <= b < 127 for b in data)


def reads_needed(symbology: Symbology, data: bytes) -> int:
    """How many different renditions must read the same bytes.

    One for the sure kinds, two for the others, three where the bytes break the
    grammar (bytes of a program in a PDF417): a misread seldom repeats itself.
    """
    if symbology in SURE:
        return 1
    return 2 if follows_grammar(symbology, data) else 3
