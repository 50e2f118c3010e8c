"""Visits and calls become counts, a tally for each lane."""

from collections import defaultdict
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from kiosk.reports.tally import Table, Tally
from kiosk.reports.unusual import WHOLE_SITE, count_unusual
from kiosk.reports.visits import ADMITTED, STAFF, Call, Fact, Visit, visits_of
from verification.ledger.kinds import EventKind

Lanes = dict[str, Tally]


def count(facts: Iterable[Fact], begin: str, end: str, zone: ZoneInfo) -> Lanes:
    """Count the visits that began within a time, and the devices lost in it.

    Args:
        facts: in their order, and of some time around as well, so that a visit
            over midnight is whole; it counts on the day on which it began.
        begin: the first moment, as the ledger writes it.
        end: the first moment that no longer counts.
        zone: of the site, for what says an hour.

    """
    known, lanes = list(facts), defaultdict[str, Tally](Tally)
    for fact in known:
        if fact.kind == EventKind.DEVICE_LOST and begin <= fact.at < end:
            device = str(fact.head.get("more", {}).get("device", ""))
            lanes[fact.lane].add(Table.DEVICES, device)
    visits = [one for one in visits_of(known) if begin <= one.begun < end]
    for visit in visits:
        _count_visit(lanes[visit.lane], visit)
    unusual = count_unusual(visits, zone)
    if unusual is not None:
        lanes[WHOLE_SITE] = Tally.sum((lanes[WHOLE_SITE], unusual))
    return dict(lanes)


def _count_visit(tally: Tally, visit: Visit) -> None:
    for call in visit.calls:
        _count_call(tally, call, bool(visit.overrides))
    for one in visit.overrides:
        tally.add(Table.OVERRIDES, one.staff, one.reason)
    if visit.counts:
        _count_outcome(tally, visit)
        _count_passage(tally, visit)
        _count_times(tally, visit)


def _count_outcome(tally: Tally, visit: Visit) -> None:
    outcome = visit.outcome or STAFF
    tally.add(Table.VISITS, "all")
    tally.add(Table.OUTCOMES, outcome)
    tally.add(Table.DOCUMENTS, visit.document or "none", outcome)
    tally.add(Table.AGES, visit.age, outcome)
    if visit.outcome and visit.outcome != ADMITTED:
        tally.add(Table.REASONS, visit.reason)
        if visit.overrides and visit.through:
            tally.add(Table.LET_IN, visit.reason)


def _count_passage(tally: Tally, visit: Visit) -> None:
    if visit.through:
        tally.add(Table.VISITS, "through")
        if visit.overrides:
            tally.add(Table.VISITS, "through_staff")
    elif visit.nobody:
        tally.add(Table.VISITS, "nobody")
    elif visit.unsure:
        tally.add(Table.VISITS, "unsure")


def _count_times(tally: Tally, visit: Visit) -> None:
    tally.add_ms(Table.DECIDED_MS, visit.decided_ms)
    if visit.overrides:
        begun = visit.shown or (visit.calls[0].raised if visit.calls else None)
        if begun and visit.opened:
            tally.add_ms(Table.STAFF_MS, visit.opened.since(begun))
    elif visit.shown:
        if visit.opened:
            tally.add_ms(Table.OPEN_MS, visit.opened.since(visit.shown))
        if visit.passed:
            tally.add_ms(Table.THROUGH_MS, visit.passed.since(visit.shown))


def _count_call(tally: Tally, call: Call, opened_by_staff: bool) -> None:
    tally.add(Table.CALLS, "all")
    if call.pressed:
        tally.add(Table.CALLS, "pressed")
    if call.escalated:
        tally.add(Table.CALLS, "escalated")
    if call.answered is None and _staff_ended(call, opened_by_staff):
        call.answered = call.closed
    tally.add(Table.CALLS, _what_became(call))
    if call.answered:
        tally.add_ms(Table.ANSWER_MS, call.answered.since(call.raised))
    if call.arrived:
        tally.add_ms(Table.ARRIVE_MS, call.arrived.since(call.raised))
    if call.closed:
        tally.add_ms(Table.CLOSE_MS, call.closed.since(call.raised))


def _staff_ended(call: Call, opened_by_staff: bool) -> bool:
    return call.how == "dismissed" or (call.how == "opened" and opened_by_staff)


def _what_became(call: Call) -> str:
    if call.answered:
        return "answered"
    if call.closed is None:
        return "waiting"
    return "unanswered" if call.how == "timed_out" else "overtaken"
