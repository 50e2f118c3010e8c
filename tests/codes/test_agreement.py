"""Kinds with weak checks are believed when they have been read twice alike."""

import pytest

from drivers.codes.agreement import Agreement
from drivers.codes.grammar import follows_grammar, reads_needed
from drivers.protocols import Code, Symbology

BARS = Code(Symbology.CODE128, b"ZJ2022-000123", "full")
MATRIX = Code(Symbology.QR, b"\x00\xff", "full")
BINARY = Code(Symbology.PDF417, b"\x78\x9c\x00\xff", "full")


@pytest.mark.parametrize(
    ("needed", "symbology", "data"),
    [
        (1, Symbology.QR, b"\x00"),
        (1, Symbology.DATA_MATRIX, b"1"),
        (1, Symbology.AZTEC, b"1"),
        (2, Symbology.CODE128, b"ZJ2022-000123"),
        (2, Symbology.PDF417, b"HC1:6BF" * 50),
        (3, Symbology.PDF417, b"TPWCHMSUDNytsyn\r6SLQP"),
        (3, Symbology.CODE128, b"12"),
        (3, Symbology.CODE128, b"A" * 81),
        (3, Symbology.CODE128, b" 1234"),
        (3, Symbology.CODE128, "编号".encode()),
    ],
)
def test_the_weaker_the_check_the_more_reads_are_needed(needed, symbology, data):
    assert needed == reads_needed(symbology, data)
    assert (needed < 3) == follows_grammar(symbology, data)


def test_a_code_with_a_strong_check_is_believed_at_once():
    assert Agreement(strict=True).believed([MATRIX], "1 full") == [MATRIX]


def test_a_linear_code_is_believed_when_another_rendition_reads_the_same():
    agreement = Agreement(strict=True)
    assert agreement.believed([BARS], "1 full") == []
    assert agreement.believed([BARS], "1 region-x2") == [BARS]


def test_the_same_rendition_twice_is_one_read():
    agreement = Agreement(strict=True)
    assert agreement.believed([BARS, BARS], "1 full") == []
    assert agreement.believed([BARS], "1 full") == []


def test_a_rival_raises_what_is_needed_by_one():
    agreement, rival = Agreement(strict=True), Code(BARS.symbology, b"77777", "full")
    agreement.believed([rival], "1 full")
    assert agreement.believed([BARS], "2 full") == []
    assert agreement.believed([BARS], "3 full") == []
    assert agreement.believed([BARS], "4 full") == [BARS]


def test_two_different_reads_confirm_neither():
    agreement, other = Agreement(strict=True), Code(Symbology.CODE128, b"77777", "full")
    assert agreement.believed([BARS], "1 full") == []
    assert agreement.believed([other], "2 full") == []


def test_the_same_bytes_of_another_kind_confirm_nothing():
    agreement, other = Agreement(strict=True), Code(Symbology.PDF417, BARS.data, "full")
    assert agreement.believed([BARS], "1 full") == []
    assert agreement.believed([other], "2 full") == []


def test_bytes_that_are_no_text_are_never_believed_at_a_gate():
    strict, lenient = Agreement(strict=True), Agreement(strict=False)
    assert [c for n in "1234" for c in strict.believed([BINARY], n)] == []
    assert [c for n in "123" for c in lenient.believed([BINARY], n)] == [BINARY]


def test_only_the_newest_doubtful_reads_are_remembered():
    agreement = Agreement(strict=True, keep=2)
    agreement.believed([BARS], "1 full")
    for number in (b"1111", b"2222"):
        agreement.believed([Code(Symbology.CODE128, number, "full")], "1 full")
    assert agreement.believed([BARS], "2 full") == []
