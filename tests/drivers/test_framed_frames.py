"""Framings of card-number readers: tables of bytes, cut everywhere."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import WrongSetting
from drivers.framed import (
    PRESETS,
    ByteOrder,
    Checksum,
    Encoding,
    Form,
    Framing,
    Mode,
    NotEnrollable,
    check_enrolment,
    framing_from,
    is_random_uid,
)
from drivers.framed.decoder import FrameDecoder
from drivers.framed.payload import written
from drivers.twins.framed import line_frame, m3650a_frame, rdm6300_frame

RDM6300 = bytes.fromhex("02 36 32 45 33 30 38 36 43 45 44 30 38 03")
M3650A = bytes.fromhex("04 0C 02 20 00 04 00 45 96 B7 8A 3F")
PACKET = Framing(Mode.STX_ETX, Encoding.ASCII_DEC, checksum=Checksum.XOR)
RAW_UID = Framing(Mode.FIXED_LENGTH, Encoding.BINARY, Form.HEX, length=4)
GAP = Framing(Mode.IDLE_GAP, Encoding.BINARY, Form.HEX, gap_ms=50)
SUMMED_LINE = Framing(checksum=Checksum.SUM)
PREFIXED = Framing(prefix=b"No:", suffix=b";")

GOOD = [
    (PRESETS["rdm6300"], RDM6300, "3808980205"),
    (
        PRESETS["rdm6300"],
        bytes.fromhex("02 30 31 30 30 30 37 33 34 45 30 44 32 03"),
        f"{0x000734E0:010d}",
    ),
    (replace(PRESETS["rdm6300"], form=Form.THREE_FIVE), RDM6300, "008,27885"),
    (replace(PRESETS["rdm6300"], form=Form.HEX), RDM6300, "62E3086CED"),
    (replace(PRESETS["rdm6300"], form=Form.AS_IS), RDM6300, "62E3086CED"),
    (PRESETS["m3650a"], M3650A, "4596B78A"),
    (PRESETS["line"], b"0012345678\r\n", "0012345678"),
    (PRESETS["line"], b"0012345678\r", "0012345678"),
    (PRESETS["line"], b"0012345678\n", "0012345678"),
    (PRESETS["scanner"], "入场券 A-17\r\n".encode(), "入场券 A-17"),
    (PRESETS["scanner"], "入场券 A-17\r\n".encode("gbk"), "入场券 A-17"),
    (PRESETS["scanner"], b"\x02AB\x00\x1b12\x7f\r\n", "AB12"),
    (PACKET, b"\x021234\x30\x34\x03", "1234"),
    (SUMMED_LINE, b"1234CA\r\n", "1234"),
    (PREFIXED, b"No:4711;\r\n", "4711"),
    (
        Framing(Mode.STX_ETX, Encoding.BINARY, Form.HEX, length=6),
        b"\x02\x02\x03\x02\x03\x03",
        "02030203",
    ),
]


@pytest.mark.parametrize(("framing", "frame", "number"), GOOD)
def test_a_frame_gives_its_number_however_it_is_cut(framing, frame, number):
    for cut in range(len(frame) + 1):
        decoder = FrameDecoder(framing)
        first = decoder.feed(frame[:cut], 1.0)
        assert [number] == first + decoder.feed(frame[cut:], 1.01)


@pytest.mark.parametrize(("framing", "frame", "number"), GOOD)
def test_frames_in_a_row_all_count(framing, frame, number):
    assert [number] * 3 == FrameDecoder(framing).feed(frame * 3, 1.0)


# Binary data between STX and ETX without a checksum may look like its neighbours.
MARKED = [
    (framing, frame, number)
    for framing, frame, number in GOOD
    if framing.mode is not Mode.LINE and framing.checksum is not Checksum.NONE
]


@pytest.mark.parametrize(("framing", "frame", "number"), MARKED)
@given(noise=st.binary(max_size=60))
def test_a_marked_frame_after_any_garbage_is_found(framing, frame, number, noise):
    decoder = FrameDecoder(framing)
    assert number in decoder.feed(noise, 1.0) + decoder.feed(frame, 1.01)


@given(noise=st.binary(max_size=60))
def test_a_line_after_the_end_of_any_garbage_is_found(noise):
    decoder = FrameDecoder(PRESETS["line"])
    assert "0012345678" in decoder.feed(noise + b"\r\n0012345678\r\n", 1.0)


@pytest.mark.parametrize("framing", [*PRESETS.values(), PACKET, RAW_UID, GAP])
@given(pieces=st.lists(st.binary(max_size=700) | st.just(b"1" * 600), max_size=8))
def test_the_decoder_survives_anything_with_a_bounded_buffer(framing, pieces):
    decoder = FrameDecoder(framing)
    for step, piece in enumerate(pieces):
        decoder.feed(piece, step / 10)
        assert decoder.kept <= framing.max_length


@pytest.mark.parametrize(
    ("framing", "frame"),
    [
        (PRESETS["rdm6300"], RDM6300[:-2] + b"9\x03"),
        (PRESETS["rdm6300"], b"\x02" + b"G" * 12 + b"\x03"),
        (PRESETS["rdm6300"], RDM6300[:3] + RDM6300[4:]),
        (PRESETS["m3650a"], M3650A[:-1] + b"\x00"),
        (PRESETS["m3650a"], bytes.fromhex("04 0C 02 20 01 04 00 45 96 B7 8A 3E")),
        (PRESETS["line"], b"12345x\r\n"),
        (PRESETS["line"], b"123\r\n"),
        (PRESETS["line"], b"\r\n\r\n"),
        (PRESETS["line"], b"\xb2\xb3\xb9\xb2\xb3\r\n"),
        (replace(PRESETS["line"], digits=10), b"123456789\r\n"),
        (PRESETS["scanner"], b"\xff\xff\xff\xff\xff\r\n"),
        (PACKET, b"\x021234\x30\x35\x03"),
        (PACKET, b"\x02\x03"),
        (SUMMED_LINE, b"1234CB\r\n"),
        (SUMMED_LINE, b"A\r\n"),
        (PREFIXED, b"No 4711;\r\n"),
        (PREFIXED, b"No:4711\r\n"),
    ],
)
def test_a_wrong_frame_gives_no_number(framing, frame):
    assert FrameDecoder(framing).feed(frame, 1.0) == []


def test_a_line_that_is_too_long_is_dropped_to_its_end():
    decoder = FrameDecoder(PRESETS["line"])
    assert decoder.feed(b"1" * 513, 1.0) == []
    assert decoder.feed(b"2345\r\n5678\r\n", 1.1) == ["5678"]


def test_a_line_of_the_greatest_length_is_taken():
    decoder = FrameDecoder(PRESETS["line"])
    assert decoder.feed(b"1" * 512 + b"\r", 1.0) == ["1" * 512]


def test_a_line_not_finished_within_half_a_second_is_dropped():
    decoder = FrameDecoder(PRESETS["line"])
    decoder.feed(b"1234", 1.0)
    assert decoder.due() == pytest.approx(1.5)
    assert decoder.tick(1.5) == []
    assert decoder.feed(b"56789\r\n", 1.6) == ["56789"]


def test_a_line_finished_within_half_a_second_is_taken():
    decoder = FrameDecoder(PRESETS["line"])
    decoder.feed(b"1234", 1.0)
    assert decoder.tick(1.4) == []
    assert decoder.feed(b"56789\r\n", 1.49) == ["123456789"]


def test_silence_ends_a_frame_where_nothing_else_does():
    decoder = FrameDecoder(GAP)
    assert decoder.feed(b"\x45\x96", 1.0) + decoder.feed(b"\xb7\x8a", 1.04) == []
    assert decoder.tick(1.08) == []
    assert decoder.due() == pytest.approx(1.09)
    assert decoder.tick(1.1) == ["4596B78A"]
    assert decoder.due() is None


def test_raw_bytes_fall_into_step_again_after_a_gap():
    decoder = FrameDecoder(RAW_UID)
    assert decoder.feed(b"\x45\x96", 1.0) == []
    assert decoder.feed(b"\x45\x96\xb7\x8a", 1.06) == ["4596B78A"]


def test_byte_order_makes_another_number():
    uid = bytes.fromhex("E4 3A C9 D2")
    assert written(uid, Form.DECIMAL, ByteOrder.BIG) == "3829058002"
    assert written(uid, Form.DECIMAL, ByteOrder.LITTLE) == "3536403172"
    assert written(uid, Form.HEX, ByteOrder.LITTLE) == "D2C93AE4"


def test_a_decimal_line_can_be_written_in_hex():
    framing = Framing(form=Form.HEX, byte_order=ByteOrder.LITTLE)
    assert FrameDecoder(framing).feed(b"3829058002\n", 1.0) == ["D2C93AE4"]


def test_the_twins_frames_are_those_of_the_makers():
    assert rdm6300_frame("62e3086ced") == RDM6300
    assert m3650a_frame(bytes.fromhex("4596B78A")) == M3650A
    assert line_frame("4711", "\r") == b"4711\r"


@pytest.mark.parametrize(
    ("settings", "remedy"),
    [
        ({"mode": "fixed_length"}, "set length"),
        ({"mode": "line", "encoding": "binary", "form": "hex"}, "idle_gap"),
        ({"mode": "stx_etx", "encoding": "binary", "form": "hex"}, "set length"),
        ({"length": 12}, "fixed_length"),
        ({"encoding": "text", "form": "hex"}, "as_is"),
        ({"encoding": "binary", "mode": "idle_gap"}, "hex or decimal"),
        ({"over": "data", "checksum": "xor"}, "over = bytes"),
        ({"encoding": "ascii_hex", "digits": 9}, "even number"),
        ({"encoding": "text", "digits": 9}, "leave it out"),
        ({"digits": 2}, "4 or more"),
        ({"max_length": 513}, "1 to 512"),
        ({"preset": "m3650a", "length": 600}, "max_length"),
        ({"gap_ms": 1}, "5 to 1000"),
        ({"skip": -1}, "use 0"),
        ({"preset": "wiegand"}, "rdm6300"),
        ({"preset": 7}, "rdm6300"),
        ({"mode": "lines"}, "stx_etx"),
        ({"speed": 3}, "known are"),
        ({"prefix": "0G"}, "hex digits"),
        ({"prefix": 4}, "hex digits"),
        ({"digits": "ten"}, "whole number"),
        ({"digits": True}, "whole number"),
        ({"uid": "yes"}, "true or false"),
    ],
)
def test_settings_that_cannot_work_are_refused_with_a_remedy(settings, remedy):
    with pytest.raises(WrongSetting, match=remedy):
        framing_from(settings)


def test_settings_change_a_preset():
    framing = framing_from(
        {"preset": "rdm6300", "form": "three_five", "prefix": "36 32", "digits": 8}
    )
    assert (framing.form, framing.prefix, framing.digits) == (Form.THREE_FIVE, b"62", 8)
    assert (framing.mode, framing.length) == (Mode.STX_ETX, 14)


def test_without_settings_a_reader_sends_lines_of_digits():
    assert PRESETS["line"] == framing_from({})


@pytest.mark.parametrize(
    ("random", "uid"),
    [
        (True, "08000000"),
        (True, "08FFFFFF"),
        (False, "18000000"),
        (False, "00000008"),
        (False, "0800000000"),
        (False, "08000000000000"),
    ],
)
def test_a_uid_of_four_bytes_that_begins_with_08_is_random(random, uid):
    assert random == is_random_uid(bytes.fromhex(uid))


DECIMAL_UID = Framing(form=Form.DECIMAL_10, uid=True)


@pytest.mark.parametrize(
    ("number", "framing"),
    [
        ("08A1B2C3", PRESETS["m3650a"]),
        ("C3B2A108", replace(PRESETS["m3650a"], byte_order=ByteOrder.LITTLE)),
        (f"{0x08A1B2C3:010d}", replace(PRESETS["m3650a"], form=Form.DECIMAL_10)),
        (f"{0x08A1B2C3}", replace(PRESETS["m3650a"], form=Form.DECIMAL)),
        (f"{0x08A1B2C3:010d}", DECIMAL_UID),
        (f"{0xC3B2A108}", replace(DECIMAL_UID, byte_order=ByteOrder.LITTLE)),
        ("08a1b2c3", Framing(encoding=Encoding.ASCII_HEX)),
    ],
)
def test_a_random_number_cannot_be_enrolled(number, framing):
    with pytest.raises(NotEnrollable, match="enrol another card") as refused:
        check_enrolment(number, framing)
    assert number not in str(refused.value)


@pytest.mark.parametrize(
    ("number", "framing"),
    [
        ("4596B78A", PRESETS["m3650a"]),
        ("08A1B2C3", replace(PRESETS["m3650a"], uid=False)),
        ("08A1B2C3", replace(PRESETS["m3650a"], byte_order=ByteOrder.LITTLE)),
        (f"{0x08A1B2C3:010d}", PRESETS["rdm6300"]),
        (f"{0x08A1B2C3:010d}", PRESETS["line"]),
        ("0862E3086C", replace(PRESETS["rdm6300"], form=Form.HEX)),
        ("08A1B2C3", PRESETS["scanner"]),
        ("no number", DECIMAL_UID),
        ("99999999999", DECIMAL_UID),
    ],
)
def test_every_other_number_can_be_enrolled(number, framing):
    check_enrolment(number, framing)
