"""One request at a time on a line that several things have gone over before."""

import time
from collections import deque

from drivers.gates import modbus
from drivers.gates.board import Kind
from drivers.gates.talker import Talker

OFF = modbus.write_coil(1, 0, modbus.OFF)
ON = modbus.write_coil(1, 0, modbus.ON)


class Wire:
    """A line with bytes that wait, and answers that come after a write."""

    def __init__(self, waiting: list[bytes], answers: list[bytes]) -> None:
        self.waiting, self.answers = deque(waiting), answers
        self.written: list[bytes] = []

    def read(self, timeout: float | None) -> bytes:
        if self.waiting:
            return self.waiting.popleft()
        time.sleep(timeout or 0)
        return b""

    def write(self, data: bytes) -> None:
        self.written.append(data)
        self.waiting.extend(self.answers)


def test_what_came_before_the_request_is_no_answer_to_it():
    wire = Wire([OFF.request[:5], OFF.request[5:], OFF.request], [])
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


def test_patience_shrinks_when_something_more_urgent_waits():
    talker = Talker(Wire([], []), 0.0)
    begun = time.monotonic()
    assert talker.ask(ON, hurry=lambda: True).kind is Kind.NONE
    assert time.monotonic() - begun < 0.2
    assert talker.ask(ON).kind is Kind.NONE
    assert time.monotonic() - begun > 0.3


def test_endless_noise_neither_fills_the_memory_nor_stretches_the_time():
    class Noisy(Wire):
        def read(self, timeout: float | None) -> bytes:
            return b"\x01\x05" * 2000 if timeout else b""

    begun = time.monotonic()
    assert Talker(Noisy([], []), 0.0).ask(ON).kind is Kind.NONE
    assert time.monotonic() - begun < 0.6
