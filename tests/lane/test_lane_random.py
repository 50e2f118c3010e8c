"""Whatever happens to a lane in whatever order: what must always hold."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from lane_kit import (
    CAMERA,
    GATE,
    NUMBER,
    READER,
    SECOND,
    STRANGER,
    SUBJECT,
    Walk,
    alarm,
    card,
    contact,
    paper,
    sign,
    signal,
    unwell,
    well,
)

from drivers.protocols import (
    CardRead,
    GateOutcome,
    GateResult,
    InputName,
    PaperRead,
    PaperSign,
    Signal,
)
from kiosk.lane.actions import Decide, Finish, Intend, Pulse, Record, Release
from kiosk.lane.events import (
    Asked,
    Decided,
    Elapsed,
    Ignored,
    Incomplete,
    Intended,
    Started,
)
from kiosk.lane.state import LaneRules, Phase
from kiosk.live import Command, CommandKind
from kiosk.looks import Look
from kiosk.voice.files import CLIPS, LANGUAGES
from kiosk.voice.sentences import sentences
from verification.catalogue import explain
from verification.ledger import EventKind
from verification.reasons import Outcome, Reason

WAITING = frozenset(
    {
        Phase.STARTING,
        Phase.READING,
        Phase.CHECKING,
        Phase.SECOND_DOCUMENT,
        Phase.OPEN,
        Phase.WAITING_FOR_STAFF,
    }
)
CODE, SHEET = "0410-6105-X", b"HC1:SECRET"
SECRET = (NUMBER, "1101**********002X", "测*人", "测试人", CODE, "HC1")
ALL_DEVICES = (GATE, READER, SECOND, CAMERA)
DEVICES = st.sampled_from(ALL_DEVICES)
CALLS = frozenset({Look.WAIT, Look.FAULT, Look.CALLED, Look.COMING, Look.PRESS})
NEVER_SILENT = CALLS | {Look.REFUSE, Look.PASS, Look.CLOSED, Look.EVACUATION}
SPOKEN = {"": True} | {
    name: all((CLIPS / lang / f"{name}.ogg").is_file() for lang in LANGUAGES)
    for name in sentences()
}
NOT_ADMITTED = [r for r in Reason if explain(r).outcome is not Outcome.ADMIT]


GOOD = {
    "reason": None,
    "subject": SUBJECT,
    "recorded": True,
    "wants": False,  # the holder's card beside the paper
    "part": False,  # the paper lacks another code
}


class LaneMachine(RuleBasedStateMachine):
    """A lane, its desk, its gate, its staff, and the clock."""

    @initialize(passage=st.booleans())
    def begin(self, passage: bool) -> None:
        readers = frozenset({READER, SECOND})
        self.walk = Walk(LaneRules("east", GATE, readers, 8.0, 1.0, passage, CAMERA))
        self.orders = 0
        self.plan = dict(GOOD)
        self.recorded: set[str] = set()  # orders whose intent was committed
        self.by_staff: set[str] = set()
        self.pulses: list[str] = []
        self.answered: set[str] = set()
        self.asked: set[str] = set()
        self.told: set[str] = set()  # commands whose end staff know
        self.happen(Started())

    # What happens

    def happen(self, event: object) -> None:
        """As the lane's thread does: what follows comes before all else."""
        waiting = [event]
        while waiting:
            before = self.walk.state
            actions = self.walk.happen(waiting.pop(0))
            self.keep_the_caller(before)
            for action in actions:
                self.watch(before, action)
                waiting += self.desk(action)

    def keep_the_caller(self, before) -> None:
        """Who waits for staff is shown until the end, and then told of it."""
        now = self.walk.state
        if now.call is not None:
            assert now.phase not in (Phase.READY, Phase.OUT_OF_SERVICE)
            assert now.phase is not Phase.PAUSED or self.walk.screen.look in CALLS
        elif before.phase is Phase.WAITING_FOR_STAFF and now.phase is Phase.READY:
            assert now.notice is not None

    def desk(self, action: object) -> list[object]:
        if isinstance(action, Decide):
            return [self.decided(action)]
        if isinstance(action, Intend):
            return [Intended(action.visit, self.intent(by_staff=True))]
        return []

    def decided(self, action: Decide) -> object:
        plan = self.plan
        if plan["part"] and isinstance(action.read, PaperRead):
            return Incomplete(action.visit)
        if action.open_for is not None:
            if action.open_for != plan["subject"]:
                return Ignored(action.visit)
            return Decided(action.visit, Outcome.ADMIT, Reason.ALREADY_OPEN)
        alone = action.beside is None and not isinstance(action.read, CardRead)
        if plan["wants"] and alone:
            return Decided(
                action.visit, Outcome.REFER, Reason.PASS_NEEDS_ID, wants_document=True
            )
        reason = plan["reason"] or Reason.STATUS_VALID
        outcome = explain(reason).outcome
        opens = outcome is Outcome.ADMIT
        order = self.intent(by_staff=False) if opens else None
        return Decided(
            action.visit,
            outcome,
            reason,
            order,
            plan["subject"],
            "测*人",
            "测**",
            "1101**********002X",
            "resident",
            recorded=not opens or order is not None,
        )

    def intent(self, *, by_staff: bool) -> str | None:
        if not self.plan["recorded"]:
            return None
        self.orders += 1
        order = f"order-{self.orders}"
        self.recorded.add(order)
        if by_staff:
            self.by_staff.add(order)
        return order

    # What must hold of each action

    def watch(self, before, action: object) -> None:
        if isinstance(action, Pulse):
            assert action.order in self.recorded, "no record, no opening"
            assert action.order not in self.pulses, "one opening for one order"
            self.pulses.append(action.order)
            assert not before.evacuated
            assert before.phase is Phase.CHECKING
            assert not before.paused or action.order in self.by_staff
        if isinstance(action, Decide) and action.beside:
            assert before.phase is Phase.SECOND_DOCUMENT
            assert (before.visit.id, before.visit.paper) == (action.visit, action.read)
        if isinstance(action, Release):
            assert before.evacuated
            assert not before.fire
        if isinstance(action, Finish):
            assert action.command in self.asked
            self.told.add(action.command)
        if isinstance(action, Record):
            assert not any(text in repr(action.more) for text in SECRET)

    # What may happen

    @rule(
        reason=st.none() | st.sampled_from(NOT_ADMITTED),
        subject=st.sampled_from([SUBJECT, STRANGER]),
        recorded=st.booleans(),
    )
    def lay_card(self, reason, subject: bytes, recorded: bool) -> None:
        told = {"reason": reason, "subject": subject, "recorded": recorded}
        self.plan = GOOD | told
        self.happen(card())

    @rule()
    def good_card(self) -> None:
        self.plan = dict(GOOD)
        self.happen(card())

    @rule(
        reason=st.none() | st.sampled_from(NOT_ADMITTED),
        wants=st.booleans(),
        part=st.booleans(),
        sheets=st.lists(st.sampled_from([b"1", b"2"]), unique=True),
    )
    def show_paper(self, reason, wants: bool, part: bool, sheets: list[bytes]) -> None:
        self.plan = GOOD | {"reason": reason, "wants": wants, "part": part}
        self.happen(paper(*(SHEET + sheet for sheet in sheets)))

    @rule(word=st.sampled_from(PaperSign))
    def camera_says(self, word: PaperSign) -> None:
        self.happen(sign(word))

    @rule()
    def show_paper_then_card(self) -> None:
        self.plan = GOOD | {"wants": True}
        self.happen(paper(SHEET))
        self.happen(card())

    @rule(sign=st.sampled_from(Signal))
    def reader_says(self, sign: Signal) -> None:
        self.happen(signal(sign))

    @rule(device=DEVICES, is_well=st.booleans())
    def device(self, device: str, is_well: bool) -> None:
        self.happen(well(device) if is_well else unwell(device))

    @rule()
    def all_well(self) -> None:
        for device in ALL_DEVICES:
            self.happen(well(device))

    @rule(outcome=st.sampled_from(GateOutcome), data=st.data())
    @precondition(lambda self: set(self.pulses) - self.answered)
    def gate_answers(self, outcome: GateOutcome, data: st.DataObject) -> None:
        left = [order for order in self.pulses if order not in self.answered]
        order = data.draw(st.sampled_from(left))
        self.answered.add(order)
        self.happen(GateResult(GATE, order, outcome, self.walk.at, self.walk.at))
        kinds = {EventKind.GATE_PULSE, EventKind.GATE_UNKNOWN}
        assert kinds & set(self.walk.recorded), "each answer is in the ledger"

    @rule(name=st.sampled_from(InputName), on=st.booleans())
    def input(self, name: InputName, on: bool) -> None:
        self.happen(contact(name, on))
        if name is InputName.FIRE and on:
            assert Phase.EVACUATION is self.walk.phase

    @rule(word=st.sampled_from(["stuck_on", "opened_by_itself"]), on=st.booleans())
    def gate_alarm(self, word: str, on: bool) -> None:
        self.happen(alarm(word, on))

    @rule(kind=st.sampled_from(CommandKind), recorded=st.booleans())
    def staff(self, kind: CommandKind, recorded: bool) -> None:
        self.plan = self.plan | {"recorded": recorded, "part": False}
        command = f"command-{len(self.asked)}"
        self.asked.add(command)
        body = {"reason": "other", "by": "小李", "code": CODE}
        self.happen(Asked(Command(command, 0, 10**15, "east", kind, "s7", body)))

    @rule(seconds=st.sampled_from([0.01, 0.6, 1.2, 2.1, 5.1, 10.1, 130.0]))
    def time_passes(self, seconds: float) -> None:
        end = self.walk.at + seconds
        due = self.walk.state.next_deadline
        turns = 0
        while due is not None and due <= end:
            self.walk.at = max(self.walk.at, due)
            self.happen(Elapsed())
            due, turns = self.walk.state.next_deadline, turns + 1
            assert turns < 20, "a deadline that comes again and again"
        self.walk.at = end

    @rule()
    def woken_for_nothing(self) -> None:
        self.happen(Elapsed())

    # What must hold at all times

    @invariant()
    def waiting_ends(self) -> None:
        state = self.walk.state
        if state.phase in WAITING:
            assert state.next_deadline is not None, state.phase

    @invariant()
    def the_screen_keeps_secrets(self) -> None:
        shown = repr(self.walk.screen)
        assert not any(text in shown for text in SECRET)
        assert not any(reason.value in shown for reason in NOT_ADMITTED)

    @invariant()
    def the_screen_says_what_it_shows(self) -> None:
        shown = self.walk.screen
        assert SPOKEN[shown.clip], "a clip in every language that is shipped"
        assert shown.clip or shown.look not in NEVER_SILENT
        assert len(shown.line) <= 10
        assert shown.name in (None, "测**")
        assert ("小李" in shown.line) is (shown.look is Look.COMING)

    @invariant()
    def green_means_open(self) -> None:
        opened = self.walk.phase is Phase.OPEN
        assert opened is (self.walk.screen.state == "pass")

    @invariant()
    def fire_means_evacuation(self) -> None:
        state = self.walk.state
        assert state.evacuated is (state.phase is Phase.EVACUATION)
        assert state.evacuated or not state.fire

    @invariant()
    def nothing_is_owed_at_home(self) -> None:
        state = self.walk.state
        if state.phase not in (Phase.CHECKING, Phase.OPEN):
            assert (state.order, state.command) == (None, None)
        if state.phase is not Phase.READING:
            assert not state.reading_paper
            assert not state.parts
        if state.phase not in (Phase.STARTING, Phase.CHECKING, Phase.OPEN):
            assert state.next_read is None

    def teardown(self) -> None:
        """Left alone with devices that are well, each lane comes home."""
        if not hasattr(self, "walk"):
            return
        self.all_well()
        self.time_passes(130.0)
        self.time_passes(130.0)
        homes = {
            Phase.READY,
            Phase.PAUSED,
            Phase.EVACUATION,
            Phase.OUT_OF_SERVICE,
        }
        assert self.walk.phase in homes
        assert self.walk.state.stuck or self.walk.phase is not Phase.OUT_OF_SERVICE
        assert self.asked == self.told, "staff learn what became of each command"


@pytest.mark.timeout(120)
class TestLaneMachine(LaneMachine.TestCase):
    """A few thousand steps of chance."""

    settings = settings(
        max_examples=120,
        stateful_step_count=60,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
