"""The state of a lane, and the one way from a phase to another."""

from dataclasses import dataclass, field, replace
from typing import Any

from drivers.protocols import CardRead, Code, PaperRead
from kiosk.lane.checkup import Checkup
from kiosk.lane.events import Happening
from kiosk.lane.modes import Mode, Schedule
from kiosk.lane.phases import HOMES, NEXT, TIME_OUT, Phase
from kiosk.lane.visits import Call, LeftCall, LeftCard, Notice, Visit

HINT_SECONDS = 5.0
FRESH_SECONDS = 2.0  # whose card was read longer ago may have left
CONTACT_MARGIN = 0.1  # a board begins its pulse a little after our first byte
GRACE_AFTER_PASSAGE = 3.0  # the sensor may see the same person twice
MAX_LAY_AGAIN = 2


@dataclass(frozen=True, slots=True)
class LaneRules:
    """What a lane is by its config."""

    lane: str
    gate: str
    readers: frozenset[str]
    passage_seconds: float = 8.0
    pulse_seconds: float = 1.0
    has_passage: bool = False
    camera: str | None = None
    refuse_red: bool = False  # the site wants ``refuse`` to look red
    id_readers: frozenset[str] = frozenset()  # those for what the screen asks for
    voice: bool = False  # its screen or a loudspeaker speaks
    escalate_seconds: float = 0.0  # then a call goes to every board; 0 never

    @property
    def documents(self) -> frozenset[str]:
        """The devices to which a visitor can show something."""
        return self.readers | ({self.camera} if self.camera else frozenset())


@dataclass(frozen=True, slots=True)
class LaneState:
    """All that a lane knows.

    ``order`` is the opening that the gate still owes. ``contact_until`` is when the
    relay lets go: somebody may be through before (``gone_through``), and then the
    next card waits for it in ``next_read``, because a board does not take a pulse
    within a pulse. While a paper is read (``reading_paper``), ``parts`` are the codes
    of it that are known; ``parted`` says that it was taken away between its parts.
    ``evacuated``: held open by staff, or ``by_fire``; ``fire`` says that the alarm is
    still on. Until ``words_until`` a sentence is said to its end, whatever is hinted.
    """

    rules: LaneRules
    phase: Phase
    since: float
    since_ms: int
    deadline: float | None = None
    visit: Visit | None = None
    call: Call | None = None
    order: str | None = None
    command: str | None = None
    unwell: frozenset[str] = frozenset()
    paused: bool = False
    fire: bool = False
    evacuated: bool = False
    by_fire: bool = False
    schedule: Schedule = field(default_factory=Schedule)
    checkup: Checkup | None = None
    hint: str = ""
    hint_ends: float | None = None
    notice: Notice | None = None
    notice_ends: float | None = None
    lay_again: int = 0
    by_hand: bool = False
    stuck: bool = False
    passed_at: float | None = None
    order_again_at: float | None = None
    gone_through: bool = False
    contact_until: float = 0.0
    next_read: CardRead | PaperRead | None = None
    reading_paper: bool = False
    parts: tuple[Code, ...] = field(default=(), repr=False)
    parted: bool = False
    left_card: LeftCard | None = None
    words_until: float | None = None

    @property
    def next_deadline(self) -> float | None:
        """The earliest moment at which `Elapsed` is due."""
        moments = [
            self.deadline,
            self.hint_ends,
            self.notice_ends,
            self.order_again_at,
            self.words_until,
            self.left_card.call_at if self.left_card else None,
            *(self.call.deadlines if self.call else ()),
            self.checkup.next_at if self.checkup else None,
        ]
        return min((moment for moment in moments if moment is not None), default=None)

    @property
    def held(self) -> bool:
        """Whether the gate has to stand open."""
        return self.evacuated or self.schedule.opened

    @property
    def mode(self) -> Mode:
        """What the lane does, by the gravest of what is the case."""
        if self.evacuated:
            return Mode.FIRE if self.by_fire else Mode.HELD
        if self.checkup is not None:
            return Mode.CHECKUP
        if self.paused:
            return Mode.PAUSED
        return Mode.SCHEDULE if self.schedule.opened else Mode.NORMAL

    @property
    def out_of_service(self) -> bool:
        """Whether no visitor can be served: no gate, or nothing left to show to."""
        if self.rules.gate in self.unwell or self.stuck:
            return True
        return bool(self.rules.documents) and self.rules.documents <= self.unwell

    @property
    def sees_papers(self) -> bool:
        """Whether a paper can be shown to a camera that is well."""
        return self.rules.camera is not None and self.rules.camera not in self.unwell

    @property
    def reads_cards(self) -> bool:
        """Whether a reader is left for the card beside a paper."""
        return not self.rules.readers <= self.unwell

    @property
    def asks_in_vain(self) -> bool:
        """Whether no reader is left for the card that the screen asks for."""
        asked = self.rules.id_readers or self.rules.readers
        return bool(asked) and asked <= self.unwell


