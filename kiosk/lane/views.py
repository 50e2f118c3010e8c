"""What the screen and the board show of a state."""

from drivers.protocols import PaperRead
from kiosk.lane.hints import Hint
from kiosk.lane.state import Call, LaneState, Phase, Visit
from kiosk.live import BoardView, ScreenState, ScreenView
from verification.catalogue import explain
from verification.reasons import Outcome

NAME_ON_SCREEN = 5  # a line of the screen has ten characters
PASS_MS = 6000  # a name stands no longer on a public screen

_PLAIN = {
    Phase.STARTING: ScreenState.FAULT,
    Phase.READY: ScreenState.IDLE,
    Phase.READING: ScreenState.READING,
    Phase.CHECKING: ScreenState.READING,
    Phase.SECOND_DOCUMENT: ScreenState.CHECKING,
    Phase.PAUSED: ScreenState.PAUSED,
    Phase.EVACUATION: ScreenState.EVACUATION,
    Phase.OUT_OF_SERVICE: ScreenState.FAULT,
}
_CLIPS = {
    ScreenState.WAIT: "deny",
    ScreenState.CALLED: "called",
    ScreenState.FAULT: "fault",
    ScreenState.CHECKING: "second",
}
_HINT_CLIPS: dict[str, str] = {
    Hint.LAY_AGAIN: "reread",
    Hint.PAPER_FLAT: "paper_flat",
    Hint.PAPER_NEARER: "paper_nearer",
    Hint.PAPER_STILL: "paper_still",
    Hint.PAPER_MORE: "paper_more",
    Hint.PAPER_AGAIN: "paper_again",
}


def screen_view(state: LaneState) -> ScreenView:
    """What the visitor sees: no true reason, no full name."""
    if state.phase is Phase.OPEN:
        return _pass(state)
    if state.phase is Phase.WAITING_FOR_STAFF and state.call is not None:
        return _waiting(state.call, state.hint)
    shown = _PLAIN.get(state.phase, ScreenState.FAULT)
    clip = _HINT_CLIPS.get(state.hint) or _CLIPS.get(shown, "")
    return ScreenView(shown, clip=clip, hint=state.hint)


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
        waiting_since_ms=call.since_ms if call else None,
        called=bool(call and call.pressed),
        by_hand=state.by_hand,
        note=_note(state),
    )


def _pass(state: LaneState) -> ScreenView:
    visit = state.visit or Visit("")
    return ScreenView(
        ScreenState.PASS,
        name=visit.public_name,
        clip="staff_pass" if visit.by_staff else "pass",
        hint=state.hint,
        until_ms=state.since_ms + PASS_MS,
    )


def _waiting(call: Call, hint: str) -> ScreenView:
    outcome, reason = call.visit.outcome, call.visit.reason
    if outcome is Outcome.ADMIT:
        reason = None  # let in, and then the help key: not "please come in" now
    shown = ScreenState.CALLED if reason is None else ScreenState.WAIT
    if outcome is Outcome.UNABLE:
        shown = ScreenState.FAULT
    line = explain(reason).public_zh if reason is not None else ""
    clip = _CLIPS[shown]
    if call.acknowledged_by:
        line = f"{call.acknowledged_by[:NAME_ON_SCREEN]}马上就来"
        clip = "acknowledged"  # says no name, and is said once
    return ScreenView(shown, line=line, clip=clip, hint=hint)


def _note(state: LaneState) -> str:
    if state.stuck:
        return "stuck_on"
    if state.fire:
        return "fire"
    if state.call is not None and _several(state.call.visit):
        return "several_codes"
    return ",".join(sorted(state.unwell)) if state.out_of_service else ""


def _several(visit: Visit) -> bool:
    """Whether the paper had codes beside the one that was decided about."""
    return isinstance(visit.paper, PaperRead) and len(visit.paper.codes) > 1
