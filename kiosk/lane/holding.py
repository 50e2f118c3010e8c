"""Orders to hold the gate open and to close it, repeated until they come about."""

from dataclasses import replace

from drivers.protocols import GateOutcome, GateResult
from kiosk.lane.actions import Action, Hold, Record, Release
from kiosk.lane.events import Happening
from kiosk.lane.phases import Phase
from kiosk.lane.state import LaneState
from verification.ledger import EventKind

Step = tuple[LaneState, list[Action]]
Facts = dict[str, str | int | float | bool | None]
HOLD_PREFIX = "hold-"
RELEASE_PREFIX = "release-"
ORDER_AGAIN_SECONDS = 1.0  # after a hold or release that did not come about
OPEN_AGAIN_SECONDS = 10.0  # nobody has to flee: the ledger is not filled with it


def hold(now: Happening) -> Hold:
    """An order to open and stay open."""
    return Hold(HOLD_PREFIX + now.fresh_id)


def release(now: Happening) -> Release:
    """An order to close."""
    return Release(RELEASE_PREFIX + now.fresh_id)


def is_holding(order: str) -> bool:
    """Whether an order is one of these two."""
    return order.startswith((HOLD_PREFIX, RELEASE_PREFIX))


def order_again(state: LaneState, now: Happening) -> Step:
    """Order once more what must be: open where it is held open, closed otherwise."""
    opened = state.phase in (Phase.CHECKING, Phase.OPEN)
    if not state.held and (opened or now.at < state.contact_until):
        # A release now could shut the gate on whom it was just opened for.
        return replace(state, order_again_at=now.at + ORDER_AGAIN_SECONDS), []
    state = replace(state, order_again_at=None)
    return state, [hold(now) if state.held else release(now)]


def held_or_released(state: LaneState, now: Happening, result: GateResult) -> Step:
    """What became of such an order."""
    stale = result.order.startswith(HOLD_PREFIX) is not state.held
    if result.outcome is GateOutcome.BY_HAND:
        state = replace(state, by_hand=state.held)  # whoever stands there opens it
    if result.opened or stale:
        return state, []
    # Both are safe to repeat, unlike a pulse. A lost port puts the gate off itself,
    # and is held open anew when it is back.
    again = None
    if result.outcome is not GateOutcome.PORT_LOST:
        by_hours = state.held and not state.evacuated
        again = now.at + (OPEN_AGAIN_SECONDS if by_hours else ORDER_AGAIN_SECONDS)
    record = Record(EventKind.GATE_UNKNOWN, more=facts_of(result))
    return replace(state, order_again_at=again), [record]


def facts_of(result: GateResult) -> Facts:
    """What the ledger keeps of a gate's answer."""
    facts: Facts = {
        "order": result.order,
        "gate": result.outcome.value,
    }
    if result.wrote_at is not None:
        facts["ms"] = round((result.at - result.wrote_at) * 1000, 1)
    return facts
