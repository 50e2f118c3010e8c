"""Staff answer a call: they come, they are there, they have it decided again."""

from dataclasses import replace

from kiosk.lane.actions import Decide, Finish, Record
from kiosk.lane.calls import Step, lay
from kiosk.lane.events import Happening
from kiosk.lane.on_shown import FREE, check
from kiosk.lane.state import LaneState
from kiosk.lane.visits import ARRIVED_SECONDS, CALL_SECONDS, Call, Visit
from kiosk.live import Command
from verification.ledger import EventKind


def acknowledge(state: LaneState, now: Happening, command: Command) -> Step:
    """A member of staff is on the way."""
    call = state.call
    if call is None or call.arrived_ms is not None:
        return state, [Finish(command.id, "refused")]
    call = _answered(call, now, command)
    call, laid = lay(replace(call, ends=now.at + CALL_SECONDS), now)
    record = Record(EventKind.CALL_ACKNOWLEDGED, call.visit.id, staff=command.staff)
    return replace(state, call=call), [record, *laid, Finish(command.id, "done")]


def arrive(state: LaneState, now: Happening, command: Command) -> Step:
    """A member of staff stands at the lane; said twice it is still one arrival."""
    call = state.call
    if call is None:
        return state, [Finish(command.id, "refused")]
    if call.arrived_ms is not None:
        return state, [Finish(command.id, "done")]
    kinds = [EventKind.CALL_ARRIVED]
    if call.acknowledged_by is None:  # who comes at once has answered, too
        kinds.insert(0, EventKind.CALL_ACKNOWLEDGED)
        call = _answered(call, now, command)
    ends = now.at + ARRIVED_SECONDS
    call = replace(
        call,
        arrived_ms=now.wall_ms,
        arrived_by=_name(command),  # maybe another than who was on the way
        arrived_staff=command.staff,
        ends=ends,
    )
    call, laid = lay(call, now)
    records = [Record(kind, call.visit.id, staff=command.staff) for kind in kinds]
    return replace(state, call=call), [*records, *laid, Finish(command.id, "done")]


def check_again(state: LaneState, now: Happening, command: Command) -> Step:
    """What the visitor lacked was added: decide anew about what they showed."""
    visit = state.call.visit if state.call else None
    action = _shown_by(visit, command) if visit else None
    closed = state.phase not in FREE or state.out_of_service
    if visit is None or action is None or closed:
        return state, [Finish(command.id, "refused")]
    if command.body.get("visit", visit.id) != visit.id:
        return state, [Finish(command.id, "refused")]
    return check(replace(state, command=command.id), now, visit), [action]


def _answered(call: Call, now: Happening, command: Command) -> Call:
    return replace(
        call,
        acknowledged_by=_name(command),
        staff=command.staff,
        acknowledged_ms=now.wall_ms,
        again_at=None,
        press_again=False,
        escalate_at=None,
        escalated=False,
    )


def _name(command: Command) -> str:
    return str(command.body.get("by", ""))


def _shown_by(visit: Visit, command: Command) -> Decide | None:
    """The same question once more; ``None`` where nothing was shown, or it opened."""
    if visit.let_in:
        return None
    if visit.paper is not None:
        shown, beside = visit.paper, visit.card
        return Decide(visit.id, shown, beside=beside, staff=command.staff, again=True)
    if visit.card is None:
        return None
    return Decide(visit.id, visit.card, staff=command.staff, again=True)
