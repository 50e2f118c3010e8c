"""What a start finds of a process that ended: openings, and how lanes were."""

from collections.abc import Sequence

import structlog

from kiosk.config.models import LaneTable
from kiosk.lane.state import Left
from kiosk.lane.visits import LeftCall, Visit
from verification.errors import VerificationError
from verification.ledger import Entry, Event, EventKind, Ledger

log = structlog.get_logger()
GATE_KINDS = (
    EventKind.GATE_INTENT,
    EventKind.GATE_PULSE,
    EventKind.GATE_PASSED,
    EventKind.GATE_NOBODY,
    EventKind.GATE_UNKNOWN,
)
CALL_KINDS = (
    EventKind.CALL_RAISED,
    EventKind.CALL_ACKNOWLEDGED,
    EventKind.CALL_ARRIVED,
    EventKind.CALL_ESCALATED,
    EventKind.CALL_CLOSED,
)
HOURS_KINDS = (EventKind.LANE_OPENED, EventKind.LANE_CLOSED)


def was_left(ledger: Ledger, lane: str) -> Left:
    """How a lane was when the last process ended; a restart resets nothing."""
    try:
        pause = ledger.newest(lane, EventKind.LANE_PAUSED, EventKind.LANE_RESUMED)
        alarm = ledger.newest(lane, EventKind.EVACUATION_ON, EventKind.EVACUATION_OFF)
        call = _open_call(ledger, lane)
    except VerificationError as error:
        log.error("ledger_not_read", lane=lane, error=type(error).__name__)
        return Left()
    return Left(
        paused=pause is not None and pause.kind is EventKind.LANE_PAUSED,
        evacuated=alarm is not None and alarm.kind is EventKind.EVACUATION_ON,
        by_fire=alarm is not None and alarm.more.get("by") == "fire_input",
        call=call,
    )


def _open_call(ledger: Ledger, lane: str) -> LeftCall | None:
    """The call that nobody closed; not one for a card, which the reader reads anew."""
    told = ledger.newest(lane, *CALL_KINDS)
    raised = ledger.newest(lane, EventKind.CALL_RAISED)
    if told is None or raised is None or told.kind is EventKind.CALL_CLOSED:
        return None
    visit = Visit(raised.visit or "", outcome=raised.outcome, reason=raised.reason)
    forgotten = raised.more.get("why") == "card_left"
    told_ms = 0 if forgotten else _ms(told)
    pressed = bool(raised.more.get("pressed", raised.outcome is None))
    return LeftCall(visit, _ms(raised), told_ms, pressed)


def _ms(event: Event) -> int:
    return int(event.at.timestamp() * 1000)


def unfinished(
    ledger: Ledger, lanes: Sequence[LaneTable], died_ms: int | None
) -> list[Event]:
    """Openings whose end nobody saw; none when the ledger cannot be read.

    Among them are those of a lane's hours, which are opened anew.

    Args:
        ledger: of the site.
        lanes: as configured.
        died_ms: when the last process was last known to live, Unix milliseconds.
    """
    try:
        found = ledger.dangling_intents()
        for lane in lanes:
            pulse = ledger.newest(lane.id, *GATE_KINDS)
            if pulse is not None and _still_open(pulse, lane, died_ms):
                found.append(pulse)
            hours = ledger.newest(lane.id, *HOURS_KINDS)
            if hours is not None and hours.kind is EventKind.LANE_OPENED:
                found.append(hours)
    except VerificationError as error:
        log.error("ledger_not_read", error=type(error).__name__)
        return []
    return found


def _still_open(pulse: Event, lane: LaneTable, died_ms: int | None) -> bool:
    """Whether the lane still waited for somebody to go through."""
    if pulse.kind is not EventKind.GATE_PULSE:
        return False
    if lane.inputs.passage is not None:
        return True  # otherwise it would have passed or nobody behind it
    over_ms = (pulse.at.timestamp() + lane.passage_seconds) * 1000
    return died_ms is not None and over_ms > died_ms


def close_openings(ledger: Ledger, openings: Sequence[Event]) -> None:
    """Record `gate.unknown` for openings of a process that died.

    Nobody knows whether the gate moved, or whether somebody went through. It is not
    moved again: every gate is put off when its port is opened, and the claim of the
    visit stays. What stood open by its hours was shut by that: `lane.closed`.

    Raises:
        RecordFailed: nothing was recorded.
    """
    ledger.append(*(_ended(opening) for opening in openings))


def _ended(opening: Event) -> Entry:
    if opening.kind is EventKind.LANE_OPENED:
        facts = {"how": "schedule", "why": "restarted"}
        return Entry(EventKind.LANE_CLOSED, lane=opening.lane, more=facts)
    return Entry(
        EventKind.GATE_UNKNOWN,
        lane=opening.lane,
        visit=opening.visit,
        evidence=opening.evidence,
        more={"order": opening.more.get("order"), "gate": "restarted"},
    )
