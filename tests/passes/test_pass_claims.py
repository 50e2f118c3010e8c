"""What a pass says keeps its bytes, and nothing else is taken for it."""

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from issuing import CLAIMS, DAY, NOW

from verification.documents import DocumentKind
from verification.masks import mask_name
from verification.passes.claims import (
    EXPIRES,
    HCERT,
    ISSUED_AT,
    KIND_NUMBERS,
    NOT_BEFORE,
    PASS,
    PassClaims,
    read_claims,
    to_map,
)
from verification.passes.errors import ContentProblem

BYTES = bytes.fromhex(
    "a4"  # four claims
    "04 1a6b2a2e00"  # exp
    "05 1a6b02a100"  # nbf
    "06 1a6b02a100"  # iat
    "390103 a1 399830 a5"  # -260: {-38961: five entries}
    "01 48 0123456789abcdef"  # pass id
    "02 68 e6aca72a2ae6988e"  # masked name
    "03 50 000102030405060708090a0b0c0d0e0f"  # holder
    "05 01"  # resident
    "06 02"  # generation
)
BODY = cbor2.loads(BYTES)[HCERT][PASS]
TIMES = (CLAIMS.issued_at, CLAIMS.not_before, CLAIMS.expires)
SECONDS = tuple(int(at.timestamp()) for at in TIMES)

moments = st.integers(1, 2**33)


def read_back(claims):
    everything = to_map(claims)
    times = (everything[name] for name in (ISSUED_AT, NOT_BEFORE, EXPIRES))
    return read_claims(everything[HCERT][PASS], *times)


def test_the_bytes_of_a_pass_stay_as_they_are():
    assert cbor2.dumps(to_map(CLAIMS), canonical=True) == BYTES
    assert read_claims(BODY, *SECONDS) == CLAIMS


def test_every_document_and_card_has_a_number_of_its_own():
    # A numbered certificate is no document that a holder could lay on a reader.
    assert set(KIND_NUMBERS) == set(DocumentKind) - {DocumentKind.PAPER}
    assert sorted(KIND_NUMBERS.values()) == list(range(1, 8))


@given(
    st.binary(min_size=8, max_size=8),
    st.text(min_size=1, max_size=9).map(mask_name).filter(bool),
    st.sampled_from(list(KIND_NUMBERS)),
    st.integers(1, 2**32 - 1),
    st.integers(0, 366),
)
def test_what_was_written_is_read(pass_id, name, kind, generation, days):
    end = NOW + (days + 1) * DAY
    begin = NOW + days * DAY
    made = PassClaims(pass_id, name, bytes(16), kind, generation, NOW, begin, end)
    assert read_back(made) == made


@pytest.mark.parametrize(
    "change",
    [
        {1: None},
        {1: "01234567"},
        {1: bytes(7)},
        {1: bytes(9)},
        {2: None},
        {2: ""},
        {2: b"abc"},
        {2: "x" * 17},
        {2: "张\u202e明"},
        {3: bytes(15)},
        {3: [0] * 16},
        {5: None},
        {5: 0},
        {5: 8},
        {5: True},
        {5: "resident"},
        {6: 0},
        {6: -1},
        {6: 1.0},
        {6: 2**32},
    ],
    ids=str,
)
def test_a_part_of_another_type_or_length_is_refused(change):
    with pytest.raises(ContentProblem):
        read_claims({**BODY, **change}, *SECONDS)


@pytest.mark.parametrize("missing", BODY)
def test_a_missing_part_is_refused(missing):
    rest = {key: value for key, value in BODY.items() if key != missing}
    with pytest.raises(ContentProblem):
        read_claims(rest, *SECONDS)


@pytest.mark.parametrize("body", [None, [], b"", 1, "text"])
def test_content_that_is_no_map_is_refused(body):
    with pytest.raises(ContentProblem):
        read_claims(body, *SECONDS)


@pytest.mark.parametrize("wrong", [None, "1", 1.5, True, -1, 0, 2**40, 2**70, b"1"])
@pytest.mark.parametrize("place", range(3))
def test_a_time_that_is_none_is_refused(place, wrong):
    times: list[object] = list(SECONDS)
    times[place] = wrong
    with pytest.raises(ContentProblem):
        read_claims(BODY, *times)


def test_a_pass_must_begin_before_it_ends():
    iat, nbf, exp = SECONDS
    for times in ((exp, nbf, exp), (iat, exp, exp), (exp + 1, nbf, exp)):
        with pytest.raises(ContentProblem):
            read_claims(BODY, *times)


def test_a_later_key_is_left_alone():
    assert read_claims({**BODY, 4: "later", 7: 1, "x": 2}, *SECONDS) == CLAIMS


def test_a_whole_name_is_never_signed(claims):
    with pytest.raises(ContentProblem, match="masked"):
        to_map(claims(masked_name="欧阳小明"))


def test_what_no_reader_takes_is_never_signed(claims):
    wrong = (
        {"id": bytes(7)},
        {"holder": bytes(8)},
        {"kind": "passport"},
        {"generation": 0},
        {"masked_name": ""},
        {"expires": NOW},
    )
    for more in wrong:
        with pytest.raises(ContentProblem):
            to_map(claims(**more))


def test_a_pass_shows_neither_name_nor_holder(claims):
    text = repr(claims())
    assert "欧" not in text
    assert CLAIMS.holder.hex() not in text
    assert repr(CLAIMS.holder) not in text
