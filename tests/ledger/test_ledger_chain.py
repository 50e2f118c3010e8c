"""The chain's arithmetic, from its published definition."""

from hashlib import sha256

import pytest

from verification.ledger.chain import NOTHING, canonical, commit, genesis_hash, link


def test_json_is_sorted_and_has_no_spaces() -> None:
    assert canonical({"b": "王", "a": [1, None]}) == '{"a":[1,null],"b":"王"}'


def test_a_number_that_json_cannot_say_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"seconds": float("nan")})


def test_a_link_holds_what_the_definition_says() -> None:
    expected = sha256(
        b"\x00" + b"p" * 32 + sha256(b'{"v":1}').digest() + b"c" * 32
    ).digest()

    assert expected == link(b"p" * 32, b'{"v":1}', b"c" * 32)


def test_a_commitment_is_the_salted_hash() -> None:
    assert sha256(b"s" * 16 + b"payload").digest() == commit(b"s" * 16, b"payload")
    assert sha256(bytes(16)).digest() == NOTHING


@pytest.mark.parametrize(
    "other",
    [("south", b"k", "t"), ("north", b"l", "t"), ("north", b"k", "u")],
)
def test_another_kiosk_key_or_time_begins_another_chain(
    other: tuple[str, bytes, str],
) -> None:
    assert genesis_hash("north", b"k", "t") != genesis_hash(*other)
