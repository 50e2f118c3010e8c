"""Cards, verdicts, and what a reader says about the card that lies on it."""

from dataclasses import replace

from drivers.protocols import CardRead, CardSignal, Signal
from kiosk.lane.actions import Action, Decide, Pulse
from kiosk.lane.calls import Step, refer
from kiosk.lane.events import Decided, Happening, Ignored
from kiosk.lane.state import (
    FRESH_SECONDS,
    HINT_SECONDS,
    MAX_LAY_AGAIN,
    TIME_OUT,
    LaneState,
    Phase,
    Visit,
    go,
    home,
)
from verification.reasons import Outcome, Reason

FREE = frozenset({Phase.READY, Phase.READING, Phase.WAITING_FOR_STAFF})
LAY_AGAIN_SECONDS = 20.0  # time enough to lift a card and lay it again


def card_read(state: LaneState, now: Happening, read: CardRead) -> Step:
    """A card was read: decide, unless the lane is busy with somebody."""
    if now.at - read.at > FRESH_SECONDS:
        return hint(state, now, "lay_again"), []  # its holder may have left
    visit = Visit(now.fresh_id)
    if state.out_of_service and state.phase in FREE | {Phase.OUT_OF_SERVICE}:
        # Also while somebody waits for staff: no pulse for a gate that is not well.
        return refer(state, now, visit, Outcome.UNABLE, Reason.OUT_OF_SERVICE)
    if state.phase in FREE:
        state = go(state, Phase.CHECKING, now, visit=visit, hint="", hint_ends=None)
        return state, [Decide(visit.id, read)]
    until_ready = state.phase is Phase.STARTING
    if until_ready or (state.phase is Phase.OPEN and state.gone_through):
        return replace(state, next_read=read), []  # decided when the lane is free
    if state.phase is Phase.OPEN and state.visit is not None:
        return state, [Decide(visit.id, read, open_for=state.visit.subject or b"")]
    return state, []


def next_card(state: LaneState, now: Happening, read: CardRead | None) -> Step:
    """Decide about the card that came a moment before the lane was free."""
    return (state, []) if read is None else card_read(state, now, read)


def decided(state: LaneState, now: Happening, verdict: Decided) -> Step:
    """The verdict: open, or call staff; without a record nothing opens."""
    if state.phase is not Phase.CHECKING or state.visit is None:
        return state, []
    if state.visit.id != verdict.visit:
        return state, []
    visit = _seen(state.visit, verdict)
    if not verdict.recorded:
        return refer(state, now, visit, Outcome.UNABLE, Reason.RECORD_FAILED)
    if verdict.order is None:
        return refer(state, now, visit, verdict.outcome, verdict.reason)
    opening = replace(
        state,
        visit=visit,
        order=verdict.order,
        deadline=now.at + TIME_OUT[Phase.CHECKING],
    )
    return opening, [Pulse(verdict.order)]


def ignored(state: LaneState, now: Happening, _: Ignored) -> Step:
    """Another person's card came while the gate stood open: ask for it again."""
    return hint(state, now, "lay_again"), []


def signalled(state: LaneState, now: Happening, sign: CardSignal) -> Step:
    """A reader's sign about a card."""
    if sign.signal is Signal.TAKE_CARD:
        return hint(state, now, "take_card"), []
    if sign.signal is Signal.GONE:
        return _gone(state, now)
    if state.phase not in FREE:
        return state, []
    if sign.signal is Signal.FELT:
        if state.phase is Phase.READING:
            return state, []
        return go(state, Phase.READING, now, hint="", hint_ends=None), []
    if sign.signal is Signal.NOT_GENUINE:
        visit = Visit(now.fresh_id)
        return refer(state, now, visit, Outcome.REFUSE, Reason.PASS_FORGED)
    return _lay_again(state, now, sign.signal)


def hint(state: LaneState, now: Happening, word: str) -> LaneState:
    """Show a hint for a while."""
    return replace(state, hint=word, hint_ends=now.at + HINT_SECONDS)


def _gone(state: LaneState, now: Happening) -> Step:
    state = replace(state, hint="", hint_ends=None) if _takes(state) else state
    if state.phase is Phase.READING and state.lay_again == 0:
        return hint(home(state, now), now, "lay_again"), []
    return state, []


def _takes(state: LaneState) -> bool:
    return state.hint == "take_card"


def _lay_again(state: LaneState, now: Happening, signal: Signal) -> Step:
    tries = state.lay_again + 1
    if tries > MAX_LAY_AGAIN:
        wrong_kind = signal is Signal.NOT_ID_CARD
        reason = Reason.CHECK_FAILED if wrong_kind else Reason.READER_FAULT
        return refer(state, now, Visit(now.fresh_id), Outcome.UNABLE, reason)
    reading = go(state, Phase.READING, now, lay_again=tries, hint="lay_again")
    actions: list[Action] = []
    return replace(
        reading, deadline=now.at + LAY_AGAIN_SECONDS, hint_ends=None
    ), actions


def _seen(visit: Visit, verdict: Decided) -> Visit:
    return replace(
        visit,
        subject=verdict.subject,
        outcome=verdict.outcome,
        reason=verdict.reason,
        name=verdict.name,
        public_name=verdict.public_name,
        number=verdict.number,
        document=verdict.document,
    )
