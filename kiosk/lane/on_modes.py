"""Modes that people and the fire alarm set: pause, hold open, resume."""

from dataclasses import replace

from kiosk.lane.actions import Finish, Record
from kiosk.lane.calls import Step, close_call
from kiosk.lane.events import Happening
from kiosk.lane.holding import hold, release
from kiosk.lane.on_checkup import end_checkup
from kiosk.lane.phases import Phase
from kiosk.lane.state import LaneState, home
from kiosk.live import Command
from verification.ledger import EventKind

EVACUATION = "evacuation"
CANNOT_PAUSE = frozenset(
    {Phase.STARTING, Phase.CHECKING, Phase.OPEN, Phase.EVACUATION, Phase.CHECKUP}
)


def fire(state: LaneState, now: Happening, on: bool) -> Step:
    """The fire input: open at once; held until a person resumes after the alarm."""
    if not on:
        return replace(state, fire=False), []
    record = Record(EventKind.EVACUATION_ON, more={"by": "fire_input"})
    if not state.evacuated:
        return _evacuate(replace(state, fire=True, by_fire=True), now, record)
    told = [] if state.by_fire else [record]
    return replace(state, fire=True, by_fire=True), [*told]


def hold_open(state: LaneState, now: Happening, command: Command) -> Step:
    """Staff send everybody out: open at once, until a person resumes."""
    done = Finish(command.id, "done")
    if state.evacuated:
        return state, [done]
    facts = {"by": "staff"}
    record = Record(EventKind.EVACUATION_ON, staff=command.staff, more=facts)
    state, actions = _evacuate(state, now, record)
    return state, [*actions, done]


def pause(state: LaneState, now: Happening, command: Command) -> Step:
    """Serve nobody until a person resumes."""
    if state.paused or state.phase in CANNOT_PAUSE:
        return state, [Finish(command.id, "refused")]
    state = home(state, now, paused=True)
    record = Record(EventKind.LANE_PAUSED, staff=command.staff)
    return state, [record, Finish(command.id, "done")]


def resume(state: LaneState, now: Happening, command: Command) -> Step:
    """End a hold, a fire that is over, or a pause; whoever called still waits.

    A command whose body says ``"ends": "evacuation"``, as all lanes get it together,
    leaves a lane that is not evacuated as it is.
    """
    if state.evacuated:
        return _end_evacuation(state, now, command)
    if command.body.get("ends") == EVACUATION:
        return state, [Finish(command.id, "done")]
    if not state.paused:
        return state, [Finish(command.id, "refused")]
    record = Record(EventKind.LANE_RESUMED, staff=command.staff)
    if state.phase in (Phase.CHECKING, Phase.OPEN):
        state = replace(state, paused=False)  # whom staff let in goes through first
    else:
        state = home(state, now, paused=False)
    return state, [record, Finish(command.id, "done")]


def _evacuate(state: LaneState, now: Happening, record: Record) -> Step:
    # The order first: nobody who has to get out waits for a ledger.
    state, closed = close_call(state, "evacuation")
    told = [Finish(state.command, "opened")] if state.command else []
    state, checked = end_checkup(state, now, "evacuation")
    state = home(state, now, evacuated=True, hint="", hint_ends=None)
    return state, [hold(now), record, *closed, *told, *checked]


def _end_evacuation(state: LaneState, now: Happening, command: Command) -> Step:
    if state.fire:
        return state, [Finish(command.id, "fire_is_on")]
    facts = {"by": "fire_input" if state.by_fire else "staff"}
    record = Record(EventKind.EVACUATION_OFF, staff=command.staff, more=facts)
    state = home(state, now, evacuated=False, by_fire=False)
    return state, [release(now), record, Finish(command.id, "done")]
