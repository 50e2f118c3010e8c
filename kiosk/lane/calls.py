"""Somebody needs help: how a call begins and ends."""

from dataclasses import replace

from kiosk.lane.actions import Action, Record
from kiosk.lane.events import Happening
from kiosk.lane.state import CALL_SECONDS, Call, LaneState, Phase, Visit, home
from verification.ledger import EventKind
from verification.reasons import Outcome, Reason

Step = tuple[LaneState, list[Action]]


def refer(
    state: LaneState, now: Happening, visit: Visit, outcome: Outcome, reason: Reason
) -> Step:
    """Call staff for a visitor who may not or cannot be let in by us."""
    visit = replace(visit, outcome=outcome, reason=reason)
    call = Call(visit, now.wall_ms, now.at + CALL_SECONDS)
    if state.call is not None and state.call.visit.id == visit.id:
        # Whoever is on the way to this visitor needs no second ring.
        call = replace(state.call, visit=visit, ends=call.ends)
    state, actions = close_call(state, "superseded")
    actions.append(Record(EventKind.CALL_RAISED, visit.id, outcome, reason))
    return home(state, now, call=call, hint="", hint_ends=None), actions


def press(state: LaneState, now: Happening) -> Step:
    """The help key: a new call, or the one that is open marked as pressed."""
    if state.call is not None:
        return replace(state, call=replace(state.call, pressed=True)), []
    visit = state.visit or Visit(now.fresh_id)
    call = Call(visit, now.wall_ms, now.at + CALL_SECONDS, pressed=True)
    actions: list[Action] = [Record(EventKind.CALL_RAISED, visit.id)]
    state = replace(state, call=call)
    if state.phase in (Phase.CHECKING, Phase.OPEN):
        return state, actions  # the visitor passes first, then the call is shown
    return home(state, now), actions


def close_call(state: LaneState, how: str, staff: str | None = None) -> Step:
    """End the open call, if there is one."""
    if state.call is None:
        return state, []
    record = Record(
        EventKind.CALL_CLOSED, state.call.visit.id, staff=staff, more={"how": how}
    )
    return replace(state, call=None), [record]
