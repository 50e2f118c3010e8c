"""The four text layouts, with the synthetic vectors of invented people."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import WrongAnswer
from drivers.protocols import CardKind
from drivers.sam.frames import answer_frame
from drivers.sam.text import Document, document_in, text_in
from drivers.twins.blocks import (
    foreign_2017_block,
    foreign_2023_block,
    permit_block,
    resident_block,
)

RESIDENT = bytes.fromhex(
    """
    4B6DD58BBA4E2000200020002000200020002000200020002000200020003100
    3000310031003900340039003100320033003100D0670177D067025ED0673A53
    D067EF8D11FFF7533200A45B2000200020002000200020002000200020002000
    2000200020002000200020002000200020002000200020002000310031003000
    310030003500310039003400390031003200330031003000300032005800D067
    025E6C51895B405CD0670652405C200020002000200020002000200032003000
    3000360030003100300032007F951F6720002000200020002000200020002000
    2000200020002000200020002000200020002000200020002000200020002000
"""
)
PERMIT = bytes.fromhex(
    """
    4B6DD58B2F6E2000200020002000200020002000200020002000200020003200
    2000200031003900390030003000310030003100D0670177D067025ED0673A53
    D067EF8D3200F753200020002000200020002000200020002000200020002000
    2000200020002000200020002000200020002000200020002000380031003000
    300030003000310039003900300030003100300031003000300031003900D067
    025E6C51895B405C200020002000200020002000200020002000200032003000
    3200300030003100300031003200300032003500300031003000310048003100
    3200330034003500360037003800300031002000200020004A00200020002000
"""
)
FOREIGN_2017 = bytes.fromhex(
    """
    54004500530054002C00200050004500520053004F004E0020004F004E004500
    2000200020002000200020002000200020002000200020002000200020002000
    2000200020002000200020002000200020002000200020002000200020002000
    2000200020002000200020002000200020002000200020003100430041004E00
    310031003000300037003800300031003000310030003600430041004E004B6D
    D58B165920002000200020002000200020002000200020002000200032003000
    3100370030003600310036003200300032003700300036003100350031003900
    3700380030003100300031003000310031003100300030004900200020002000
"""
)
FOREIGN_2023 = bytes.fromhex(
    """
    4B6DD58B16592000200020002000200020002000200020002000200020003200
    300031003100390039003000300031003000310054004500530054002C002000
    50004500520053004F004E00200057004900540048002000410020004C004F00
    4E00470020004E0041004D004500200041004200430044004500390031003100
    3800340030003100390039003000300031003000310030003000310038002000
    2000200020002000200020002000200020002000200020002000200032003000
    3200330031003200300031003200300033003300310031003300300046004700
    4800200020002000200020002000200020003800340030005900200020002000
