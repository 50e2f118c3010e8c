"""What a reader says about the card that lies on it."""

from dataclasses import replace

from drivers.protocols import CardSignal, Signal
from kiosk.lane.calls import Step, refer
from kiosk.lane.events import Happening
from kiosk.lane.hints import Hint, ask, hint, no_hint, unserved
from kiosk.lane.on_shown import FREE, SERVES
from kiosk.lane.phases import TIME_OUT, Phase
from kiosk.lane.state import MAX_LAY_AGAIN, LaneState, go, home
from kiosk.lane.visits import Visit
from verification.reasons import Outcome, Reason

TAKE_CARD_SECONDS = 60.0  # a reader that is lost never says that it was lifted
LAY_AGAIN_SECONDS = 20.0  # time enough to lift a card and lay it again


def signalled(state: LaneState, now: Happening, sign: CardSignal) -> Step:
    """A reader's sign about a card."""
    if sign.signal is Signal.TAKE_CARD:
        return hint(state, now, Hint.TAKE_CARD, TAKE_CARD_SECONDS), []
    if sign.signal is Signal.GONE:
        return _gone(state, now), []
    if state.phase not in SERVES:
        return unserved(state, now), []
    if sign.signal is Signal.FELT:
        return _felt(state, now), []
    if sign.signal is Signal.NOT_GENUINE:
        visit = state.visit or Visit(now.fresh_id)
        return refer(state, now, visit, Outcome.REFUSE, Reason.PASS_FORGED)
    return _lay_again(state, now, sign.signal)


def _felt(state: LaneState, now: Happening) -> LaneState:
    if state.phase is Phase.SECOND_DOCUMENT:
        # A card that comes in the last second is read to its end, but nobody can
        # keep a lane waiting by laying and lifting one.
        reading = now.at + TIME_OUT[Phase.READING]
        longest = state.since + TIME_OUT[state.phase] + TIME_OUT[Phase.READING]
        until = max(state.deadline or 0.0, min(reading, longest))
        return replace(no_hint(state), deadline=until)
    if state.phase is Phase.READING and not state.reading_paper:
        return state
    return go(no_hint(_card_first(state)), Phase.READING, now)


def _gone(state: LaneState, now: Happening) -> LaneState:
    if state.hint == Hint.TAKE_CARD:
        state = no_hint(state)
    reading_card = state.phase is Phase.READING and not state.reading_paper
    if reading_card and state.lay_again == 0:
        return hint(home(state, now), now, Hint.LAY_AGAIN)
    return state


def _lay_again(state: LaneState, now: Happening, signal: Signal) -> Step:
    tries = state.lay_again + 1
    if tries > MAX_LAY_AGAIN:
        wrong_kind = signal is Signal.NOT_ID_CARD
        reason = Reason.CHECK_FAILED if wrong_kind else Reason.READER_FAULT
        visit = state.visit or Visit(now.fresh_id)
        return refer(state, now, visit, Outcome.UNABLE, reason)
    if state.phase in FREE:
        state = go(_card_first(state), Phase.READING, now)
    state = replace(state, lay_again=tries)
    return ask(state, Hint.LAY_AGAIN, now.at + LAY_AGAIN_SECONDS), []


def _card_first(state: LaneState) -> LaneState:
    """Whoever lays a card while a paper is read is served by the card."""
    return replace(state, reading_paper=False, parts=(), parted=False)
