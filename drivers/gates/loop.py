"""One opening of a gate's port: off first, then orders, polls and inputs."""

import contextlib
import math
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from drivers.errors import PortLost
from drivers.gates.board import Answer, Board, Exchange, Kind
from drivers.gates.carry import settle
from drivers.gates.chores import Chore, Chores
from drivers.gates.heartbeat import Heartbeat
from drivers.gates.orders import Order, OrderBox, Verb
from drivers.gates.reader import CoilReader
from drivers.gates.talker import Line, Talker
from drivers.gates.watch import SETTLE_SECONDS, STUCK_ON, CoilWatch
from drivers.inputs import Senses
from drivers.line_inputs import NO_LINES, POLL_SECONDS, read_lines
from drivers.protocols import Emit, GateAlarm, GateOutcome, InputChange
from drivers.supervisor import FAULTS, Health

COIL_SECONDS = 0.5
INPUT_SECONDS = 0.06
OFF_SOON = 0.3  # no poll begins so shortly before a pulse must end

Finish = Callable[[Order, GateOutcome, str, float | None], None]


@dataclass(frozen=True, slots=True)
class Gear:
    """What a gate keeps from one opening of its port to the next."""

    name: str
    board: Board
    emit: Emit
    orders: OrderBox
    finish: Finish
    watch: CoilWatch
    board_inputs: Senses
    line_inputs: Senses


