"""What goes into the ledger and what comes out of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from verification.evidence import EvidenceKind
from verification.ledger.chain import Scalar
from verification.ledger.errors import LedgerProblem
from verification.ledger.kinds import EventKind
from verification.moments import ClockState
from verification.reasons import Outcome, Reason

VERSION = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """An event to be recorded.

    Everything but ``subject`` and ``personal`` stays readable for ever and must
    not say who somebody is.

    Attributes:
        kind: what happened.
        lane: the passage.
        visit: joins the events of one visitor at one lane.
        outcome: of a verdict.
        reason: of a verdict.
        evidence: how somebody came.
        staff: internal id of who acted, never a name.
        data_age_s: age in seconds of the data behind a verdict.
        rules: version of the policy.
        more: other facts, such as ``order`` (joins an intent with what came of
            it), pulse seconds, a device.
        subject: keyed hash of a document number; boxed.
        personal: masked name, masked number and the like; boxed; needs ``subject``.

    """

    kind: EventKind
    lane: str | None = None
    visit: str | None = None
    outcome: Outcome | None = None
    reason: Reason | None = None
    evidence: EvidenceKind = EvidenceKind.NONE
    staff: str | None = None
    data_age_s: int | None = None
    rules: str | None = None
    more: Mapping[str, Scalar] = field(default_factory=dict)
    subject: bytes | None = field(default=None, repr=False)
    personal: Mapping[str, str] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.personal and self.subject is None:
            raise ValueError("personal data need the subject under whose key they lie")


@dataclass(frozen=True, slots=True)
class Event:
    """An event as it stands in the ledger, without its personal part."""

    seq: int
    at: datetime
    clock: ClockState
    boot: str
    mono_ms: int
    kind: EventKind
    lane: str | None
    visit: str | None
    outcome: Outcome | None
    reason: Reason | None
    evidence: EvidenceKind
    staff: str | None
    data_age_s: int | None
    rules: str | None
    more: Mapping[str, Scalar]
    hash: bytes


@dataclass(frozen=True, slots=True)
class StoredEvent(Event):
    """An event read back.

    ``personal`` holds ``subject`` (hex) and what was boxed with it; ``None`` when
    the event is about nobody or the person has been erased.
    """

    personal: Mapping[str, str] | None = field(default=None, repr=False)


def instant(utc: datetime) -> str:
    """RFC 3339 in UTC with milliseconds, which sorts as it reads."""
    return utc.astimezone(UTC).isoformat(timespec="milliseconds")[:23] + "Z"


def head_of(entry: Entry, where_and_when: Mapping[str, Scalar]) -> dict[str, object]:
    """The chained part of an entry; what is not known is left out."""
    head: dict[str, object] = {"v": VERSION, "kind": entry.kind, **where_and_when}
    for name in ("lane", "visit", "outcome", "reason", "staff", "data_age_s", "rules"):
        value = getattr(entry, name)
        if value is not None:
            head[name] = value
    if entry.evidence is not EvidenceKind.NONE:
        head["evidence"] = entry.evidence
    if entry.more:
        head["more"] = dict(entry.more)
    return head


def columns_of(head: Mapping[str, Any]) -> tuple[str | None, ...]:
    """What the columns kind, lane, visit and at repeat of a head."""
    return head.get("kind"), head.get("lane"), head.get("visit"), head.get("utc")


def parse_head(seq: int, text: str | bytes) -> dict[str, Any]:
    """Read a stored head.

    Raises:
        LedgerProblem: it is not what this ledger writes.

    """
    try:
        head = json.loads(text)
    except ValueError:
        head = None
    if not isinstance(head, dict):
        raise _unreadable(seq)
    return head


def event_of(seq: int, head: Mapping[str, Any], digest: bytes) -> Event:
    """An event from its head.

    Raises:
        LedgerProblem: a field is missing or of an unknown word.

    """
    try:
        return Event(seq=seq, hash=digest, **_fields(head))
    except (KeyError, TypeError, ValueError):
        raise _unreadable(seq) from None


def stored_event(event: Event, personal: Mapping[str, str] | None) -> StoredEvent:
    """Join an event with its opened box."""
    plain = {name: getattr(event, name) for name in Event.__slots__}
    return StoredEvent(**plain, personal=personal)


def _fields(head: Mapping[str, Any]) -> dict[str, Any]:
    get = head.get
    return {
        "at": datetime.fromisoformat(str(head["utc"])),
        "clock": ClockState(str(head["clock"])),
        "boot": head["boot"],
        "mono_ms": head["mono"],
        "kind": EventKind(str(head["kind"])),
        "lane": get("lane"),
        "visit": get("visit"),
        "outcome": Outcome(str(head["outcome"])) if "outcome" in head else None,
        "reason": Reason(str(head["reason"])) if "reason" in head else None,
        "evidence": EvidenceKind(str(get("evidence", EvidenceKind.NONE))),
        "staff": get("staff"),
        "data_age_s": get("data_age_s"),
        "rules": get("rules"),
        "more": get("more", {}),
    }


def _unreadable(seq: int) -> LedgerProblem:
    return LedgerProblem(
        f"row {seq} of the ledger cannot be read; run: kiosk ledger verify"
    )
