"""Frames of the ID card module: tables of bytes, cut and spoilt everywhere."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from drivers.sam.commands import STANDARD, Step, fits
from drivers.sam.frames import (
    LONGEST_FRAME,
    PREAMBLE,
    Answer,
    SamDecoder,
    answer_frame,
    frame,
    request,
)
from drivers.sam.status import STATUSES, Action, action_of, status_of

NASTY_PHOTO = (PREAMBLE + b"\x05\x08\x00\x00\x90" + PREAMBLE + b"\xff\xff") * 60
READ_DATA = b"\x01\x00\x04\x00" + bytes(range(256)) + NASTY_PHOTO.ljust(1024, b"\xaa")
READ = answer_frame(0x90, READ_DATA)
FIND = answer_frame(0x9F, bytes(4))
garbage = st.binary(max_size=200) | st.lists(
    st.sampled_from([b"\xaa", b"\x96", b"\x69", PREAMBLE, b"\x00\x04", b"\xff\xff"]),
    max_size=30,
).map(b"".join)


@pytest.mark.parametrize(
    ("complete", "step"),
    [
        ("AA AA AA 96 69 00 03 10 FF EC", Step.RESET),
        ("AA AA AA 96 69 00 03 11 FF ED", Step.STATUS),
        ("AA AA AA 96 69 00 03 20 01 22", Step.FIND),
        ("AA AA AA 96 69 00 03 20 02 21", Step.SELECT),
        ("AA AA AA 96 69 00 03 30 01 32", Step.READ),
        ("AA AA AA 96 69 00 03 30 03 30", Step.PRESENCE),
    ],
)
def test_requests_are_those_of_the_standard(complete, step):
    assert bytes.fromhex(complete) == request(STANDARD.pair(step))


@pytest.mark.parametrize(
    ("complete", "sw3", "data"),
    [
        ("AA AA AA 96 69 00 04 00 00 90 94", 0x90, b""),
        ("AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97", 0x9F, bytes(4)),
        ("AA AA AA 96 69 00 04 00 00 80 84", 0x80, b""),
        (
            "AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C",
            0x90,
            bytes(8),
        ),
        ("AA AA AA 96 69 00 04 00 00 81 85", 0x81, b""),
        ("AA AA AA 96 69 00 04 00 00 41 45", 0x41, b""),
        ("AA AA AA 96 69 00 04 00 00 91 95", 0x91, b""),
        ("AA AA AA 96 69 00 04 00 00 60 64", 0x60, b""),
        ("AA AA AA 96 69 00 04 00 00 66 62", 0x66, b""),
    ],
)
def test_answers_are_built_and_understood(complete, sw3, data):
    assert bytes.fromhex(complete) == answer_frame(sw3, data)
    assert [Answer(0, 0, sw3, data)] == SamDecoder().feed(bytes.fromhex(complete))


@pytest.mark.parametrize("complete", [FIND, READ], ids=["find", "read"])
def test_a_frame_may_be_cut_at_every_byte(complete):
    whole = SamDecoder().feed(complete)
    assert len(whole) == 1
    for cut in range(len(complete) + 1):
        decoder = SamDecoder()
        assert whole == decoder.feed(complete[:cut]) + decoder.feed(complete[cut:])
        assert decoder.kept == 0


def test_a_frame_may_come_byte_by_byte():
    decoder = SamDecoder()
    answers = [answer for byte in READ for answer in decoder.feed(bytes([byte]))]
    assert [answer.data for answer in answers] == [READ_DATA]


@pytest.mark.parametrize("cut", range(1, len(READ), 7))
def test_after_a_broken_off_frame_the_next_is_found(cut):
    decoder = SamDecoder()
    decoder.feed(READ[:cut])
    while decoder.pending:
        decoder.skip()
    assert [Answer(0, 0, 0x9F, bytes(4))] == decoder.feed(FIND)


@pytest.mark.parametrize("cut", [7, 8, 20, 600, 1294])
def test_a_good_frame_inside_a_broken_off_one_is_found_after_silence(cut):
    decoder = SamDecoder()
    answers = decoder.feed(READ[:cut] + FIND)
    while decoder.pending:
        answers += decoder.skip()
    assert Answer(0, 0, 0x9F, bytes(4)) in answers


@pytest.mark.parametrize("length", [0, 1, 2, 3, 2315, 4096, 65535])
def test_an_impossible_length_is_not_waited_for(length):
    false_start = PREAMBLE + length.to_bytes(2, "big")
    decoder = SamDecoder()
    assert [Answer(0, 0, 0x9F, bytes(4))] == decoder.feed(false_start + FIND)
    assert decoder.failures == 1


@pytest.mark.parametrize("place", range(len(FIND)))
def test_a_wrong_byte_anywhere_makes_no_answer(place):
    spoilt = bytearray(FIND)
    spoilt[place] ^= 0x40
    decoder = SamDecoder()
    assert decoder.feed(bytes(spoilt)) == []
    while decoder.pending:
        assert decoder.skip() == []


def test_a_stray_byte_in_a_preamble_does_not_hide_the_next_frame():
    stray = b"\xaa\x00\xaa\xaa\x96\x69\x00\x04"
    assert len(SamDecoder().feed(stray + FIND)) == 1


@given(st.lists(garbage, max_size=20))
def test_the_decoder_survives_anything_with_a_bounded_buffer(pieces):
    decoder = SamDecoder()
    for piece in pieces:
        decoder.feed(piece)
        assert decoder.kept < LONGEST_FRAME


@given(garbage)
@example(PREAMBLE + b"\x05\x08")
@example(PREAMBLE[:3] + b"\x00" + PREAMBLE[1:])
def test_a_good_frame_after_any_garbage_is_found(noise):
    good = Answer(0, 0, 0x9F, bytes(4))
    decoder = SamDecoder()
    answers = decoder.feed(noise + FIND)
    while decoder.pending:
        answers += decoder.skip()
    # One in 256 false starts has a checksum that fits; nobody can tell those.
    assume(set(answers) <= {good})
    assert good in answers


def test_a_read_answer_shows_no_data_in_its_repr():
    assert "data" not in repr(SamDecoder().feed(READ)[0])


@pytest.mark.parametrize(
    ("action", "codes"),
    [
        (Action.NEXT, "90 9F"),
        (Action.NO_ITEM, "91"),
        (Action.KEEP_POLLING, "80"),
        (Action.RETRY, "81"),
        (Action.RESEND, "10 11"),
        (Action.RESET, "24 60"),
        (Action.REPRESENT, "31 32 3F 41 47"),
        (Action.REJECT, "33"),
        (Action.NOT_ID_CARD, "40"),
        (Action.OUT_OF_ORDER, "66"),
        (Action.LOG, "21 23 37 07"),
    ],
)
def test_every_status_code_has_its_action(action, codes):
    for code in bytes.fromhex(codes):
        assert action is action_of(Answer(0, 0, code))


def test_the_table_above_names_every_known_code():
    named = "90 9F 91 80 81 10 11 24 60 31 32 3F 41 47 33 40 66 21 23 37"
    assert set(bytes.fromhex(named)) == set(STATUSES)


@pytest.mark.parametrize("sw12", [(0x6A, 0x82), (0, 1), (1, 0)])
def test_success_needs_both_card_words_zero(sw12):
    assert Action.REPRESENT is action_of(Answer(*sw12, 0x90, bytes(8)))


def test_an_error_with_card_words_is_judged_by_its_code_alone():
    assert status_of(Answer(0x6A, 0x82, 0x81)).word == "select_failed"


@pytest.mark.parametrize(
    ("step", "answer"),
    [
        (Step.SELECT, Answer(0, 0, 0x90)),
        (Step.SELECT, Answer(0, 0, 0x9F, bytes(4))),
        (Step.SELECT, Answer(0, 0, 0x80)),
        (Step.FIND, Answer(0, 0, 0x90)),
        (Step.FIND, Answer(0, 0, 0x41)),
        (Step.FIND, Answer(0, 0, 0x81)),
        (Step.READ, Answer(0, 0, 0x90, bytes(8))),
        (Step.STATUS, Answer(0, 0, 0x90, bytes(8))),
        (Step.STATUS, Answer(0, 0, 0x80)),
        (Step.PRESENCE, Answer(0, 0, 0x90, bytes(8))),
    ],
)
def test_the_answer_to_another_request_does_not_fit(step, answer):
    assert not fits(step, answer)


@pytest.mark.parametrize("step", list(Step))
def test_an_answer_about_the_module_itself_fits_every_request(step):
    assert fits(step, Answer(0, 0, 0x66))


def test_a_frame_ends_in_the_xor_of_length_and_body():
    assert frame(b"\x01")[-1] == 0x00 ^ 0x02 ^ 0x01
