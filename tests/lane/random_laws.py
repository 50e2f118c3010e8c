"""What must hold of a lane whatever happens to it in whatever order."""

from hypothesis.stateful import RuleBasedStateMachine, invariant
from lane_kit import NUMBER, Walk
from random_desk import CODE, NOT_ADMITTED, RandomDesk

from kiosk.lane.actions import Decide, Finish, Hold, Lay, Pulse, Record, Release, TakeUp
from kiosk.lane.calls import LAID_SECONDS
from kiosk.lane.phases import Phase
from kiosk.looks import Look
from kiosk.voice.files import CLIPS, LANGUAGES
from kiosk.voice.sentences import sentences

WAITING = frozenset(
    {
        Phase.STARTING,
        Phase.READING,
        Phase.CHECKING,
        Phase.SECOND_DOCUMENT,
        Phase.OPEN,
        Phase.WAITING_FOR_STAFF,
        Phase.CHECKUP,
    }
)
SECRET = (NUMBER, "1101**********002X", "测*人", "测试人", CODE, "HC1")
CALLS = frozenset({Look.WAIT, Look.FAULT, Look.CALLED, Look.COMING, Look.PRESS})
NEVER_SILENT = CALLS | {Look.REFUSE, Look.PASS, Look.CLOSED, Look.EVACUATION}
SPOKEN = {"": True} | {
    name: all((CLIPS / lang / f"{name}.ogg").is_file() for lang in LANGUAGES)
    for name in sentences()
}


class LaneLaws(RuleBasedStateMachine):
    """Laws of a lane that others walk."""

    walk: Walk
    desk: RandomDesk
    pulses: list[str]
    asked: set[str]
    told: set[str]
    laid: dict[str, float]

    def watch(self, before, action: object) -> None:
        if isinstance(action, Pulse):
            assert action.order in self.desk.recorded, "no record, no opening"
            assert action.order not in self.pulses, "one opening for one order"
            self.pulses.append(action.order)
            assert not before.evacuated
            assert before.phase in (Phase.CHECKING, Phase.CHECKUP)
            staff = action.order in self.desk.by_staff or before.checkup is not None
            assert not before.paused or staff
        if isinstance(action, Hold) and not self.walk.state.evacuated:
            first = not before.schedule.opened
            assert action.order in self.desk.recorded or not first, "no record"
        if isinstance(action, Decide) and action.again:
            assert before.call.visit.id == action.visit
            assert not before.call.visit.let_in
        elif isinstance(action, Decide) and action.beside:
            assert before.phase is Phase.SECOND_DOCUMENT
            assert (before.visit.id, before.visit.paper) == (action.visit, action.read)
        if isinstance(action, Release):
            assert before.held
            assert not self.walk.state.fire, "a fire is never shut in"
        if isinstance(action, Finish):
            assert action.command in self.asked
            self.told.add(action.command)
        if isinstance(action, Record):
            assert not any(text in repr(action.more) for text in SECRET)
        self.watch_laid(action)

    def watch_laid(self, action: object) -> None:
        """Which cards lie sealed, since when."""
        if isinstance(action, Lay):
            self.laid[action.visit] = self.walk.at
        if isinstance(action, TakeUp):
            del self.laid[action.visit]

    def keep_the_caller(self, before) -> None:
        """Who waits for staff is shown until the end, and then told of it."""
        now = self.walk.state
        if now.call is not None:
            assert now.phase not in (Phase.READY, Phase.OUT_OF_SERVICE)
            shown = {Look.TAKE} if now.call.card_left else CALLS
            stands = now.phase in (Phase.PAUSED, Phase.SCHEDULE, Phase.CHECKUP)
            helped = now.call.arrived_ms is not None and not now.call.card_left
            assert not stands or helped or self.walk.screen.look in shown
        elif before.phase is Phase.WAITING_FOR_STAFF and now.phase is Phase.READY:
            served = before.call.card_left or before.call.arrived_ms is not None
            assert served or now.notice is not None

    @invariant()
    def waiting_ends(self) -> None:
        state = self.walk.state
        if state.phase in WAITING:
            assert state.next_deadline is not None, state.phase

    @invariant()
    def who_is_answered_is_not_in_alarm(self) -> None:
        call = self.walk.state.call
        if call is None:
            return
        assert not (call.escalated and call.acknowledged_by)
        assert call.arrived_ms is None or call.acknowledged_by
        assert not (call.card_left and call.pressed)

    @invariant()
    def no_card_lies_longer_than_its_visitor_waits(self) -> None:
        call = self.walk.state.call
        lies = call is not None and call.laid_until is not None
        assert set(self.laid) == ({call.visit.id} if lies else set())
        assert all(self.walk.at - at < LAID_SECONDS for at in self.laid.values())

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
        assert state.evacuated or not (state.fire or state.by_fire)

    @invariant()
    def a_mode_is_a_phase(self) -> None:
        state = self.walk.state
        assert state.schedule.opened is (state.phase is Phase.SCHEDULE)
        assert (state.checkup is not None) is (state.phase is Phase.CHECKUP)
        assert not (state.schedule.opened and (state.paused or state.evacuated))
        assert state.mode == self.walk.board.mode

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
