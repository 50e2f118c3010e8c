"""The 256-byte text of the four identity documents, cut down to what a gate needs.

UTF-16LE in fixed fields (GA/T 490). The letter at byte 248 tells the layout: I
and J and Y for the 2017 foreign card, the residence permit of Hong Kong, Macao
and Taiwan residents and the 2023 foreign card, anything else for the resident
card. Sex, nation, address, authority, travel permit and country are never read;
photo and fingerprint are cut off with the rest of the answer.
"""

from dataclasses import dataclass, field
from datetime import date

from drivers.errors import WrongAnswer
from drivers.protocols import CardKind
from drivers.sam.commands import TEXT_BYTES

PHOTO_MOST = FINGERPRINT_MOST = 1024
LETTER = slice(248, 250)
NO_END = ("长期", "長期")
PADDING = " \0\u3000"


@dataclass(frozen=True, slots=True)
class Document:
    """What a gate keeps of an identity document.

    ``valid_until`` is inclusive; ``None`` means no end (长期).
    """

    kind: CardKind
    number: str = field(repr=False)
    name: str = field(repr=False)
    birth: date | None = field(repr=False)
    valid_from: date | None
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a document keeps its fields; a name may lie in several pieces."""

    kind: CardKind
    names: tuple[tuple[slice, ...], ...]  # the first that is not empty counts
    number: slice
    birth: slice


def _at(offset: int, size: int) -> slice:
    return slice(offset, offset + size)


VALID_FROM, VALID_UNTIL = _at(188, 16), _at(204, 16)
RESIDENT = Layout(CardKind.RESIDENT, ((_at(0, 30),),), _at(122, 36), _at(36, 16))
LAYOUTS = {
    "J": Layout(CardKind.HMT, RESIDENT.names, RESIDENT.number, RESIDENT.birth),
    "I": Layout(
        CardKind.FOREIGN_2017,
        ((_at(158, 30),), (_at(0, 120),)),
        _at(122, 30),
        _at(220, 16),
    ),
    "Y": Layout(
        CardKind.FOREIGN_2023,
        ((_at(0, 30),), (_at(52, 70), _at(220, 22))),
        RESIDENT.number,
        RESIDENT.birth,
    ),
}


def text_in(data: bytes) -> bytes:
    """The text block in the data of a read answer; the rest is dropped.

    The data begins with the lengths of text and photo, and of the fingerprint
    where one was asked for; they are obeyed, not assumed.

    Raises:
        WrongAnswer: the lengths do not add up.

    """
    sizes = [int.from_bytes(data[at : at + 2], "big") for at in (0, 2, 4)]
    within = (TEXT_BYTES, PHOTO_MOST, FINGERPRINT_MOST)
    for count in (2, 3):
        start, parts = 2 * count, sizes[:count]
        fair = all(size <= most for size, most in zip(parts, within, strict=False))
        if fair and len(data) == start + sum(parts):
            return data[start : start + parts[0]]
    raise WrongAnswer("the lengths in the read answer do not add up")


def document_in(block: bytes) -> Document:
    """The fields of a text block.

    Unknown characters never fail a read; a block without a number, or with an
    end of validity that is no date, does: a gate must not take it for 长期.

    Raises:
        WrongAnswer: not 256 bytes, no number, or no readable end.

    """
    if len(block) != TEXT_BYTES:
        raise WrongAnswer(f"a text block has {TEXT_BYTES} bytes, not {len(block)}")
    layout = LAYOUTS.get(_text(block, LETTER), RESIDENT)
    number = _text(block, layout.number).upper()
    if not number:
        raise WrongAnswer("the text block holds no number")
    return Document(
        kind=layout.kind,
        number=number,
        name=_name(block, layout),
        birth=_date(_text(block, layout.birth)),
        valid_from=_date(_text(block, VALID_FROM)),
        valid_until=_end(_text(block, VALID_UNTIL)),
    )


def _text(block: bytes, where: slice) -> str:
    # A rare name may hold half a surrogate pair or a private character.
    return block[where].decode("utf-16-le", errors="replace").strip(PADDING)


def _name(block: bytes, layout: Layout) -> str:
    for pieces in layout.names:
        raw = b"".join(block[piece] for piece in pieces)
        if name := _text(raw, slice(None)):
            return name
    return ""


def _date(text: str) -> date | None:
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def _end(text: str) -> date | None:
    if text in NO_END:
        return None
    end = _date(text)
    if end is None:
        raise WrongAnswer("the end of validity is neither a date nor 长期")
    return end
