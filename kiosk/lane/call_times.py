"""What becomes of a call by itself: alarm, press again, ring again, the end."""

from dataclasses import replace

from kiosk.lane.actions import Action, Record, TakeUp
from kiosk.lane.calls import Step, card_was_left, close_call, notify, ring_again
from kiosk.lane.events import Happening
from kiosk.lane.phases import Phase
from kiosk.lane.state import LaneState, home
from kiosk.lane.visits import Call, Notice
from verification.ledger import EventKind


def call_due(state: LaneState, now: Happening) -> Step:
    """A call has waited too long: say what to do, and do not just vanish."""
    actions = list[Action]()
    if state.left_card is not None and _is_due(state.left_card.call_at, now):
        state, actions = card_was_left(state, now)
    if state.call is not None and now.at >= state.call.ends:
        state, more = _over(state, now, state.call)
        actions += more
    if state.call is not None:
        call, more = _waited(state.call, now)
        state = replace(state, call=call)
        actions += more
    return state, actions


def _over(state: LaneState, now: Happening, call: Call) -> Step:
    if call.acknowledged_by is not None and call.arrived_ms is None:
        return ring_again(state, now, call, "nobody_arrived")
    served = call.arrived_ms is not None
    state, actions = close_call(state, "left_open" if served else "timed_out")
    if not served and not call.card_left:
        state = notify(state, now, Notice.UNANSWERED)
    waited = state.phase is Phase.WAITING_FOR_STAFF
    return (home(state, now) if waited else state), actions


def _waited(call: Call, now: Happening) -> tuple[Call, list[Action]]:
    actions = list[Action]()
    if _is_due(call.again_at, now):
        call = _to_be_pressed(call)
    if _is_due(call.escalate_at, now):
        call = replace(call, escalate_at=None, escalated=True)
        actions.append(Record(EventKind.CALL_ESCALATED, call.visit.id))
        if not call.pressed:  # nothing that it says may promise any more
            call = _to_be_pressed(call)
    if _is_due(call.laid_until, now):
        call = replace(call, laid_until=None)
        actions.append(TakeUp(call.visit.id))
    return call, actions


def _to_be_pressed(call: Call) -> Call:
    """Who waits is told what helps: the help key rings at every board again."""
    return replace(call, again_at=None, press_again=not call.card_left)


def _is_due(at: float | None, now: Happening) -> bool:
    return at is not None and now.at >= at
