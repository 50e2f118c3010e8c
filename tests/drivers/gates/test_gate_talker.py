"""One request at a time on a line that several things have gone over before."""

from collections import deque

import pytest

from drivers.gates import modbus
from drivers.gates.board import ANSWER_SECONDS, Kind
from drivers.gates.talker import FLUSH_SECONDS, HURRY_SECONDS, Talker

OFF = modbus.write_coil(1, 0, modbus.OFF)
ON = modbus.write_coil(1, 0, modbus.ON)


class Clock:
    """Seconds that pass when somebody sleeps, and a little at each look."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        self.now += 1e-6
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture(autouse=True)
def clock(monkeypatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("drivers.deadline.time", made)
    monkeypatch.setattr("drivers.gates.talker.time", made)
    return made


class Wire:
    """A line with bytes that wait, and answers that come after a write."""

    def __init__(
        self, waiting: list[bytes], answers: list[bytes], clock: Clock | None = None
    ) -> None:
        self.waiting, self.answers = deque(waiting), answers
        self.clock = clock or Clock()
        self.written: list[bytes] = []

    def read(self, timeout: float | None) -> bytes:
        if self.waiting:
            return self.waiting.popleft()
        self.clock.sleep(timeout or 0)
        return b""

    def write(self, data: bytes) -> None:
        self.written.append(data)
        self.waiting.extend(self.answers)


def test_what_came_before_the_request_is_no_answer_to_it(clock):
    wire = Wire([OFF.request[:5], OFF.request[5:], OFF.request], [], clock)
    assert Talker(wire, 0.0).ask(OFF).kind is Kind.NONE
    assert wire.written == [OFF.request]


def test_an_answer_byte_by_byte_is_an_answer():
    wire = Wire([], [bytes([byte]) for byte in b"\x00" + ON.request])
    assert Talker(wire, 0.0).ask(ON).kind is Kind.RIGHT


def test_a_request_keeps_the_silence_that_the_board_needs():
    wire = Wire([], [ON.request])
    talker = Talker(wire, 0.05)
    begun = talker.send(ON)
    talker.receive(ON)
    assert talker.send(OFF) - begun >= 0.05


def test_patience_shrinks_when_something_more_urgent_waits(clock):
    talker, begun = Talker(Wire([], [], clock), 0.0), clock.now
    assert talker.ask(ON, hurry=lambda: True).kind is Kind.NONE
    assert clock.now - begun == pytest.approx(HURRY_SECONDS, abs=0.01)
    begun = clock.now
    assert talker.ask(ON).kind is Kind.NONE
    assert clock.now - begun == pytest.approx(ANSWER_SECONDS, abs=0.01)


def test_endless_noise_neither_fills_the_memory_nor_stretches_the_time(clock):
    class Noisy(Wire):
        def read(self, timeout: float | None) -> bytes:
            clock.sleep(0.001)
            return b"\x01\x05" * 2000

    begun = clock.now
    assert Talker(Noisy([], []), 0.0).ask(ON).kind is Kind.NONE
    assert clock.now - begun < ANSWER_SECONDS + FLUSH_SECONDS + 0.01
