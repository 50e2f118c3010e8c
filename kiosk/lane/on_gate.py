"""What the gate and its sensors say."""

from dataclasses import replace

from drivers.protocols import (
    UNKNOWN,
    GateAlarm,
    GateOutcome,
    GateResult,
    InputChange,
    InputName,
)
from kiosk.lane.actions import Action, Finish, GiveBack, Hold, Record, Release
from kiosk.lane.calls import Step, close_call, press, refer
from kiosk.lane.events import Happening
from kiosk.lane.phases import Phase
from kiosk.lane.state import (
    CONTACT_MARGIN,
    GRACE_AFTER_PASSAGE,
    ORDER_AGAIN_SECONDS,
    LaneState,
    go,
    home,
)
from kiosk.lane.visits import Call, Visit
from verification.ledger import EventKind
from verification.reasons import Outcome, Reason

Facts = dict[str, str | int | float | bool | None]
HOLD_PREFIX = "hold-"
RELEASE_PREFIX = "release-"


def gate_answered(state: LaneState, now: Happening, result: GateResult) -> Step:
    """What became of an order to the gate."""
    if result.order.startswith((HOLD_PREFIX, RELEASE_PREFIX)):
        return _held_or_released(state, now, result)
    facts = _facts(result)
    if result.order != state.order:
        kind = EventKind.GATE_PULSE if result.opened else EventKind.GATE_UNKNOWN
        return state, [Record(kind, more=facts | {"late": True})]
    if result.opened:
        return _opened(state, now, result, facts)
    return _not_opened(state, now, result, facts)


def order_again(state: LaneState, now: Happening) -> Step:
    """Order once more what must be: open in an evacuation, closed otherwise."""
    if not state.evacuated and state.phase in (Phase.CHECKING, Phase.OPEN):
        # A release now could shut the gate on whom it was just opened for.
        return replace(state, order_again_at=now.at + ORDER_AGAIN_SECONDS), []
    state = replace(state, order_again_at=None)
    if state.evacuated:
        return state, [Hold(HOLD_PREFIX + now.fresh_id)]
    return state, [Release(RELEASE_PREFIX + now.fresh_id)]


def _held_or_released(state: LaneState, now: Happening, result: GateResult) -> Step:
    stale = result.order.startswith(HOLD_PREFIX) is not state.evacuated
    if result.opened or stale:
        return state, []
    # Both are safe to repeat, unlike a pulse. A lost port puts the gate off itself,
    # and is held open anew when it is back.
    again = None
    if result.outcome is not GateOutcome.PORT_LOST:
        again = now.at + ORDER_AGAIN_SECONDS
    record = Record(EventKind.GATE_UNKNOWN, more=_facts(result))
    return replace(state, order_again_at=again), [record]


def input_changed(state: LaneState, now: Happening, change: InputChange) -> Step:
    """A contact went on or off."""
    if change.input is InputName.FIRE:
        return _fire(state, now, change.on)
    if not change.on:
        return state, []
    if change.input is InputName.HELP:
        return press(state, now)
    return _passage(state, now)


def alarmed(state: LaneState, now: Happening, alarm: GateAlarm) -> Step:
    """The gate is not as it was ordered."""
    facts: Facts = {"alarm": alarm.alarm, "on": alarm.on}
    if alarm.alarm != "stuck_on":
        actions: list[Action] = []
        if alarm.on:
            actions.append(Record(EventKind.GATE_FORCED_OPEN, more=facts))
        return state, actions
    state = replace(state, stuck=alarm.on)
    if state.phase in (Phase.READY, Phase.OUT_OF_SERVICE):
        state = home(state, now)
    return state, [Record(EventKind.GATE_HELD_OPEN, more=facts)]


def passage_over(state: LaneState, now: Happening) -> Step:
    """The time to go through is over, or the relay let go behind somebody."""
    if state.gone_through:
        return home(state, now), []
    visit, actions = state.visit, list[Action]()
    if state.rules.has_passage and visit is not None:
        facts = {"order": state.order}
        actions.append(Record(EventKind.GATE_NOBODY, visit.id, more=facts))
        actions += _unused(visit)
        if state.command:
            actions.append(Finish(state.command, "nobody"))
    return home(state, now), actions


