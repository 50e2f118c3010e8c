"""Masks: as much of a name, number or phone as a list or a screen may show.

Two forms of a name: the staff form with ``*`` and the public form with the
full-width ``＊`` (the ASCII star sits tiny and high beside Chinese characters).
The public form can be made from the staff form, so only that one is stored.
"""

import unicodedata

STAR = "*"
PUBLIC_STAR = "＊"
MIDDLE_DOT = "·"

_DOTS = str.maketrans(dict.fromkeys("•‧∙・･．。.", MIDDLE_DOT))
_HAN_NAMES = ("CJK UNIFIED", "CJK COMPATIBILITY", "IDEOGRAPHIC")


def fold_name(name: str) -> str:
    """A name for comparing: one kind of dot, no spaces, no case, no width."""
    plain = unicodedata.normalize("NFKC", name).translate(_DOTS).casefold()
    return "".join(plain.split())


def clean_name(name: str) -> str:
    """A name for keeping: composed, single spaces, no control or selector signs."""
    composed = unicodedata.normalize("NFC", name)
    if composed.isalpha():  # as nearly all are: an import cleans a name several times
        return composed
    spaced = "".join(" " if c.isspace() else c for c in composed)
    return " ".join("".join(filter(_is_visible, spaced)).split())


def mask_name(name: str) -> str:
    """The staff form: 张*, 张*明, 欧**明; a single character becomes ``*``.

    Masking a masked name changes nothing. A Chinese name that was written with blanks
    to fill its column is the same name: else 王 芳 would be shown as 王*芳.
    """
    characters = clean_name(name)
    if " " in characters and _is_han(characters[0]):
        characters = characters.replace(" ", "")
    if len(characters) < 2:
        return STAR * len(characters)
    if len(characters) == 2:
        return characters[0] + STAR
    stars = STAR if len(characters) == 3 else STAR * 2
    return characters[0] + stars + characters[-1]


def public_name(name: str) -> str:
    """The screen form: 张＊, 张＊明, 欧＊＊明; a foreign name T＊＊.

    Args:
        name: a full name, or its staff form.

    """
    masked = mask_name(name)
    if len(masked) > 1 and not _is_han(masked[0]):
        return masked[0] + PUBLIC_STAR * 2
    return masked.replace(STAR, PUBLIC_STAR)


def mask_number(number: str) -> str:
    """110101********1234; shorter numbers show at most a third of themselves."""
    if len(number) >= 18:
        return number[:6] + STAR * (len(number) - 10) + number[-4:]
    shown = min(4, len(number) // 3)
    return STAR * (len(number) - shown) + number[len(number) - shown :]


def mask_phone(phone: str) -> str:
    """138****5678; anything that is not a mobile number shows a third at most."""
    digits = "".join(c for c in phone if c.isdigit())
    if len(digits) == 11:
        return digits[:3] + STAR * 4 + digits[-4:]
    return mask_number(digits)


def _is_visible(character: str) -> bool:
    """Neither a control nor format sign nor a variation selector."""
    if unicodedata.category(character) in {"Cc", "Cf", "Cs"}:
        return False
    return not (
        "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    )


def _is_han(character: str) -> bool:
    return unicodedata.name(character, "CJK UNIFIED").startswith(_HAN_NAMES)
