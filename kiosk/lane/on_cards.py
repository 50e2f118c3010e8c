"""What a reader says about the card that lies on it."""

from dataclasses import replace

from drivers.protocols import CardSignal, Signal
from kiosk.lane.actions import Action
from kiosk.lane.calls import Step, close_call, refer
from kiosk.lane.checkup import READERS
from kiosk.lane.events import Happening
from kiosk.lane.hints import Hint, ask, hint, no_hint, unserved
from kiosk.lane.on_checkup import not_read
from kiosk.lane.on_shown import FREE, SERVES
from kiosk.lane.phases import HOMES, TIME_OUT, Phase
from kiosk.lane.state import MAX_LAY_AGAIN, LaneState, go, home
from kiosk.lane.visits import LeftCard, Visit
from verification.reasons import Outcome, Reason

TAKE_CARD_SECONDS = 60.0  # a reader that is lost never says that it was lifted
LEFT_SECONDS = 8.0  # then staff are called for a card that was left
SAID_SECONDS = 6.0  # chime and sentence of who has to wait
LAY_AGAIN_SECONDS = 20.0  # time enough to lift a card and lay it again


def signalled(state: LaneState, now: Happening, sign: CardSignal) -> Step:
    """A reader's sign about a card."""
    if sign.signal is Signal.TAKE_CARD:
        return _left(state, now, sign.reader), []
    actions = list[Action]()
    if sign.signal in (Signal.GONE, Signal.FELT):
        state, actions = _lifted(state, now, sign.reader)
    if sign.signal is Signal.GONE:
        return _gone(state, now), actions
    if state.checkup is not None:
        return not_read(state, READERS, sign.signal), actions
    if state.phase not in SERVES:
        return unserved(state, now), actions
    if sign.signal is Signal.FELT:
        return _felt(state, now), actions
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


def _left(state: LaneState, now: Happening, reader: str) -> LaneState:
    left = LeftCard(reader, now.at + LEFT_SECONDS)
    state = replace(state, left_card=left)
    until = state.since + SAID_SECONDS
    if state.call is not None and state.phase in HOMES and now.at < until:
        state = replace(state, words_until=until)  # first who comes, then the card
    return hint(state, now, Hint.TAKE_CARD, TAKE_CARD_SECONDS)


def _lifted(state: LaneState, now: Happening, reader: str) -> Step:
    """A card that was left is gone, and with it whatever was said about it."""
    if state.left_card is None or state.left_card.reader != reader:
        return state, []
    state = replace(state, left_card=None, words_until=None)
    if state.hint == Hint.TAKE_CARD:
        state = no_hint(state)
    if state.call is None or not state.call.card_left:
        return state, []
    state, actions = close_call(state, "card_taken")
    waited = state.phase is Phase.WAITING_FOR_STAFF
    return (home(state, now) if waited else state), actions


def _gone(state: LaneState, now: Happening) -> LaneState:
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
