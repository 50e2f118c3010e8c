"""The check of a lane at the start of a shift: card, sheet, relay, voice.

Nobody is served and nothing decided meanwhile. The test opening has its own record
before it, as every opening.
"""

from dataclasses import replace

from drivers.protocols import (
    UNKNOWN,
    CardRead,
    GateOutcome,
    GateResult,
    PaperRead,
    PaperSign,
    Signal,
)
from kiosk.lane.actions import Action, Commit, Finish, Pulse, Record
from kiosk.lane.calls import Step
from kiosk.lane.checkup import (
    CAMERA,
    CHECKUP_SECONDS,
    GATE,
    LOST,
    MISSING,
    OK,
    READERS,
    SAID,
    UNTRIED,
    VOICE,
    Checkup,
)
from kiosk.lane.events import Committed, Happening
from kiosk.lane.holding import Facts, facts_of
from kiosk.lane.phases import TIME_OUT, Phase
from kiosk.lane.state import CONTACT_MARGIN, LaneState, home
from kiosk.live import Command
from verification.evidence import EvidenceKind
from verification.ledger import EventKind

SHIFT_CHECK = "shift_check"
NOT_READ = frozenset(
    {
        Signal.LAY_AGAIN,
        Signal.NOT_ID_CARD,
        Signal.NOT_GENUINE,
        PaperSign.UNREADABLE,
    }
)
MAY_BEGIN = frozenset({Phase.READY, Phase.PAUSED, Phase.SCHEDULE, Phase.OUT_OF_SERVICE})


def checkup(state: LaneState, now: Happening, command: Command) -> Step:
    """Begin the check, or end it with what staff heard of the voice."""
    if command.body.get("on"):
        return _begin(state, now, command)
    if state.checkup is None or state.checkup.over:
        return state, [Finish(command.id, "refused")]
    heard = command.body.get("heard")
    if isinstance(heard, bool) and state.rules.voice:
        state = _tick(state, VOICE, OK if heard else "not_heard")
    state, actions = end_checkup(state, now, "done", command.staff)
    return _leave(state, now), [*actions, Finish(command.id, "done")]


def checkup_relay(state: LaneState, now: Happening, command: Command) -> Step:
    """Open once for the test, when that is recorded."""
    check = state.checkup
    if check is None or check.over or check.order or now.at < state.contact_until:
        return state, [Finish(command.id, "refused")]
    order = f"check-{now.fresh_id}"
    record = Record(
        EventKind.GATE_INTENT,
        evidence=EvidenceKind.STAFF,
        staff=command.staff,
        more={"order": order, "reason": SHIFT_CHECK},
    )
    check = replace(check, order=order, command=command.id)
    return _with(state, check), [Commit(order, record)]


def checkup_voice(state: LaneState, now: Happening, command: Command) -> Step:
    """Say the sentence of the test."""
    check = state.checkup
    if check is None or check.over or not state.rules.voice:
        return state, [Finish(command.id, "refused")]
    state = _with(state, replace(check, said_ms=now.wall_ms))
    state = _tick(state, VOICE, SAID)
    return state, [Finish(command.id, "done")]


def trial_recorded(state: LaneState, now: Happening, event: Committed) -> Step:
    """The test opening is in the ledger: open. If it could not be, nothing opens."""
    check = state.checkup
    if check is None or check.order != event.order:
        return state, []
    if not event.recorded:
        return _answered(state, check, "record_failed")
    due = now.at + TIME_OUT[Phase.CHECKING]
    state = replace(state, contact_until=_lets_go(state, now.at))
    return _with(state, replace(check, due=due)), [Pulse(event.order)]


def trial_opened(state: LaneState, now: Happening, result: GateResult) -> Step:
    """What the gate said of the test opening."""
    check = state.checkup
    if check is None:
        return state, []
    kind = EventKind.GATE_PULSE if result.opened else EventKind.GATE_UNKNOWN
    facts = facts_of(result) | {"reason": SHIFT_CHECK}
    if result.opened:
        by_hand = result.outcome is GateOutcome.BY_HAND
        until = now.at if by_hand else _lets_go(state, result.wrote_at or now.at)
        state = replace(state, contact_until=until)
    state, actions = _answered(state, check, _word_of(result))
    return state, [Record(kind, more=facts), *actions]


def tried(state: LaneState, read: CardRead | PaperRead) -> LaneState:
    """A card or a code was read; which one is nobody's concern."""
    check = state.checkup
    if check is None or read.at < check.begun:
        return state
    if isinstance(read, PaperRead):
        return _tick(state, CAMERA, OK)
    readers = check.readers | {read.reader}
    state = _with(state, replace(check, readers=readers))
    every = state.rules.readers <= readers
    return _tick(state, READERS, OK if every else UNTRIED)


