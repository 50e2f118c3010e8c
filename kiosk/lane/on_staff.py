"""What staff ask of a lane."""

from collections.abc import Callable
from dataclasses import replace

from kiosk.lane.actions import Action, Finish, Intend, Pulse
from kiosk.lane.calls import Step, close_call, notify, press
from kiosk.lane.events import Happening, Intended
from kiosk.lane.on_answers import acknowledge, arrive, check_again
from kiosk.lane.on_checkup import checkup, checkup_relay, checkup_voice
from kiosk.lane.on_modes import hold_open, pause, resume
from kiosk.lane.on_shown import SERVES, typed
from kiosk.lane.phases import TIME_OUT, Phase
from kiosk.lane.shown import TypedCode
from kiosk.lane.state import LaneState, go, home
from kiosk.lane.visits import Notice, Visit
from kiosk.live import Command, CommandKind
from verification.passes.code import parse_code
from verification.passes.errors import CodeProblem

CANNOT_OPEN = frozenset(
    {
        Phase.STARTING,
        Phase.CHECKING,
        Phase.OPEN,
        Phase.SCHEDULE,
        Phase.CHECKUP,
        Phase.EVACUATION,
    }
)


def asked(state: LaneState, now: Happening, command: Command) -> Step:
    """A command from the table; too late, it is not carried out."""
    if now.wall_ms >= command.expires_ms:
        return state, [Finish(command.id, "expired")]
    return _HANDLERS[command.kind](state, now, command)


def intended(state: LaneState, now: Happening, intent: Intended) -> Step:
    """The override is recorded: open. If it could not be, nothing opens."""
    if state.phase is not Phase.CHECKING or state.visit is None:
        return state, []
    if state.visit.id != intent.visit:
        return state, []
    if intent.order is None:
        actions: list[Action] = []
        if state.command:
            actions.append(Finish(state.command, "record_failed"))
        return home(state, now), actions
    opening = replace(
        state, order=intent.order, deadline=now.at + TIME_OUT[Phase.CHECKING]
    )
    return opening, [Pulse(intent.order)]


def _open(state: LaneState, now: Happening, command: Command) -> Step:
    if state.phase in CANNOT_OPEN or _meant_another(state, command):
        return state, [Finish(command.id, "refused")]
    visit = replace(_waiting(state) or Visit(now.fresh_id), by_staff=True)
    reason = str(command.body.get("reason") or "")  # it may be added later
    state = go(state, Phase.CHECKING, now, visit=visit, command=command.id)
    return state, [Intend(visit.id, command.staff, reason, command.id)]


def _meant_another(state: LaneState, command: Command) -> bool:
    """Whether the guard tapped for somebody other than the one who waits now.

    The board sends the visit that it showed, or null for a lane where nobody waits;
    a command without the key means whoever is there.
    """
    if "visit" not in command.body:
        return False
    waiting = _waiting(state)
    return bool(command.body["visit"] != (waiting.id if waiting else None))


def _waiting(state: LaneState) -> Visit | None:
    """Whom the board shows: who called, or whose card is wanted beside a paper."""
    if state.call is not None:
        return state.call.visit
    return state.visit if state.phase is Phase.SECOND_DOCUMENT else None


def _show_code(state: LaneState, now: Happening, command: Command) -> Step:
    """A short code was typed: the lane decides as if its pass had been shown."""
    closed = state.phase not in SERVES or state.out_of_service
    if closed or _meant_another(state, command):
        return state, [Finish(command.id, "refused")]
    code = str(command.body.get("code", ""))
    try:
        parse_code(code)
    except CodeProblem:
        return state, [Finish(command.id, "code_mistyped")]
    visit = _waiting(state)
    if visit is None or visit.let_in:
        visit = Visit(now.fresh_id)
    state = replace(state, command=command.id)
    return typed(state, now, visit, TypedCode(code), command.staff)


def _dismiss(state: LaneState, now: Happening, command: Command) -> Step:
    if _another_waits(state):  # who is sent away is not who waits for staff
        return _dismiss_one(state, now, command)
    if _meant_another(state, command):
        return state, [Finish(command.id, "refused")]
    if state.call is not None and not state.call.card_left:
        state = notify(state, now, Notice.CLOSED)
    state, actions = close_call(state, "dismissed", command.staff)
    if state.phase in (Phase.WAITING_FOR_STAFF, Phase.SECOND_DOCUMENT):
        state = home(state, now)
    return state, [*actions, Finish(command.id, "dismissed")]


def _dismiss_one(state: LaneState, now: Happening, command: Command) -> Step:
    """Two are there: who called, and whose card is wanted beside a paper."""
    second = state.visit.id if state.visit else None
    meant = command.body.get("visit", second)
    done: list[Action] = [Finish(command.id, "dismissed")]
    if meant == second:
        return home(state, now), done
    if _meant_another(state, command):
        return state, [Finish(command.id, "refused")]
    state, actions = close_call(state, "dismissed", command.staff)
    return state, [*actions, *done]


def _another_waits(state: LaneState) -> bool:
    """Whether a call is open beside the visit of somebody else."""
    if state.phase is not Phase.SECOND_DOCUMENT or state.call is None:
        return False
    return state.visit is not None and state.visit.id != state.call.visit.id


def _call(state: LaneState, now: Happening, command: Command) -> Step:
    state, actions = press(state, now)
    return state, [*actions, Finish(command.id, "done")]


_HANDLERS: dict[CommandKind, Callable[[LaneState, Happening, Command], Step]] = {
    CommandKind.OPEN: _open,
    CommandKind.DISMISS: _dismiss,
    CommandKind.CALL: _call,
    CommandKind.ACKNOWLEDGE: acknowledge,
    CommandKind.ARRIVED: arrive,
    CommandKind.CHECK_AGAIN: check_again,
    CommandKind.PAUSE: pause,
    CommandKind.HOLD_OPEN: hold_open,
    CommandKind.RESUME: resume,
    CommandKind.CHECKUP: checkup,
    CommandKind.CHECKUP_RELAY: checkup_relay,
    CommandKind.CHECKUP_VOICE: checkup_voice,
    CommandKind.SHOW_CODE: _show_code,
}
