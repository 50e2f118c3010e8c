"""One rehearsal at a time, in a process of its own, followed by a thread."""

import hashlib
import json
import subprocess
import sys
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import IO

import structlog

from kiosk.config.models import PolicyTable
from kiosk.house import House
from kiosk.policy import InForce, body_of
from kiosk.rehearsal.result import Rehearsed

log = structlog.get_logger()
WALL_SECONDS = 900.0
JOIN_SECONDS = 10.0
COMMAND = (sys.executable, "-P", "-B", "-m", "kiosk.rehearsal.child")


@dataclass(frozen=True, slots=True)
class Plan:
    """A change of the rules.

    Attributes:
        number: of the rules that were in force when it was made.
        before: those rules.
        after: the rules that it would bring.
        reset: it goes back to the config.

    """

    number: int
    before: PolicyTable
    after: PolicyTable
    reset: bool

    @property
    def name(self) -> str:
        """The same only for the very same change."""
        parts = (str(self.number), body_of(self.before), body_of(self.after))
        text = "\n".join((*parts, str(self.reset)))
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def fits(self, now: InForce) -> bool:
        """Whether the rules in force are still those that it starts from."""
        return (self.number, self.before) == (now.number, now.table)


@dataclass(frozen=True, slots=True)
class State:
    """How it is: nothing yet, under way, done, or it could not be carried out."""

    plan: Plan | None = None
    owner: str = ""
    days: int = 0
    at: datetime | None = None
    running: bool = False
    done: int = 0
    total: int = 0
    result: Rehearsed | None = None

    @property
    def failed(self) -> bool:
        """It ended without a result."""
        return self.plan is not None and not self.running and self.result is None


class RehearsalWork:
    """The rehearsal of a house."""

    def __init__(self, house: House, wall_seconds: float = WALL_SECONDS) -> None:
        self._house, self._wall_seconds = house, wall_seconds
        self._lock = threading.Lock()
        self._state = State()
        self._child: subprocess.Popen[str] | None = None
        self._thread: threading.Thread | None = None

    @property
    def state(self) -> State:
        """The newest."""
        return self._state

    def begin(self, plan: Plan, owner: str, days: int) -> bool:
        """Try a change out on the visits of the last days.

        Returns false while another rehearsal is under way.
        """
        with self._lock:
            if self._state.running:
                return False
            self._state = State(plan, owner, days, _now(), running=True)
            self._thread = threading.Thread(
                target=self._run, args=(plan, days), name="rehearsal", daemon=True
            )
            self._thread.start()
        return True

    def forget(self) -> None:
        """Break off what is under way, and forget what came of it."""
        child, thread = self._child, self._thread
        if child is not None:
            child.kill()
        if thread is not None:
            thread.join(JOIN_SECONDS)
        with self._lock:
            if not self._state.running:
                self._state = State()

    close = forget

    def _run(self, plan: Plan, days: int) -> None:
        try:
            result = self._tried(plan, days)
        except Exception as error:  # a thread that dies silently would run for ever
            log.error("rehearsal_failed", error=type(error).__name__)
            result = None
        self._child = None
        self._state = replace(self._state, running=False, result=result, at=_now())

    def _tried(self, plan: Plan, days: int) -> Rehearsed:
        child = subprocess.Popen(
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._child = child
        timer = threading.Timer(self._wall_seconds, child.kill)
        timer.daemon = True
        timer.start()
        with child:
            try:
                return self._followed(child, self._asked(plan, days))
            finally:
                timer.cancel()
                child.kill()

    def _followed(self, child: "subprocess.Popen[str]", asked: str) -> Rehearsed:
        source, told = child.stdin, child.stdout
        assert source is not None  # noqa: S101 - a pipe was asked for
        assert told is not None  # noqa: S101 - here too
        source.write(asked)
        source.close()
        return self._read(told)

    def _read(self, told: IO[str]) -> Rehearsed:
        for line in told:
            said = json.loads(line)
            if isinstance(said, dict):
                return Rehearsed.from_dict(said)
            done, total = said
            self._state = replace(self._state, done=int(done), total=int(total))
        raise EOFError("the rehearsal broke off")

    def _asked(self, plan: Plan, days: int) -> str:
        config = self._house.config
        since = self._house.clock.moment().utc - timedelta(days=days)
        return json.dumps(
            {
                "data_dir": str(config.site.data_dir.absolute()),
                "timezone": config.site.timezone,
                "lanes": {lane.id: lane.direction for lane in config.lanes},
                "since": since.isoformat(),
                "now": body_of(plan.before),
                "then": body_of(plan.after),
            }
        )


def _now() -> datetime:
    return datetime.now(UTC)