def not_read(state: LaneState, device: str, sign: str) -> LaneState:
    """A card or sheet was felt or seen, but not read; the next try may do better."""
    check = state.checkup
    if check is None or sign not in NOT_READ or check.seen.get(device) == OK:
        return state
    return _tick(state, device, str(sign))


def checkup_due(state: LaneState, now: Happening) -> Step:
    """The gate is silent, the time of the check is over, or the relay let go."""
    check = state.checkup
    if check is None:
        return state, []
    if check.due is not None and now.at >= check.due:
        facts: Facts = {"order": check.order, "gate": "no_result"}
        record = Record(EventKind.GATE_UNKNOWN, more=facts | {"reason": SHIFT_CHECK})
        state, actions = _answered(state, check, "gate_silent")
        return state, [record, *actions]
    if now.at < check.ends:
        return state, []
    state, actions = end_checkup(state, now, "abandoned")
    return _leave(state, now), actions


def end_checkup(
    state: LaneState, now: Happening, how: str, staff: str | None = None
) -> Step:
    """Record what was seen: how is done, abandoned or evacuation; then it is over."""
    check = state.checkup
    if check is None:
        return state, []
    actions: list[Action] = []
    if check.command:
        opened = how == "evacuation"
        actions.append(Finish(check.command, "opened" if opened else "gate_silent"))
    if not check.over:
        facts: Facts = {**found(state), "how": how}
        facts |= {
            "readers": ",".join(sorted(check.readers)),
            "s": round(now.at - check.begun, 1),
        }
        staff = staff or check.staff
        actions.append(Record(EventKind.LANE_CHECKED, staff=staff, more=facts))
    return replace(state, checkup=None), actions


def found(state: LaneState) -> dict[str, str]:
    """By device: `OK`, a word of what is wrong, or `MISSING`."""
    return {
        device: MISSING if word in ("", SAID) else word
        for device, word in so_far(state).items()
    }


def so_far(state: LaneState) -> dict[str, str]:
    """The same while the check is under way: empty for what was not tried yet."""
    rules, unwell = state.rules, state.unwell
    devices: dict[str, bool] = {}
    if rules.readers:
        tried = state.checkup.readers if state.checkup else frozenset()
        devices[READERS] = rules.readers - tried <= unwell
    if rules.camera:
        devices[CAMERA] = rules.camera in unwell
    devices[GATE] = rules.gate in unwell
    if rules.voice:
        devices[VOICE] = False
    seen = state.checkup.seen if state.checkup else {}
    return {
        device: LOST if lost and word in ("", UNTRIED) else word
        for device, lost in devices.items()
        for word in (seen.get(device, ""),)
    }


def _begin(state: LaneState, now: Happening, command: Command) -> Step:
    if state.phase not in MAY_BEGIN or state.call is not None:
        return state, [Finish(command.id, "refused")]
    check = Checkup(command.staff, now.at, now.at + CHECKUP_SECONDS, {})
    state = replace(state, checkup=check, notice=None, notice_ends=None)
    state = home(state, now, hint="", hint_ends=None)
    return state, [Finish(command.id, "done")]


def _leave(state: LaneState, now: Happening) -> LaneState:
    """Go home; not before the relay let go: a board takes no pulse within a pulse."""
    if now.at < state.contact_until:
        check = Checkup("", now.at, state.contact_until, {}, over=True)
        return _with(state, check)
    return home(state, now)


def _answered(state: LaneState, check: Checkup, word: str) -> Step:
    told = [Finish(check.command, word)] if check.command else []
    state = _with(state, replace(check, order=None, command=None, due=None))
    return _tick(state, GATE, OK if word == "opened" else word), [*told]


def _lets_go(state: LaneState, begun: float) -> float:
    return begun + state.rules.pulse_seconds + CONTACT_MARGIN


def _word_of(result: GateResult) -> str:
    """What staff are told of it, as of any opening."""
    if result.outcome is GateOutcome.BY_HAND:
        return "by_hand"
    if result.opened:
        return "opened"
    return "gate_silent" if result.outcome in UNKNOWN else "gate_fault"


def _tick(state: LaneState, device: str, word: str) -> LaneState:
    check = state.checkup
    if check is None or check.over:
        return state
    return _with(state, replace(check, seen={**check.seen, device: word}))


def _with(state: LaneState, check: Checkup) -> LaneState:
    return replace(state, checkup=check)
