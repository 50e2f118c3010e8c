"""Text blocks of identity documents with invented data, for twins and demo.

The counterpart of `drivers.sam.text`: 256 bytes of UTF-16LE in the fixed
fields of GA/T 490. Fields that a gate never reads get invented defaults.
"""

from collections.abc import Sequence
from datetime import date

SIZE = 256
FOREVER = "长期"
Field = tuple[str, int]  # text and its width in characters


def resident_block(
    *,
    number: str,
    name: str,
    birth: date,
    valid_from: date,
    valid_until: date | None = None,
    address: str = "某省某市某区某路１号2室",
    authority: str = "某市公安局某分局",
) -> bytes:
    """A resident identity card; without an end it is valid for ever (长期)."""
    return _block(
        (name, 15),
        ("1", 1),
        ("01", 2),
        (_day(birth), 8),
        (address, 35),
        (number, 18),
        (authority, 15),
        (_day(valid_from), 8),
        (_end(valid_until), 8),
    )


def permit_block(
    *,
    number: str,
    name: str,
    birth: date,
    valid_from: date,
    valid_until: date | None = None,
    address: str = "某省某市某区某路2号",
    authority: str = "某市公安局",
    permit: str = "H12345678",
) -> bytes:
    """A residence permit of a Hong Kong, Macao or Taiwan resident."""
    return _block(
        (name, 15),
        ("2", 1),
        ("", 2),
        (_day(birth), 8),
        (address, 35),
        (number, 18),
        (authority, 15),
        (_day(valid_from), 8),
        (_end(valid_until), 8),
        (permit, 9),
        ("01", 2),
        ("", 3),
        ("J", 1),
    )


def foreign_2017_block(
    *,
    number: str,
    name: str,
    birth: date,
    valid_from: date,
    valid_until: date | None = None,
    english_name: str = "TEST, PERSON ONE",
    country: str = "CAN",
) -> bytes:
    """A foreigner's permanent residence card of 2017."""
    return _block(
        (english_name, 60),
        ("1", 1),
        (number, 15),
        (country, 3),
        (name, 15),
        (_day(valid_from), 8),
        (_end(valid_until), 8),
        (_day(birth), 8),
        ("01", 2),
        ("1100", 4),
        ("I", 1),
    )


def foreign_2023_block(
    *,
    number: str,
    name: str,
    birth: date,
    valid_from: date,
    valid_until: date | None = None,
    english_name: str = "TEST, PERSON WITH A LONG NAME ABCDEFGH",
    country: str = "840",
) -> bytes:
    """A foreigner's permanent residence card of 2023."""
    return _block(
        (name, 15),
        ("2", 1),
        ("01", 2),
        (_day(birth), 8),
        (english_name[:35], 35),
        (number, 18),
        ("", 15),
        (_day(valid_from), 8),
        (_end(valid_until), 8),
        (english_name[35:], 11),
        (country, 3),
        ("Y", 1),
    )


def _block(*fields: Field) -> bytes:
    text = "".join(_padded(fields))
    return text.ljust(SIZE // 2).encode("utf-16-le")


def _padded(fields: Sequence[Field]) -> list[str]:
    for text, width in fields:
        if len(text) > width:
            raise ValueError(f"a field of {width} characters cannot hold {len(text)}")
    return [text.ljust(width) for text, width in fields]


def _day(day: date) -> str:
    return day.strftime("%Y%m%d")


def _end(day: date | None) -> str:
    return FOREVER if day is None else _day(day)
