"""Documents and cards: what kind, which number, whose birth year.

A document (resident card, permits) carries its own person; a card (social
security, senior, citizen) or a numbered certificate on paper only leads to a
person through the registry. The kind
of a document is taken from its number, so that a permit typed in as a resident
card and the same permit read by a reader come to one subject.
"""

import hmac
import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from verification.errors import DocumentError
from verification.keys import Keys
from verification.masks import mask_number
from verification.numbers import (
    birth_date,
    century,
    check_731,
    check_character,
    normal_form,
    paper_form,
    problem,
    to_18_digits,
)

SUBJECT = 16
INVENTED_AREA = "999999"

_18 = re.compile(r"[0-9]{17}[0-9X]")
_15 = re.compile(r"[0-9]{15}")
_2017 = re.compile(r"[A-Z]{3}[0-9]{12}")
_CARD = re.compile(r"[0-9A-Z]{4,32}")
_CARD_CHARACTERS = re.compile(r"[0-9A-Z]+")
_PAPER = re.compile(r"[0-9A-Z/-]{4,40}")
_PAPER_CHARACTERS = re.compile(r"[0-9A-Z/-]+")

# First two digits of GB/T 2260; 9x are foreigners' permits.
PROVINCES = frozenset(
    f"{region}{place}"
    for region, places in enumerate(
        ("12345", "123", "1234567", "123456", "01234", "12345", "1", "123"), start=1
    )
    for place in places
)
HMT_AREAS = frozenset({"810000", "820000", "830000"})


class DocumentKind(StrEnum):
    """Every kind of document and card that a number may belong to."""

    RESIDENT = "resident"
    HMT = "hmt"  # residence permit for Hong Kong, Macao and Taiwan
    FOREIGN_2017 = "foreign_2017"
    FOREIGN_2023 = "foreign_2023"
    SOCIAL_SECURITY = "social_security"
    SENIOR = "senior"
    CITIZEN = "citizen"
    PAPER = "paper"  # a numbered certificate that somebody registered


class Sex(StrEnum):
    """As the 17th digit says."""

    MALE = "male"
    FEMALE = "female"


CARD_KINDS = frozenset(
    {
        DocumentKind.SOCIAL_SECURITY,
        DocumentKind.SENIOR,
        DocumentKind.CITIZEN,
        DocumentKind.PAPER,
    }
)


@dataclass(frozen=True, slots=True)
class Document:
    """A number that can be one, in its normal form.

    Attributes:
        kind: corrected from the number itself, except for cards.
        number: normal form; never in ``repr``.
        warnings: words such as ``region`` (unknown province), ``converted``
            (from 15 digits), ``invented`` (area code 999999: never issued).

    """

    kind: DocumentKind
    number: str = field(repr=False)
    warnings: tuple[str, ...] = ()

    @classmethod
    def parse(
        cls, text: str, kind: str = "resident", *, today: date | None = None
    ) -> "Document":
        """Bring ``text`` to its normal form and check it.

        Args:
            text: as typed, imported or read.
            kind: a word of `DocumentKind`; among documents only a hint.
            today: nobody is born later; by default the present day.

        Raises:
            DocumentError: with a ``code``; the text never repeats the number.

        """
        wanted = _kind(kind)
        if wanted is DocumentKind.PAPER:
            return _paper(text)
        number = normal_form(text)
        if wanted in CARD_KINDS:
            return _card(number, wanted)
        if _2017.fullmatch(number):
            return _foreign_2017(number, today)
        if _15.fullmatch(number):
            return _resident(to_18_digits(number), today, ("converted",))
        return _resident(number, today, ())

    @property
    def is_card(self) -> bool:
        """It leads to a person only through the registry."""
        return self.kind in CARD_KINDS

    @property
    def birth(self) -> date | None:
        """The birth date inside the number; ``None`` for a card."""
        if self.is_card:
            return None
        if self.kind is DocumentKind.FOREIGN_2017:
            return birth_date(century(self.number[7:9]) + self.number[9:13], date.max)
        return birth_date(self.number[6:14], date.max)

    @property
    def sex(self) -> Sex | None:
        """From the 17th digit; ``None`` where the number does not say."""
        if len(self.number) != 18 or self.is_card:
            return None
        return Sex.MALE if int(self.number[16]) % 2 else Sex.FEMALE

    @property
    def masked(self) -> str:
        """The number as lists and boards may show it."""
        return mask_number(self.number)


def subject(keys: Keys, document: Document) -> bytes:
    """The keyed name of a document: 16 bytes that say nothing without the key."""
    plain = f"{document.kind}:v1:{document.number}".encode()
    return hmac.digest(keys.index, plain, "sha256")[:SUBJECT]


def age(birth: date, today: date) -> int:
    """Full years; somebody born on 29 February grows older on 1 March."""
    return (
        today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))
    )


def _kind(word: str) -> DocumentKind:
    try:
        return DocumentKind(word)
    except ValueError:
        raise DocumentError("kind", "this kind of document is not known") from None


def _card(number: str, kind: DocumentKind) -> Document:
    if not _CARD_CHARACTERS.fullmatch(number):
        raise problem("characters")
    if not _CARD.fullmatch(number):
        raise problem("length")
    return Document(kind, number)


def _paper(text: str) -> Document:
    number = paper_form(text)
    wordlike = not any(c.isdigit() for c in number)  # a camera takes it for text
    if wordlike or not _PAPER_CHARACTERS.fullmatch(number):
        raise problem("characters")
    if not _PAPER.fullmatch(number):
        raise problem("length")
    return Document(DocumentKind.PAPER, number)


def _foreign_2017(number: str, today: date | None) -> Document:
    birth_date(century(number[7:9]) + number[9:13], today)
    if check_731(number[:14]) != number[14]:
        raise problem("checksum")
    return Document(DocumentKind.FOREIGN_2017, number)


def _resident(number: str, today: date | None, warnings: tuple[str, ...]) -> Document:
    if not _18.fullmatch(number):
        raise problem(_shape_problem(number))
    if check_character(number[:17]) != number[17]:
        # A spreadsheet keeps 15 digits and fills up with zeros.
        raise problem("float" if number.endswith("000") else "checksum")
    birth_date(number[6:14], today)
    kind, warning = _kind_of_area(number[:6])
    return Document(kind, number, warnings + warning)


def _shape_problem(number: str) -> str:
    if not re.fullmatch(r"[0-9A-Z]*", number) or len(number) == 18:
        return "characters"
    return "length"


def _kind_of_area(area: str) -> tuple[DocumentKind, tuple[str, ...]]:
    if area == INVENTED_AREA:  # 9 + province 99 + country 999: never issued
        return DocumentKind.RESIDENT, ("invented",)
    if area.startswith("9"):
        unknown = area[1:3] not in PROVINCES
        return DocumentKind.FOREIGN_2023, ("region",) if unknown else ()
    kind = DocumentKind.HMT if area in HMT_AREAS else DocumentKind.RESIDENT
    return kind, () if area[:2] in PROVINCES else ("region",)
