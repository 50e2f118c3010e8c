"""CBOR of strangers: plain values, nothing twice, nothing endless."""

import math
import struct
from typing import Any

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verification.paper import cbor
from verification.paper.cbor import Tagged
from verification.paper.paper import Refusal
from verification.paper.refused import Refused


def refusal(data: bytes) -> Refusal | None:
    try:
        cbor.decode(data)
    except Refused as refused:
        return refused.refusal
    return None


# RFC 8949, appendix A.
EXAMPLES: list[tuple[Any, str]] = [
    (0, "00"),
    (23, "17"),
    (24, "1818"),
    (1000000, "1a000f4240"),
    (18446744073709551615, "1bffffffffffffffff"),
    (-18446744073709551616, "3bffffffffffffffff"),
    (-1, "20"),
    (1.1, "fb3ff199999999999a"),
    (65504.0, "f97bff"),
    (-4.0, "f9c400"),
    (100000.0, "fa47c35000"),
    (False, "f4"),
    (True, "f5"),
    (None, "f6"),
    (None, "f7"),
    (Tagged(1, 1363896240), "c11a514b67b0"),
    (Tagged(32, "http"), "d8206468747470"),
    (b"\x01\x02\x03\x04", "4401020304"),
    ("水", "63e6b0b4"),
    ([1, [2, 3], [4, 5]], "8301820203820405"),
    ({"a": 1, "b": [2, 3]}, "a26161016162820203"),
    (b"\x01\x02\x03\x04\x05", "5f42010243030405ff"),
    ("streaming", "7f657374726561646d696e67ff"),
    ([], "9fff"),
    ([1, [2, 3], [4, 5]], "9f018202039f0405ffff"),
    ({"a": 1, "b": [2, 3]}, "bf61610161629f0203ffff"),
    ({"Fun": True, "Amt": -2}, "bf6346756ef563416d7421ff"),
]


@pytest.mark.parametrize(("value", "encoded"), EXAMPLES)
def test_the_examples_of_the_standard_are_read(value: Any, encoded: str) -> None:
    assert value == cbor.decode(bytes.fromhex(encoded))


@pytest.mark.parametrize(
    ("encoded", "why"),
    [
        ("", "nothing"),
        ("a201020103", "a key twice"),
        ("a20102180103", "a key twice, once written longer"),
        ("a2010201030402", "a key twice, and one more"),
        ("bf01020103ff", "a key twice in an endless map"),
        ("a2616101616102", "a text key twice"),
        ("a241610141 6102", "a bytes key twice"),
        ("a2010201", "a value missing"),
        ("a1f501", "true as a key"),
        ("a1f93c0001", "a float as a key"),
        ("a1c10101", "a tagged key"),
        ("a18001", "a list as a key"),
        ("a1a001", "a map as a key"),
        ("0000", "something behind"),
        ("ff", "an end of nothing"),
        ("81ff", "an end in a counted list"),
        ("a1ff", "an end in a counted map"),
        ("bf01ff", "an end where a value must be"),
        ("c1ff", "an end under a tag"),
        ("1f", "an endless integer"),
        ("3f", "an endless negative integer"),
        ("df00", "an endless tag"),
        ("1c", "a reserved length"),
        ("5f01ff", "an integer in a string of parts"),
        ("5f6161ff", "text in bytes of parts"),
        ("7f4161ff", "bytes in text of parts"),
        ("5f5f4161ffff", "parts in parts"),
        ("5f4161", "parts without an end"),
        ("9f01", "a list without an end"),
        ("62c328", "no UTF-8"),
        ("f0", "a simple value without a meaning"),
        ("f8ff", "a simple value without a meaning"),
        ("f814", "false in two bytes"),
        ("5affffffff", "four gigabytes announced"),
        ("9bffffffffffffffff", "a list of 2^64 announced"),
        ("bbffffffffffffffff", "a map of 2^64 announced"),
        ("7bffffffffffffffff", "a text of 2^64 announced"),
    ],
)
def test_what_two_readers_could_read_differently_is_malformed(
    encoded: str, why: str
) -> None:
    assert refusal(bytes.fromhex(encoded)) is Refusal.MALFORMED, why


@pytest.mark.parametrize(
    "data",
    [
        b"\x81" * cbor.MAX_DEPTH + b"\x81\x00",
        b"\xc1" * cbor.MAX_DEPTH + b"\xc1\x00",
        b"\xa1\x01" * cbor.MAX_DEPTH + b"\xa1\x01\x00",
        b"\x9f" * (cbor.MAX_DEPTH + 1),
        b"\x99\x20\x00" + b"\x00" * 0x2000,
        b"\x00" * (cbor.MAX_BYTES + 1),
    ],
)
def test_depth_items_and_bytes_have_a_limit(data: bytes) -> None:
    assert refusal(data) is Refusal.TOO_LARGE


def test_as_deep_as_allowed_is_read() -> None:
    assert refusal(b"\x81" * cbor.MAX_DEPTH + b"\x00") is None


def test_tags_are_never_followed() -> None:
    shared = cbor2.dumps([cbor2.CBORTag(28, [1]), cbor2.CBORTag(29, 0)])
    assert [Tagged(28, [1]), Tagged(29, 0)] == cbor.decode(shared)


def test_a_number_that_is_none_is_read_as_such() -> None:
    assert math.isnan(cbor.decode(bytes.fromhex("f97e00")))


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**64), 2**64 - 1)
    | st.floats(allow_nan=False)
    | st.text(max_size=20)
    | st.binary(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.integers(-100, 100) | st.text(max_size=4), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(VALUES)
def test_what_another_library_writes_is_read_as_it_was(value: Any) -> None:
    assert value == cbor.decode(cbor2.dumps(value))


@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_a_refusal(data: bytes) -> None:
    assert refusal(data) in {None, Refusal.MALFORMED, Refusal.TOO_LARGE}


@given(VALUES, st.data())
def test_a_cut_value_is_malformed(value: Any, data: st.DataObject) -> None:
    encoded = cbor2.dumps(value)
    cut = data.draw(st.integers(0, len(encoded) - 1))
    assert refusal(encoded[:cut]) is Refusal.MALFORMED


@pytest.mark.parametrize("size", [2, 4, 8])
def test_floats_of_every_size_are_read(size: int) -> None:
    form = {2: ">e", 4: ">f", 8: ">d"}[size]
    head = {2: b"\xf9", 4: b"\xfa", 8: b"\xfb"}[size]
    assert cbor.decode(head + struct.pack(form, -1.5)) == -1.5
