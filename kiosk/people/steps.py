"""What a change of a person put in place of what, one field at a time.

Values are whole: whoever shows them masks them, by `Step.personal`.
"""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from verification.registry import ChangeKind
from verification.registry.history import KeptChange, Opened

PERSONAL = ("number", "name", "phone", "relative", "note")
STATUS = ("status", "valid_until", "source")
ATTESTED = ("valid_until", "shown", "recorded_at")
BASIS = ("basis", "notice", "withdrawn_at")
TOLD = ("asker", "proof")  # of a relative, in the box of a death
COUNTS, LOST = "counts", "lost"

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One field; ``None`` where there was, or is, nothing.

    Attributes:
        field: a word, such as ``phone``.
        personal: whether it lay in a box; it is shown masked then.

    """

    field: str
    old: str | None = dataclasses.field(repr=False)
    new: str | None = dataclasses.field(repr=False)
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A change and what it changed.

    Attributes:
        forgotten: its values were removed by their age; only that it was is left.

    """

    change: KeptChange
    steps: tuple[Step, ...]
    forgotten: bool = False


def told(story: Iterable[tuple[KeptChange, Opened]]) -> list[Told]:
    """What each change of a story changed, in the same order."""
    return [_told(change, opened) for change, opened in story]


def touched(changes: Iterable[Told]) -> frozenset[str]:
    """The fields that any of these changed."""
    return frozenset(step.field for one in changes for step in one.steps)


def _told(change: KeptChange, opened: Opened) -> Told:
    maker = _STEPS.get(change.kind)
    steps = tuple(maker(change, opened)) if maker else ()
    gone = change.kind in _BOXED and opened.now is None and opened.before is None
    return Told(change, steps, gone)


def _person(change: KeptChange, opened: Opened) -> Iterator[Step]:
    yield from _boxed(opened, PERSONAL)
    if "status" in change.body:
        yield from _plain(change.before, change.body, STATUS)
    if "basis" in change.body:
        yield from _plain(change.before, change.body, ("basis", "notice"))


def _status(change: KeptChange, opened: Opened) -> Iterator[Step]:
    return _plain(change.before, change.body, STATUS)


def _link(change: KeptChange, opened: Opened) -> Iterator[Step]:
    yield from _boxed(opened, ("number",), "card_number")
    unlinked = change.kind is ChangeKind.CARD_UNLINKED
    known: Values = {} if unlinked else change.body
    yield from _plain(change.before, known, ("kind", "what", "valid_until"))


def _lost(change: KeptChange, opened: Opened) -> Iterator[Step]:
    was = bool((change.before or {}).get("revoked"))
    lost = change.kind is ChangeKind.CARD_REVOKED
    yield from _step("standing", LOST if was else COUNTS, LOST if lost else COUNTS)


def _attested(change: KeptChange, opened: Opened) -> Iterator[Step]:
    withdrawn = change.kind is ChangeKind.ATTESTATION_WITHDRAWN
    now = {} if withdrawn else change.body
    if not withdrawn and "recorded_at" not in now:
        now = {**now, "recorded_at": int(change.at.timestamp())}
    yield from _plain(change.before, now, ATTESTED)
    yield from _boxed(opened, ("detail",))


def _basis(change: KeptChange, opened: Opened) -> Iterator[Step]:
    now = {**(change.before or {}), "withdrawn_at": int(change.at.timestamp())}
    if change.kind is ChangeKind.BASIS_RECORDED:
        now = change.body
    return _plain(change.before, now, BASIS)


def _pass(change: KeptChange, opened: Opened) -> Iterator[Step]:
    return _plain(None, change.body, ("expires", "why"))


def _death(change: KeptChange, opened: Opened) -> Iterator[Step]:
    yield from _plain(None, change.body, ("relation",))
    yield from _boxed(opened, TOLD)


_Maker = Callable[[KeptChange, Opened], Iterator[Step]]
_STEPS: Mapping[ChangeKind, _Maker] = {
    ChangeKind.REGISTERED: _person,
    ChangeKind.CORRECTED: _person,
    ChangeKind.STATUS_SET: _status,
    ChangeKind.CARD_LINKED: _link,
    ChangeKind.CARD_UNLINKED: _link,
    ChangeKind.CARD_REVOKED: _lost,
    ChangeKind.CARD_RESTORED: _lost,
    ChangeKind.ATTESTATION_RECORDED: _attested,
    ChangeKind.ATTESTATION_WITHDRAWN: _attested,
    ChangeKind.BASIS_RECORDED: _basis,
    ChangeKind.BASIS_WITHDRAWN: _basis,
    ChangeKind.DIED: _death,
    ChangeKind.PASS_ISSUED: _pass,
    ChangeKind.PASS_REVOKED: _pass,
}
_BOXED = frozenset(
    {
        ChangeKind.REGISTERED,
        ChangeKind.CORRECTED,
        ChangeKind.CARD_LINKED,
        ChangeKind.CARD_UNLINKED,
        ChangeKind.DIED,
    }
)
_MOMENTS = frozenset({"recorded_at", "withdrawn_at", "expires"})


def _boxed(opened: Opened, names: Iterable[str], called: str = "") -> Iterator[Step]:
    old, new = opened.before or {}, opened.now or {}
    for name in names:
        yield from _step(called or name, old.get(name), new.get(name), personal=True)


def _plain(old: Values | None, new: Values, names: Iterable[str]) -> Iterator[Step]:
    for name in names:
        yield from _step(
            name, _said(name, (old or {}).get(name)), _said(name, new.get(name))
        )


def _step(
    name: str, old: str | None, new: str | None, *, personal: bool = False
) -> Iterator[Step]:
    if old != new:
        yield Step(name, old, new, personal)


def _said(name: str, value: object) -> str | None:
    """A value of a body as text; moments in RFC 3339, UTC."""
    if value is None:
        return None
    if name in _MOMENTS and isinstance(value, int):
        return datetime.fromtimestamp(value, UTC).isoformat()
    return str(value)