class GateLoop:
    """Works on an open line until told to stop.

    The contact is put off at the beginning, because a crash may have left it
    closed, and at the end, whatever the end is.
    """

    def __init__(self, gear: Gear, line: Line, health: Health) -> None:
        self._gear, self._line = gear, line
        self._board, self._watch = gear.board, gear.watch
        self._talker = Talker(line, gear.board.gap)
        self._beat = Heartbeat(health)
        self._reader = CoilReader(gear.board)
        self._stop = threading.Event()
        self._hold = False
        self._open_until = self._off_at = -math.inf
        self._coil_chore = Chore(COIL_SECONDS, self._poll_coil)
        self._chores = Chores([self._coil_chore])

    def run(self, stop: threading.Event) -> None:
        """Work until ``stop``.

        Raises:
            PortLost: the line broke.

        """
        self._stop = stop
        self._off_at = math.inf
        try:
            self._begin()
            while not stop.is_set():
                self._step()
        finally:
            with contextlib.suppress(*FAULTS):
                self._ask(self._board.off())

    def _begin(self) -> None:
        self._put_off()
        self._reader.find(self._ask_patiently)
        chores = [] if self._reader.deaf else [self._coil_chore]
        if self._reader.deaf:
            self._beat.good("the board never answers")
        if self._gear.board_inputs:
            chores.append(Chore(INPUT_SECONDS, self._poll_inputs))
        if self._gear.line_inputs:
            chores.append(Chore(POLL_SECONDS, self._poll_lines, talks=False))
        self._coil_chore.due = time.monotonic() + COIL_SECONDS
        self._chores = Chores(chores)

    def _step(self) -> None:
        now = time.monotonic()
        if now >= self._off_at:
            self._end_pulse()
            return
        order = self._gear.orders.take(now)
        if order:
            self._carry_out(order)
            return
        may_talk = self._off_at - now > OFF_SOON
        if not self._chores.run_one(now, may_talk):
            due = min(self._chores.next_due(may_talk), self._off_at)
            if may_talk:
                due = min(due, self._off_at - OFF_SOON)
            self._talker.rest(None if due == math.inf else max(0.0, due - now))

    def _carry_out(self, order: Order) -> None:
        if order.verb is Verb.PULSE and self._is_open():
            self._gear.finish(order, GateOutcome.REFUSED, "already_open", None)
            return
        exchange = self._exchange(order)
        try:
            wrote_at = self._talker.send(exchange)
        except PortLost:
            self._gear.finish(order, GateOutcome.PORT_LOST, "not written", None)
            raise
        self._expect(order, wrote_at)
        try:
            outcome, detail = self._settle(order, exchange)
        except PortLost:
            detail = "the port was lost after the order was written"
            self._gear.finish(order, GateOutcome.NO_ANSWER, detail, wrote_at)
            raise
        self._gear.finish(order, outcome, detail, wrote_at)
        self._conclude(order, outcome)

    def _is_open(self) -> bool:
        return self._hold or time.monotonic() < self._open_until

    def _exchange(self, order: Order) -> Exchange:
        if order.verb is Verb.PULSE:
            return self._board.pulse(order.seconds)
        return self._board.on() if order.verb is Verb.HOLD else self._board.off()

    def _expect(self, order: Order, wrote_at: float) -> None:
        """Note what must be true from now on, before any answer can fail."""
        self._hold = order.verb is Verb.HOLD
        self._open_until, self._off_at = -math.inf, math.inf
        if order.verb is Verb.RELEASE:
            self._watch.expect_off(wrote_at)
        elif order.verb is Verb.HOLD:
            self._watch.expect_on(math.inf)
        else:
            self._open_until = wrote_at + order.seconds
            self._watch.expect_on(self._open_until + self._board.slack)
            if not self._board.timed:
                self._off_at = self._open_until

    def _settle(self, order: Order, exchange: Exchange) -> tuple[GateOutcome, str]:
        written = self._talker.receive(exchange)
        self._beat.heard(written)
        return settle(
            written,
            order.verb is not Verb.RELEASE,
            None if self._reader.deaf else self._read_coil,
            lambda: order.verb is Verb.PULSE and not self._is_open(),
        )

    def _conclude(self, order: Order, outcome: GateOutcome) -> None:
        opening = order.verb is not Verb.RELEASE
        if outcome is GateOutcome.REFUSED and opening:
            self._hold = False
            self._watch.expect_off(time.monotonic())
        if outcome not in (GateOutcome.CONFIRMED, GateOutcome.SENT):
            self._open_until = -math.inf  # state unknown: staff may order again

    def _end_pulse(self) -> None:
        self._off_at = math.inf
        self._put_off()
        self._coil_chore.due = time.monotonic() + SETTLE_SECONDS

    def _put_off(self) -> None:
        self._watch.expect_off(time.monotonic())
        self._ask_patiently(self._board.off())

    def _read_coil(self) -> tuple[Answer, bool]:
        return self._note(*self._reader.read(self._ask_patiently))

    def _poll_coil(self) -> None:
        answer, on = self._note(*self._reader.read(self._ask))
        if answer.kind is not Kind.RIGHT:
            return
        # Not blind: the coil was just read and is not as it was ordered.
        if self._hold and not on:
            self._ask(self._board.on())
        elif self._watch.alarm == STUCK_ON and not self._is_open():
            self._ask(self._board.off())

    def _note(self, answer: Answer, on: bool) -> tuple[Answer, bool]:
        if answer.kind is Kind.RIGHT:
            now = time.monotonic()
            alarm = self._watch.seen(on, now)
            if alarm:
                self._gear.emit(GateAlarm(self._gear.name, *alarm, now))
        return answer, on

    def _poll_inputs(self) -> None:
        exchange = self._board.inputs()
        if exchange is None:
            return
        answer = self._ask(exchange)
        if answer.kind is Kind.RIGHT:
            self._emit_all(
                self._gear.board_inputs.feed_bits(answer.bits, time.monotonic())
            )

    def _poll_lines(self) -> None:
        changes = read_lines(self._line, self._gear.line_inputs)
        if changes is None:
            self._beat.fail(NO_LINES)
        else:
            self._emit_all(changes)

    def _emit_all(self, changes: Iterable[InputChange]) -> None:
        for change in changes:
            self._gear.emit(change)

    def _pressed(self) -> bool:
        return (
            self._gear.orders.waiting
            or self._stop.is_set()
            or time.monotonic() >= self._off_at
        )

    def _ask(self, exchange: Exchange) -> Answer:
        answer = self._talker.ask(exchange, self._pressed)
        self._beat.heard(answer, patient=not self._pressed())
        return answer

    def _ask_patiently(self, exchange: Exchange) -> Answer:
        answer = self._talker.ask(exchange)
        self._beat.heard(answer)
        return answer
