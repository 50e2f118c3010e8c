"""What follows from a verdict."""

from dataclasses import replace

from drivers.protocols import PaperRead
from kiosk.lane.actions import Action, Finish, Pulse
from kiosk.lane.calls import Step, refer
from kiosk.lane.events import Decided, Happening, Ignored, Incomplete
from kiosk.lane.hints import Hint, ask, hint
from kiosk.lane.phases import TIME_OUT, Phase
from kiosk.lane.state import LaneState, go
from kiosk.lane.visits import Visit
from verification.reasons import Outcome, Reason

PARTS_SECONDS = 20.0  # time enough to bring the next sheet


def decided(state: LaneState, now: Happening, verdict: Decided) -> Step:
    """The verdict: open, ask for a card, or call staff; no record, no opening."""
    if not _is_checked(state, verdict.visit) or state.visit is None:
        return state, []
    visit = _seen(state.visit, verdict)
    if not verdict.recorded:
        return _not_let_in(state, now, visit, Outcome.UNABLE, Reason.RECORD_FAILED)
    if verdict.wants_document:
        return _want_document(state, now, visit)
    if verdict.order is None:
        return _not_let_in(state, now, visit, verdict.outcome, verdict.reason)
    opening = replace(
        state,
        visit=visit,
        order=verdict.order,
        deadline=now.at + TIME_OUT[Phase.CHECKING],
    )
    return opening, [Pulse(verdict.order)]


def ignored(state: LaneState, now: Happening, other: Ignored) -> Step:
    """Another person came while the gate stood open: ask for it again."""
    return hint(state, now, Hint.PAPER_AGAIN if other.paper else Hint.LAY_AGAIN), []


def incomplete(state: LaneState, now: Happening, paper: Incomplete) -> Step:
    """A part of a paper is known: go on reading until the others are."""
    visit = state.visit
    if not _is_checked(state, paper.visit) or visit is None:
        return state, []
    parts = visit.paper.codes if isinstance(visit.paper, PaperRead) else ()
    state = go(
        state,
        Phase.READING,
        now,
        visit=None,
        reading_paper=True,
        parts=parts,
        parted=False,
    )
    return ask(state, Hint.PAPER_MORE, now.at + PARTS_SECONDS), []


def no_document(state: LaneState, now: Happening) -> Step:
    """The card beside a paper did not come, or no reader is left for it."""
    visit = state.visit or Visit(now.fresh_id)
    return _not_let_in(state, now, visit, Outcome.REFER, Reason.PASS_NEEDS_ID)


def _want_document(state: LaneState, now: Happening, visit: Visit) -> Step:
    if not state.reads_cards:
        return no_document(replace(state, visit=visit), now)
    actions = _tell_staff(state, Reason.PASS_NEEDS_ID)
    return go(state, Phase.SECOND_DOCUMENT, now, visit=visit, command=None), actions


def _not_let_in(
    state: LaneState, now: Happening, visit: Visit, outcome: Outcome, reason: Reason
) -> Step:
    told = _tell_staff(state, reason)
    state, actions = refer(state, now, visit, outcome, reason)
    return state, told + actions


def _tell_staff(state: LaneState, reason: Reason) -> list[Action]:
    """What staff who typed a code learn of it at once."""
    return [Finish(state.command, reason.value)] if state.command else []


def _is_checked(state: LaneState, visit: str) -> bool:
    if state.phase is not Phase.CHECKING or state.visit is None:
        return False
    return state.visit.id == visit


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
        registrable=verdict.registrable and verdict.recorded,
    )
