"""What a row of an import would change, before anything is changed.

An import never wipes: an empty cell keeps what is there. Name, phone, relative
and note are compared one by one; status and its end belong together and are
compared when the row has a status.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import SequenceMatcher
from enum import StrEnum

from verification.documents import Document
from verification.masks import fold_name
from verification.registry.change import Change, Editor, Personal
from verification.registry.records import AT_GATE, PersonDetails
from verification.registry.registry import Registry

ALIKE = 0.5  # one of two characters may differ; surname alone is not enough for three


class PlanKind(StrEnum):
    """How a row stands to the registry."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DOUBTFUL = "doubtful"  # staff must look before it is applied


@dataclass(frozen=True, slots=True)
class Row:
    """One normalised row of an import.

    Attributes:
        cards: documents of the kinds senior, social_security, citizen.
        valid_until: inclusive; counts only together with ``status``.

    """

    document: Document
    name: str = field(repr=False)
    status: str | None = None
    valid_until: date | None = None
    phone: str | None = field(default=None, repr=False)
    cards: tuple[Document, ...] = ()
    relative: str | None = field(default=None, repr=False)
    note: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Planned:
    """What a row would do.

    Attributes:
        subject: of the person.
        fields: what would change: name, phone, relative, note, status,
            valid_until, cards.
        doubts: name_differs, card_of_another_person, card_revoked,
            card_twice_in_file, twice_in_file.
        changes: to apply as one group; for a doubtful row only once somebody
            confirmed it. An unchanged row may carry the refresh of its status.

    """

    kind: PlanKind
    subject: bytes
    fields: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    changes: tuple[Change, ...] = field(default=(), repr=False)


class Planner:
    """Compares the rows of one import with the registry and with each other.

    Args:
        registry: read only.
        editor: in whose name the changes are made.
        refresh: a status that is the same but older than this is set anew, so that
            it does not run out while every import confirms it.

    """

    def __init__(
        self, registry: Registry, editor: Editor, refresh: timedelta | None = None
    ) -> None:
        self._registry = registry
        self._editor = editor
        self._refresh = refresh
        self._seen: dict[bytes, int] = {}
        self._claimed: dict[bytes, bytes] = {}

    def plan(self, row: Row) -> Planned:
        """New, changed, unchanged or doubtful, with the changes to apply."""
        key = self._editor.subject(row.document)
        if key in self._seen:
            return self._again(key, row)
        self._seen[key] = hash(row)
        old = self._registry.details(key)
        cards, doubts = self._cards(key, row)
        if old is None:
            register = self._editor.register(
                _personal(row, None), row.status, row.valid_until
            )
            return _planned(PlanKind.NEW, key, (), doubts, [register, *cards])
        fields, changes = self._compare(key, row, old)
        if _unlike(row.name, old.name):
            doubts = ("name_differs", *doubts)
        if cards:
            fields.append("cards")
        kind = PlanKind.CHANGED if fields else PlanKind.UNCHANGED
        return _planned(kind, key, tuple(fields), doubts, [*changes, *cards])

    def _again(self, key: bytes, row: Row) -> Planned:
        if self._seen[key] == hash(row):
            return Planned(PlanKind.UNCHANGED, key)
        return Planned(PlanKind.DOUBTFUL, key, doubts=("twice_in_file",))

    def _compare(
        self, key: bytes, row: Row, old: PersonDetails
    ) -> tuple[list[str], list[Change]]:
        changes: list[Change] = []
        wanted = _personal(row, old)
        fields = [n for n in _PERSONAL if getattr(wanted, n) != getattr(old, n)]
        if fields:
            changes.append(self._editor.correct(key, wanted))
        if row.status is not None:
            now = {"status": row.status, "valid_until": row.valid_until}
            moved = [n for n, v in now.items() if v != getattr(old.record, n)]
            listed = old.record.source == AT_GATE  # no visitor any more: kept as others
            if moved or listed or self._is_old(old):
                changes.append(
                    self._editor.set_status(key, row.status, row.valid_until)
                )
            fields += moved
        return fields, changes

    def _is_old(self, old: PersonDetails) -> bool:
        at = old.record.status_at
        if self._refresh is None or at is None:
            return False
        return self._editor.at - at > self._refresh

    def _cards(self, key: bytes, row: Row) -> tuple[list[Change], tuple[str, ...]]:
        changes: list[Change] = []
        doubts: list[str] = []
        for document in row.cards:
            card = self._editor.subject(document)
            if card in self._claimed:
                if self._claimed[card] != key:
                    doubts.append("card_twice_in_file")
                continue
            self._claimed[card] = key
            doubt, made = self._card(key, card, document)
            changes += made
            doubts += doubt
        return changes, tuple(doubts)

    def _card(
        self, key: bytes, card: bytes, document: Document
    ) -> tuple[list[str], list[Change]]:
        holder = self._registry.find_card(card)
        link = self._editor.link_card(key, document)
        if holder is None:
            return [], [link]
        if holder.person == key:
            return ["card_revoked"] if holder.revoked else [], []
        unlink = self._editor.unlink_card(holder.person, card)
        return ["card_of_another_person"], [unlink, link]


_PERSONAL = ("name", "phone", "relative", "note")


def _planned(
    kind: PlanKind,
    key: bytes,
    fields: tuple[str, ...],
    doubts: tuple[str, ...],
    changes: list[Change],
) -> Planned:
    return Planned(
        PlanKind.DOUBTFUL if doubts else kind, key, fields, doubts, tuple(changes)
    )


def _personal(row: Row, old: PersonDetails | None) -> Personal:
    """The row's fields, and where it says nothing the old ones."""
    return Personal(
        kind=str(row.document.kind),
        number=row.document.number,
        name=row.name,
        phone=row.phone or (old.phone if old else None),
        relative=row.relative or (old.relative if old else None),
        note=row.note or (old.note if old else None),
    )


def _unlike(one: str, other: str) -> bool:
    return SequenceMatcher(None, fold_name(one), fold_name(other)).ratio() < ALIKE