def gate_silent(state: LaneState, now: Happening) -> Step:
    """Neither a verdict nor the gate's answer came in time."""
    visit, actions = state.visit or Visit(now.fresh_id), list[Action]()
    if state.order is None:
        told = [Finish(state.command, "check_failed")] if state.command else []
        state, called = refer(state, now, visit, Outcome.UNABLE, Reason.CHECK_FAILED)
        return state, [*told, *called]
    if state.command:
        actions.append(Finish(state.command, "gate_silent"))
    facts = {"order": state.order, "gate": "no_result"}
    actions.append(Record(EventKind.GATE_UNKNOWN, visit.id, more=facts))
    state, called = refer(state, now, visit, Outcome.UNABLE, Reason.GATE_FAULT)
    return state, actions + called


def _unused(visit: Visit) -> list[Action]:
    """Give back what this opening claimed; what staff open claims nothing.

    Whom they let in may have been through before, as after the help key: what that
    opening claimed was used.
    """
    return [] if visit.by_staff else [GiveBack(visit.id)]


def _facts(result: GateResult) -> Facts:
    facts: Facts = {
        "order": result.order,
        "gate": result.outcome.value,
    }
    if result.wrote_at is not None:
        facts["ms"] = round((result.at - result.wrote_at) * 1000, 1)
    return facts


def _opened(
    state: LaneState,
    now: Happening,
    result: GateResult,
    facts: Facts,
) -> Step:
    visit, actions = state.visit, list[Action]()
    by_hand = result.outcome is GateOutcome.BY_HAND
    actions.append(
        Record(EventKind.GATE_PULSE, visit.id if visit else None, more=facts)
    )
    if state.command:
        actions.append(Finish(state.command, "by_hand" if by_hand else "opened"))
    if state.call is not None and visit is not None and _answered(state.call, visit):
        state, closed = close_call(state, "opened")
        actions += closed
    until = 0.0 if by_hand else _contact_until(state, now, result)
    state = replace(state, contact_until=until)
    return go(state, Phase.OPEN, now, by_hand=by_hand), actions


def _contact_until(state: LaneState, now: Happening, result: GateResult) -> float:
    begun = result.wrote_at if result.wrote_at is not None else now.at
    return begun + state.rules.pulse_seconds + CONTACT_MARGIN


def _answered(call: Call, opened: Visit) -> bool:
    """Whether this opening is what the caller waits for."""
    if call.pressed and not opened.by_staff:
        return False  # who pressed the help key wants a person, not a gate
    if call.visit.id == opened.id:
        return True
    return call.visit.subject is not None and call.visit.subject == opened.subject


def _not_opened(
    state: LaneState,
    now: Happening,
    result: GateResult,
    facts: Facts,
) -> Step:
    visit, actions = state.visit or Visit(now.fresh_id), list[Action]()
    actions.append(Record(EventKind.GATE_UNKNOWN, visit.id, more=facts))
    if result.outcome not in UNKNOWN:
        actions += _unused(visit)  # nothing moved
    if state.command:
        unknown = result.outcome in UNKNOWN
        actions.append(
            Finish(state.command, "gate_silent" if unknown else "gate_fault")
        )
    state, called = refer(state, now, visit, Outcome.UNABLE, Reason.GATE_FAULT)
    return state, actions + called


def _fire(state: LaneState, now: Happening, on: bool) -> Step:
    if not on:
        return replace(state, fire=False), []  # held open until reset by hand
    if state.evacuated:
        return replace(state, fire=True), []
    state, actions = close_call(state, "evacuation")
    if state.command:
        actions.append(Finish(state.command, "opened"))
    state = home(state, now, fire=True, evacuated=True, hint="", hint_ends=None)
    return state, [
        Hold(HOLD_PREFIX + now.fresh_id),
        Record(EventKind.EVACUATION_ON, more={"by": "fire_input"}),
        *actions,
    ]


def _passage(state: LaneState, now: Happening) -> Step:
    if state.phase is Phase.OPEN and state.visit and not state.gone_through:
        facts = {"order": state.order, "s": round(now.at - state.since, 2)}
        actions: list[Action] = [
            Record(EventKind.GATE_PASSED, state.visit.id, more=facts)
        ]
        if state.command:
            actions.append(Finish(state.command, "passed"))
        return _through(replace(state, passed_at=now.at), now), actions
    recent = state.passed_at is not None and (
        now.at - state.passed_at < GRACE_AFTER_PASSAGE
    )
    if state.phase is Phase.EVACUATION or recent:
        return state, []
    return state, [Record(EventKind.GATE_FORCED_OPEN, more={"alarm": "passage"})]


def _through(state: LaneState, now: Happening) -> LaneState:
    if now.at >= state.contact_until:
        return home(state, now)
    return replace(state, gone_through=True, deadline=state.contact_until)
