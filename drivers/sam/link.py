"""One request, one answer, on the line to an ID card module."""

import threading
import time
from dataclasses import dataclass

from drivers.deadline import Deadline
from drivers.errors import DeviceRefused, DriverError, NoAnswer, WrongAnswer
from drivers.port import Port
from drivers.sam.commands import SamCommands, Step, fits
from drivers.sam.frames import Answer, SamDecoder, request
from drivers.sam.status import Action, action_of, status_of


@dataclass(frozen=True, slots=True)
class SamTiming:
    """All times of the driver, in seconds.

    The reply times are those of the makers' own libraries; 350 ms between two
    finds keeps the rule "more than 300 ms" of the module's manual.
    """

    short: float = 1.0  # for an answer to a short command
    read: float = 3.0  # for the answer to a read
    gap: float = 0.2  # silence inside a frame that ends it
    take: float = 3.0  # a read card may lie this long before "take your card"
    same: float = 3.0  # the same number is not read again within this time
    status: float = 30.0  # between two questions how the module is
    sick: float = 2.0  # between two questions to a module that is out of order
    retries: int = 2  # of select and read before "lay it again"


SLOW_BAUDRATE = 9600
SLOW_EXTRA = 1.5  # 1295 bytes take 1.35 s there


class Stopping(DriverError):
    """The driver was told to stop while it waited."""


class ModuleFailed(DeviceRefused):
    """The module says that it is out of order; ``reason`` is its word for it."""

    def __init__(self, reason: str, action: Action) -> None:
        super().__init__(reason)
        self.reason = reason
        self.resettable = action is Action.RESET


class SamLink:
    """Asks and awaits; ``at`` is the time of the last answer's last byte."""

    def __init__(
        self,
        port: Port,
        commands: SamCommands,
        timing: SamTiming,
        stop: threading.Event,
    ) -> None:
        self._port = port
        self._commands = commands
        self._timing = timing
        self._stop = stop
        self._decoder = SamDecoder()
        self.at = 0.0

    def knows(self, step: Step) -> bool:
        """Whether this dialect has a command for ``step``."""
        return self._commands.pair(step) is not None

    def ask(self, step: Step) -> Answer:
        """The module's answer to ``step``; resent once if it heard us badly.

        Raises:
            NoAnswer: nothing came, or nothing that belongs to ``step``.
            WrongAnswer: a frame came, but broken.
            ModuleFailed: the module is out of order.
            Stopping: we were told to stop.
            PortLost: the line is gone.

        """
        answer = self._ask_once(step)
        if action_of(answer) is Action.RESEND:
            answer = self._ask_once(step)
        status = status_of(answer)
        if status.action in (Action.RESET, Action.OUT_OF_ORDER):
            raise ModuleFailed(status.word, status.action)
        return answer

    def idle(self, seconds: float) -> None:
        """Wait; what comes meanwhile was not asked for and is dropped."""
        deadline = Deadline(seconds)
        while not deadline.expired and not self._stop.is_set():
            self._port.read(deadline.remaining)

    def _ask_once(self, step: Step) -> Answer:
        pair = self._commands.pair(step)
        if pair is None:
            raise NoAnswer(f"this dialect has no {step}")
        self._port.flush_input()
        self._decoder.clear()
        self._port.write(request(pair))
        return self._await(step)

    def _await(self, step: Step) -> Answer:
        deadline = Deadline(self._seconds(step))
        failures = self._decoder.failures
        while True:
            broken = self._decoder.failures > failures
            for answer in self._next_answers(deadline, broken):
                if fits(step, answer):
                    return answer
            if deadline.expired:
                raise NoAnswer(f"no answer to {step}")

    def _next_answers(self, deadline: Deadline, broken: bool) -> list[Answer]:
        """What the next bytes complete; silence inside a frame ends that frame."""
        inside = self._decoder.pending or broken
        patience = deadline.remaining or 0.0
        begun = time.monotonic()
        data = self._port.read(min(patience, self._timing.gap) if inside else patience)
        self.at = time.monotonic()
        if self._stop.is_set():
            raise Stopping("told to stop")
        if data:
            return self._decoder.feed(data)
        if not inside or self.at - begun < self._timing.gap:
            return []
        answers = self._decoder.skip()
        if not answers and not self._decoder.pending:
            raise WrongAnswer("a broken frame came")
        return answers

    def _seconds(self, step: Step) -> float:
        return self._timing.read if step is Step.READ else self._timing.short
