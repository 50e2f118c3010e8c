"""The short code under a pass, which staff can type: XXXX-XXXX-C.

Eight characters are the first 40 bits of the pass id in Crockford's base 32 (no I,
L, O, U), the ninth is a check character from the same alphabet. It makes the sum
of all nine characters, each times its own power of a generator of GF(32), zero:
so every single wrong character and every swap of any two is found, and nobody
has to type a sign that a keyboard hides (a remainder modulo 37 needs five).
"""

import unicodedata

from verification.passes.errors import CodeProblem

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX = 5  # bytes of the pass id
LENGTH = 9

_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_LOOKS_LIKE = str.maketrans("OIL", "011")
_REDUCTION = 0b100101  # x^5 + x^2 + 1, primitive over GF(2)


def short_code(pass_id: bytes) -> str:
    """The short code of a pass id, as it is printed."""
    number = int.from_bytes(pass_id[:PREFIX], "big")
    values = [number >> shift & 31 for shift in range(35, -1, -5)]
    text = "".join(ALPHABET[value] for value in (*values, _check(values)))
    return f"{text[:4]}-{text[4:8]}-{text[8]}"


def parse_code(text: str) -> bytes:
    """The first 5 bytes of a pass id from what somebody typed.

    Case, blanks, dashes and full width do not matter; O is 0, I and L are 1.

    Raises:
        CodeProblem: it cannot be one, or the check character says that it is
            mistyped.

    """
    values = [_value(character) for character in _folded(text)]
    if len(values) != LENGTH:
        raise CodeProblem("length")
    if _check(values[:-1]) != values[-1]:
        raise CodeProblem("check")
    number = 0
    for value in values[:-1]:
        number = number << 5 | value
    return number.to_bytes(PREFIX, "big")


def _folded(text: str) -> str:
    kept = (c for c in unicodedata.normalize("NFKC", text) if not _is_gap(c))
    return "".join(kept).upper().translate(_LOOKS_LIKE)


def _is_gap(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in {"Pd", "Cf"}


def _value(character: str) -> int:
    if character not in _VALUES:
        raise CodeProblem("characters")
    return _VALUES[character]


def _check(values: list[int]) -> int:
    """The last character, whose weight is 1; Horner's rule from the first one."""
    total = 0
    for value in values:
        total = _double(total ^ value)
    return total


def _double(value: int) -> int:
    value <<= 1
    return value ^ _REDUCTION if value > 31 else value
