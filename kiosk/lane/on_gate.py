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
from kiosk.lane.actions import Action, Finish, GiveBack, Record
from kiosk.lane.calls import Step, close_call, press, refer
from kiosk.lane.events import Happening
from kiosk.lane.holding import Facts, facts_of, held_or_released, is_holding
from kiosk.lane.on_checkup import trial_opened
from kiosk.lane.on_modes import fire
from kiosk.lane.phases import Phase
from kiosk.lane.state import (
    CONTACT_MARGIN,
    GRACE_AFTER_PASSAGE,
    LaneState,
    go,
    home,
)
from kiosk.lane.visits import Call, Visit
from verification.ledger import EventKind
from verification.reasons import Outcome, Reason

FREE_TO_PASS = frozenset({Phase.EVACUATION, Phase.SCHEDULE, Phase.CHECKUP})


def gate_answered(state: LaneState, now: Happening, result: GateResult) -> Step:
    """What became of an order to the gate."""
    if is_holding(result.order):
        return held_or_released(state, now, result)
    if state.checkup is not None and result.order == state.checkup.order:
        return trial_opened(state, now, result)
    facts = facts_of(result)
    if result.order != state.order:
        kind = EventKind.GATE_PULSE if result.opened else EventKind.GATE_UNKNOWN
        return state, [Record(kind, more=facts | {"late": True})]
    if result.opened:
        return _opened(state, now, result, facts)
    return _not_opened(state, now, result, facts)


def input_changed(state: LaneState, now: Happening, change: InputChange) -> Step:
    """A contact went on or off."""
    if change.input is InputName.FIRE:
        return fire(state, now, change.on)
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
    call = state.call
    if call is not None and visit is not None and _answered(state, call, visit):
        state, closed = close_call(state, "opened")
        actions += closed
    until = 0.0 if by_hand else _contact_until(state, now, result)
    state = replace(state, contact_until=until)
    return go(state, Phase.OPEN, now, by_hand=by_hand), actions


def _contact_until(state: LaneState, now: Happening, result: GateResult) -> float:
    begun = result.wrote_at if result.wrote_at is not None else now.at
    return begun + state.rules.pulse_seconds + CONTACT_MARGIN


def _answered(state: LaneState, call: Call, opened: Visit) -> bool:
    """Whether this opening is what the caller waits for."""
    if call.card_left:
        return False  # it lies there still
    helped = opened.by_staff or state.command or call.arrived_ms is not None
    if call.pressed and not helped:
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


def _passage(state: LaneState, now: Happening) -> Step:
    if state.phase is Phase.OPEN and state.visit and not state.gone_through:
        facts = {"order": state.order, "s": round(now.at - state.since, 2)}
        actions: list[Action] = [
            Record(EventKind.GATE_PASSED, state.visit.id, more=facts)
        ]
        if state.command:
            actions.append(Finish(state.command, "passed"))
        return _through(replace(state, passed_at=now.at), now), actions
    if state.phase is Phase.SCHEDULE:  # of nobody: that somebody came is all we know
        return state, [Record(EventKind.GATE_PASSED, more={"how": "schedule"})]
    recent = state.passed_at is not None and (
        now.at - state.passed_at < GRACE_AFTER_PASSAGE
    )
    if state.phase in FREE_TO_PASS or recent:
        return state, []
    return state, [Record(EventKind.GATE_FORCED_OPEN, more={"alarm": "passage"})]


def _through(state: LaneState, now: Happening) -> LaneState:
    if now.at >= state.contact_until:
        return home(state, now)
    return replace(state, gone_through=True, deadline=state.contact_until)