class WrongStep(AssertionError):
    """The machine went from a phase to one that may not follow it."""


@dataclass(frozen=True, slots=True)
class Left:
    """How a lane was left: paused by staff, or held open by them or for a fire.

    What its hours opened is opened anew by them, and a check begins anew.
    """

    paused: bool = False
    evacuated: bool = False
    by_fire: bool = False
    call: LeftCall | None = None


def begin(
    rules: LaneRules, happening: Happening, left: Left | None = None
) -> LaneState:
    """The state of a lane whose devices have said nothing yet.

    ``left`` is how it was when the last process ended: a restart neither ends an
    evacuation nor resumes a lane that staff paused, and whoever called still waits.
    """
    left = left or Left()
    at, wall_ms = happening.at, happening.wall_ms
    return LaneState(
        rules,
        Phase.STARTING,
        at,
        wall_ms,
        deadline=at + TIME_OUT[Phase.STARTING],
        unwell=rules.documents | {rules.gate},
        paused=left.paused,
        evacuated=left.evacuated,
        by_fire=left.by_fire,
        call=left.call.again(at, wall_ms) if left.call else None,
    )


def go(state: LaneState, phase: Phase, now: Happening, **changes: Any) -> LaneState:
    """Make a transition; the only place where a phase changes.

    Raises:
        WrongStep: ``phase`` may not follow the present one.
    """
    if phase not in NEXT[state.phase] and phase is not state.phase:
        raise WrongStep(f"{state.phase} -> {phase}")
    if phase is not Phase.READING:
        state = replace(state, reading_paper=False, parts=(), parted=False)
    if phase not in HOMES or state.call is not None:  # what became of a call is past
        state = replace(state, notice=None, notice_ends=None)
    return replace(
        state,
        phase=phase,
        since=now.at,
        since_ms=now.wall_ms,
        deadline=_deadline(state, phase, now.at),
        **changes,
    )


def home(state: LaneState, now: Happening, **changes: Any) -> LaneState:
    """Go to where the lane belongs when no visit is under way."""
    state = replace(
        state,
        order=None,
        command=None,
        by_hand=state.by_hand and state.held,
        gone_through=False,
        next_read=None,
        **changes,
    )
    return go(state, _home_phase(state), now, visit=None, lay_again=0)


def _home_phase(state: LaneState) -> Phase:
    if state.evacuated:
        return Phase.EVACUATION
    if state.checkup is not None:
        return Phase.CHECKUP
    if state.paused:
        return Phase.PAUSED
    if state.schedule.opened:
        return Phase.SCHEDULE
    if state.call is not None:
        return Phase.WAITING_FOR_STAFF
    if state.out_of_service:
        return Phase.OUT_OF_SERVICE
    return Phase.READY


def _deadline(state: LaneState, phase: Phase, at: float) -> float | None:
    if phase is Phase.OPEN:
        return max(at + state.rules.passage_seconds, state.contact_until)
    return at + TIME_OUT[phase] if phase in TIME_OUT else None
