"""What a start finds of a process that ended: open intents, and how lanes were."""

from collections.abc import Sequence

import structlog

from kiosk.lane.state import Left
from verification.errors import VerificationError
from verification.ledger import Entry, Event, EventKind, Ledger

log = structlog.get_logger()


def was_left(ledger: Ledger, lane: str) -> Left:
    """How a lane was when the last process ended; a restart resets nothing."""
    try:
        pause = ledger.newest(lane, EventKind.LANE_PAUSED, EventKind.LANE_RESUMED)
        alarm = ledger.newest(lane, EventKind.EVACUATION_ON, EventKind.EVACUATION_OFF)
    except VerificationError as error:
        log.error("ledger_not_read", lane=lane, error=type(error).__name__)
        return Left()
    return Left(
        paused=pause is EventKind.LANE_PAUSED,
        evacuated=alarm is EventKind.EVACUATION_ON,
    )


def dangling_intents(ledger: Ledger) -> list[Event]:
    """Intents without a result; none when the ledger cannot be read."""
    try:
        return ledger.dangling_intents()
    except VerificationError as error:
        log.error("ledger_not_read", error=type(error).__name__)
        return []


def close_intents(ledger: Ledger, dangling: Sequence[Event]) -> None:
    """Record `gate.unknown` for intents of a process that died.

    Nobody knows whether the gate moved. It is not moved again: every gate is put
    off when its port is opened, and the claim of the visit stays.

    Raises:
        RecordFailed: nothing was recorded.
    """
    entries = [
        Entry(
            EventKind.GATE_UNKNOWN,
            lane=intent.lane,
            visit=intent.visit,
            evidence=intent.evidence,
            more={"order": intent.more.get("order"), "gate": "restarted"},
        )
        for intent in dangling
    ]
    ledger.append(*entries)
