"""Somebody shows something: a card, a paper, or a code that staff type."""

from dataclasses import replace

from drivers.protocols import CardRead, PaperRead
from kiosk.lane.actions import Decide
from kiosk.lane.calls import Step, refer
from kiosk.lane.events import Happening
from kiosk.lane.hints import Hint, hint, no_hint, unserved
from kiosk.lane.on_checkup import tried
from kiosk.lane.phases import Phase
from kiosk.lane.shown import TypedCode, same_paper, same_showing, with_parts
from kiosk.lane.state import FRESH_SECONDS, LaneState, go
from kiosk.lane.visits import Visit
from verification.reasons import Outcome, Reason

FREE = frozenset({Phase.READY, Phase.READING, Phase.WAITING_FOR_STAFF})
SERVES = FREE | {Phase.SECOND_DOCUMENT}


def shown(state: LaneState, now: Happening, read: CardRead | PaperRead) -> Step:
    """A card or paper was read: decide, unless the lane is busy with somebody."""
    if state.checkup is not None:
        return tried(state, read), []
    if now.at - read.at > FRESH_SECONDS:
        return hint(state, now, _again(read)), []  # its holder may have left
    if isinstance(read, PaperRead):
        read = with_parts(read, state.parts)
        if _is_known(state, read):
            return state, []
    if state.out_of_service and state.phase in SERVES | {Phase.OUT_OF_SERVICE}:
        # Also while somebody waits for staff: no pulse for a gate that is not well.
        visit = _visit(state, now, read)
        return refer(state, now, visit, Outcome.UNABLE, Reason.OUT_OF_SERVICE)
    if state.phase in SERVES:
        return _decide(state, now, read)
    return _while_busy(state, now, read)


def next_shown(
    state: LaneState, now: Happening, read: CardRead | PaperRead | None
) -> Step:
    """Decide about what was shown a moment before the lane was free."""
    return (state, []) if read is None else shown(state, now, read)


def typed(
    state: LaneState, now: Happening, visit: Visit, code: TypedCode, staff: str
) -> Step:
    """Staff typed the short code of a pass: decide as if it had been shown."""
    visit = Visit(visit.id, paper=code)
    return check(state, now, visit), [Decide(visit.id, code, staff=staff)]


def _decide(state: LaneState, now: Happening, read: CardRead | PaperRead) -> Step:
    visit = _visit(state, now, read)
    if isinstance(read, CardRead):
        visit = replace(visit, card=read)
    checking = check(state, now, visit)
    if isinstance(read, CardRead) and visit.paper is not None:
        return checking, [Decide(visit.id, visit.paper, beside=read)]
    return checking, [Decide(visit.id, read)]


def check(state: LaneState, now: Happening, visit: Visit) -> LaneState:
    """Wait for the verdict on what this visitor showed."""
    return go(no_hint(state), Phase.CHECKING, now, visit=visit)


def _while_busy(state: LaneState, now: Happening, read: CardRead | PaperRead) -> Step:
    until_ready = state.phase is Phase.STARTING
    if until_ready or (state.phase is Phase.OPEN and state.gone_through):
        return replace(state, next_read=read), []  # decided when the lane is free
    if state.phase is Phase.OPEN and state.visit is not None:
        subject = state.visit.subject or b""
        return state, [Decide(now.fresh_id, read, open_for=subject)]
    return unserved(state, now), []


def _visit(state: LaneState, now: Happening, read: CardRead | PaperRead) -> Visit:
    if isinstance(read, CardRead):
        beside = state.visit if state.phase is Phase.SECOND_DOCUMENT else None
        return beside or Visit(now.fresh_id)
    waiting = state.call.visit if state.call else None
    if waiting is not None and not waiting.let_in and same_showing(waiting.paper, read):
        return Visit(waiting.id, paper=read)  # more of the same sheet was read
    return Visit(now.fresh_id, paper=read)


def _is_known(state: LaneState, read: PaperRead) -> bool:
    """Whether this paper is what the present visitor has shown already."""
    if state.phase not in (Phase.SECOND_DOCUMENT, Phase.OPEN) or state.gone_through:
        return False
    return state.visit is not None and same_paper(state.visit.paper, read)


def _again(read: CardRead | PaperRead) -> Hint:
    return Hint.LAY_AGAIN if isinstance(read, CardRead) else Hint.PAPER_AGAIN
