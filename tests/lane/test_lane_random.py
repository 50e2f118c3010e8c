"""Whatever happens to a lane in whatever order: what must always hold."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule
from lane_kit import (
    CAMERA,
    GATE,
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
from random_desk import CODE, GOOD, NOT_ADMITTED, SHEET, RandomDesk
from random_laws import LaneLaws

from drivers.protocols import GateOutcome, GateResult, InputName, PaperSign, Signal
from kiosk.lane.events import Asked, Elapsed, HoursNow, Started
from kiosk.lane.modes import Hours
from kiosk.lane.phases import Phase
from kiosk.lane.state import LaneRules
from kiosk.live import Command, CommandKind
from verification.ledger import EventKind

ALL_DEVICES = (GATE, READER, SECOND, CAMERA)
DEVICES = st.sampled_from(ALL_DEVICES)

OF_LANES = [kind for kind in CommandKind if kind is not CommandKind.CONFIRM_CLOCK]


class LaneMachine(LaneLaws):
    """A lane, its desk, its gate, its staff, and the clock."""

    @initialize(passage=st.booleans())
    def begin(self, passage: bool) -> None:
        readers = frozenset({READER, SECOND})
        self.walk = Walk(
            LaneRules(
                "east",
                GATE,
                readers,
                has_passage=passage,
                camera=CAMERA,
                escalate_seconds=30.0,
            )
        )
        self.desk = RandomDesk()
        self.pulses = []
        self.answered: set[str] = set()
        self.asked, self.told = set(), set()  # commands; those whose end staff know
        self.laid = {}
        self.happen(Started())

    # What happens

    def happen(self, event: object) -> None:
        """As the lane's thread does: what follows comes before all else."""
        waiting, done = [event], []
        while waiting:
            before = self.walk.state
            actions = self.walk.happen(waiting.pop(0))
            self.keep_the_caller(before)
            for action in actions:
                self.watch(before, action)
                waiting += self.desk.follow(action)
            done += actions
        self.walk.actions = done

    # What may happen

    @rule(
        reason=st.none() | st.sampled_from(NOT_ADMITTED),
        subject=st.sampled_from([SUBJECT, STRANGER]),
        recorded=st.booleans(),
    )
    def lay_card(self, reason, subject: bytes, recorded: bool) -> None:
        told = {"reason": reason, "subject": subject, "recorded": recorded}
        self.desk.plan = GOOD | told
        self.happen(card())

    @rule()
    def good_card(self) -> None:
        self.desk.plan = dict(GOOD)
        self.happen(card())

    @rule(
        reason=st.none() | st.sampled_from(NOT_ADMITTED),
        wants=st.booleans(),
        part=st.booleans(),
        sheets=st.lists(st.sampled_from([b"1", b"2"]), unique=True),
    )
    def show_paper(self, reason, wants: bool, part: bool, sheets: list[bytes]) -> None:
        self.desk.plan = GOOD | {"reason": reason, "wants": wants, "part": part}
        self.happen(paper(*(SHEET + sheet for sheet in sheets)))

    @rule(word=st.sampled_from(PaperSign))
    def camera_says(self, word: PaperSign) -> None:
        self.happen(sign(word))

    @rule()
    def show_paper_then_card(self) -> None:
        self.desk.plan = GOOD | {"wants": True}
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

    @rule(hours=st.sampled_from(Hours), recorded=st.booleans())
    def hours_say(self, hours: Hours, recorded: bool) -> None:
        self.desk.plan = self.desk.plan | {"recorded": recorded}
        self.happen(HoursNow(hours))

    @rule()
    def evacuation_is_said_to_be_over(self) -> None:
        before, command = self.walk.state, f"command-{len(self.asked)}"
        self.asked.add(command)
        said = (CommandKind.RESUME, "s7", {"ends": "evacuation"})
        self.happen(Asked(Command(command, 0, 10**15, "east", *said)))
        assert self.walk.state.paused is before.paused, "nobody ends a pause by it"
        assert before.evacuated or self.walk.phase is before.phase

    @rule(kind=st.sampled_from(OF_LANES), recorded=st.booleans(), on=st.booleans())
    def staff(self, kind: CommandKind, recorded: bool, on: bool) -> None:
        self.desk.plan = self.desk.plan | {"recorded": recorded, "part": False}
        command = f"command-{len(self.asked)}"
        self.asked.add(command)
        body = {"reason": "other", "by": "小李", "code": CODE, "on": on}
        self.happen(Asked(Command(command, 0, 10**15, "east", kind, "s7", body)))

    @rule(seconds=st.sampled_from([0.01, 0.6, 1.2, 2.1, 5.1, 10.1, 130.0, 1810.0]))
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

    def teardown(self) -> None:
        """Left alone with devices that are well, each lane comes home."""
        if not hasattr(self, "walk"):
            return
        self.all_well()
        for seconds in (130.0, 610.0, 1810.0):
            self.time_passes(seconds)
        homes = {
            Phase.READY,
            Phase.PAUSED,
            Phase.SCHEDULE,
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
        max_examples=60,
        stateful_step_count=60,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
