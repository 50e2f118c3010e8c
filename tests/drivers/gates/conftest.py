"""A gate on its virtual board, run by a supervisor."""

import threading
from collections.abc import Callable

import pytest
from waiting import wait_for

from drivers.deadline import Deadline
from drivers.gates import GATES, GateSettings
from drivers.protocols import (
    Condition,
    GateAlarm,
    GateOutcome,
    GateResult,
    InputChange,
)
from drivers.supervisor import Backoff, Supervisor
from drivers.twins.faults import Fault
from drivers.twins.relay_boards import RELAY_TWINS
from drivers.twins.relay_twin import RelayTwin

PATIENT = 8.0  # times the time that a board has to answer


class Rig:
    """One gate, its twin, and all that the gate said."""

    def __init__(
        self, driver: str, twin: RelayTwin, patience: list[float], **settings
    ) -> None:
        self.twin, self.patience = twin, patience
        self.said: list = []
        place = GateSettings(twin.port.path, **settings)
        self.gate = GATES[driver]("north", place, self.said.append)
        self.supervisor = Supervisor(self.gate, self.said.append, Backoff(0.05, 0.1))

    def fault(self, word: Fault, times: int | None = None) -> None:
        """Let the twin misbehave before a driver with its own patience."""
        self.patience[0] = 1.0
        self.twin.fault(word, times=times)

    def results(self, order: str) -> list[GateResult]:
        return [one for one in self.of(GateResult) if one.order == order]

    def of(self, kind: type) -> list:
        return [one for one in list(self.said) if isinstance(one, kind)]

    def alarms(self) -> list[tuple[str, bool]]:
        return [(alarm.alarm, alarm.on) for alarm in self.of(GateAlarm)]

    def changes(self) -> list[tuple[str, bool]]:
        return [(str(change.input), change.on) for change in self.of(InputChange)]

    def result(self, order: str) -> GateResult:
        """The one result of ``order``."""
        self.wait(lambda: self.results(order))
        (result,) = self.results(order)
        return result

    def outcome(self, order: str) -> GateOutcome:
        return self.result(order).outcome

    def pulse(self, order: str, seconds: float) -> GateResult:
        self.gate.pulse(order, seconds)
        return self.result(order)

    def wait(self, condition: Callable[[], object]) -> None:
        wait_for(condition, what=f"of a gate: {self.said}")

    def settle(self) -> None:
        """Wait until the device has begun to take orders."""
        self.wait_well()
        self.gate.release("begun")
        self.result("begun")

    def wait_well(self) -> None:
        self.wait(lambda: self.supervisor.state.well)

    def wait_for(self, condition: Condition) -> None:
        self.wait(lambda: self.supervisor.state.condition is condition)


@pytest.fixture
def make_rig(tmp_path, monkeypatch):
    """Makes rigs; ``board`` goes to the twin, the rest to the gate's settings.

    ``patience`` is how many times longer than its own the driver's patience is: on
    a busy machine a twin answers late.
    """
    rigs: list[Rig] = []
    factor = [1.0]

    def patient(seconds: float | None) -> Deadline:
        return Deadline(None if seconds is None else seconds * factor[0])

    monkeypatch.setattr("drivers.gates.talker.Deadline", patient)
    monkeypatch.setattr("drivers.gates.orders.STALE_SECONDS", 20.0)

    def make(
        driver: str, *, board=None, twin=None, patience: float = 0, **settings
    ) -> Rig:
        # A board that may be deaf is waited for in vain: not for long.
        factor[0] = patience or (1.0 if driver == "lcus" else PATIENT)
        if twin is None:
            link = tmp_path / f"tty{len(rigs)}"
            twin = RELAY_TWINS[driver](link, **(board or {})).start()
        rig = Rig(driver, twin, factor, **settings)
        rigs.append(rig)
        rig.supervisor.start()
        rig.settle()
        return rig

    yield make
    for rig in rigs:
        rig.supervisor.stop()
        rig.twin.stop()


@pytest.fixture(autouse=True)
def no_thread_left():
    before = set(threading.enumerate())
    yield
    left = [one.name for one in threading.enumerate() if one not in before]
    assert left == []
