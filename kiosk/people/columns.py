"""The columns of a people table, and how to find them under many headings.

The official names (the English one and the first Chinese one) are a stable
format. Others are accepted because offices use them; an official heading wins
over an accepted one, and that over one that is merely likely. What somebody chose
for a set of headings wins over all.
"""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

EXTRA_LENGTH = 40


class Column(StrEnum):
    """A column that we read; every other one is kept out."""

    DOCUMENT_NUMBER = "document_number"
    NAME = "name"
    DOCUMENT_KIND = "document_kind"
    STATUS = "status"
    VALID_UNTIL = "valid_until"
    PHONE = "phone"
    SENIOR_CARD = "senior_card"
    SOCIAL_SECURITY_CARD = "social_security_card"
    CITIZEN_CARD = "citizen_card"
    RELATIVE = "relative"
    NOTE = "note"


CHINESE: dict[Column, str] = {
    Column.DOCUMENT_NUMBER: "证件号码",
    Column.NAME: "姓名",
    Column.DOCUMENT_KIND: "证件类型",
    Column.STATUS: "健康状态",
    Column.VALID_UNTIL: "有效期至",
    Column.PHONE: "电话",
    Column.SENIOR_CARD: "老年卡号",
    Column.SOCIAL_SECURITY_CARD: "社保卡号",
    Column.CITIZEN_CARD: "市民卡号",
    Column.RELATIVE: "联系人",
    Column.NOTE: "备注",
}
ACCEPTED: dict[str, Column] = {
    "身份证号": Column.DOCUMENT_NUMBER,
    "身份证号码": Column.DOCUMENT_NUMBER,
    "公民身份号码": Column.DOCUMENT_NUMBER,
    "证件号": Column.DOCUMENT_NUMBER,
    "手机": Column.PHONE,
    "手机号": Column.PHONE,
    "手机号码": Column.PHONE,
    "联系电话": Column.PHONE,
    "电话号码": Column.PHONE,
}
LIKELY: dict[Column, tuple[str, ...]] = {
    Column.DOCUMENT_NUMBER: (
        "公民身份证号码",
        "公民身份证号",
        "居民身份证号码",
        "居民身份证号",
        "身份证件号码",
        "身份号码",
        "身份证",
    ),
    Column.NAME: ("老人姓名", "居民姓名", "人员姓名", "名字"),
    Column.STATUS: ("健康状况", "健康码", "状态"),
    Column.VALID_UNTIL: ("有效期", "有效日期", "截止日期", "到期日期"),
    Column.SENIOR_CARD: ("老年证号", "敬老卡号", "老年证", "老年卡", "敬老卡"),
    Column.SOCIAL_SECURITY_CARD: (
        "社会保障卡号",
        "社会保障号",
        "社保号",
        "社会保障卡",
        "社保卡",
    ),
    Column.CITIZEN_CARD: ("市民卡",),
    Column.RELATIVE: (
        "联系人姓名",
        "紧急联系人",
        "家属姓名",
        "亲属姓名",
        "家属",
        "亲属",
    ),
}
"""The first that stands in a file is taken, and only where nothing clearer does."""
REQUIRED = (Column.DOCUMENT_NUMBER, Column.NAME)


def normal_heading(text: str) -> str:
    """A heading without width, case, blanks, underscores, stars or brackets."""
    folded = unicodedata.normalize("NFKC", text).casefold().partition("(")[0]
    return "".join(
        sign
        for sign in folded
        if not sign.isspace()
        and unicodedata.category(sign) != "Cf"
        and sign not in "_-*:"
    )


