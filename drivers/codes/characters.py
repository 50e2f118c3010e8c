"""Bytes whose code declares their character set, brought to UTF-8.

A code may say in which set its bytes are written, even several times within one
code (extended channel interpretations, AIM ITS/04-023). What is read leaves the
decoder as bytes, where that word would be lost: so such text becomes UTF-8, and
everything that declares nothing, or is no text, stays as it is.
"""

import re

ISO_8859 = {3 + part: f"iso8859-{part + 1}" for part in range(16) if part != 11}
CHARACTER_SETS = {
    **ISO_8859,
    0: "cp437",
    1: "latin-1",
    2: "cp437",
    20: "shift_jis",
    21: "cp1250",
    22: "cp1251",
    23: "cp1252",
    24: "cp1256",
    25: "utf-16-be",
    26: "utf-8",
    27: "ascii",
    28: "big5",
    29: "gb18030",
    30: "cp949",
    31: "gb18030",
    32: "gb18030",
    33: "utf-16-le",
    34: "utf-32-be",
    35: "utf-32-le",
    170: "ascii",
}
PREFIX = 3  # "]Q2": the symbology identifier of ISO/IEC 15424
PIECE = re.compile(rb"\\(\d{6})|(\\\\)|(.)", re.DOTALL)


def declared_text(raw: bytes, protocol: bytes) -> bytes:
    r"""The text in UTF-8 where every part of it has a declared character set.

    Args:
        raw: the bytes as they stand in the code.
        protocol: the same after the protocol of ISO/IEC 15424: an identifier,
            then ``\nnnnnn`` before each part, with backslashes doubled.

    Returns:
        UTF-8, or ``raw`` where nothing is declared, or no text, or wrongly.
    """
    if not _declares(raw, protocol):
        return raw
    try:
        return "".join(_parts(protocol[PREFIX:])).encode()
    except (LookupError, UnicodeError):
        return raw


def _declares(raw: bytes, protocol: bytes) -> bool:
    """A code that declares nothing comes without doubled backslashes."""
    return b"\\" in protocol and protocol[PREFIX:] != raw


def _parts(body: bytes) -> list[str]:
    parts, charset, run = [], "latin-1", bytearray()
    for number, backslash, other in PIECE.findall(body):
        if number:
            parts.append(run.decode(charset))
            charset, run = CHARACTER_SETS[int(number)], bytearray()
        else:
            run += b"\\" if backslash else other
    return [*parts, run.decode(charset)]
