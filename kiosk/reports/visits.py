"""Events become visits and calls."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from kiosk.openings import KINDS, Opening, Openings, Told
from verification.ages import AgeGroup
from verification.evidence import EvidenceKind
from verification.ledger.kinds import EventKind
from verification.reasons import Outcome, Reason

STAFF = "staff"
CARD = EvidenceKind.CARD.value
UNRECORDED = "unrecorded"  # in the place of an age that an event does not say


class About(NamedTuple):
    """What the personal part of a verdict says, where it is still there.

    Attributes:
        who: tells visitors of a day apart while they are counted; never kept.
        age: the group that somebody belongs to; `UNRECORDED` where the event did not
            say it, or says it no longer.
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


@dataclass(slots=True, eq=False)
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
    ordered: list[Opening] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)

    @property
    def openings(self) -> list[Opening]:
        """What staff ordered and what really opened."""
        return [one for one in self.ordered if one.opened]

    @property
    def counts(self) -> bool:
        """Whether somebody came: not a mere call, nor more papers at an open gate."""
        return bool(self.outcome or self.openings)

    @property
    def through(self) -> bool:
        """Whether somebody went in, as far as the lane could see."""
        opened = self.opened is not None and not self.nobody
        by_hand = any(one.by_hand for one in self.ordered)
        return self.passed is not None or opened or by_hand


class Visits:
    """Visits as they grow, event by event, in the order in which they were written."""

    def __init__(self) -> None:
        self._found: dict[str, Visit] = {}
        self._openings = Openings()

    def __iter__(self) -> Iterator[Visit]:
        return iter(self._found.values())

    def known(self, fact: Fact) -> Visit | None:
        """The visit that an event will change, if it has begun already."""
        visit = fact.visit
        if fact.kind == EventKind.OVERRIDE_REASON:
            opening = self._openings.about(_told(fact))
            visit = opening.visit if opening else None
        return self._found.get(visit or "")

    def add(self, fact: Fact) -> Visit | None:
        """One event more; the visit that it changed."""
        about = self._openings.add(_told(fact)) if fact.kind in KINDS else None
        if fact.kind == EventKind.OVERRIDE_REASON:
            return self._found.get(about.visit or "") if about else None
        handle = _HANDLERS.get(fact.kind)
        if fact.visit is None or not (handle or about):
            return None
        visit = self._found.get(fact.visit)
        if visit is None:
            visit = self._found[fact.visit] = Visit(fact.lane, fact.at)
        if handle is not None:
            handle(visit, fact)
        elif about is not None and fact.kind == EventKind.OVERRIDE:
            visit.ordered.append(about)
        return visit


def _told(fact: Fact) -> Told:
    staff = str(fact.head.get("staff") or "")
    return Told(fact.seq, fact.at, fact.kind, fact.lane, fact.visit, staff, _more(fact))


def _stamp(fact: Fact) -> Stamp:
    return Stamp(fact.at, str(fact.head.get("boot")), int(fact.head.get("mono", 0)))


def _more(fact: Fact) -> dict[str, Any]:
    more: dict[str, Any] = fact.head.get("more", {})
    return more


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


def _raised(visit: Visit, fact: Fact) -> None:
    by_machine = "outcome" in fact.head
    if by_machine:
        _verdict(visit, fact)
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
    EventKind.CALL_RAISED: _raised,
    EventKind.CALL_ACKNOWLEDGED: _acknowledged,
    EventKind.CALL_ARRIVED: _arrived,
    EventKind.CALL_ESCALATED: _escalated,
    EventKind.CALL_CLOSED: _closed,
}
COUNTED = frozenset(_HANDLERS) | {EventKind.DEVICE_LOST.value, *KINDS}
ADMITTED = Outcome.ADMIT.value
