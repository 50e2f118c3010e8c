"""A lane that tests walk step by step, and the ways into each of its phases."""

from collections.abc import Callable
from dataclasses import replace

from drivers.protocols import (
    CardKind,
    CardRead,
    CardSignal,
    Code,
    GateAlarm,
    GateOutcome,
    GateResult,
    InputChange,
    InputName,
    PaperRead,
    PaperSign,
    PaperSignal,
    Signal,
    Symbology,
)
from kiosk.lane.actions import Action, Commit, Decide, Finish, Record
from kiosk.lane.events import (
    Asked,
    Committed,
    Decided,
    DeviceChanged,
    Elapsed,
    Event,
    Happening,
    HoursNow,
    Intended,
    Started,
)
from kiosk.lane.machine import step
from kiosk.lane.modes import Hours
from kiosk.lane.phases import Phase
from kiosk.lane.state import LaneRules, LaneState, Left, begin
from kiosk.lane.views import board_view, screen_view
from kiosk.live import BoardView, Command, CommandKind, ScreenView
from verification.ledger import EventKind
from verification.reasons import Outcome, Reason

GATE, READER, SECOND, CAMERA = "east-gate", "east-id", "east-senior", "east-camera"
RULES = LaneRules("east", GATE, frozenset({READER, SECOND}), 8.0, has_passage=True)
WITH_CAMERA = replace(RULES, camera=CAMERA)
SUBJECT, STRANGER = b"s" * 16, b"t" * 16
NUMBER = "11010519491231002X"


def card(number: str = NUMBER) -> CardRead:
    return CardRead(READER, CardKind.RESIDENT, number, at=0.0, name="测试人")


def signal(sign: Signal) -> CardSignal:
    return CardSignal(READER, sign, at=0.0)


def paper(*codes: bytes) -> PaperRead:
    """A sheet with these codes; the first is of the newest frame."""
    found = [Code(Symbology.QR, code, "first") for code in codes or (b"HC1:A",)]
    return PaperRead(CAMERA, tuple(found), at=0.0)


def codes(action: Decide) -> list[bytes]:
    """What stands on the paper that is to be decided about."""
    assert isinstance(action.read, PaperRead)
    return [code.data for code in action.read.codes]


def sign(word: PaperSign) -> PaperSignal:
    return PaperSignal(CAMERA, word, at=0.0)


def contact(name: InputName, on: bool = True) -> InputChange:
    return InputChange(name, on, at=0.0)


def alarm(word: str, on: bool = True) -> GateAlarm:
    return GateAlarm(GATE, word, on, at=0.0)


def well(device: str = GATE) -> DeviceChanged:
    return DeviceChanged(device, True, "ok")


def unwell(device: str = GATE, why: str = "lost") -> DeviceChanged:
    return DeviceChanged(device, False, why)


