"""Visits and calls become counts, a tally for each lane, event by event."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from kiosk.reports.tally import Table, Tally
from kiosk.reports.unusual import WHOLE_SITE, count_unusual
from kiosk.reports.visits import ADMITTED, STAFF, Call, Fact, Stamp, Visit, Visits
from verification.ledger.kinds import EventKind

Lanes = dict[str, Tally]
ONCE, NO_LONGER = 1, -1
NOTHING = "none"  # was read


class DayCount:
    """The visits that began within a time, and the devices lost in it.

    Events of some time around are added as well, so that a visit over midnight is
    whole; it counts on the day on which it began. What an event changes is taken back
    and counted anew, so that a day which goes on is never read twice.

    Args:
        begin: the first moment, as the ledger writes it.
        end: the first moment that no longer counts.
        zone: of the site, for what says an hour.

    """

    def __init__(self, begin: str, end: str, zone: ZoneInfo) -> None:
        self._begin, self._end, self._zone = begin, end, zone
        self._lanes = defaultdict[str, Tally](Tally)
        self._visits = Visits()
        self._ordered: dict[Visit, None] = {}  # few, and looked at together

    def add(self, facts: Iterable[Fact]) -> None:
        """Events more, in the order in which they were written."""
        changed: dict[Visit, None] = {}
        for fact in facts:
            self._lost(fact)
            known = self._visits.known(fact)
            if known is not None and known not in changed:
                self._count(known, NO_LONGER)
                changed[known] = None
            visit = self._visits.add(fact)
            if visit is not None:
                changed[visit] = None
        for visit in changed:
            self._count(visit, ONCE)

    def lanes(self) -> Lanes:
        """What it comes to now, by lane; a copy, with what is unusual that day."""
        found = {lane: Tally.sum((tally,)) for lane, tally in self._lanes.items()}
        unusual = count_unusual(self._ordered, self._zone)
        if unusual is not None:
            parts = [unusual, *([found[WHOLE_SITE]] if WHOLE_SITE in found else [])]
            found[WHOLE_SITE] = Tally.sum(parts)
        return {lane: tally for lane, tally in found.items() if not tally.empty}

    def _lost(self, fact: Fact) -> None:
        if fact.kind == EventKind.DEVICE_LOST and self._has(fact.at):
            device = str(fact.head.get("more", {}).get("device", ""))
            self._lanes[fact.lane].add(Table.DEVICES, device)

    def _count(self, visit: Visit, times: int) -> None:
        if self._has(visit.begun):
            _count_visit(self._lanes[visit.lane], visit, times)
            if visit.ordered:
                self._ordered[visit] = None

    def _has(self, at: str) -> bool:
        return self._begin <= at < self._end


def _count_visit(tally: Tally, visit: Visit, times: int) -> None:
    for call in visit.calls:
        _count_call(tally, call, times, by_staff=bool(visit.openings))
    for one in visit.ordered:
        if one.opened:
            tally.add(Table.OVERRIDES, one.staff, one.reason, times=times)
        else:
            tally.add(Table.UNOPENED, one.staff, times=times)
    if visit.counts:
        _count_outcome(tally, visit, times)
        _count_passage(tally, visit, times)
        _count_times(tally, visit, times)


def _count_outcome(tally: Tally, visit: Visit, times: int) -> None:
    outcome = visit.outcome or STAFF
    document = visit.document or (NOTHING if visit.outcome else STAFF)
    tally.add(Table.VISITS, "all", times=times)
    tally.add(Table.OUTCOMES, outcome, times=times)
    tally.add(Table.DOCUMENTS, document, outcome, times=times)
    tally.add(Table.AGES, visit.age, outcome, times=times)
    if visit.outcome and visit.outcome != ADMITTED:
        tally.add(Table.REASONS, visit.reason, times=times)
        if visit.openings and visit.through:
            tally.add(Table.LET_IN, visit.reason, times=times)


def _count_passage(tally: Tally, visit: Visit, times: int) -> None:
    if visit.through:
        tally.add(Table.VISITS, "through", times=times)
        if visit.openings:
            tally.add(Table.VISITS, "through_staff", times=times)
    elif visit.nobody:
        tally.add(Table.VISITS, "nobody", times=times)
    elif visit.unsure:
        tally.add(Table.VISITS, "unsure", times=times)


def _count_times(tally: Tally, visit: Visit, times: int) -> None:
    for table, ms in _times(visit):
        tally.add_ms(table, ms, times)


def _times(visit: Visit) -> Iterator[tuple[Table, int]]:
    shown, opened, passed = visit.shown, visit.opened, visit.passed
    if visit.decided_ms is not None:
        yield Table.DECIDED_MS, visit.decided_ms
    if visit.openings:
        begun = shown or (visit.calls[0].raised if visit.calls else None)
        if begun and opened:
            yield Table.STAFF_MS, opened.since(begun)
    elif shown:
        if opened:
            yield Table.OPEN_MS, opened.since(shown)
        if passed:
            yield Table.THROUGH_MS, passed.since(shown)


def _count_call(tally: Tally, call: Call, times: int, *, by_staff: bool) -> None:
    answered = _answered(call, by_staff=by_staff)
    tally.add(Table.CALLS, "all", times=times)
    if call.pressed:
        tally.add(Table.CALLS, "pressed", times=times)
    if call.escalated:
        tally.add(Table.CALLS, "escalated", times=times)
    tally.add(Table.CALLS, _what_became(call, answered), times=times)
    for table, stamp in (
        (Table.ANSWER_MS, answered),
        (Table.ARRIVE_MS, call.arrived),
        (Table.CLOSE_MS, call.closed),
    ):
        if stamp:
            tally.add_ms(table, stamp.since(call.raised), times)


def _answered(call: Call, *, by_staff: bool) -> Stamp | None:
    """When somebody answered; whoever ends a call has."""
    ended = call.how == "dismissed" or (call.how == "opened" and by_staff)
    return call.answered or (call.closed if ended else None)


def _what_became(call: Call, answered: Stamp | None) -> str:
    if answered:
        return "answered"
    if call.closed is None:
        return "waiting"
    return "unanswered" if call.how == "timed_out" else "overtaken"
