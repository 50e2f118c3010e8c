"""What the registry knew of somebody at an earlier moment, as far as it still says.

Every change was kept with what it replaced, so the changes since then are undone
one after the other. What retention has removed from that history stays unknown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from verification.registry.history import KeptChange
from verification.registry.kinds import ChangeKind
from verification.registry.records import Attestation, PersonRecord, unpack_time


@dataclass(frozen=True, slots=True)
class Known:
    """What a gate needs of somebody; ``person`` is ``None`` for a stranger.

    ``whole`` is false when part of it is what is known today instead.
    """

    person: PersonRecord | None
    attestations: Mapping[str, Attestation] = field(default_factory=dict)
    whole: bool = True


def as_of(today: Known, changes: list[KeptChange], at: datetime) -> Known:
    """Undo what was changed after ``at``.

    Args:
        today: what is known now.
        changes: all that were kept of this person, oldest first.
        at: the moment; changes of that very second count as made before.

    """
    known = today
    for change in reversed(changes):
        if change.at <= at:
            break
        undo = _UNDO.get(change.kind)
        if undo is not None and known.person is not None:
            known = undo(known, known.person, change)
    return known


def _registered(known: Known, person: PersonRecord, change: KeptChange) -> Known:
    return Known(None)


def _status(known: Known, person: PersonRecord, change: KeptChange) -> Known:
    old = change.before
    if old is None or "status" not in old:
        return replace(known, whole=False)
    at = old.get("status_at")
    was = person._replace(
        status=_text(old.get("status")),
        source=_text(old.get("source")),
        status_at=unpack_time(at if isinstance(at, int) else None),
        valid_until=_day(old.get("valid_until")),
    )
    return replace(known, person=was)


def _forgotten(known: Known, person: PersonRecord, change: KeptChange) -> Known:
    return replace(known, whole=False)


def _revoked(known: Known, person: PersonRecord, change: KeptChange) -> Known:
    old = change.before or {}
    if change.body.get("card") not in (None, change.key.hex()):
        return known  # one of her cards, not her own document
    return replace(known, person=person._replace(revoked=bool(old.get("revoked"))))


def _attested(known: Known, person: PersonRecord, change: KeptChange) -> Known:
    kind, old = str(change.body["kind"]), change.before
    rest = {name: one for name, one in known.attestations.items() if name != kind}
    if old is not None:
        at = unpack_time(int(old.get("recorded_at") or 0)) or change.at
        rest[kind] = Attestation(kind, _day(old.get("valid_until")), at)
    return replace(known, attestations=rest)


_UNDO: dict[ChangeKind, Callable[[Known, PersonRecord, KeptChange], Known]] = {
    ChangeKind.REGISTERED: _registered,
    ChangeKind.STATUS_SET: _status,
    ChangeKind.STATUS_EXPIRED: _forgotten,
    ChangeKind.CARD_REVOKED: _revoked,
    ChangeKind.CARD_RESTORED: _revoked,
    ChangeKind.ATTESTATION_RECORDED: _attested,
    ChangeKind.ATTESTATION_WITHDRAWN: _attested,
}


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None
