"""Which openings a start must call unknown: those whose end nobody saw."""

import pytest
from gate_kit import Site
from site_tables import PASSAGE_SECONDS

from kiosk.gate.recovery import close_openings, unfinished, was_left
from kiosk.lane.actions import Record
from kiosk.lane.events import Happening, Started
from kiosk.lane.machine import step
from kiosk.lane.state import LaneRules, begin
from verification.ledger import Entry, EventKind
from verification.reasons import Outcome, Reason

NO_PASSAGE_AFTER_MS = int(PASSAGE_SECONDS * 1000)


@pytest.fixture
def ledger(still: Site):
    return still.watch.ledger


def record(ledger, *kinds: EventKind):
    events = [Entry(k, lane="east", visit="v", more={"order": "o-1"}) for k in kinds]
    return ledger.append(*events)[-1]


def found(ledger, still: Site, died_ms: int | None = None, passage: bool = True):
    lanes = still.config.lanes
    if not passage:
        inputs = lanes[0].inputs.model_copy(update={"passage": None})
        lanes = (lanes[0].model_copy(update={"inputs": inputs}),)
    return [event.kind for event in unfinished(ledger, lanes, died_ms)]


def test_an_intent_without_a_result_is_unfinished(ledger, still) -> None:
    record(ledger, EventKind.GATE_INTENT)
    assert found(ledger, still) == [EventKind.GATE_INTENT]


def test_a_pulse_behind_which_nobody_was_seen_is_unfinished(ledger, still) -> None:
    record(ledger, EventKind.GATE_INTENT, EventKind.GATE_PULSE)
    assert found(ledger, still) == [EventKind.GATE_PULSE]


@pytest.mark.parametrize(
    "end", [EventKind.GATE_PASSED, EventKind.GATE_NOBODY, EventKind.GATE_UNKNOWN]
)
def test_an_opening_with_its_end_is_finished(ledger, still, end) -> None:
    record(ledger, EventKind.GATE_INTENT, EventKind.GATE_PULSE, end)
    assert found(ledger, still) == []


@pytest.mark.parametrize(
    ("lived_on_ms", "unknown"), [(500, True), (NO_PASSAGE_AFTER_MS + 500, False)]
)
def test_without_a_passage_contact_only_an_opening_cut_short_is_unfinished(
    ledger, still, lived_on_ms, unknown
) -> None:
    pulse = record(ledger, EventKind.GATE_INTENT, EventKind.GATE_PULSE)
    died_ms = int(pulse.at.timestamp() * 1000) + lived_on_ms
    wanted = [EventKind.GATE_PULSE] if unknown else []
    assert found(ledger, still, died_ms, passage=False) == wanted
    assert found(ledger, still, None, passage=False) == []


def test_an_opening_is_called_unknown_once(ledger, still) -> None:
    record(ledger, EventKind.GATE_INTENT, EventKind.GATE_PULSE)
    close_openings(ledger, unfinished(ledger, still.config.lanes, None))
    assert found(ledger, still) == []
    assert ledger.recent(1)[0].more == {"order": "o-1", "gate": "restarted"}


def restart(ledger):
    """Who waits at the lane, as a start finds them; and what it writes of it."""
    left = was_left(ledger, "east")
    wall_ms = int(ledger.recent(1)[0].at.timestamp() * 1000) + 1
    now = Happening(100.0, wall_ms, Started(), "id")
    lane = begin(LaneRules("east", "gate", frozenset()), now, left)
    for action in step(lane, now)[1]:
        if isinstance(action, Record):
            facts = {"visit": action.visit, "more": action.more}
            told = {"outcome": action.outcome, "reason": action.reason}
            ledger.append(Entry(action.kind, lane="east", **facts, **told))
    return left.call.visit.reason, left.call.pressed


@pytest.mark.parametrize(
    ("outcome", "reason", "pressed"),
    [(Outcome.REFER, Reason.NOT_REGISTERED, False), (None, None, True)],
)
def test_no_restart_forgets_why_somebody_waits(
    ledger, still, outcome, reason, pressed
) -> None:
    told = {"outcome": outcome, "reason": reason}
    ledger.append(Entry(EventKind.CALL_RAISED, lane="east", visit="v", **told))
    assert [restart(ledger) for _ in range(3)] == [(reason, pressed)] * 3
