"""The serial port and its virtual other end."""

import threading
import time
from pathlib import Path

import pytest
from waiting import wait_for

from drivers.errors import PortLost
from drivers.port import Port
from drivers.protocols import Condition, DeviceState, DriverEvent
from drivers.supervisor import Backoff, Health, Supervisor
from drivers.twins.virtual_port import VirtualPort


class Echo:
    """The smallest device: sends back what it gets."""

    def __init__(self, link: Path) -> None:
        self.port = VirtualPort(link, lambda data: self.port.send(data))


@pytest.fixture
def echo(tmp_path):
    device = Echo(tmp_path / "tty")
    with device.port:
        yield device.port


def read_exactly(port: Port, count: int) -> bytes:
    data = b""
    while len(data) < count:
        piece = port.read(1.0)
        assert piece, f"only {data!r} came"
        data += piece
    return data


def test_all_256_bytes_pass_unchanged_both_ways(echo):
    with Port(echo.path) as port:
        port.write(bytes(range(256)))
        assert read_exactly(port, 256) == bytes(range(256))


def test_a_port_belongs_to_one_opener(echo):
    with Port(echo.path), pytest.raises(PortLost):
        Port(echo.path)


def test_an_unplugged_line_is_a_lost_port(echo):
    with Port(echo.path) as port:
        echo.unplug()
        with pytest.raises(PortLost):
            port.read(1.0)


def test_wake_ends_a_waiting_read(echo):
    with Port(echo.path) as port:
        threading.Timer(0.05, port.wake).start()
        assert port.read(None) == b""


def test_a_pty_has_no_control_lines(echo):
    with Port(echo.path) as port:
        assert port.line("cts") is None


def test_closing_twice_is_harmless(echo):
    port = Port(echo.path)
    port.close()
    port.close()


def test_pacing_takes_the_time_of_the_wire(tmp_path):
    twin = VirtualPort(tmp_path / "tty", lambda data: None, baudrate=9600)
    with twin, Port(twin.path) as port:
        begun = time.monotonic()
        sender = threading.Thread(target=twin.send, args=(b"x" * 96,))
        sender.start()
        read_exactly(port, 96)
        sender.join()
        assert time.monotonic() - begun >= 0.08


class Listener:
    """A device that is well whenever a byte comes."""

    name = "listener"

    def __init__(self, path: str) -> None:
        self._path = path
        self._port: Port | None = None

    def open(self) -> None:
        self._port = Port(self._path)

    def serve(self, stop: threading.Event, health: Health) -> None:
        assert self._port
        while not stop.is_set():
            if self._port.read(0.5):
                health.good()

    def wake(self) -> None:
        if self._port:
            self._port.wake()

    def close(self) -> None:
        if self._port:
            self._port.close()


def test_a_device_comes_back_after_unplugging(tmp_path):
    said: list[DriverEvent] = []
    twin = VirtualPort(tmp_path / "tty", lambda data: None)
    with twin:
        supervisor = Supervisor(Listener(twin.path), said.append, Backoff(0.05, 0.1))
        supervisor.start()
        try:
            for _ in range(2):
                wait_for(lambda: twin.send(b"x") or supervisor.state.well)
                twin.unplug()
                wait_for(lambda: supervisor.state.condition is Condition.LOST)
                twin.plug()
        finally:
            supervisor.stop()
    conditions = [event.condition for event in said if isinstance(event, DeviceState)]
    assert conditions == [
        Condition.OK,
        Condition.LOST,
        Condition.OK,
        Condition.LOST,
        Condition.CLOSED,
    ]


def test_delays_double_to_a_ceiling_and_start_anew():
    backoff = Backoff(1.0, 4.0)
    delays = [backoff.delay() for _ in range(5)]
    for delay, nominal in zip(delays, [1, 2, 4, 4, 4], strict=True):
        assert nominal * 0.8 <= delay <= nominal * 1.2
    backoff.reset()
    assert backoff.delay() <= 1.2


class Faulty(Listener):
    """A driver with a mistake of its own, whose text holds what it read."""

    def serve(self, stop: threading.Event, health: Health) -> None:
        raise KeyError("999999194912310008")


def test_a_drivers_own_mistake_is_a_state_and_tells_nothing_that_was_read(echo):
    said: list[DriverEvent] = []
    supervisor = Supervisor(Faulty(echo.path), said.append, Backoff(0.05, 0.1))
    supervisor.start()
    try:
        wait_for(lambda: supervisor.state.condition is Condition.FAILED)
    finally:
        supervisor.stop()
    reasons = {event.reason for event in said if isinstance(event, DeviceState)}
    assert reasons == {"KeyError", "stopped"}