class Walk:
    """One lane; every event that happens to it gets a time and a fresh id."""

    def __init__(self, rules: LaneRules = RULES, left: Left | None = None) -> None:
        self.at, self.count = 1000.0, 0
        self.state: LaneState = begin(rules, self._now(Started()), left)
        self.actions: list[Action] = []

    def _now(self, event: Event) -> Happening:
        self.count += 1
        return Happening(self.at, int(self.at * 1000), event, f"id-{self.count}")

    def happen(self, *events: Event) -> list[Action]:
        """Let them happen at once; what the machine wants done."""
        self.actions = []
        for event in events:
            if isinstance(event, CardRead | PaperRead) and not event.at:
                event = replace(event, at=self.at)
            self.state, actions = step(self.state, self._now(event))
            self.actions += actions
        return self.actions

    def elapse(self, seconds: float) -> list[Action]:
        """Let time pass; `Elapsed` comes at each deadline on the way."""
        end, done = self.at + seconds, list[Action]()
        while (due := self.state.next_deadline) is not None and due <= end:
            self.at = max(self.at, due)
            done += self.happen(Elapsed())
        self.at = end
        self.actions = done
        return done

    def ask(self, kind: CommandKind, **body: str | bool | None) -> list[Action]:
        """A command of staff number 7."""
        command = f"command-{self.count}"
        return self.happen(
            Asked(Command(command, 0, 10**15, "east", kind, "staff-7", body))
        )

    def decide(self, **changes: object) -> list[Action]:
        """The verdict on the visit that is being checked: admitted unless told."""
        assert self.state.visit is not None
        verdict = Decided(
            self.state.visit.id,
            Outcome.ADMIT,
            Reason.STATUS_VALID,
            "order-1",
            SUBJECT,
            "测*人",
            "测**",
            "1101**********002X",
            "resident",
        )
        return self.happen(replace(verdict, **changes))

    def refer(
        self, reason: Reason = Reason.NOT_REGISTERED, **changes: object
    ) -> list[Action]:
        """A verdict that does not open."""
        refused = {Reason.STATUS_BARRED, Reason.CARD_REVOKED}
        outcome = Outcome.REFUSE if reason in refused else Outcome.REFER
        told = {"outcome": outcome, "reason": reason, "order": None} | changes
        return self.decide(**told)

    def want_document(self) -> list[Action]:
        """A good paper whose holder's card is wanted."""
        reason = Reason.PASS_NEEDS_ID
        return self.decide(
            outcome=Outcome.REFER, reason=reason, order=None, wants_document=True
        )

    def intend(self, order: str | None = "order-2") -> list[Action]:
        """The override is committed, or not."""
        assert self.state.visit is not None
        return self.happen(Intended(self.state.visit.id, order))

    def tell_hours(self, hours: Hours, recorded: bool = True) -> list[Action]:
        """What the hours say; an opening that follows is committed, or not."""
        done = self.happen(HoursNow(hours))
        done = done + self.commit(recorded)
        self.actions = done
        return done

    def commit(self, recorded: bool = True) -> list[Action]:
        """The record before an opening is committed, or not."""
        commits = [action for action in self.actions if isinstance(action, Commit)]
        self.happen(*(Committed(commit.order, recorded) for commit in commits))
        return self.actions

    def go_through(self) -> list[Action]:
        """Somebody walks through, and the relay lets go behind them."""
        done = self.happen(contact(InputName.PASSAGE))
        if self.state.gone_through:
            done = done + self.elapse(self.state.contact_until - self.at)
        self.actions = done
        return done

    def answer(
        self, outcome: GateOutcome = GateOutcome.CONFIRMED, order: str = "order-1"
    ) -> list[Action]:
        """What the gate says of an order."""
        return self.happen(GateResult(GATE, order, outcome, self.at, self.at - 0.01))

    @property
    def phase(self) -> Phase:
        return self.state.phase

    @property
    def screen(self) -> ScreenView:
        return screen_view(self.state)

    @property
    def board(self) -> BoardView:
        return board_view(self.state)

    def did(self, kind: type) -> list[Action]:
        """What of this kind the last events wanted done."""
        return [action for action in self.actions if isinstance(action, kind)]

    @property
    def recorded(self) -> list[EventKind]:
        return [action.kind for action in self.did(Record)]

    @property
    def finished(self) -> list[str]:
        return [action.result for action in self.did(Finish)]


def starting() -> Walk:
    return Walk()


def ready(rules: LaneRules = RULES) -> Walk:
    walk = Walk(rules)
    walk.happen(Started(), well(), *map(well, sorted(rules.documents)))
    return walk


def reading() -> Walk:
    walk = ready()
    walk.happen(signal(Signal.FELT))
    return walk


def checking() -> Walk:
    walk = ready()
    walk.happen(card())
    return walk


def pulsed() -> Walk:
    walk = checking()
    walk.decide()
    return walk


def seen() -> Walk:
    """A paper is held before the camera and not read yet."""
    walk = ready(WITH_CAMERA)
    walk.happen(sign(PaperSign.SEEN))
    return walk


def second() -> Walk:
    """A paper was shown, and its holder's card is wanted."""
    walk = ready(WITH_CAMERA)
    walk.happen(paper())
    walk.want_document()
    return walk


def with_camera(way: Callable[[], Walk]) -> Walk:
    """A lane brought somewhere, with a camera that is well."""
    walk = way()
    walk.state = replace(walk.state, rules=WITH_CAMERA)
    return walk


def opened() -> Walk:
    walk = pulsed()
    walk.answer()
    return walk


def waiting(reason: Reason = Reason.NOT_REGISTERED) -> Walk:
    walk = checking()
    walk.refer(reason)
    return walk


def paused() -> Walk:
    walk = ready()
    walk.ask(CommandKind.PAUSE)
    return walk


def scheduled(rules: LaneRules = RULES) -> Walk:
    """The hours began: the gate stands open."""
    walk = ready(rules)
    walk.tell_hours(Hours.OPEN)
    return walk


def checkup(rules: LaneRules = RULES) -> Walk:
    """Staff check the devices."""
    walk = ready(rules)
    walk.ask(CommandKind.CHECKUP, on=True)
    return walk


def evacuated() -> Walk:
    walk = ready()
    walk.happen(contact(InputName.FIRE))
    return walk


def out_of_service() -> Walk:
    walk = ready()
    walk.happen(unwell())
    return walk


WAYS: dict[Phase, Callable[[], Walk]] = {
    Phase.STARTING: starting,
    Phase.READY: ready,
    Phase.READING: reading,
    Phase.CHECKING: checking,
    Phase.SECOND_DOCUMENT: second,
    Phase.OPEN: opened,
    Phase.WAITING_FOR_STAFF: waiting,
    Phase.PAUSED: paused,
    Phase.SCHEDULE: scheduled,
    Phase.CHECKUP: checkup,
    Phase.EVACUATION: evacuated,
    Phase.OUT_OF_SERVICE: out_of_service,
}
