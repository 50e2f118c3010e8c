"""Somebody needs help: how a call begins, rings, and ends."""

from dataclasses import replace

from kiosk.lane.actions import Action, Lay, Record, TakeUp
from kiosk.lane.events import Happening
from kiosk.lane.phases import HOMES, Phase
from kiosk.lane.state import LaneRules, LaneState, home
from kiosk.lane.visits import (
    ARRIVED_SECONDS,
    CALL_SECONDS,
    NOTICE_SECONDS,
    UNANSWERED_SECONDS,
    Call,
    Notice,
    Visit,
)
from kiosk.live.laid import KEPT_MS
from verification.ledger import EventKind
from verification.reasons import Outcome, Reason

Step = tuple[LaneState, list[Action]]
ANSWER_SECONDS = 60.0  # then who waits is told to press the help key, or press again
LAID_SECONDS = KEPT_MS / 1000


def refer(
    state: LaneState, now: Happening, visit: Visit, outcome: Outcome, reason: Reason
) -> Step:
    """Call staff for a visitor who may not or cannot be let in by us."""
    visit = replace(visit, outcome=outcome, reason=reason)
    before = state.call
    state, actions = close_call(state, "superseded")
    actions.append(Record(EventKind.CALL_RAISED, visit.id, outcome, reason))
    if before is not None and _is_of(before, visit):
        actions += _answered_before(before, visit)
        call = _renewed(state.rules, now, replace(before, visit=visit, card_left=False))
    else:
        call = _raised(state.rules, now, visit)
    call, laid = lay(call, now)
    if laid:  # in its own place: whoever opens it must not find nothing meanwhile
        actions = [action for action in actions if action != TakeUp(visit.id)]
    state = home(state, now, call=call, hint="", hint_ends=None)
    return state, [*actions, *laid]


def press(state: LaneState, now: Happening) -> Step:
    """The help key: a new call, or the one that is open asked for by hand."""
    if state.call is not None:
        return _pressed_again(state, now, state.call)
    visit = state.visit or Visit(now.fresh_id)
    call = replace(_raised(state.rules, now, visit), pressed=True)
    state = replace(state, call=call)
    actions: list[Action] = [Record(EventKind.CALL_RAISED, visit.id)]
    if state.phase in (Phase.CHECKING, Phase.OPEN):
        return state, actions  # the visitor passes first, then the call is shown
    return home(state, now), actions


def card_was_left(state: LaneState, now: Happening) -> Step:
    """A card still lies there: somebody should bring it after its holder."""
    state = _no_more_called_for(state)
    if state.call is not None or state.evacuated or state.checkup is not None:
        return state, []  # somebody comes or is there anyway, or everybody goes
    visit = Visit(now.fresh_id)
    call = replace(_raised(state.rules, now, visit), card_left=True)
    state = replace(state, call=call)
    facts = {"why": "card_left"}
    actions: list[Action] = [Record(EventKind.CALL_RAISED, visit.id, more=facts)]
    return (home(state, now) if state.phase in HOMES else state), actions


def after_restart(state: LaneState, now: Happening) -> Step:
    """Whoever called when the last process ended waits still, if it was just now."""
    if state.call is None:
        return state, []
    if now.at >= state.call.ends:
        return close_call(state, "restarted")
    return ring_again(state, now, state.call, "restarted")


def ring_again(state: LaneState, now: Happening, call: Call, why: str) -> Step:
    """Call staff once more, who do not know of it or did not come."""
    record = _once_more(call, why=why)
    call = _rung(state.rules, now, call)
    call = replace(call, acknowledged_by=None, staff=None, acknowledged_ms=None)
    call, laid = lay(call, now)
    return replace(state, call=call), [record, *laid]


def lay(call: Call, now: Happening) -> tuple[Call, list[Action]]:
    """Let the card of this visit lie for registering, where that would help."""
    card = call.visit.card
    if card is None or not call.visit.registrable:
        return replace(call, laid_until=None), []
    call = replace(call, laid_until=now.at + LAID_SECONDS)
    return call, [Lay(call.visit.id, card)]


def close_call(state: LaneState, how: str, staff: str | None = None) -> Step:
    """End the open call, if there is one."""
    call = state.call
    if call is None:
        return state, []
    actions: list[Action] = [
        Record(EventKind.CALL_CLOSED, call.visit.id, staff=staff, more={"how": how})
    ]
    if call.laid_until is not None:
        actions.append(TakeUp(call.visit.id))
    return replace(state, call=None), actions


def notify(state: LaneState, now: Happening, notice: Notice) -> LaneState:
    """Say for a while how a call ended."""
    ends = now.at + NOTICE_SECONDS[notice]
    return replace(state, notice=notice, notice_ends=ends)


def _raised(rules: LaneRules, now: Happening, visit: Visit) -> Call:
    return _rung(rules, now, Call(visit, now.wall_ms, ends=now.at))


def _rung(rules: LaneRules, now: Happening, call: Call) -> Call:
    """Staff are called, or called anew; that delays no alarm that is under way."""
    at = call.escalate_at
    if at is None and rules.escalate_seconds:
        at = now.at + rules.escalate_seconds
    return replace(
        call,
        rung_ms=now.wall_ms,
        ends=now.at + UNANSWERED_SECONDS,
        escalate_at=at,
        again_at=now.at + ANSWER_SECONDS,
        press_again=False,
    )


def _renewed(rules: LaneRules, now: Happening, call: Call) -> Call:
    """The same visitor was decided about anew: their call begins to wait anew.

    Whoever is on the way to them, or there, needs no second ring.
    """
    if call.acknowledged_by is None:
        return _rung(rules, now, call)
    seconds = CALL_SECONDS if call.arrived_ms is None else ARRIVED_SECONDS
    return replace(call, ends=now.at + seconds)


def _once_more(call: Call, **facts: str) -> Record:
    """The record of a call that goes on; a later start finds all of it here."""
    visit, more = call.visit, {"again": True, "pressed": call.pressed} | facts
    kind = EventKind.CALL_RAISED
    return Record(kind, visit.id, visit.outcome, visit.reason, more=more)


def _pressed_again(state: LaneState, now: Happening, call: Call) -> Step:
    actions = list[Action]()
    if call.press_again:  # we asked for it
        actions.append(_once_more(replace(call, pressed=True)))
    if call.acknowledged_by is None:
        if call.press_again or not call.pressed:
            call = _rung(state.rules, now, call)
        call = replace(call, ends=now.at + UNANSWERED_SECONDS)
    call = replace(call, pressed=True, card_left=False)
    call, laid = lay(call, now)
    return replace(state, call=call), [*actions, *laid]


def _no_more_called_for(state: LaneState) -> LaneState:
    left = state.left_card
    return replace(state, left_card=left and replace(left, call_at=None))


def _is_of(call: Call, visit: Visit) -> bool:
    """Whether this visitor has called already."""
    if call.visit.id == visit.id:
        return True
    return visit.subject is not None and call.visit.subject == visit.subject


def _answered_before(call: Call, visit: Visit) -> list[Action]:
    """What the story of this visit would lack: who comes, or is there."""
    if call.visit.id == visit.id or call.staff is None:
        return []
    kinds = [EventKind.CALL_ACKNOWLEDGED]
    if call.arrived_ms is not None:
        kinds.append(EventKind.CALL_ARRIVED)
    who = (call.staff, call.arrived_staff)
    return [
        Record(kind, visit.id, staff=staff)
        for kind, staff in zip(kinds, who, strict=False)
    ]
