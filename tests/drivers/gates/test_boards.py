"""The bytes of every board family, and what their answers mean."""

import pytest

from drivers.errors import WrongSetting
from drivers.gates.board import Kind
from drivers.gates.fc16 import Fc16Board
from drivers.gates.kmtronic import KmtronicBoard, judge_all, judge_one
from drivers.gates.lcus import LcusBoard, command, judge_query, judge_status
from drivers.gates.numato import NumatoBoard, judge_read, judge_write
from drivers.gates.r421a08 import R421a08Board
from drivers.gates.waveshare import WaveshareBoard

h = bytes.fromhex


@pytest.mark.parametrize(
    ("exchange", "wire"),
    [
        (WaveshareBoard(1).pulse(0.7), "010502000007 8DB0"),
        (WaveshareBoard(2).pulse(0.8), "010502010008 9C74"),
        (WaveshareBoard(1).pulse(1.0), "01050200000A 4C75"),
        (WaveshareBoard(1).pulse(3.0), "01050200001E 4C7A"),
        (WaveshareBoard(1).on(), "01050000FF00 8C3A"),
        (WaveshareBoard(1).off(), "010500000000 CDCA"),
        (WaveshareBoard(8).readings[0], "010100000008 3DCC"),
        (WaveshareBoard(1).inputs(), "010200000008 79CC"),
        (Fc16Board(1).pulse(1.0), "01100003000204 0004000A 727C"),
        (Fc16Board(1).pulse(2.0), "01100003000204 00040014 F274"),
        (Fc16Board(1).pulse(5.0), "01100003000204 00040032 73AE"),
        (Fc16Board(2).pulse(1.0), "01100008000204 0004000A 33CF"),
        (Fc16Board(1, 0xFE).pulse(0.1), "FE100003000204 00040001 00AC"),
        (Fc16Board(1, 0xFE).pulse(1.0), "FE100003000204 0004000A 416B"),
        (Fc16Board(2, 0xFE).pulse(1.0), "FE100008000204 0004000A 00D8"),
        (Fc16Board(1, 0xFF).pulse(2.0), "FF100003000204 00040014 C59F"),
        (Fc16Board(1, 0xFF).on(), "FF050000FF00 99E4"),
        (Fc16Board(1, 0xFE).inputs(), "FE0200000008 6DC3"),
        (R421a08Board(1).on(), "010600010100 D99A"),
        (R421a08Board(1).off(), "010600010200 D96A"),
        (R421a08Board(1).pulse(1), "010600010601 1A6A"),
        (R421a08Board(1).pulse(3), "010600010603 9BAB"),
        (R421a08Board(1).pulse(10), "01060001060A 5BAD"),
        (R421a08Board(1).readings[0], "010300010001 D5CA"),
        (LcusBoard(1).on(), "A00101A2"),
        (LcusBoard(1).off(), "A00100A1"),
        (LcusBoard(2).pulse(1), "A00201A3"),
        (LcusBoard(2).off(), "A00200A2"),
        (LcusBoard(4).on(), "A00401A5"),
        (LcusBoard(8).off(), "A00800A8"),
        (LcusBoard(1).readings[0], "FF"),
        (LcusBoard(1).readings[1], "A00105A6"),
        (KmtronicBoard(1).on(), "FF0101"),
        (KmtronicBoard(2).off(), "FF0200"),
        (KmtronicBoard(1).readings[0], "FF0900"),
        (KmtronicBoard(1).readings[1], "FF0103"),
    ],
)
def test_each_request_is_the_makers_own_example(exchange, wire):
    assert h(wire) == exchange.request


def test_numato_channels_are_one_hex_digit_from_zero():
    assert NumatoBoard(1).on().request == b"relay on 0\r"
    assert NumatoBoard(16).off().request == b"relay off F\r"
    assert NumatoBoard(3).readings[0].request == b"relay read 2\r"


def test_the_coil_is_ours_within_its_block():
    assert WaveshareBoard(3).coil(0b100)
    assert not WaveshareBoard(3).coil(0b011)
    assert WaveshareBoard(11).coil(0b100)
    assert WaveshareBoard(11).readings[0].request[2:6] == h("00080008")


