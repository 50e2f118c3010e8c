"""Bech32 texts: keys that people copy, with a checksum that finds typing errors.

BIP 173, without its limit of 90 characters, as age writes its keys.
"""

LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
CHECKSUM = 6


def encode(prefix: str, data: bytes) -> str:
    """The lower-case text of ``data`` under a prefix in lower case."""
    values = _regroup(data, 8, 5, pad=True)
    polymod = _polymod([*_expand(prefix), *values, *[0] * CHECKSUM]) ^ 1
    check = [(polymod >> 5 * (CHECKSUM - 1 - i)) & 31 for i in range(CHECKSUM)]
    return prefix + "1" + "".join(LETTERS[v] for v in (*values, *check))


def decode(prefix: str, text: str) -> bytes:
    """The bytes of a text, all lower or all upper case, with this prefix.

    Raises:
        ValueError: another prefix, a typing error, or mixed case.

    """
    small = text.lower()
    if text not in (small, text.upper()):
        raise ValueError("upper and lower case are mixed")
    begin, _, rest = small.rpartition("1")
    if begin != prefix or len(rest) < CHECKSUM or not set(rest) <= set(LETTERS):
        raise ValueError("this is no such key")
    values = [LETTERS.index(letter) for letter in rest]
    if _polymod([*_expand(prefix), *values]) != 1:
        raise ValueError("a typing error: the checksum does not fit")
    return bytes(_regroup(values[:-CHECKSUM], 5, 8, pad=False))


def _expand(prefix: str) -> list[int]:
    codes = [ord(letter) for letter in prefix]
    return [*(code >> 5 for code in codes), 0, *(code & 31 for code in codes)]


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for i, generator in enumerate(GENERATOR):
            check ^= generator if top >> i & 1 else 0
    return check


def _regroup(values: bytes | list[int], size: int, to: int, *, pad: bool) -> list[int]:
    """The same bits in groups of another size."""
    found: list[int] = []
    held = bits = 0
    for value in values:
        held, bits = held << size | value, bits + size
        while bits >= to:
            bits -= to
            found.append(held >> bits & (1 << to) - 1)
    rest = held & (1 << bits) - 1
    if pad and bits:
        found.append(rest << to - bits & (1 << to) - 1)
    elif not pad and (bits >= size or rest):
        raise ValueError("a typing error: bits are left over")
    return found
