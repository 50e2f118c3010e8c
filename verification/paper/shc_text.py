"""From what stands in the codes of a SMART Health Card to its signed text.

``shc:/`` and a digit pair for each character of the JWS, its ASCII number less 45;
in several codes ``shc:/i/n/`` before the digits of part i of n (SMART Health Cards
Framework, "Encoding chunks as QR codes"). A file for download is a JSON object
with the list ``verifiableCredential``.
"""

import re
from collections.abc import Sequence

from verification.paper.json_documents import read_object
from verification.paper.paper import Refusal
from verification.paper.refused import Refused, malformed, too_large

PREFIX = "shc:"
LONGEST = 16 * 1024
MOST_PARTS = 32
MOST_CARDS = 8

_NUMERIC = re.compile(
    r"shc:/(?:(?P<part>[0-9]{1,2})/(?P<parts>[0-9]{1,2})/)?(?P<digits>(?:[0-9]{2})+)"
)
_JWS = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*")
_BLANKS = "\ufeff \r\n\t"
_BRACE = ("ey", "ew", "e3")  # an opening brace in base64
_LOWEST = ord("-")


def is_health_card(text: str) -> bool:
    """Whether ``text`` is meant as a health card, good or not.

    A JWS whose payload is plain JSON is a token of some other kind, and a list of
    credentials with a context is a W3C presentation.
    """
    plain = text.strip(_BLANKS)
    if plain.startswith("{"):
        return '"verifiableCredential"' in plain and '"@context"' not in plain
    if _JWS.fullmatch(plain):
        header, _, body = plain.partition(".")
        return header.startswith(_BRACE) and not body.startswith(_BRACE)
    return plain.startswith(PREFIX)


def cards(texts: Sequence[str]) -> tuple[str, ...]:
    """The JWS of every card in ``texts``: the codes of one paper, or one file.

    Raises:
        Refused: malformed, too_large, or incomplete when parts are missing.

    """
    if sum(map(len, texts)) > 4 * LONGEST:
        raise too_large()
    found: list[str] = []
    parts: list[re.Match[str]] = []
    for text in (text.strip(_BLANKS) for text in texts):
        numeric = _NUMERIC.fullmatch(text)
        if numeric and numeric["part"]:
            parts.append(numeric)
        elif numeric:
            found.append(_characters(numeric["digits"]))
        else:
            found.extend(_written(text))
    if parts:
        found.append(_joined(parts))
    if not 0 < len(found) <= MOST_CARDS:
        raise malformed()
    return tuple(found)


def _written(text: str) -> list[str]:
    """The JWS in a file, or the one that ``text`` is."""
    if text.startswith("{"):
        members = read_object(text).get("verifiableCredential")
        found = members if isinstance(members, list) else []
    else:
        found = [text]
    if not all(isinstance(one, str) for one in found):
        raise malformed()
    return [one.strip() for one in found]


def _characters(digits: str) -> str:
    pairs = (digits[at : at + 2] for at in range(0, len(digits), 2))
    return "".join(chr(int(pair) + _LOWEST) for pair in pairs)


def _joined(parts: list[re.Match[str]]) -> str:
    """The parts in their order, whatever the order in which they were read."""
    counts = {int(one["parts"]) for one in parts}
    by_number = {int(one["part"]): one["digits"] for one in parts}
    count = counts.pop()
    if counts or len(by_number) != len(parts) or not 0 < count <= MOST_PARTS:
        raise malformed()
    wanted = set(range(1, count + 1))
    if not by_number.keys() <= wanted:
        raise malformed()
    if by_number.keys() != wanted:
        raise Refused(Refusal.INCOMPLETE)
    return _characters("".join(by_number[number] for number in sorted(wanted)))
