"""What a camera says about the paper that is held before it."""

from collections.abc import Mapping
from dataclasses import replace

from drivers.protocols import PaperSign, PaperSignal
from kiosk.lane.calls import Step, refer
from kiosk.lane.checkup import CAMERA
from kiosk.lane.events import Happening
from kiosk.lane.hints import Hint, ask, hint, no_hint, unserved
from kiosk.lane.on_checkup import not_read
from kiosk.lane.on_shown import FREE
from kiosk.lane.phases import Phase
from kiosk.lane.state import LaneState, go, home
from kiosk.lane.visits import Visit
from verification.evidence import EvidenceKind
from verification.reasons import Outcome, Reason

GUIDED_SECONDS = 15.0  # the camera itself says sooner that guidance did not help
GUIDANCE: Mapping[PaperSign, Hint] = {
    PaperSign.FLAT: Hint.PAPER_FLAT,
    PaperSign.NEARER: Hint.PAPER_NEARER,
    PaperSign.TURN: Hint.PAPER_TURN,
    PaperSign.STILL: Hint.PAPER_STILL,
}


def paper_signalled(state: LaneState, now: Happening, sign: PaperSignal) -> Step:
    """A camera's sign about a paper; a card that is being read comes first."""
    card_first = state.phase is Phase.READING and not state.reading_paper
    if sign.sign is PaperSign.GONE:
        return _gone(state, now), []
    if state.checkup is not None:
        return not_read(state, CAMERA, sign.sign), []
    if state.phase not in FREE or card_first:
        return unserved(state, now), []
    if sign.sign is PaperSign.UNREADABLE:
        # Not the visitor's fault: we could not read it.
        visit = Visit(now.fresh_id, document=EvidenceKind.PAPER.value)
        return refer(state, now, visit, Outcome.UNABLE, Reason.READER_FAULT)
    state = _reading(state, now)
    if sign.sign in GUIDANCE:
        state = ask(state, GUIDANCE[sign.sign], now.at + GUIDED_SECONDS)
    return state, []


def _reading(state: LaneState, now: Happening) -> LaneState:
    if state.phase is Phase.READING:
        return replace(state, parted=False)
    return go(no_hint(state), Phase.READING, now, reading_paper=True)


def _gone(state: LaneState, now: Happening) -> LaneState:
    if not state.reading_paper:
        return state
    if state.parts:
        return replace(state, parted=True)  # the next sheet may be on its way
    guided = state.hint in GUIDANCE.values()
    state = home(no_hint(state), now)
    return state if guided else hint(state, now, Hint.PAPER_AGAIN)
