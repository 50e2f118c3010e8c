"""Base45, zlib and the bytes of a code: strict, bounded, quick."""

import time
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verification.paper import base45
from verification.paper.bounded import MAX_INFLATED, inflate
from verification.paper.paper import Refusal
from verification.paper.refused import Refused
from verification.paper.text import MAX_CODE_BYTES, shown, text_of

PATIENCE = 0.05
KIBIBYTE = 1024


# RFC 9285, section 4.3 and 4.4.
@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"AB", "BB8"),
        (b"Hello!!", "%69 VD92EX0"),
        (b"base-45", "UJCLQE7W581"),
        (b"ietf!", "QED8WEX0"),
        (b"\xff\xff", "FGW"),
        (b"\xff", "U5"),
    ],
)
def test_base45_is_that_of_the_standard(data: bytes, text: str) -> None:
    assert text == base45.encode(data)
    assert data == base45.decode(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("GGW", "65536 in two bytes"),
        (":::", "far above two bytes"),
        ("V5", "256 in one byte"),
        ("::", "far above one byte"),
        ("BB8A", "one character left over"),
        ("A", "one character"),
        ("bb8", "lower case"),
        ("BB=", "a character of another alphabet"),
        ("BB\n", "a line's end"),
        ("ＢＢ8", "full width"),
    ],
)
def test_base45_refuses(text: str, why: str) -> None:
    with pytest.raises(Refused) as caught:
        base45.decode(text)
    assert caught.value.refusal is Refusal.MALFORMED, why


@given(st.binary(max_size=300))
def test_base45_gives_back_what_it_took(data: bytes) -> None:
    assert data == base45.decode(base45.encode(data))


def bombs() -> list[bytes]:
    """Streams that grow beyond the limit: by a little, by much, twice packed."""
    mega = zlib.compress(b"\0" * KIBIBYTE * KIBIBYTE, 9)
    return [
        zlib.compress(b"x" * (MAX_INFLATED + 1)),
        mega,
        zlib.compress(b"\0" * 64 * KIBIBYTE * KIBIBYTE, 9),
        zlib.compress(mega * 20, 9),
    ]


@pytest.mark.parametrize("number", range(4))
def test_a_bomb_is_too_large_at_once_and_takes_no_room(number: int) -> None:
    bomb = bombs()[number]
    tracemalloc.start()
    try:
        begun = time.process_time()
        with pytest.raises(Refused) as caught:
            inflate(bomb)
        took = time.process_time() - begun
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert caught.value.refusal is Refusal.TOO_LARGE
    assert took < PATIENCE
    assert peak < 256 * KIBIBYTE


def test_exactly_the_limit_is_inflated() -> None:
    assert len(inflate(zlib.compress(b"x" * MAX_INFLATED))) == MAX_INFLATED


GOOD = zlib.compress(b"a certificate, perhaps")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "nothing"),
        (GOOD[:-1], "no end"),
        (GOOD[:-4], "no checksum"),
        (GOOD + b"\0", "something behind"),
        (GOOD + GOOD, "two streams"),
        (GOOD[:-1] + b"\0", "a wrong checksum"),
        (b"x" + GOOD[1:-1] + b"\xff", "another stream"),
        (GOOD[2:-4], "no head"),
        (b"plain", "never compressed"),
    ],
)
def test_a_stream_that_is_not_whole_is_malformed(data: bytes, why: str) -> None:
    with pytest.raises(Refused) as caught:
        inflate(data)
    assert caught.value.refusal is Refusal.MALFORMED, why


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("编号ZJ2022-1", "编号ZJ2022-1".encode()),
        ("编号ZJ2022-1", "编号ZJ2022-1".encode("gb18030")),
        ("José Müller", "José Müller".encode()),
        ("HC1:A", b"\xef\xbb\xbfHC1:A"),
        ("a\r\n\tb", b"a\r\n\tb"),
        ("", b""),
    ],
)
def test_a_code_is_utf_8_or_else_gb18030(text: str, code: bytes) -> None:
    assert text == text_of(code)


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        (b"A\0B", Refusal.MALFORMED),
        (b"\x1b[2J", Refusal.MALFORMED),
        (b"\xff\xff\xff", Refusal.MALFORMED),
        (b"1" * (MAX_CODE_BYTES + 1), Refusal.TOO_LARGE),
    ],
)
def test_bytes_that_are_no_text_are_refused(code: bytes, refusal: Refusal) -> None:
    with pytest.raises(Refused) as caught:
        text_of(code)
    assert refusal is caught.value.refusal


def test_staff_never_see_a_turned_direction() -> None:
    assert shown("王\u202e小\u2066明\0\x1b") == "王小明"
