"""What the screen and the board show of a state."""

from collections.abc import Mapping
from typing import Any

from drivers.protocols import PaperRead
from kiosk.lane.hints import Hint
from kiosk.lane.modes import Hours
from kiosk.lane.on_checkup import so_far
from kiosk.lane.phases import Phase
from kiosk.lane.state import LaneState
from kiosk.lane.visits import CALL_SECONDS, Call, Notice, Visit
from kiosk.live import BoardView, ScreenView
from kiosk.looks import AT_REST, Look
from verification.catalogue import explain
from verification.reasons import Outcome

STAFF = "工作人员"
NAME_ON_SCREEN = 5  # a line of the screen has ten characters
SAID_MS = 6000  # a sentence is said by then
TEST_CLIP = "test"
PASS_MS = 6000  # a name stands no longer on a public screen

_PLAIN: Mapping[Phase, Look] = {
    Phase.STARTING: Look.PAUSED,  # after some seconds it works, or is broken
    Phase.READY: Look.IDLE,
    Phase.READING: Look.READING,
    Phase.CHECKING: Look.READING,
    Phase.SECOND_DOCUMENT: Look.SECOND,
    Phase.PAUSED: Look.PAUSED,
    Phase.SCHEDULE: Look.WALK_IN,
    Phase.CHECKUP: Look.PAUSED,
    Phase.EVACUATION: Look.EVACUATION,
    Phase.OUT_OF_SERVICE: Look.FAULT,
}
_FREE = frozenset({Look.IDLE, Look.READING})
# A hint about a paper does not hide that a card is wanted beside it.
_HINTED: Mapping[str, tuple[Look, frozenset[Look]]] = {
    Hint.TAKE_CARD: (Look.TAKE, frozenset({Look.IDLE, Look.WALK_IN})),
    Hint.LAY_AGAIN: (Look.AGAIN, _FREE | {Look.SECOND}),
    Hint.PAPER_FLAT: (Look.PAPER_FLAT, _FREE),
    Hint.PAPER_NEARER: (Look.PAPER_NEARER, _FREE),
    Hint.PAPER_TURN: (Look.PAPER_TURN, _FREE),
    Hint.PAPER_STILL: (Look.PAPER_STILL, _FREE),
    Hint.PAPER_MORE: (Look.PAPER_MORE, _FREE),
    Hint.PAPER_AGAIN: (Look.PAPER_AGAIN, _FREE),
}
_SHOW_CALLS = frozenset(
    {Phase.WAITING_FOR_STAFF, Phase.PAUSED, Phase.SCHEDULE, Phase.CHECKUP}
)
_SHOW_NOTICES = frozenset(
    {Phase.READY, Phase.PAUSED, Phase.SCHEDULE, Phase.CHECKUP, Phase.OUT_OF_SERVICE}
)
# A machine that is broken says only that: what the voice says, too.
_GIVES_REASON = frozenset({Look.WAIT, Look.REFUSE})
# Graver looks that leave room for "take your card".
_TOLD_BESIDE = frozenset({Look.PASS, Look.WAIT, Look.REFUSE})


def screen_view(state: LaneState) -> ScreenView:
    """What the visitor sees: no true reason, no full name."""
    if state.phase is Phase.OPEN:
        return _pass(state)
    if state.phase in _SHOW_CALLS and state.call and not _is_helped(state.call):
        return _waiting(state, state.call)
    if state.phase in _SHOW_NOTICES and state.notice is not None:
        return _ended(state.notice, state.hint)
    if state.checkup is not None and state.checkup.said_ms is not None:
        # Asked for once more, it is another message, and said once more.
        until = state.checkup.said_ms + SAID_MS
        return ScreenView(Look.PAUSED, clip=TEST_CLIP, until_ms=until)
    look = hinted(_plain(state), state.hint)
    if look is Look.IDLE and state.asks_in_vain:
        look = Look.FAULT  # whoever holds a paper is served none the less
    elif look is Look.IDLE and not state.sees_papers:
        look = Look.IDLE_CARD_ONLY
    hint = state.hint or _looked_at(state, look)
    return ScreenView(look, clip=clip_of(look, hint), hint=hint)


def _is_helped(call: Call) -> bool:
    """Whether staff stand there and say themselves what is to be done."""
    return call.arrived_ms is not None and not call.card_left


def _plain(state: LaneState) -> Look:
    """What a lane looks like apart from calls: who is helped may lay their card."""
    if state.phase is Phase.WAITING_FOR_STAFF:
        return Look.FAULT if state.out_of_service else Look.IDLE
    return _PLAIN[state.phase]


