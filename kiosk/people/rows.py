"""Rows under the headings that speak of nobody, or of somebody who died.

Offices end a list with sums and signatures, repeat the headings on every printed
page, and write 已故 wherever there is room.
"""

import re
import unicodedata
from collections.abc import Sequence

from kiosk.people.columns import Column, Header, normal_heading
from kiosk.people.sheets import Raw, is_blank

_SIGNS = frozenset(
    "故亡世"
)  # one of them is in each word above: rare, and quick to find
FEWEST = 6  # digits; with fewer it is no document number: a sum, or 审核：王五
_END = re.compile(
    r"(合计|总计|小计|共计|总人数|制表|填表|审核|经办|负责人|单位负责人|盖章|单位盖章|说明|注[:：])"
    r".*|共[0-9]+[人户页].*|第[0-9]+页.*"
)
_DIED = re.compile(
    r"(.{1,20}[(（])?(本人|老人)?(已经?|于.{1,12}|[0-9]{4}年.{0,8})?"
    r"(已故|亡故|死亡|去世|病故|过世|离世|身故|逝世)(注销|销户|人员)?[)）]?[。.]?"
)


def is_nobody(cells: Sequence[Raw], header: Header) -> bool:
    """A sum, a signature, or the headings once more; never a row with a number."""
    place = header.places.get(Column.DOCUMENT_NUMBER, len(cells))
    number = str(cells[place] or "") if place < len(cells) else ""
    if sum(sign.isdigit() for sign in number) >= FEWEST:
        return False
    words = [
        normal_heading(str(cells[at])) if at < len(cells) else ""
        for at in header.places.values()
    ]
    if words == [normal_heading(heading) for heading in header.headings]:
        return True
    first = next((cell for cell in cells if not is_blank([cell])), "")
    return _END.fullmatch(_compact(first)) is not None


def says_died(cells: Sequence[Raw], header: Header) -> bool:
    """Whether a cell says it of the person; of a relative it says nothing here."""
    relative = header.places.get(Column.RELATIVE)
    return any(
        _DIED.fullmatch(_compact(cell)) is not None
        for at, cell in enumerate(cells)
        if isinstance(cell, str) and at != relative and not _SIGNS.isdisjoint(cell)
    )


def _compact(cell: Raw) -> str:
    return "".join(unicodedata.normalize("NFKC", str(cell)).split())
