"""The virtual boards themselves, asked by a foreign client and by bare bytes."""

import time

import pytest
from pymodbus.client import ModbusSerialClient
from pymodbus.framer import FramerType

from drivers.gates.modbus import request, seal
from drivers.port import Port
from drivers.twins.faults import Fault
from drivers.twins.modbus_relays import Fc16Twin, R421a08Twin, WaveshareTwin
from drivers.twins.usb_relays import KmtronicTwin, LcusTwin, NumatoTwin

h = bytes.fromhex


@pytest.fixture
def plug(tmp_path):
    """Starts a twin and opens its port: ``ask(request, size)`` gives the answer."""
    opened = []

    def start(kind, **settings):
        twin = kind(tmp_path / "tty", **settings).start()
        port = Port(twin.port.path)
        opened.append((twin, port))
        return twin, lambda asked, size: ask(port, asked, size)

    yield start
    for twin, port in opened:
        port.close()
        twin.stop()
        twin.stop()


def ask(port: Port, asked: bytes, size: int) -> bytes:
    """The first ``size`` bytes that come back; fewer when nothing more comes."""
    port.write(asked)
    data = b""
    while len(data) < size:
        piece = port.read(1.0)
        if not piece:
            break
        data += piece
    return data


def silent(port_ask, asked: bytes, then: bytes) -> bool:
    """Whether ``asked`` brings no answer, seen by the answer to ``then``."""
    time.sleep(0.11)  # what went before is forgotten by now
    port_ask(asked, 0)
    time.sleep(0.11)
    return port_ask(then, len(then)) == then


def test_a_foreign_modbus_client_finds_an_ordinary_board(tmp_path):
    twin = WaveshareTwin(tmp_path / "tty")
    client = ModbusSerialClient(
        twin.port.path, framer=FramerType.RTU, baudrate=9600, retries=0, timeout=1
    )
    with twin:
        assert client.connect()
        assert not client.write_coil(2, True, device_id=1).isError()
        assert not client.write_coils(4, [True, False, True], device_id=1).isError()
        found = client.read_coils(0, count=8, device_id=1)
        assert found.bits == [False, False, True, False, True, False, True, False]
        twin.set_input(8, True)
        assert client.read_discrete_inputs(7, count=1, device_id=1).bits[0]
        assert client.write_coil(8, True, device_id=1).exception_code == 2
        assert client.read_holding_registers(0, device_id=1).exception_code == 1
        client.close()


def test_a_modbus_board_hears_good_frames_to_its_own_address_alone(plug):
    twin, port_ask = plug(WaveshareTwin, address=3)
    good = request(3, 5, 0, 0)
    assert silent(port_ask, request(1, 5, 0, 0xFF00), good)
    assert silent(port_ask, request(3, 5, 0, 0xFF00)[:-1] + b"\0", good)
    assert silent(port_ask, request(3, 5, 0, 0xFF00)[:-1], good)
    assert twin.states == []
    assert port_ask(b"\x03\x00" + request(3, 5, 0, 0xFF00), 8)[:4] == h("03050000")
    assert twin.on()


@pytest.mark.parametrize(
    ("kind", "asked", "answer", "channel"),
    [
        (WaveshareTwin, "010502010003", "010502010003", 2),
        (Fc16Twin, "01100008000204 00040003", "011000080002", 2),
        (R421a08Twin, "010600010500", "010600010500", 1),
    ],
)
def test_a_flash_ends_by_itself(plug, kind, asked, answer, channel):
    twin, port_ask = plug(kind)
    answer = seal(h(answer))
    assert port_ask(seal(h(asked)), len(answer)) == answer
    assert twin.on(channel)
    end = time.monotonic() + 3
    while twin.on(channel) and time.monotonic() < end:
        time.sleep(0.005)
    ((on, off),) = twin.openings(channel)
    assert off - on == pytest.approx(1.0 if kind is R421a08Twin else 0.3, abs=0.1)


def test_a_later_command_makes_an_older_flash_void(plug):
    twin, port_ask = plug(WaveshareTwin)
    port_ask(request(1, 5, 0x0200, 2), 8)
    port_ask(request(1, 5, 0, 0xFF00), 8)
    time.sleep(0.3)
    assert twin.on()


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("A00103A4", "A00101A2"),
        ("A00102A3", "A00100A1"),
        ("A00104A5", "A00101A2"),
        ("A00105A6", "A00100A1"),
    ],
)
def test_newer_lcus_boards_answer_actions_2_to_5(plug, asked, answer):
    _, port_ask = plug(LcusTwin, firmware="query")
    assert port_ask(h(asked), 4) == h(answer)


def test_lcus_frames_with_a_wrong_sum_are_not_obeyed(plug):
    twin, port_ask = plug(LcusTwin, channels=2, firmware="text")
    port_ask(h("A00101A3 A00301A4"), 0)
    assert port_ask(b"\xff", 20) == b"CH1: OFF\r\nCH2: OFF\r\n"
    assert port_ask(h("A00201A3 FF"), 19) == b"CH1: OFF\r\nCH2: ON\r\n"
    assert twin.openings(1) == []


def test_kmtronic_boards_tell_their_relays(plug):
    _, port_ask = plug(KmtronicTwin, channels=4)
    assert port_ask(h("FF0201 FF0900"), 4) == h("00010000")


def test_a_numato_module_echoes_answers_and_prompts(plug):
    twin, port_ask = plug(NumatoTwin)
    assert port_ask(b"relay on 7\r", 13) == b"relay on 7\n\r>"
    assert twin.on(8)
    assert port_ask(b"relay read 7\r", 19) == b"relay read 7\n\ron\n\r>"
    assert port_ask(b"relay readall\r", 20) == b"relay readall\n\r80\n\r>"
    assert port_ask(b"relay on 9\r", 13) == b"relay on 9\n\r>"


def test_a_stuck_relay_lets_go_when_the_fault_is_lifted(plug):
    moves = []
    twin, port_ask = plug(WaveshareTwin, on_change=lambda *move: moves.append(move))
    twin.fault(Fault.STUCK_ON)
    port_ask(request(1, 5, 0, 0xFF00), 8)
    port_ask(request(1, 5, 0, 0), 8)
    assert twin.on()
    twin.fault(Fault.STUCK_ON, False)
    assert moves == [(1, True), (1, False)]
    assert [state.on for state in twin.states] == [True, False]


def test_a_fault_asked_for_once_happens_once(plug):
    twin, port_ask = plug(WaveshareTwin)
    good = request(1, 5, 0, 0xFF00)
    twin.fault(Fault.WRONG_ECHO, times=1)
    assert port_ask(good, 8) == request(1, 5, 1, 0xFF00)
    assert port_ask(good, 8) == good
    twin.fault(Fault.HALF_FRAME, times=1)
    assert port_ask(good, 4) == good[:4]
    assert port_ask(good, 8) == good
