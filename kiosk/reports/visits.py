"""Events become visits and calls."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from verification.ages import AgeGroup
from verification.evidence import EvidenceKind
from verification.ledger.kinds import EventKind
from verification.reasons import Outcome, Reason

STAFF = "staff"
CARD = EvidenceKind.CARD.value


class About(NamedTuple):
    """What the personal part of a verdict says, where it is still there.

    Attributes:
        who: tells visitors of a day apart while they are counted; never kept.
        age: the group that somebody belongs to.
        document: what kind of card was shown.

    """

    who: bytes | None = None
    age: str = AgeGroup.UNKNOWN
    document: str = ""


NOBODY = About()


class Fact(NamedTuple):
    """What of an event is counted; ``head`` is its chained part, about nobody."""

    seq: int
    at: str
    kind: str
    lane: str
    visit: str | None
    head: dict[str, Any]
    about: About = NOBODY


class Stamp(NamedTuple):
    """A moment: by the clock, and by the boot's own counter of milliseconds."""

    at: str
    boot: str
    mono: int

    def since(self, earlier: "Stamp") -> int:
        """Milliseconds; somebody who sets the clock makes no wait longer."""
        if self.boot == earlier.boot:
            return max(0, self.mono - earlier.mono)
        passed = datetime.fromisoformat(self.at) - datetime.fromisoformat(earlier.at)
        return max(0, round(passed.total_seconds() * 1000))


@dataclass(slots=True)
class Call:
    """Somebody needed help; ``how`` it ended, if it did."""

    raised: Stamp
    pressed: bool
    answered: Stamp | None = None
    arrived: Stamp | None = None
    escalated: bool = False
    closed: Stamp | None = None
    how: str = ""


@dataclass(slots=True)
class Override:
    """Somebody of the staff let a visitor in; ``reason`` may come within the shift."""

    staff: str
    at: str
    reason: str = ""


@dataclass(slots=True)
class Visit:
    """One showing at one lane, and what became of it."""

    lane: str
    begun: str
    shown: Stamp | None = None
    opened: Stamp | None = None
    passed: Stamp | None = None
    nobody: bool = False
    unsure: bool = False
    outcome: str = ""
    reason: str = ""
    document: str = ""
    age: str = AgeGroup.UNKNOWN
    who: bytes | None = None
    decided_ms: int | None = None
    overrides: list[Override] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)

    @property
    def counts(self) -> bool:
        """Whether somebody came: not a mere call, nor more papers at an open gate."""
        return bool(self.outcome or self.overrides)

    @property
    def through(self) -> bool:
        """Whether somebody went in, as far as the lane could see."""
        return self.passed is not None or (self.opened is not None and not self.nobody)


def visits_of(facts: Iterable[Fact]) -> list[Visit]:
    """All visits, in the order in which they began."""
    found: dict[str, Visit] = {}
    overrides: dict[str, Override] = {}
    for fact in facts:
        if fact.kind == EventKind.OVERRIDE_REASON:
            _reasoned(overrides, fact)
        handle = _HANDLERS.get(fact.kind)
        if handle is None or fact.visit is None:
            continue
        visit = found.get(fact.visit)
        if visit is None:
            visit = found[fact.visit] = Visit(fact.lane, fact.at)
        handle(visit, fact)
        if fact.kind == EventKind.OVERRIDE:
            names = str(fact.seq), str(_more(fact).get("command", fact.seq))
            overrides |= dict.fromkeys(names, visit.overrides[-1])
    return list(found.values())


def _stamp(fact: Fact) -> Stamp:
    return Stamp(fact.at, str(fact.head.get("boot")), int(fact.head.get("mono", 0)))


def _more(fact: Fact) -> dict[str, Any]:
    more: dict[str, Any] = fact.head.get("more", {})
    return more


def _reasoned(overrides: dict[str, Override], fact: Fact) -> None:
    """A reason that was added afterwards; the newest one stands."""
    more = _more(fact)
    override = overrides.get(str(more.get("override")))
    if override is not None:
        override.reason = str(more.get("reason") or override.reason)


def _presented(visit: Visit, fact: Fact) -> None:
    visit.shown = visit.shown or _stamp(fact)
    paper = _more(fact).get("paper")
    visit.document = str(paper or visit.document or fact.head.get("evidence", "none"))


def _verdict(visit: Visit, fact: Fact) -> None:
    reason = str(fact.head.get("reason", ""))
    if reason != Reason.ALREADY_OPEN:  # the one who is let in shows one thing more
        visit.outcome, visit.reason = str(fact.head.get("outcome", "")), reason
        visit.decided_ms = _more(fact).get("decided_ms")
    if fact.about is not NOBODY:
        visit.who, visit.age = fact.about.who, fact.about.age
    if visit.document == CARD:
        visit.document = fact.about.document or CARD


def _pulse(visit: Visit, fact: Fact) -> None:
    visit.opened = visit.opened or _stamp(fact)
    visit.nobody = visit.unsure = False


def _passed(visit: Visit, fact: Fact) -> None:
    visit.passed = visit.passed or _stamp(fact)


def _nobody(visit: Visit, fact: Fact) -> None:
    visit.nobody = True


def _unsure(visit: Visit, fact: Fact) -> None:
    visit.unsure = True


def _override(visit: Visit, fact: Fact) -> None:
    staff, reason = str(fact.head.get("staff", "")), _more(fact).get("reason")
    visit.overrides.append(Override(staff, fact.at, str(reason or "")))
    visit.document = visit.document or STAFF


def _raised(visit: Visit, fact: Fact) -> None:
    by_machine = "outcome" in fact.head
    if by_machine:
        _verdict(visit, fact)
        visit.document = visit.document or "none"
    last = visit.calls[-1] if visit.calls else None
    if last is None or last.how not in ("", "superseded"):
        forgotten = _more(fact).get("why") == "card_left"
        visit.calls.append(Call(_stamp(fact), not (by_machine or forgotten)))
    else:  # the same visitor rings again: for them it is one wait
        last.closed, last.how = None, ""


def _acknowledged(visit: Visit, fact: Fact) -> None:
    if visit.calls:
        call = visit.calls[-1]
        call.answered = call.answered or _stamp(fact)


def _arrived(visit: Visit, fact: Fact) -> None:
    if visit.calls:
        call = visit.calls[-1]
        call.arrived = call.arrived or _stamp(fact)


def _escalated(visit: Visit, fact: Fact) -> None:
    if visit.calls:
        visit.calls[-1].escalated = True


def _closed(visit: Visit, fact: Fact) -> None:
    if visit.calls:
        call = visit.calls[-1]
        call.closed = _stamp(fact)
        call.how = str(_more(fact).get("how", "closed"))


_HANDLERS: dict[str, Callable[[Visit, Fact], None]] = {
    EventKind.PRESENTED: _presented,
    EventKind.VERDICT: _verdict,
    EventKind.GATE_PULSE: _pulse,
    EventKind.GATE_PASSED: _passed,
    EventKind.GATE_NOBODY: _nobody,
    EventKind.GATE_UNKNOWN: _unsure,
    EventKind.OVERRIDE: _override,
    EventKind.CALL_RAISED: _raised,
    EventKind.CALL_ACKNOWLEDGED: _acknowledged,
    EventKind.CALL_ARRIVED: _arrived,
    EventKind.CALL_ESCALATED: _escalated,
    EventKind.CALL_CLOSED: _closed,
}
COUNTED = frozenset(_HANDLERS) | {
    EventKind.DEVICE_LOST.value,
    EventKind.OVERRIDE_REASON.value,
}
ADMITTED = Outcome.ADMIT.value
