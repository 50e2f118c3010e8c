"""What a camera's process says: every message comes back, nonsense is refused."""

import contextlib
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.camera.wire import (
    BadLine,
    Beat,
    Lost,
    Outline,
    Read,
    Sign,
    decode,
    encode,
)
from drivers.protocols import Code, PaperSign, Symbology

times = st.floats(0, 1e9)
pixels = st.integers(-10_000, 10_000)
codes = st.builds(
    Code,
    st.sampled_from(Symbology),
    st.binary(max_size=3000),
    st.text(max_size=20),
    st.lists(st.tuples(pixels, pixels), max_size=4).map(tuple),
)
parts = st.floats(0, 1)
outlines = st.lists(st.tuples(parts, parts), min_size=4, max_size=8).map(tuple)
messages = st.one_of(
    st.builds(Beat, times, st.sampled_from(["", "frozen", "black"])),
    st.builds(Read, times, st.lists(codes, max_size=4).map(tuple)),
    st.builds(Sign, times, st.sampled_from(PaperSign)),
    st.builds(Outline, times, st.just(()) | outlines, st.booleans()),
    st.builds(Lost, st.text(max_size=80)),
)
plain = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(messages)
def test_every_message_is_one_line_and_comes_back_as_it_was(message):
    line = encode(message)
    assert line.count(b"\n") == 1
    assert decode(line[:-1]) == message


@given(st.binary())
def test_any_bytes_are_a_message_or_a_bad_line(line):
    with contextlib.suppress(BadLine):
        decode(line)


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "beat",
                "fault",
                "read",
                "codes",
                "sign",
                "at",
                "lost",
                "outline",
                "points",
                "good",
            ]
        ),
        plain,
    )
)
def test_any_object_is_a_message_or_a_bad_line(told):
    with contextlib.suppress(BadLine):
        decode(json.dumps(told).encode())


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"[" * 200_000,
        b'{"beat": 1e999999, "fault": 0, "read": 1}' + b"}",
        b'{"read": 1, "codes": [["QRCode", "", "qr", [[Infinity, 1]]]]}',
        b'{"read": 1, "codes": [["EAN13", "", "qr", []]]}',
        b'{"read": 1' + b"0" * 400 + b', "codes": []}',
        b'{"sign": "shout", "at": 1}',
        b'{"outline": 1, "points": [[0, 0], [1, 0], [1, 1]], "good": true}',
        b'{"outline": 1, "points": [' + b"[0, 0]," * 8 + b'[0, 0]], "good": true}',
        b'{"outline": 1, "points": [[0, 0], [1, 0], [1, 1.1], [0, 1]], "good": true}',
        b'{"outline": 1, "points": [[0, 0], [1, NaN], [1, 1], [0, 1]], "good": true}',
        b'{"outline": NaN, "points": [], "good": true}',
        b'"beat"',
        b"\xff",
    ],
)
def test_a_line_that_is_no_message_says_nothing_of_itself(line):
    with pytest.raises(BadLine, match=r"^not a message of a camera$"):
        decode(line)


def test_a_reason_is_never_long():
    assert decode(encode(Lost("a" * 999))) == Lost("a" * 80)
    assert decode(encode(Beat(math.pi, "a" * 999))) == Beat(math.pi, "a" * 80)


def test_no_message_shows_what_was_read():
    code = Code(Symbology.QR, b"SECRET", "qr")
    assert "SECRET" not in repr(decode(encode(Read(1.0, (code,)))[:-1]))
