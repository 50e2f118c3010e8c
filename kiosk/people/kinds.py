"""Kinds of documents as offices write them."""

from kiosk.people.columns import normal_heading
from kiosk.people.errors import CellProblem
from kiosk.people.texts import RowFault
from verification.documents import DocumentKind

CHINESE: dict[DocumentKind, str] = {
    DocumentKind.RESIDENT: "居民身份证",
    DocumentKind.HMT: "港澳台居民居住证",
    DocumentKind.FOREIGN_2017: "外国人永久居留身份证(2017版)",
    DocumentKind.FOREIGN_2023: "外国人永久居留身份证",
    DocumentKind.SOCIAL_SECURITY: "社保卡",
    DocumentKind.SENIOR: "老年卡",
    DocumentKind.CITIZEN: "市民卡",
    DocumentKind.PAPER: "纸质证明",
}
ACCEPTED: dict[str, DocumentKind] = {
    "身份证": DocumentKind.RESIDENT,
    "二代身份证": DocumentKind.RESIDENT,
    "公民身份证": DocumentKind.RESIDENT,
    "居住证": DocumentKind.HMT,
    "港澳居民居住证": DocumentKind.HMT,
    "台湾居民居住证": DocumentKind.HMT,
    "外国人永久居留证": DocumentKind.FOREIGN_2023,
    "永久居留证": DocumentKind.FOREIGN_2023,
    "社会保障卡": DocumentKind.SOCIAL_SECURITY,
    "老人卡": DocumentKind.SENIOR,
    "老年优待卡": DocumentKind.SENIOR,
}
# A bracket ends a heading, so both foreign cards fold to one word here; among
# documents the kind is only a hint, the number itself decides.
_WORDS: dict[str, DocumentKind] = (
    {normal_heading(word): kind for kind, word in CHINESE.items()}
    | {normal_heading(kind): kind for kind in DocumentKind}
    | ACCEPTED
)
_NOBODYS = {DocumentKind.PAPER}  # it leads to a person, and is never all that we know
_OFFERED = "、".join(word for kind, word in CHINESE.items() if kind not in _NOBODYS)


def kind_of(text: str) -> DocumentKind:
    """The kind for a word, Chinese or English; resident for an empty one.

    Raises:
        CellProblem: a word that we do not know.

    """
    if not text:
        return DocumentKind.RESIDENT
    kind = _WORDS.get(normal_heading(text))
    if kind is None or kind in _NOBODYS:
        raise CellProblem(
            RowFault.KIND_UNKNOWN,
            _OFFERED,
        )
    return kind
