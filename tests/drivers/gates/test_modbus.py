"""Modbus frames, and finding their answers on a bad line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymodbus.framer import FramerRTU
from pymodbus.pdu.bit_message import (
    ReadCoilsRequest,
    ReadDiscreteInputsRequest,
    WriteSingleCoilRequest,
)
from pymodbus.pdu.decoders import DecodePDU
from pymodbus.pdu.register_message import (
    ReadHoldingRegistersRequest,
    WriteMultipleRegistersRequest,
    WriteSingleRegisterRequest,
)

from drivers.gates import modbus
from drivers.gates.board import Kind

h = bytes.fromhex

ON = h("010500 00FF00 8C3A")
READ = h("010100000008 3DCC")
ALL_OFF = h("0101010051 88")
FIRST_ON = h("0101010190 48")
FLASH = h("0110000300 020400 04000A 727C")
FLASH_ANSWER = modbus.seal(h("011000030002"))
REGISTER = h("010300010001 D5CA")
ANSWERS = [
    (ON, ON, 0),
    (READ, ALL_OFF, 0),
    (READ, FIRST_ON, 1),
    (REGISTER, h("0103020001 7984"), 1),
    (REGISTER, h("0103020000 B844"), 0),
    (FLASH, FLASH_ANSWER, 0),
    (h("FF10000300020400040014 C59F"), h("FF1000030002 A416"), 0),
    (h("FE1000030002040004000A 416B"), h("FE1000030002 A5C7"), 0),
]

FRAMES = [
    (modbus.write_coil(1, 0, modbus.ON), "01050000FF00 8C3A"),
    (modbus.write_coil(1, 0, modbus.OFF), "010500000000 CDCA"),
    (modbus.write_coil(1, 0, 0x5500), "010500005500 F29A"),
    (modbus.write_coil(1, 0xFF, modbus.ON), "010500FFFF00 BC0A"),
    (modbus.write_coil(1, 0xFF, modbus.OFF), "010500FF0000 FDFA"),
    (modbus.read(1, modbus.READ_COILS, 0, 8), "010100000008 3DCC"),
    (modbus.read(1, modbus.READ_INPUTS, 0, 8), "010200000008 79CC"),
    (modbus.write_coil(0xFF, 0, modbus.ON), "FF050000FF00 99E4"),
    (modbus.write_coil(0xFF, 0, modbus.OFF), "FF0500000000 D814"),
    (modbus.read(0xFF, modbus.READ_COILS, 0, 8), "FF0100000008 2812"),
    (modbus.write_coil(0xFE, 0, modbus.ON), "FE050000FF00 9835"),
    (modbus.write_coil(0xFE, 0, modbus.OFF), "FE0500000000 D9C5"),
    (modbus.read(0xFE, modbus.READ_COILS, 0, 8), "FE0100000008 29C3"),
    (modbus.read(0xFE, modbus.READ_INPUTS, 0, 8), "FE0200000008 6DC3"),
]


@pytest.mark.parametrize(("exchange", "wire"), FRAMES)
def test_frames_are_those_of_the_makers(exchange, wire):
    assert h(wire) == exchange.request


@pytest.mark.parametrize(
    "wire",
    [
        "010F0000000801FF BED5",
        "010F000000080100 FE95",
        "FE0F0000000801FF F1D1",
        "FE0F000000080100 B191",
        "018501 8350",
        "018502 C351",
    ],
)
def test_the_crc_over_a_good_frame_is_zero(wire):
    assert modbus.crc16(h(wire)) == 0


@given(st.binary(max_size=300))
def test_the_crc_is_the_one_that_others_compute(data):
    theirs = FramerRTU.compute_CRC(data)
    assert theirs.to_bytes(2, "big") == modbus.seal(data)[-2:]


words = st.integers(0, 0xFFFF)


@given(st.integers(1, 247), words, st.booleans(), st.integers(1, 100), words)
def test_frames_are_those_that_others_build(address, register, on, count, value):
    framer = FramerRTU(DecodePDU(True))
    value_of_on = modbus.ON if on else modbus.OFF
    unit = {"address": register, "dev_id": address}
    pairs = [
        (
            WriteSingleCoilRequest(bits=[on], **unit),
            modbus.write_coil(address, register, value_of_on),
        ),
        (
            ReadCoilsRequest(count=count, **unit),
            modbus.read(address, 1, register, count),
        ),
        (
            ReadDiscreteInputsRequest(count=count, **unit),
            modbus.read(address, 2, register, count),
        ),
        (
            ReadHoldingRegistersRequest(count=count, **unit),
            modbus.read(address, 3, register, count),
        ),
        (
            WriteSingleRegisterRequest(registers=[value], **unit),
            modbus.write_register(address, register, value),
        ),
        (
            WriteMultipleRegistersRequest(registers=[4, value], **unit),
            modbus.write_registers(address, register, 4, value),
        ),
    ]
    for theirs, ours in pairs:
        assert framer.buildFrame(theirs) == ours.request


@pytest.mark.parametrize(("asked", "answer", "bits"), ANSWERS)
def test_an_answer_is_found_in_whatever_pieces_it_comes(asked, answer, bits):
    for cut in range(len(answer)):
        assert modbus.judge(asked, answer[:cut]) is None
        assert Kind.NONE is modbus.judge(asked, answer[:cut], ended=True).kind
    found = modbus.judge(asked, answer)
    assert (Kind.RIGHT, bits) == (found.kind, found.bits)


@pytest.mark.parametrize(("asked", "answer", "bits"), ANSWERS)
@given(before=st.binary(max_size=40), after=st.binary(max_size=40))
def test_an_answer_is_found_in_noise(asked, answer, bits, before, after):
    found = modbus.judge(asked, before + answer + after)
    assert (Kind.RIGHT, bits) == (found.kind, found.bits)


@given(st.binary(max_size=60))
def test_noise_alone_is_no_answer(data):
    for asked in (ON, READ, FLASH, REGISTER):
        assert modbus.judge(asked, data) is None
        assert Kind.NONE is modbus.judge(asked, data, ended=True).kind


@pytest.mark.parametrize(("asked", "answer", "bits"), ANSWERS)
def test_a_damaged_answer_is_none(asked, answer, bits):
    for index in range(len(answer)):
        damaged = bytearray(answer)
        damaged[index] ^= 0x10
        assert Kind.NONE is modbus.judge(asked, bytes(damaged), ended=True).kind


@pytest.mark.parametrize(("asked", "answer", "bits"), ANSWERS)
def test_our_own_bytes_on_an_echoing_line_are_no_answer(asked, answer, bits):
    only_ours = modbus.judge(asked, asked, ended=True, echoing=True)
    assert Kind.NONE is only_ours.kind
    found = modbus.judge(asked, asked + answer, echoing=True)
    assert (Kind.RIGHT, bits) == (found.kind, found.bits)


def test_a_read_tells_whether_the_line_echoes_and_a_write_cannot():
    assert modbus.judge(READ, READ + ALL_OFF).echoed is True
    assert modbus.judge(READ, READ, ended=True).echoed is True
    assert modbus.judge(READ, ALL_OFF).echoed is False
    assert modbus.judge(ON, ON).echoed is None


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (ON, modbus.request(1, 5, 1, 0xFF00)),
        (ON, modbus.request(1, 5, 0, 0x0000)),
        (FLASH, modbus.seal(h("011000080002"))),
        (READ, modbus.seal(h("0101020000"))),
    ],
)
def test_an_answer_to_something_else_is_wrong_but_the_right_one_may_follow(
    asked, answer
):
    right = next(right for request, right, _ in ANSWERS if request == asked)
    assert modbus.judge(asked, answer) is None
    assert Kind.WRONG is modbus.judge(asked, answer, ended=True).kind
    assert Kind.RIGHT is modbus.judge(asked, answer + right).kind


def test_an_exception_is_a_refusal_in_the_boards_words():
    found = modbus.judge(ON, h("018502 C351"))
    assert (
        found.kind,
        found.detail,
    ) == (Kind.REFUSED, "exception 02: illegal address")


def test_another_address_or_function_is_not_for_us():
    for frame in (modbus.request(2, 5, 0, 0xFF00), ALL_OFF, h("018101 8190")):
        assert Kind.NONE is modbus.judge(ON, frame, ended=True).kind
