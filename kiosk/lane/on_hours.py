"""A lane stands open in its hours: nobody is checked then, and nobody decided about."""

from dataclasses import replace
from typing import Any

from kiosk.lane.actions import Action, Commit, Hold, Record
from kiosk.lane.calls import Step, close_call
from kiosk.lane.events import Committed, Happening, HoursNow
from kiosk.lane.holding import HOLD_PREFIX, release
from kiosk.lane.modes import Hours
from kiosk.lane.phases import Phase
from kiosk.lane.state import LaneState, home
from verification.ledger import EventKind

# Who is being served is served to the end before the gate is left open.
MAY_OPEN = frozenset({Phase.READY, Phase.WAITING_FOR_STAFF, Phase.OUT_OF_SERVICE})


def hours_told(state: LaneState, now: Happening, told: HoursNow) -> Step:
    """Somebody looked at the clock."""
    return _with(state, hours=told.hours), []


def keep_hours(state: LaneState, now: Happening) -> Step:
    """Open or close as the hours say; after every event, for any may have let it."""
    why = _why_shut(state)
    if state.schedule.opened and why:
        return _close(state, now, why)
    if state.schedule.opened or why or not _may_open(state):
        return state, []
    order = HOLD_PREFIX + now.fresh_id
    record = Record(EventKind.LANE_OPENED, more={"how": "schedule"})
    return _with(state, order=order), [Commit(order, record)]


def opening_recorded(state: LaneState, now: Happening, event: Committed) -> Step:
    """The opening is in the ledger: hold the gate open. Otherwise try again later."""
    if event.order != state.schedule.order:
        return state, []
    state = _with(state, order=None)
    if not event.recorded:
        return _with(state, hours=Hours.UNTOLD), []
    if _why_shut(state) or not _may_open(state):
        return state, [_closed("busy")]
    actions: list[Action] = [Hold(event.order)]
    call = state.call
    if call is not None and not (call.pressed or call.card_left):
        # Whoever waits because of a card can walk in; who asked for a person cannot.
        state, closed = close_call(state, "schedule")
        actions += closed
    return home(_with(state, opened=True), now, hint="", hint_ends=None), actions


def _may_open(state: LaneState) -> bool:
    return state.phase in MAY_OPEN and state.schedule.order is None


def _why_shut(state: LaneState) -> str:
    """The gravest of what keeps a lane from standing open; empty when nothing does."""
    gate_fault = state.rules.gate in state.unwell or state.stuck
    reasons = {
        "evacuation": state.evacuated,
        "checkup": state.checkup is not None,
        "paused": state.paused,
        "gate": gate_fault,
        "clock": state.schedule.hours is Hours.UNKNOWN,
        "hours": state.schedule.hours is not Hours.OPEN,
    }
    return next((word for word, holds in reasons.items() if holds), "")


def _close(state: LaneState, now: Happening, why: str) -> Step:
    state = _with(state, opened=False)
    actions: list[Action] = [] if state.evacuated else [release(now)]
    if state.phase is Phase.SCHEDULE:
        # Whoever is just walking through forces no gate.
        state = home(state, now, hint="", hint_ends=None, passed_at=now.at)
    return state, [*actions, _closed(why)]


def _closed(why: str) -> Record:
    return Record(EventKind.LANE_CLOSED, more={"how": "schedule", "why": why})


def _with(state: LaneState, **changes: Any) -> LaneState:
    return replace(state, schedule=replace(state.schedule, **changes))
