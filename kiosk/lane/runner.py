"""The thread of one lane: feeds the machine and carries out what it says."""

import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from functools import singledispatchmethod

import structlog

from drivers.protocols import Gate
from drivers.supervisor import ZombieThread
from kiosk.lane.actions import (
    Action,
    Commit,
    Decide,
    Finish,
    GiveBack,
    Hold,
    Intend,
    Lay,
    Pulse,
    Record,
    Release,
    TakeUp,
)
from kiosk.lane.desk import Desk
from kiosk.lane.events import Committed, Elapsed, Event, Happening, Started
from kiosk.lane.machine import step
from kiosk.lane.registering import laid_card
from kiosk.lane.state import LaneRules, LaneState, Left, begin
from kiosk.lane.views import board_view, screen_view
from kiosk.live import BoardView, Commands, Live, ScreenView
from kiosk.live.laid import LaidCards, Purpose
from kiosk.live.store import LIVE_ERRORS, now_ms
from verification.ids import new_id

log = structlog.get_logger()
JOIN_SECONDS = 5.0
RETRY_SECONDS = 0.5  # until live.db takes what it did not take
BEAT_SECONDS = 5.0  # also without a deadline the thread shows that it lives


class LaneRunner:
    """One lane.

    Args:
        rules: what the lane is.
        desk: decides and records.
        gate: takes orders and answers by posting a `GateResult`.
        live: where views are published.
        laid: takes the cards of those who may be registered on the spot.
        pulse_seconds: how long one opening is.
        failed: called with an exception that this thread cannot survive.
        left: how the lane was when the last process ended.
        told: called with each new view of the screen; returns at once.

    """

    def __init__(
        self,
        rules: LaneRules,
        desk: Desk,
        gate: Gate,
        live: Live,
        laid: LaidCards,
        pulse_seconds: float,
        failed: Callable[[BaseException], None],
        left: Left | None = None,
        told: Callable[[ScreenView], None] | None = None,
    ) -> None:
        self.rules = rules
        self._desk, self._gate, self._live = desk, gate, live
        self._commands, self._laid = Commands(live), laid
        self._pulse_seconds = pulse_seconds
        self._failed = failed
        self._told = told
        self._inbox: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self._shown: tuple[ScreenView, BoardView] | None = None
        self._behind = False  # what is shown is not what is
        self.state: LaneState = begin(rules, _happening(Started()), left)
        self.turned_at = time.monotonic()
        self._thread = threading.Thread(
            target=self._run, name=f"lane-{rules.lane}", daemon=True
        )

    def post(self, event: Event) -> None:
        """Put an event into the inbox, from any thread."""
        self._inbox.put(event)

    def start(self) -> None:
        """Begin in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; may be called twice.

        Raises:
            ZombieThread: it did not end in time.
        """
        self._inbox.put(None)
        if self._thread.ident is None:
            return
        self._thread.join(JOIN_SECONDS)
        if self._thread.is_alive():
            raise ZombieThread(f"{self._thread.name} did not stop")

    def feed(self, event: Event) -> None:
        """Let one event happen, with all that follows from it, then publish."""
        waiting = deque([event])
        while waiting:
            self.state, actions = step(self.state, _happening(waiting.popleft()))
            for action in actions:
                follow = self._carry_out(action)
                if follow is not None:
                    waiting.append(follow)
        self._publish()

    def _run(self) -> None:
        try:
            self.feed(Started())
            self._turn()
        except BaseException as error:  # the process must end, not limp on
            self._failed(error)

    def _turn(self) -> None:
        while True:
            event = self._next_event()
            if event is None:
                return
            self.turned_at = time.monotonic()
            self.feed(event)

    def _next_event(self) -> Event | None:
        deadline = self.state.next_deadline
        wait = RETRY_SECONDS if self._behind else BEAT_SECONDS
        if deadline is not None:
            wait = min(wait, max(0.0, deadline - time.monotonic()))
        try:
            return self._inbox.get(timeout=wait)
        except queue.Empty:
            return Elapsed()

    def _publish(self) -> None:
        views = screen_view(self.state), board_view(self.state)
        if views == self._shown:
            return
        if self._told is not None:  # a voice needs no live.db
            self._told(views[0])
        try:
            self._live.show(self.rules.lane, *views)
        except LIVE_ERRORS as error:  # a full disk, or a file that is locked
            self._behind = True
            self._not_told(error)
        else:
            self._shown, self._behind = views, False

    def _not_told(self, error: Exception) -> None:
        log.error("not_shown", lane=self.rules.lane, error=type(error).__name__)

    @singledispatchmethod
    def _carry_out(self, action: Action) -> Event | None:
        raise TypeError(f"no lane can carry out {type(action).__name__}")

    @_carry_out.register
    def _(self, action: Decide) -> Event | None:
        return self._desk.decide(action)

    @_carry_out.register
    def _(self, action: Intend) -> Event | None:
        return self._desk.intend(action)

    @_carry_out.register
    def _(self, action: Commit) -> Event | None:
        return Committed(action.order, self._desk.record(action.record))

    @_carry_out.register
    def _(self, action: Pulse) -> Event | None:
        self._gate.pulse(action.order, self._pulse_seconds)
        return None

    @_carry_out.register
    def _(self, action: Hold) -> Event | None:
        self._gate.hold(action.order)
        return None

    @_carry_out.register
    def _(self, action: Release) -> Event | None:
        self._gate.release(action.order)
        return None

    @_carry_out.register
    def _(self, action: Record) -> Event | None:
        self._desk.record(action)
        return None

    @_carry_out.register
    def _(self, action: GiveBack) -> Event | None:
        self._desk.give_back(action)
        return None

    @_carry_out.register
    def _(self, action: Lay) -> Event | None:
        try:
            self._laid.lay(Purpose.VISIT, action.visit, laid_card(action.card))
        except LIVE_ERRORS as error:  # staff type the number instead
            self._not_told(error)
        return None

    @_carry_out.register
    def _(self, action: TakeUp) -> Event | None:
        try:
            self._laid.take_up(Purpose.VISIT, action.visit)
        except LIVE_ERRORS as error:  # it is wiped when its time is over
            self._not_told(error)
        return None

    @_carry_out.register
    def _(self, action: Finish) -> Event | None:
        try:
            self._commands.finish(action.command, action.result)
        except LIVE_ERRORS as error:  # staff see the lane, if not the answer
            self._not_told(error)
        return None


def _happening(event: Event) -> Happening:
    return Happening(time.monotonic(), now_ms(), event, str(new_id()))
