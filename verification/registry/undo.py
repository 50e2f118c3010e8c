"""Taking an import back, without touching what somebody changed since."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from verification.registry.change import Change, Value
from verification.registry.history import KeptChange, changes_of, keys_from
from verification.registry.kinds import ChangeKind
from verification.registry.records import ImportCounts
from verification.registry.registry import Registry
from verification.registry.vault import Vault

LABEL = "undo"


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What an undo did.

    Attributes:
        id: of the undo, itself kept like an import.
        undone: how many people are as they were before the import.
        kept: subjects that changed since; they were left alone.

    """

    id: UUID
    undone: int
    kept: tuple[bytes, ...]


class Step(NamedTuple):
    """One reverse change before it has an author."""

    kind: ChangeKind
    body: Mapping[str, Value]
    personal: Mapping[str, Value] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """The reverse changes for one person, and the cards that they move."""

    changes: tuple[Change, ...]
    cards: frozenset[Value]


@dataclass(frozen=True, slots=True)
class _Undo:
    """One import to take back, and in whose name."""

    registry: Registry
    imported: UUID
    origin: UUID
    author: str
    at: datetime
    kept: list[bytes] = field(default_factory=list)

    def part(self, key: bytes) -> Part | None:
        """What takes one person back; ``None`` when that is done or must not be."""
        history = changes_of(self.registry.db.conn, key)
        ours = [c for c in history if c.origin == self.imported]
        later = [c for c in history if c.seq > ours[-1].seq]
        if any(c.origin == self.origin for c in later):
            return None  # a broken-off undo got this far
        if later:
            self.kept.append(key)
            return None
        vault = Vault(self.registry.db.conn, self.registry.keys)
        changes = tuple(self._change(key, step) for step in _reverse(ours, vault))
        return Part(
            changes, frozenset(c.body["card"] for c in ours if "card" in c.body)
        )

    def _change(self, key: bytes, step: Step) -> Change:
        kind, body, personal = step
        return Change(kind, key, self.author, self.at, body, personal, self.origin)


def undo(registry: Registry, imported: UUID, author: str, at: datetime) -> UndoReport:
    """Take an import back in short transactions.

    People whom the import brought are erased, others get their former data back.
    An undo that broke off goes on where it stopped when it is called again.
    """
    origin = _origin(registry, imported, author, at)
    seen = registry.story.last()
    work = _Undo(registry, imported, origin, author, at)
    parts = [work.part(key) for key in keys_from(registry.db.conn, imported)]
    report = registry.apply_many(_joined([p for p in parts if p]), seen=seen)
    left = {c.key for conflict in report.conflicts for c in conflict.changes}
    undone = len(keys_from(registry.db.conn, origin))
    registry.finish_import(origin, ImportCounts(changed=undone), at)
    return UndoReport(origin, undone, (*work.kept, *sorted(left)))


def _joined(parts: list[Part]) -> list[list[Change]]:
    """Parts that share a card become one group: the card changes hands in it."""
    groups: dict[int, list[Part]] = {}
    by_card: dict[Value, list[Part]] = {}
    for part in parts:
        group = [part]
        met = {id(by_card[card]) for card in part.cards if card in by_card}
        for known in met:
            group += groups.pop(known)
        groups[id(group)] = group
        by_card |= {card: group for member in group for card in member.cards}
    return [_ordered(group) for group in groups.values()]


def _ordered(group: list[Part]) -> list[Change]:
    """Cards that come back come last, when their present holders let them go."""
    first: list[Change] = []
    last: list[Change] = []
    for part in group:
        back = {
            c.body["card"] for c in part.changes if c.kind is ChangeKind.CARD_LINKED
        }
        for change in part.changes:
            (last if change.body.get("card") in back else first).append(change)
    return first + last


def _origin(registry: Registry, imported: UUID, author: str, at: datetime) -> UUID:
    for record in registry.imports():
        if record.undoes == imported:
            return record.id
    return registry.begin_import(author, LABEL, at, undoes=imported)


def _reverse(ours: list[KeptChange], vault: Vault) -> list[Step]:
    first = ours[0]
    if first.kind is ChangeKind.REGISTERED and first.before_box is None:
        return [Step(ChangeKind.ERASED, {})]
    return [step for kept in reversed(ours) for step in _inverse(kept, vault)]


def _inverse(kept: KeptChange, vault: Vault) -> list[Step]:
    if kept.kind in _PERSON:
        return _person(kept, vault)
    if kept.kind in _CARD:
        return _card(kept, vault)
    if kept.kind in _PASS:
        return []  # a pass that was handed out cannot be called back by a table
    if kept.kind in _BASIS:
        return [Step(ChangeKind.BASIS_RECORDED, kept.before or {})]
    return _attestation(kept)


_PERSON = {ChangeKind.REGISTERED, ChangeKind.CORRECTED, ChangeKind.STATUS_SET}
_CARD = {
    ChangeKind.CARD_LINKED,
    ChangeKind.CARD_UNLINKED,
    ChangeKind.CARD_REVOKED,
    ChangeKind.CARD_RESTORED,
}
_BASIS = {ChangeKind.BASIS_RECORDED, ChangeKind.BASIS_WITHDRAWN}
_PASS = {ChangeKind.PASS_ISSUED, ChangeKind.PASS_REVOKED}


def _person(kept: KeptChange, vault: Vault) -> list[Step]:
    steps = []
    personal = kept.personal_before(vault)
    if personal is not None:
        steps.append(Step(ChangeKind.CORRECTED, {}, personal))
    if kept.before:
        steps.append(Step(ChangeKind.STATUS_SET, kept.before))
    return steps


def _card(kept: KeptChange, vault: Vault) -> list[Step]:
    """Bring one card back to how it was: linked or not, revoked or not."""
    card = {"card": kept.body["card"]}
    if kept.before is None:
        return [Step(ChangeKind.CARD_UNLINKED, card)]
    steps = []
    if kept.kind is ChangeKind.CARD_UNLINKED:
        told = {n: v for n, v in kept.before.items() if n != "revoked"}
        body = {**card, **told}
        steps.append(Step(ChangeKind.CARD_LINKED, body, kept.personal_before(vault)))
    was_revoked = bool(kept.before["revoked"])
    if was_revoked != (kept.kind is ChangeKind.CARD_REVOKED):
        word = ChangeKind.CARD_REVOKED if was_revoked else ChangeKind.CARD_RESTORED
        steps.append(Step(word, card))
    return steps


def _attestation(kept: KeptChange) -> list[Step]:
    body = {"kind": kept.body["kind"]}
    if kept.before is not None:
        return [Step(ChangeKind.ATTESTATION_RECORDED, {**body, **kept.before})]
    if kept.kind is ChangeKind.ATTESTATION_RECORDED:
        return [Step(ChangeKind.ATTESTATION_WITHDRAWN, body)]
    return []
