"""Invented people for the demo, the benches and the tests.

Their numbers have the area code 999999, which no authority issues, a right check
character and the warning ``invented``; their phone numbers begin with 100, which
no mobile network uses. Nobody real can be among them.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from verification.documents import INVENTED_AREA
from verification.numbers import check_character

FIRST_BIRTH = date(1930, 1, 1)
DAYS = 21_900  # sixty years
SEQUENCES = 1_000

_FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
_GIVEN = "建国秀英桂兰志强淑珍玉梅海燕文华晓东春生美玲"


@dataclass(frozen=True, slots=True)
class InventedPerson:
    """Somebody who does not exist."""

    number: str = field(repr=False)
    name: str = field(repr=False)
    birth: date = field(repr=False)
    phone: str = field(repr=False)
    senior_card: str = field(repr=False)


def invented_number(birth: date, sequence: int) -> str:
    """A number with a right check character; an odd sequence is a man's."""
    digits = f"{INVENTED_AREA}{birth:%Y%m%d}{sequence % SEQUENCES:03d}"
    return digits + check_character(digits)


def is_invented(number: str) -> bool:
    """Whether a number in normal form belongs to nobody."""
    return number.startswith(INVENTED_AREA)


def invented_person(index: int) -> InventedPerson:
    """Always the same person for the same index (0 up to 21.9 million)."""
    birth = FIRST_BIRTH + timedelta(days=index % DAYS)
    family = _FAMILY[index % len(_FAMILY)]
    first = _GIVEN[index // 7 % len(_GIVEN)]
    second = _GIVEN[index // 131 % len(_GIVEN)] if index % 4 else ""
    return InventedPerson(
        number=invented_number(birth, index // DAYS),
        name=family + first + second,
        birth=birth,
        phone=f"100{index % 10**8:08d}",
        senior_card=f"S99{index:09d}",
    )