def right(answer) -> int | None:
    """The level that was read; ``None`` while or when there is none."""
    return answer.bits if answer and answer.kind is Kind.RIGHT else None


@pytest.mark.parametrize(
    ("channel", "data", "level"),
    [
        (1, b"CH1: OFF\r\nCH2: ON\r\n", 0),
        (2, b"CH1: OFF\r\nCH2: ON\r\n", 1),
        (2, b"\x80\x00CH2: ON\r\n", 1),
        (1, b"\x00\x01", 0),
        (2, b"\x00\x01", 1),
        (3, b"\x00\x01", None),
        (1, b"\xa0\x01\x01\xa2", None),
        (1, b"", None),
    ],
)
def test_lcus_states_come_as_lines_or_as_a_byte_each(channel, data, level):
    assert level == right(judge_status(channel, data, ended=True))


def test_lcus_lines_are_not_taken_before_they_are_whole():
    for cut in range(len(b"CH1: ON\r")):
        assert judge_status(1, b"CH1: ON\r"[:cut]) is None
    assert right(judge_status(1, b"CH1: ON\r")) == 1


def test_lcus_queries_are_answered_by_a_command_of_the_same_channel():
    assert right(judge_query(1, b"\x55" + h("A00101A2"))) == 1
    assert right(judge_query(1, h("A00100A1"))) == 0
    for wrong in (h("A00201A3"), h("A00101A3"), h("A00101"), b""):
        assert judge_query(1, wrong) is None
        assert right(judge_query(1, wrong, ended=True)) is None
    assert h("A00105A6") == command(1, 5)


@pytest.mark.parametrize(
    ("channel", "data", "level"),
    [
        (1, "01000000", 1),
        (4, "01000000", 0),
        (8, "0000000000000001", 1),
        (5, "01000000", None),
        (1, "010000", None),
        (1, "FF0900", None),
        (1, "", None),
    ],
)
def test_kmtronic_boards_tell_four_or_eight_relays_at_once(channel, data, level):
    assert level == right(judge_all(channel, h(data), ended=True))


def test_kmtronic_waits_for_all_relays_before_it_believes():
    eight = h("0000000000000001")
    for cut in range(8):
        assert judge_all(8, eight[:cut]) is None
    assert right(judge_all(8, eight)) == 1
    assert right(judge_one(1, h("FF0101"))) == 1
    assert judge_one(2, h("FF0101")) is None


def test_numato_reads_the_word_and_never_the_echo():
    answer = b"relay read 0\n\ron\n\r>"
    for cut in range(len(answer)):
        assert judge_read(answer[:cut]) is None
    assert right(judge_read(answer)) == 1
    assert right(judge_read(b">\x00relay read 0\n\roff\n\r>")) == 0
    assert Kind.WRONG is judge_read(b"relay on 0\n\r>", ended=True).kind


def test_numato_takes_only_the_echo_of_the_same_command():
    asked, answer = b"relay on 0", b"relay on 0\n\r>"
    for cut in range(len(answer)):
        assert judge_write(asked, answer[:cut]) is None
    assert right(judge_write(asked, answer)) == 0
    assert Kind.WRONG is judge_write(asked, b"relay off 0\n\r>", ended=True).kind
    assert Kind.NONE is judge_write(asked, b"relay o", ended=True).kind


@pytest.mark.parametrize(
    "make",
    [
        lambda: WaveshareBoard(0),
        lambda: WaveshareBoard(33),
        lambda: WaveshareBoard(1, 0),
        lambda: Fc16Board(1, 256),
        lambda: R421a08Board(0),
        lambda: LcusBoard(9),
        lambda: KmtronicBoard(9),
        lambda: NumatoBoard(17),
    ],
)
def test_a_channel_or_address_that_cannot_be_is_refused_with_a_remedy(make):
    with pytest.raises(WrongSetting, match="from 1 to"):
        make()
