"""What a single cell may be, by nothing but what stands in it.

A cell is judged alone and never changed. Rules: GB 11643-1999 (citizen numbers),
the numbering plan of mainland China (mobile numbers of 11 digits, area codes that
begin with 0), ISO/IEC 7812-1 (the last digit of a bank card).
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from kiosk.people.cells import EXACT, date_of
from kiosk.people.errors import CellProblem
from kiosk.people.kinds import kind_of
from kiosk.people.sheets import Raw
from kiosk.people.statuses import status_of
from verification.errors import DocumentError
from verification.numbers import birth_date, check_character

YEARS = range(1900, 2101)


class Sign(StrEnum):
    """What a cell looks like."""

    NUMBER = "number"  # a document number, its check character is right
    LIKE_NUMBER = "like_number"  # one with a mistake, or whose last digits are lost
    PHONE = "phone"
    DATE = "date"
    STATUS = "status"
    KIND = "kind"
    NAME = "name"
    CARD = "card"
    TEXT = "text"


DATA = frozenset({Sign.NUMBER, Sign.LIKE_NUMBER, Sign.PHONE, Sign.DATE, Sign.STATUS})
"""Signs that no heading has; 身份证 may be a kind or a heading."""

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于"
    "杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎"
    "史陶贺毛郝顾龚邵万覃武钱戴严欧莫孔向汤褚卫尤施温季俞柳殷倪葛章葛聂焦樊鲁包左邢翟岳"
    "齐关文安乔牛庞颜庄游申路习耿项詹骆舒祁裴涂纪凌霍祝童盛冉翁司牟单成柯阮辛梅古解冷"
)
DOUBLE_SURNAMES = frozenset(
    {"欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "令狐", "慕容"}
)

_BETWEEN = re.compile(r"[\s\-\u200b-\u200f\u2060\ufeff\u2010-\u2015'’`]")
WHOLE = re.compile(r"^([0-9]{1,15})\.0+$")
_SEVERAL = re.compile(r"[;；、,，/|]")
_18 = re.compile(r"[0-9]{17}[0-9X]")
_15 = re.compile(r"[0-9]{15}")
_ROUNDED = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]+")
_PHONE = re.compile(r"(\+?86)?1[0-9]{10}|0[0-9]{9,11}|[2-9][0-9]{6,7}")
_MOBILE = re.compile(r"(\+?86)?1[0-9]{10}")
_CARD = re.compile(r"(?=(.*[0-9]){5})[0-9A-Z]{6,24}")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]{2,4}")
_DOTTED = re.compile(r"[\u3400-\u9fff]{1,10}([·•・][\u3400-\u9fff]{1,10})+")
_BANK = (16, 19)
_LEAST_ROUNDED = 16  # digits: a rounded phone or amount is no document number


def sign_of(cell: Raw, statuses: Mapping[str, str]) -> Sign | None:
    """What a cell looks like; ``None`` for an empty one.

    Args:
        cell: as the file holds it.
        statuses: the site's status words, as `status_words` gives them.

    """
    if isinstance(cell, bool):
        return Sign.TEXT
    if isinstance(cell, date):
        return Sign.DATE
    if isinstance(cell, int | float):
        if abs(cell) >= EXACT or cell != cell:
            return Sign.LIKE_NUMBER
        cell = str(int(cell)) if cell == int(cell) else str(cell)
    text = unicodedata.normalize("NFKC", cell or "").strip()
    text = WHOLE.sub(r"\1", text)
    return _of_text(text, statuses) if text else None


def day_of(cell: Raw) -> date | None:
    """The day of a cell that looks like a date."""
    try:
        day = date_of(cell)
    except CellProblem:
        return None
    return day if day and day.year in YEARS else None


def is_mobile(cell: Raw) -> bool:
    """Whether a cell begins with a mobile number: cards have fewer or more digits."""
    text = unicodedata.normalize("NFKC", str(cell if cell is not None else ""))
    first = WHOLE.sub(r"\1", _SEVERAL.split(text.strip())[0])
    return _MOBILE.fullmatch(_BETWEEN.sub("", first)) is not None


def is_bank_card(cell: Raw) -> bool:
    """Whether a card number is one of a bank: nothing that opens a gate."""
    digits = _BETWEEN.sub("", unicodedata.normalize("NFKC", str(cell)))
    if not digits.isdecimal() or len(digits) not in range(_BANK[0], _BANK[1] + 1):
        return False
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(doubled) + sum(map(int, digits[-1::-2]))) % 10 == 0


def _of_text(text: str, statuses: Mapping[str, str]) -> Sign:
    compact = _BETWEEN.sub("", text).upper()
    first = _BETWEEN.sub("", _SEVERAL.split(text)[0]).upper()
    if _18.fullmatch(compact) or _15.fullmatch(compact):
        return _number(compact)
    if _ROUNDED.fullmatch(compact):
        many = int(compact.rpartition("E")[2].strip("+")) + 1
        return Sign.LIKE_NUMBER if many >= _LEAST_ROUNDED else Sign.PHONE
    if day_of(text):
        return Sign.DATE
    if _PHONE.fullmatch(first):
        return Sign.PHONE
    if status_of(text, statuses):
        return Sign.STATUS
    return _of_words(compact, first)


def _of_words(compact: str, first: str) -> Sign:
    if _is_kind(compact):
        return Sign.KIND
    if _is_name(compact):
        return Sign.NAME
    return Sign.CARD if _CARD.fullmatch(first) else Sign.TEXT


def _number(compact: str) -> Sign:
    born = compact[6:14] if len(compact) == len("110105194912310028") else ""
    try:
        birth_date(born or f"19{compact[6:12]}")
    except DocumentError:
        return Sign.LIKE_NUMBER if born else Sign.CARD
    right = not born or check_character(compact[:17]) == compact[17]
    return Sign.NUMBER if right else Sign.LIKE_NUMBER


def _is_kind(text: str) -> bool:
    try:
        return bool(kind_of(text))
    except CellProblem:
        return False


def _is_name(text: str) -> bool:
    if _DOTTED.fullmatch(text):
        return True
    known = text[0] in SURNAMES or text[:2] in DOUBLE_SURNAMES
    return known and _HAN.fullmatch(text) is not None
