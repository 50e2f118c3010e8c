"""What was changed of a person: field, from, to, by whom, when and why; masked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kiosk.people.steps import Step, Told, told
from ui.attested import attested_kinds
from ui.language import t
from ui.office.common import staff_names
from ui.office.people.change_words import LABELS, MASKS, WHYS, value_word
from ui.office.people.common import local
from ui.office.people.words import AUTHORS, BASES, CHANGES, looked_up, say
from ui.words import DOCUMENTS
from verification.registry import ChangeKind, Registry
from verification.registry.history import KeptChange

ATTESTING = {ChangeKind.ATTESTATION_RECORDED, ChangeKind.ATTESTATION_WITHDRAWN}
GROUNDS = {ChangeKind.BASIS_RECORDED, ChangeKind.BASIS_WITHDRAWN}
FIRST = {ChangeKind.REGISTERED, ChangeKind.CARD_LINKED, ChangeKind.DIED}
REASONED = {ChangeKind.CORRECTED, ChangeKind.STATUS_SET}
OLD, NEW = "old", "new"


@dataclass(frozen=True, slots=True)
class Item:
    """One field as the history shows it.

    Attributes:
        hidden: both values look alike, because what differs is masked.

    """

    label: str
    old: str = field(repr=False)
    new: str = field(repr=False)
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One change as the history shows it.

    Attributes:
        first: there was nothing before, so that only the new values are shown.
        forgotten: its values were removed by their age.

    """

    at: str
    what: str
    who: str
    why: str
    items: tuple[Item, ...]
    first: bool = False
    forgotten: bool = False


def history_part(registry: Registry, subject: bytes) -> dict[str, Any]:
    """What the part of a person's page about its history needs."""
    changes = told(registry.story.of(subject))
    past = [("", t("请选择", "choose")), *_choices(changes)]
    return {"history": lines(reversed(changes)), "past_fields": past}


def lines(changes: Iterable[Told]) -> list[Line]:
    """Changes in words, in the order given."""
    names = staff_names()
    return [_line(one, names) for one in changes]


def past_value(registry: Registry, subject: bytes, word: str) -> tuple[str, str] | None:
    """Label and whole value of a choice of the history; ``None`` for no such choice."""
    for change in told(registry.story.of(subject)):
        for step in change.steps:
            for side, value in _sides(step):
                if _word(change, step, side) == word:
                    return _label(change, step, side), value
    return None


def _line(one: Told, names: Mapping[str, str]) -> Line:
    change = one.change
    return Line(
        local(change.at),
        _what(change),
        names.get(change.author, looked_up(AUTHORS, change.author)),
        _why(change),
        tuple(_item(step) for step in one.steps),
        change.kind in FIRST and change.before_box is None,
        one.forgotten,
    )


def _item(step: Step) -> Item:
    old, new = _shown(step, step.old), _shown(step, step.new)
    return Item(looked_up(LABELS, step.field), old, new, step.personal and old == new)


def _shown(step: Step, value: str | None) -> str:
    if value is None:
        return t("没有", "none")
    if step.personal:
        return MASKS[step.field](value)
    return say(value_word(step.field, value))


def _what(change: KeptChange) -> str:
    """The kind of a change; of a card, an attestation and a basis also which one."""
    said, which = say(CHANGES[change.kind]), change.body.get("kind")
    word = which if isinstance(which, str) else None
    if change.kind in ATTESTING:
        named = looked_up(attested_kinds(()), word)
    elif change.kind in GROUNDS:
        named = looked_up(BASES, str(change.body.get("basis") or "") or None)
    elif change.kind is ChangeKind.CARD_LINKED:
        named = looked_up(DOCUMENTS, word)
    else:
        named = ""
    return t(f"{said}：{named}", f"{said}: {named}") if named else said


def _why(change: KeptChange) -> str:
    """The reason that was given, or the list that it came with."""
    if change.origin is not None:
        return t("按导入的名单", "as an imported list says")
    word = change.body.get("why")
    given = change.kind in REASONED and isinstance(word, str)
    return looked_up(WHYS, str(word)) if given else ""


def _choices(changes: Iterable[Told]) -> list[tuple[str, str]]:
    """Every personal value of the history that may be seen in full, newest first."""
    found = [
        (_word(change, step, side), f"{_label(change, step, side)} {_masked(step, v)}")
        for change in changes
        for step in change.steps
        for side, v in _sides(step)
    ]
    return found[::-1]


def _masked(step: Step, value: str) -> str:
    return MASKS[step.field](value)


def _sides(step: Step) -> list[tuple[str, str]]:
    """The whole values of a step that are shown masked."""
    if not step.personal:
        return []
    both = ((OLD, step.old), (NEW, step.new))
    return [(side, value) for side, value in both if value]


def _word(change: Told, step: Step, side: str) -> str:
    return f"{step.field}:{side}:{change.change.seq}"


def _label(change: Told, step: Step, side: str) -> str:
    at, label = local(change.change.at), looked_up(LABELS, step.field)
    which = t("原来的", "from") if side == OLD else t("改成的", "to")
    return t(f"{at} {label}，{which}", f"{at} {label}, {which}")
