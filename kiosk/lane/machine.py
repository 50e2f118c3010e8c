"""The lane as a function: state and event in, state and actions out."""

from dataclasses import replace
from functools import singledispatch

from drivers.protocols import CardRead, CardSignal, GateAlarm, GateResult, InputChange
from kiosk.lane.actions import Action, Hold, Record
from kiosk.lane.calls import Step, close_call, refer
from kiosk.lane.events import (
    Asked,
    Decided,
    DeviceChanged,
    Elapsed,
    Event,
    Happening,
    Ignored,
    Intended,
    Started,
)
from kiosk.lane.on_cards import card_read, decided, ignored, next_card, signalled
from kiosk.lane.on_gate import (
    HOLD_PREFIX,
    alarmed,
    gate_answered,
    gate_silent,
    input_changed,
    order_again,
    passage_over,
)
from kiosk.lane.on_staff import asked, intended
from kiosk.lane.state import LaneState, Phase, Visit, home
from verification.ledger import EventKind
from verification.reasons import Outcome, Reason


def step(state: LaneState, now: Happening) -> Step:
    """Let one thing happen to a lane.

    Pure: the same state and event give the same state and actions. An event that
    means nothing in the present phase changes nothing.
    """
    return _handle(now.what, state, now)


@singledispatch
def _handle(event: Event, state: LaneState, now: Happening) -> Step:
    raise TypeError(f"no lane knows the event {type(event).__name__}")


@_handle.register
def _(event: Started, state: LaneState, now: Happening) -> Step:
    return (state if state.unwell else home(state, now)), []


@_handle.register
def _(event: CardRead, state: LaneState, now: Happening) -> Step:
    # Whoever delivers a card is well, whatever was said of it before; the driver
    # says so only after the card, and a reader tells of a lying card just once.
    well = DeviceChanged(event.reader, True, "read_a_card")
    state, back = _handle(well, state, now)
    state, actions = card_read(state, now, event)
    return state, back + actions


@_handle.register
def _(event: CardSignal, state: LaneState, now: Happening) -> Step:
    return signalled(state, now, event)


@_handle.register
def _(event: Decided, state: LaneState, now: Happening) -> Step:
    return decided(state, now, event)


@_handle.register
def _(event: Ignored, state: LaneState, now: Happening) -> Step:
    return ignored(state, now, event)


@_handle.register
def _(event: Intended, state: LaneState, now: Happening) -> Step:
    return intended(state, now, event)


@_handle.register
def _(event: GateResult, state: LaneState, now: Happening) -> Step:
    return gate_answered(state, now, event)


@_handle.register
def _(event: GateAlarm, state: LaneState, now: Happening) -> Step:
    return alarmed(state, now, event)


@_handle.register
def _(event: InputChange, state: LaneState, now: Happening) -> Step:
    return input_changed(state, now, event)


@_handle.register
def _(event: Asked, state: LaneState, now: Happening) -> Step:
    return asked(state, now, event.command)


@_handle.register
def _(event: DeviceChanged, state: LaneState, now: Happening) -> Step:
    if event.well is (event.device not in state.unwell):
        return state, []
    change = {event.device}
    unwell = state.unwell - change if event.well else state.unwell | change
    actions: list[Action] = []
    if state.phase is not Phase.STARTING:
        actions.append(_device_record(event.device, event.well, event.reason))
    state = replace(state, unwell=frozenset(unwell))
    if event.well and event.device == state.rules.gate and state.evacuated:
        # Every opening of the port puts the relay off: hold it open anew.
        actions.append(Hold(HOLD_PREFIX + now.fresh_id))
    started = state.phase is Phase.STARTING and not state.unwell
    read = state.next_read
    if started or state.phase in (Phase.READY, Phase.OUT_OF_SERVICE):
        state = home(state, now)
    if not started:
        return state, actions
    state, more = next_card(state, now, read)
    return state, actions + more


@_handle.register
def _(event: Elapsed, state: LaneState, now: Happening) -> Step:
    state, actions = _end_hint(state, now), list[Action]()
    if state.call is not None and now.at >= state.call.ends:
        state, actions = close_call(state, "timed_out")
        if state.phase is Phase.WAITING_FOR_STAFF:
            state = home(state, now)
    if state.order_again_at is not None and now.at >= state.order_again_at:
        state, more = order_again(state, now)
        actions = actions + more
    if state.deadline is not None and now.at >= state.deadline:
        state, more = _end_phase(state, now)
        actions = actions + more
    return state, actions


def _device_record(device: str, well: bool, reason: str) -> Record:
    kind = EventKind.DEVICE_BACK if well else EventKind.DEVICE_LOST
    return Record(kind, more={"device": device, "why": reason})


def _end_hint(state: LaneState, now: Happening) -> LaneState:
    if state.hint_ends is None or now.at < state.hint_ends:
        return state
    return replace(state, hint="", hint_ends=None)


def _end_phase(state: LaneState, now: Happening) -> Step:
    if state.phase is Phase.STARTING:
        lost = [_device_record(d, False, "not_found") for d in sorted(state.unwell)]
        return home(state, now), list(lost)
    if state.phase is Phase.READING:
        if state.lay_again:
            return home(state, now, hint="", hint_ends=None), []
        visit = Visit(now.fresh_id)
        return refer(state, now, visit, Outcome.UNABLE, Reason.TIMED_OUT)
    if state.phase is Phase.CHECKING:
        return gate_silent(state, now)
    read = state.next_read
    state, actions = passage_over(state, now)
    state, more = next_card(state, now, read)
    return state, actions + more
