"""A gate on its virtual board, run by a supervisor."""

import threading
import time
from collections.abc import Callable

import pytest

from drivers.gates import GATES, GateSettings
from drivers.protocols import (
    Condition,
    GateAlarm,
    GateOutcome,
    GateResult,
    InputChange,
)
from drivers.supervisor import Backoff, Supervisor
from drivers.twins.relay_boards import RELAY_TWINS
from drivers.twins.relay_twin import RelayTwin


class Rig:
    """One gate, its twin, and all that the gate said."""

    def __init__(self, driver: str, twin: RelayTwin, **settings) -> None:
        self.twin = twin
        self.said: list = []
        place = GateSettings(twin.port.path, **settings)
        self.gate = GATES[driver]("north", place, self.said.append)
        self.supervisor = Supervisor(self.gate, self.said.append, Backoff(0.05, 0.1))

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

    def wait(self, condition: Callable[[], object], seconds: float = 5.0) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"it did not happen; {self.said}"
            time.sleep(0.002)

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
def make_rig(tmp_path):
    """Makes rigs; ``board`` goes to the twin, the rest to the gate's settings."""
    rigs: list[Rig] = []

    def make(driver: str, *, board=None, twin=None, **settings) -> Rig:
        if twin is None:
            link = tmp_path / f"tty{len(rigs)}"
            twin = RELAY_TWINS[driver](link, **(board or {})).start()
        rig = Rig(driver, twin, **settings)
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
