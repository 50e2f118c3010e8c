"""Readers, cameras, gates and inputs that come and go."""

from dataclasses import replace

from kiosk.lane.actions import Action, Record
from kiosk.lane.calls import Step
from kiosk.lane.events import DeviceChanged, Happening
from kiosk.lane.holding import hold
from kiosk.lane.on_shown import next_shown
from kiosk.lane.on_verdict import no_document
from kiosk.lane.phases import Phase
from kiosk.lane.state import LaneState, home
from verification.ledger import EventKind


def device_changed(state: LaneState, now: Happening, event: DeviceChanged) -> Step:
    """A device became well or unwell; during a visit that is felt after it."""
    if event.well is (event.device not in state.unwell):
        return state, []
    change = {event.device}
    unwell = state.unwell - change if event.well else state.unwell | change
    actions: list[Action] = []
    if state.phase is not Phase.STARTING:
        actions.append(_record(event.device, event.well, event.reason))
    state = replace(state, unwell=frozenset(unwell))
    if event.well and event.device == state.rules.gate and state.evacuated:
        # Every opening of the port puts the relay off: hold it open anew.
        actions.append(hold(now))
    state, more = _felt_now(state, now)
    return state, actions + more


def not_found(state: LaneState, now: Happening) -> Step:
    """What was not there when the lane started is lost."""
    lost = [_record(device, False, "not_found") for device in sorted(state.unwell)]
    return home(state, now), list(lost)


def _felt_now(state: LaneState, now: Happening) -> Step:
    needed = state.rules.documents | {state.rules.gate}
    if state.phase is Phase.STARTING and not state.unwell & needed:
        read = state.next_read
        state, lost = not_found(state, now)
        state, more = next_shown(state, now, read)
        return state, lost + more
    if state.phase is Phase.SECOND_DOCUMENT and not state.reads_cards:
        return no_document(state, now)  # nothing is left to lay the card on
    if state.phase in (Phase.READY, Phase.OUT_OF_SERVICE):
        state = home(state, now)
    return state, []


def _record(device: str, well: bool, reason: str) -> Record:
    kind = EventKind.DEVICE_BACK if well else EventKind.DEVICE_LOST
    return Record(kind, more={"device": device, "why": reason})
