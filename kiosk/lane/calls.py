"""Somebody needs help: how a call begins, is answered, and ends."""

from dataclasses import replace

from kiosk.lane.actions import Action, Record
from kiosk.lane.events import Happening
from kiosk.lane.phases import Phase
from kiosk.lane.state import LaneState, home
from kiosk.lane.visits import CALL_SECONDS, NOTICE_SECONDS, Call, Notice, Visit
from verification.ledger import EventKind
from verification.reasons import Outcome, Reason

Step = tuple[LaneState, list[Action]]
ANSWER_SECONDS = 60.0  # then whoever pressed the help key is asked to press again


def refer(
    state: LaneState, now: Happening, visit: Visit, outcome: Outcome, reason: Reason
) -> Step:
    """Call staff for a visitor who may not or cannot be let in by us."""
    visit = replace(visit, outcome=outcome, reason=reason)
    call = _raised(visit, now)
    if state.call is not None and state.call.visit.id == visit.id:
        # Whoever is on the way to this visitor needs no second ring.
        call = replace(state.call, visit=visit, ends=call.ends)
    state, actions = close_call(state, "superseded")
    actions.append(Record(EventKind.CALL_RAISED, visit.id, outcome, reason))
    return home(state, now, call=call, hint="", hint_ends=None), actions


def press(state: LaneState, now: Happening) -> Step:
    """The help key: a new call, or the one that is open asked for by hand."""
    if state.call is not None:
        return _pressed_again(state, now, state.call)
    visit = state.visit or Visit(now.fresh_id)
    call = _rung(replace(_raised(visit, now), pressed=True), now)
    actions: list[Action] = [Record(EventKind.CALL_RAISED, visit.id)]
    state = replace(state, call=call)
    if state.phase in (Phase.CHECKING, Phase.OPEN):
        return state, actions  # the visitor passes first, then the call is shown
    return home(state, now), actions


def answer(state: LaneState, now: Happening, call: Call, by: str) -> LaneState:
    """A member of staff is on the way."""
    call = replace(
        call,
        acknowledged_by=by,
        ends=now.at + CALL_SECONDS,
        again_at=None,
        press_again=False,
    )
    return replace(state, call=call)


def call_due(state: LaneState, now: Happening) -> Step:
    """A call has waited too long: say what to do, and do not just vanish."""
    call = state.call
    if call is None:
        return state, []
    if now.at >= call.ends:
        state, actions = close_call(state, "timed_out")
        state = notify(state, now, Notice.UNANSWERED)
        waited = state.phase is Phase.WAITING_FOR_STAFF
        return (home(state, now) if waited else state), actions
    if call.again_at is not None and now.at >= call.again_at:
        call = replace(call, again_at=None, press_again=True)
    return replace(state, call=call), []


def close_call(state: LaneState, how: str, staff: str | None = None) -> Step:
    """End the open call, if there is one."""
    if state.call is None:
        return state, []
    record = Record(
        EventKind.CALL_CLOSED, state.call.visit.id, staff=staff, more={"how": how}
    )
    return replace(state, call=None), [record]


def notify(state: LaneState, now: Happening, notice: Notice) -> LaneState:
    """Say for a while how a call ended."""
    ends = now.at + NOTICE_SECONDS[notice]
    return replace(state, notice=notice, notice_ends=ends)


def _raised(visit: Visit, now: Happening) -> Call:
    return Call(visit, now.wall_ms, now.at + CALL_SECONDS, rung_ms=now.wall_ms)


def _rung(call: Call, now: Happening) -> Call:
    """Staff are called, or called anew."""
    again_at = now.at + ANSWER_SECONDS
    return replace(call, rung_ms=now.wall_ms, again_at=again_at, press_again=False)


def _pressed_again(state: LaneState, now: Happening, call: Call) -> Step:
    actions = list[Action]()
    if call.press_again:  # we asked for it
        again = Record(EventKind.CALL_RAISED, call.visit.id, more={"again": True})
        actions.append(again)
    if call.acknowledged_by is None and (call.press_again or not call.pressed):
        call = _rung(call, now)
    call = replace(call, pressed=True, ends=now.at + CALL_SECONDS)
    return replace(state, call=call), actions