"""
)
BLOCKS = [RESIDENT, PERMIT, FOREIGN_2017, FOREIGN_2023]


@pytest.mark.parametrize(
    ("kept", "block"),
    [
        (
            Document(
                CardKind.RESIDENT,
                "11010519491231002X",
                "测试人",
                date(1949, 12, 31),
                date(2006, 1, 2),
                None,
            ),
            RESIDENT,
        ),
        (
            Document(
                CardKind.HMT,
                "810000199001010019",
                "测试港",
                date(1990, 1, 1),
                date(2020, 1, 1),
                date(2025, 1, 1),
            ),
            PERMIT,
        ),
        (
            Document(
                CardKind.FOREIGN_2017,
                "CAN110078010106",
                "测试外",
                date(1978, 1, 1),
                date(2017, 6, 16),
                date(2027, 6, 15),
            ),
            FOREIGN_2017,
        ),
        (
            Document(
                CardKind.FOREIGN_2023,
                "911840199001010018",
                "测试外",
                date(1990, 1, 1),
                date(2023, 12, 1),
                date(2033, 11, 30),
            ),
            FOREIGN_2023,
        ),
    ],
    ids=["resident", "permit", "2017", "2023"],
)
def test_each_layout_gives_what_a_gate_needs(kept, block):
    assert kept == document_in(block)


@pytest.mark.parametrize(
    ("check", "block"), list(zip([0x9E, 0x13, 0x93, 0x9C], BLOCKS, strict=True))
)
def test_the_read_answer_ends_in_the_published_checksum(check, block):
    complete = answer_frame(0x90, b"\x01\x00\x04\x00" + block + bytes(1024))
    assert (1295, check) == (len(complete), complete[-1])


def test_the_twin_builds_the_vectors_byte_by_byte():
    assert (
        resident_block(
            number="11010519491231002X",
            name="测试人",
            birth=date(1949, 12, 31),
            valid_from=date(2006, 1, 2),
        )
        == RESIDENT
    )
    assert (
        permit_block(
            number="810000199001010019",
            name="测试港",
            birth=date(1990, 1, 1),
            valid_from=date(2020, 1, 1),
            valid_until=date(2025, 1, 1),
        )
        == PERMIT
    )
    assert (
        foreign_2017_block(
            number="CAN110078010106",
            name="测试外",
            birth=date(1978, 1, 1),
            valid_from=date(2017, 6, 16),
            valid_until=date(2027, 6, 15),
        )
        == FOREIGN_2017
    )
    assert (
        foreign_2023_block(
            number="911840199001010018",
            name="测试外",
            birth=date(1990, 1, 1),
            valid_from=date(2023, 12, 1),
            valid_until=date(2033, 11, 30),
        )
        == FOREIGN_2023
    )


def changed(block: bytes, offset: int, text: str) -> bytes:
    raw = text.encode("utf-16-le")
    return block[:offset] + raw + block[offset + len(raw) :]


@pytest.mark.parametrize(
    ("name", "block"),
    [
        ("TEST, PERSON ONE", changed(FOREIGN_2017, 158, " " * 15)),
        (
            "TEST, PERSON WITH A LONG NAME ABCDEFGH",
            changed(FOREIGN_2023, 0, " " * 15),
        ),
    ],
)
def test_without_a_chinese_name_the_english_one_counts(name, block):
    assert name == document_in(block).name


def test_a_name_with_half_a_surrogate_is_read_all_the_same():
    block = b"\x00\xd8" + RESIDENT[2:]
    assert document_in(block).name == "\ufffd试人"


@pytest.mark.parametrize("padding", [" ", "\0", "\u3000"])
def test_padding_of_any_kind_is_dropped(padding):
    assert document_in(changed(RESIDENT, 6, padding * 12)).name == "测试人"


def test_a_small_x_is_made_large():
    assert document_in(changed(RESIDENT, 156, "x")).number.endswith("002X")


def test_a_birth_that_is_no_date_is_unknown():
    assert document_in(changed(RESIDENT, 36, "19490231")).birth is None


@pytest.mark.parametrize("end", ["20309999", "????????", "永远      "])
def test_an_unreadable_end_is_never_taken_for_no_end(end):
    with pytest.raises(WrongAnswer):
        document_in(changed(RESIDENT, 204, end))


def test_a_card_without_a_number_is_not_read():
    with pytest.raises(WrongAnswer):
        document_in(changed(RESIDENT, 122, " " * 18))


@pytest.mark.parametrize("size", [0, 1, 255, 257])
def test_a_text_of_another_size_is_not_read(size):
    with pytest.raises(WrongAnswer):
        document_in(bytes(size))


@pytest.mark.parametrize(
    "data",
    [
        b"\x01\x00\x04\x00" + RESIDENT + bytes(1024),
        b"\x01\x00\x00\x00" + RESIDENT,
        b"\x01\x00\x04\x00\x04\x00" + RESIDENT + bytes(2048),
        b"\x01\x00\x04\x00\x02\x00" + RESIDENT + bytes(1536),
        b"\x01\x00\x04\x00\x00\x00" + RESIDENT + bytes(1024),
    ],
    ids=["photo", "no photo", "fingerprint", "half fingerprint", "no fingerprint"],
)
def test_the_text_is_found_by_the_lengths_before_it(data):
    assert text_in(data) == RESIDENT


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x01\x00",
        b"\x01\x00\x04\x00" + RESIDENT,
        b"\x01\x01\x04\x00" + RESIDENT + bytes(1025),
        b"\xff\xff\xff\xff" + RESIDENT,
    ],
)
def test_lengths_that_do_not_add_up_are_refused(data):
    with pytest.raises(WrongAnswer):
        text_in(data)


def test_nothing_personal_is_in_the_repr():
    shown = repr(document_in(RESIDENT))
    assert "1949" not in shown
    assert "测试" not in shown


@given(st.binary(min_size=256, max_size=256))
def test_any_256_bytes_are_read_or_refused(block):
    with contextlib.suppress(WrongAnswer):
        assert document_in(block).number