def letter_of(place: int) -> str:
    """What a spreadsheet calls a column, counted from 0: A, B, … Z, AA, …."""
    before = letter_of(place // 26 - 1) if place > 25 else ""
    return before + chr(ord("A") + place % 26)


def words_of(cells: Sequence[str]) -> list[str]:
    """One word for each column: its normal heading, or its letter; none twice."""
    words: list[str] = []
    taken: dict[str, int] = {}  # and how often its heading came so far
    for place, cell in enumerate(cells):
        word = base = normal_heading(cell) or letter_of(place)
        count = taken.get(base, 1)
        while word in taken:
            count += 1
            word = f"{base}#{count}"
        taken[word] = 1
        taken[base] = count
        words.append(word)
    return words


def set_of(cells: Sequence[str]) -> str:
    """A word for a set of headings, whatever their order; none can be read from it."""
    headings = sorted({normal_heading(cell) for cell in cells} - {""})
    return hashlib.sha256("\n".join(headings).encode()).hexdigest()[:32]


OFFICIAL: dict[str, Column] = {normal_heading(column): column for column in Column} | {
    name: column for column, name in CHINESE.items()
}


_KNOWN = {*OFFICIAL, *ACCEPTED} | {word for words in LIKELY.values() for word in words}


def combined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Two rows of headings as one: 证件 merged above 类型 and 号码, and so on."""
    headings, above = [], ""
    for over, under in zip(upper, lower, strict=True):
        above = over if over.strip() else above
        if not under.strip():
            headings.append(over)
        elif normal_heading(under) in _KNOWN:
            headings.append(under)
        else:
            headings.append(above + under)
    return headings


@dataclass(frozen=True, slots=True)
class Header:
    """Where each known column stands, counted from 0, and what we leave out.

    ``headings`` are those of the places, as the file has them; ``key`` is the word for
    the set of all headings.
    """

    places: dict[Column, int]
    extra: tuple[str, ...]
    doubled: tuple[Column, ...]
    headings: tuple[str, ...] = ()
    key: str = ""

    @property
    def missing(self) -> tuple[Column, ...]:
        """Required columns that are not there."""
        return tuple(column for column in REQUIRED if column not in self.places)


Chosen = Mapping[str, Column | None]
"""What somebody chose for the words of columns; ``None`` keeps a column out."""


def read_header(
    cells: Sequence[str], chosen: Mapping[str, Chosen] | None = None
) -> Header:
    """Match one row against the headings, and against choices by set of headings."""
    key = set_of(cells)
    own = (chosen or {}).get(key, {})
    words = words_of(cells)
    normal = [normal_heading(cell) for cell in cells]
    found = _places(words, {word: column for word, column in own.items() if column})
    free = [
        "" if word in own else heading
        for word, heading in zip(words, normal, strict=True)
    ]
    for known in (OFFICIAL, ACCEPTED):
        found = _places(free, known) | found
    found = _likely(free) | found
    taken = {place for places in found.values() for place in places}
    return Header(
        {column: places[0] for column, places in found.items()},
        tuple(
            cell.strip()[:EXTRA_LENGTH]
            for place, cell in enumerate(cells)
            if normal[place] and place not in taken
        ),
        tuple(column for column, places in found.items() if len(places) > 1),
        tuple(cells[places[0]].strip()[:EXTRA_LENGTH] for places in found.values()),
        key,
    )


def _places(normal: Sequence[str], known: dict[str, Column]) -> dict[Column, list[int]]:
    places: dict[Column, list[int]] = {}
    for place, heading in enumerate(normal):
        if heading in known:
            places.setdefault(known[heading], []).append(place)
    return places


def _likely(normal: Sequence[str]) -> dict[Column, list[int]]:
    """One place for each column; what is left over is told as not read."""
    places: dict[Column, list[int]] = {}
    for column, words in LIKELY.items():
        there = [word for word in words if word in normal]
        if there:
            places[column] = [normal.index(there[0])]
    return places


def names_of(columns: Sequence[Column]) -> dict[str, str]:
    """Columns as a sentence about a file names them."""
    return {
        "chinese": "、".join(CHINESE[column] for column in columns),
        "english": ", ".join(columns),
    }