def _looked_at(state: LaneState, look: Look) -> str:
    """Whether the picture of somebody who waits must have a paper in it."""
    paper = state.reading_paper or (state.visit is not None and state.visit.paper)
    return Hint.SHEET if look is Look.READING and paper else ""


def hinted(look: Look, hint: str) -> Look:
    """The look with a hint in it, where nothing graver stands."""
    shown, over = _HINTED.get(hint, (look, _FREE))
    return shown if look in over else look


def clip_of(look: Look, hint: str = "") -> str:
    """The sentence of a look; of one at rest only to whoever comes."""
    if hint == Hint.TAKE_CARD and look in _TOLD_BESIDE:
        return Look.TAKE.clip
    waits = look in AT_REST and hint != Hint.PAUSED
    return "" if waits else look.clip


def board_view(state: LaneState) -> BoardView:
    """What the guard sees: the true reason, names and numbers masked."""
    call = state.call
    visit = call.visit if call else state.visit
    seen = visit or Visit("")
    return BoardView(
        phase=state.phase.value,
        since_ms=state.since_ms,
        visit=seen.id or None,
        outcome=seen.outcome,
        reason=seen.reason,
        name=seen.name,
        number=seen.number,
        document=seen.document,
        by_hand=state.by_hand,
        note=_note(state),
        mode=state.mode.value,
        checkup=so_far(state) if _in_checkup(state) else None,
        **(_call(call) if call else {}),
    )


def _call(call: Call) -> dict[str, Any]:
    """What the board shows of a call beside its visitor."""
    return {
        "call_since_ms": call.since_ms,
        "rung_ms": call.rung_ms,
        "pressed": call.pressed,
        "acknowledged_by": call.acknowledged_by or "",
        "acknowledged_ms": call.acknowledged_ms,
        "arrived_ms": call.arrived_ms,
        "arrived_by": call.arrived_by or "",
        "escalated": call.escalated,
        "can_register": call.laid_until is not None,
    }


def _pass(state: LaneState) -> ScreenView:
    visit = state.visit or Visit("")
    clip = clip_of(Look.PASS, state.hint)
    return ScreenView(
        Look.PASS,
        name=visit.public_name,
        clip="staff_pass" if visit.by_staff and clip == Look.PASS.clip else clip,
        hint=state.hint,
        until_ms=state.since_ms + PASS_MS,
    )


def _waiting(state: LaneState, call: Call) -> ScreenView:
    if call.card_left:  # its holder is gone: whoever stands there may take it along
        return ScreenView(Look.TAKE, clip=Look.TAKE.clip, hint=state.hint)
    if call.acknowledged_by is not None:
        name = call.acknowledged_by[:NAME_ON_SCREEN] or STAFF
        clip = Look.COMING.clip  # says no name
        return ScreenView(Look.COMING, f"{name}马上就来", clip=clip, hint=state.hint)
    if call.press_again:
        return _ended(Notice.UNANSWERED, state.hint)
    reason = call.visit.reason
    look = _look_of_call(call, state.rules.refuse_red)
    line = ""
    if look in _GIVES_REASON and reason is not None:
        line = explain(reason).public_zh
    clip = clip_of(look, "" if state.words_until is not None else state.hint)
    until = None if call.pressed else state.since_ms + round(CALL_SECONDS * 1000)
    # Another end is another visitor, who has to hear it as well.
    return ScreenView(look, line=line, clip=clip, hint=state.hint, until_ms=until)


def _ended(notice: Notice, hint: str) -> ScreenView:
    """What to do now that a call was closed, or nobody came."""
    look = Look.CLOSED if notice is Notice.CLOSED else Look.PRESS
    return ScreenView(look, clip=look.clip, hint=hint)


def _look_of_call(call: Call, refuse_red: bool) -> Look:
    outcome = call.visit.outcome
    if call.pressed:
        return Look.CALLED
    if outcome is Outcome.UNABLE:
        return Look.FAULT
    if outcome is Outcome.REFUSE and refuse_red:
        return Look.REFUSE
    return Look.WAIT


def _note(state: LaneState) -> str:
    if state.stuck:
        return "stuck_on"
    if state.fire:
        return "fire"
    if state.call is not None and state.call.card_left:
        return "card_left"
    if state.call is not None and _several(state.call.visit):
        return "several_codes"
    if state.schedule.hours is Hours.UNKNOWN:
        return "hours_unknown"
    return ",".join(sorted(state.unwell)) if state.out_of_service else ""


def _in_checkup(state: LaneState) -> bool:
    return state.checkup is not None and not state.checkup.over


def _several(visit: Visit) -> bool:
    """Whether the paper had codes beside the one that was decided about."""
    return isinstance(visit.paper, PaperRead) and len(visit.paper.codes) > 1
