"""The lane as a function: state and event in, state and actions out."""

from dataclasses import replace
from functools import singledispatch

from drivers.protocols import (
    CardRead,
    CardSignal,
    GateAlarm,
    GateResult,
    InputChange,
    PaperRead,
    PaperSignal,
)
from kiosk.lane.call_times import call_due
from kiosk.lane.calls import Step, after_restart, refer
from kiosk.lane.events import (
    Asked,
    Committed,
    Decided,
    DeviceChanged,
    Elapsed,
    Event,
    Happening,
    HoursNow,
    Ignored,
    Incomplete,
    Intended,
    Started,
)
from kiosk.lane.holding import order_again
from kiosk.lane.on_cards import signalled
from kiosk.lane.on_checkup import checkup_due, trial_recorded
from kiosk.lane.on_devices import device_changed, not_found
from kiosk.lane.on_gate import (
    alarmed,
    gate_answered,
    gate_silent,
    input_changed,
    passage_over,
)
from kiosk.lane.on_hours import hours_told, keep_hours, opening_recorded
from kiosk.lane.on_papers import paper_signalled
from kiosk.lane.on_shown import next_shown, shown
from kiosk.lane.on_staff import asked, intended
from kiosk.lane.on_verdict import decided, ignored, incomplete, no_document
from kiosk.lane.phases import Phase
from kiosk.lane.state import LaneState, home
from kiosk.lane.visits import Visit
from verification.reasons import Outcome, Reason


def step(state: LaneState, now: Happening) -> Step:
    """Let one thing happen to a lane.

    Pure: the same state and event give the same state and actions. An event that
    means nothing in the present phase changes nothing.
    """
    state, actions = _handle(now.what, state, now)
    state, more = keep_hours(state, now)
    return state, actions + more


@singledispatch
def _handle(event: Event, state: LaneState, now: Happening) -> Step:
    raise TypeError(f"no lane knows the event {type(event).__name__}")


@_handle.register
def _(event: Started, state: LaneState, now: Happening) -> Step:
    state, actions = after_restart(state, now)
    return (state if state.unwell else home(state, now)), actions


@_handle.register
def _(event: CardRead, state: LaneState, now: Happening) -> Step:
    # Whoever delivers a card is well, whatever was said of it before; the driver
    # says so only after the card, and a reader tells of a lying card just once.
    state, back = _handle(DeviceChanged(event.reader, True, "read_a_card"), state, now)
    state, actions = shown(state, now, event)
    return state, back + actions


@_handle.register
def _(event: PaperRead, state: LaneState, now: Happening) -> Step:
    # The same holds for a camera and its paper.
    well = DeviceChanged(event.camera, True, "read_a_paper")
    state, back = _handle(well, state, now)
    state, actions = shown(state, now, event)
    return state, back + actions


@_handle.register
def _(event: CardSignal, state: LaneState, now: Happening) -> Step:
    return signalled(state, now, event)


@_handle.register
def _(event: PaperSignal, state: LaneState, now: Happening) -> Step:
    return paper_signalled(state, now, event)


@_handle.register
def _(event: Decided, state: LaneState, now: Happening) -> Step:
    return decided(state, now, event)


@_handle.register
def _(event: Incomplete, state: LaneState, now: Happening) -> Step:
    return incomplete(state, now, event)


@_handle.register
def _(event: Ignored, state: LaneState, now: Happening) -> Step:
    return ignored(state, now, event)


@_handle.register
def _(event: Intended, state: LaneState, now: Happening) -> Step:
    return intended(state, now, event)


@_handle.register
def _(event: Committed, state: LaneState, now: Happening) -> Step:
    if state.checkup is not None and event.order == state.checkup.order:
        return trial_recorded(state, now, event)
    return opening_recorded(state, now, event)


@_handle.register
def _(event: HoursNow, state: LaneState, now: Happening) -> Step:
    return hours_told(state, now, event)


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
    return device_changed(state, now, event)


@_handle.register
def _(event: Elapsed, state: LaneState, now: Happening) -> Step:
    state, actions = call_due(_end_words(state, now), now)
    state, more = checkup_due(state, now)
    actions = actions + more
    if state.order_again_at is not None and now.at >= state.order_again_at:
        state, more = order_again(state, now)
        actions = actions + more
    if state.deadline is not None and now.at >= state.deadline:
        state, more = _end_phase(state, now)
        actions = actions + more
    return state, actions


def _end_words(state: LaneState, now: Happening) -> LaneState:
    if state.words_until is not None and now.at >= state.words_until:
        state = replace(state, words_until=None)
    return _end_hint(_end_notice(state, now), now)


def _end_hint(state: LaneState, now: Happening) -> LaneState:
    if state.hint_ends is None or now.at < state.hint_ends:
        return state
    return replace(state, hint="", hint_ends=None)


def _end_notice(state: LaneState, now: Happening) -> LaneState:
    if state.notice_ends is None or now.at < state.notice_ends:
        return state
    return replace(state, notice=None, notice_ends=None)


def _end_phase(state: LaneState, now: Happening) -> Step:
    if state.phase is Phase.STARTING:
        return not_found(state, now)
    if state.phase is Phase.READING:
        return _not_read(state, now)
    if state.phase is Phase.CHECKING:
        return gate_silent(state, now)
    if state.phase is Phase.SECOND_DOCUMENT:
        return no_document(state, now)
    read = state.next_read
    state, actions = passage_over(state, now)
    state, more = next_shown(state, now, read)
    return state, actions + more


def _not_read(state: LaneState, now: Happening) -> Step:
    if state.lay_again or state.parted:  # whoever went away needs no guard
        return home(state, now, hint="", hint_ends=None), []
    visit = Visit(now.fresh_id)
    return refer(state, now, visit, Outcome.UNABLE, Reason.TIMED_OUT)
