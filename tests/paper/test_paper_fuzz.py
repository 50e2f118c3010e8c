"""No paper whatever raises, takes long, or says what cannot be shown."""

import json
import zlib
from typing import Any

import cbor2
import pytest
from card_kit import KEY, chunks, jws, numeric, payload
from hypothesis import given
from hypothesis import strategies as st
from mutants import (
    KID,
    PASS_CLAIMS,
    STATE_CLAIMS,
    certificate_text,
    deflated_card,
    headed_card,
    held,
    read_card,
    read_codes,
    read_foreign,
    read_hcert,
    read_seal,
    sealed,
    sealed_by,
    signed_card,
    signed_claims,
)
from seal_kit import DATA, SIGNER, seal

from verification.paper import base45
from verification.paper.cose import sign1
from verification.paper.paper import Paper, PaperKind, Refusal
from verification.passes.claims import PASS

STATE, PASS_ = cbor2.dumps(STATE_CLAIMS), cbor2.dumps(PASS_CLAIMS)
CARD = json.dumps(payload()).encode()
# Signed once: a signature is another one each time.
MESSAGE = sign1(STATE, KEY, KID)
STATE_TEXT = certificate_text(MESSAGE)

# Numbers at the edges of what types, clocks and encodings hold.
EDGES = st.sampled_from(
    [0, -1, 2**31, 2**53 + 1, 2**63, 2**64 - 1, 10**18, 1e300, -1e300, 0.5, 1e-320]
)
TEXTS = st.text(max_size=20) | st.sampled_from(
    ["\ud800", "\x00", "\u202e", "2024-13-01"]
)
WORDS = st.sampled_from(
    ["iss", "nbf", "exp", "vc", "type", "rid", "entry", "resource", "name", "given"]
) | st.sampled_from(["hdr", "msg", "pid", "dob", "t", "is", "v", "r", "data", "sig"])
PLAIN = st.none() | st.booleans() | st.integers() | EDGES | TEXTS


def tree(leaves: Any, keys: Any) -> Any:
    return st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=5)
        ),
        max_leaves=12,
    )


JSON_VALUES = tree(PLAIN, WORDS | TEXTS)
CBOR_KEYS = st.sampled_from([1, 4, 5, 6, -260, PASS, 2, 3, "v", "t", "dob"]) | TEXTS
CBOR_VALUES = tree(
    PLAIN.filter(lambda value: value != "\ud800") | st.binary(max_size=20),
    CBOR_KEYS.filter(lambda key: key != "\ud800"),
)


@st.composite
def mutated(draw: st.DrawFn, good: bytes) -> bytes:
    """``good`` with some places overwritten, cut out, doubled or filled in."""
    data = bytearray(good)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 6))
        data[at : at + length] = draw(st.binary(max_size=6))
    return bytes(data)


@st.composite
def replaced(draw: st.DrawFn, good: Any, values: Any) -> Any:
    """A document with one part of it, anywhere, replaced by something else."""
    if isinstance(good, dict) and good and draw(st.booleans()) | draw(st.booleans()):
        key = draw(st.sampled_from(sorted(good, key=str)))
        return {**good, key: draw(replaced(good[key], values))}
    if isinstance(good, list) and good and draw(st.booleans()):
        at = draw(st.integers(0, len(good) - 1))
        return [*good[:at], draw(replaced(good[at], values)), *good[at + 1 :]]
    return draw(values)


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda s: s.encode("utf-8")))
def test_any_bytes_come_to_a_paper(code: bytes) -> None:
    assert not held(read_codes, code).authentic


@given(st.text() | st.characters().map(lambda c: c * 3000))
def test_any_text_comes_to_a_paper_in_every_decoder(text: str) -> None:
    for read in (read_hcert, read_card, read_seal, read_foreign):
        assert not held(read, text).authentic


@pytest.mark.parametrize("good", [STATE, PASS_], ids=["state", "pass"])
@given(data=st.data())
def test_claims_that_somebody_signed_are_read_with_care(
    good: bytes, data: st.DataObject
) -> None:
    held(read_hcert, signed_claims(data.draw(mutated(good))))


@pytest.mark.parametrize("good", [STATE_CLAIMS, PASS_CLAIMS], ids=["state", "pass"])
@given(data=st.data())
def test_any_value_may_stand_in_signed_claims(good: Any, data: st.DataObject) -> None:
    claims = data.draw(replaced(good, CBOR_VALUES))
    held(read_hcert, signed_claims(cbor2.dumps(claims)))


@given(data=st.data())
def test_no_change_of_a_message_is_believed(data: st.DataObject) -> None:
    changed = data.draw(mutated(MESSAGE))
    paper = held(read_hcert, certificate_text(changed))
    assert not paper.authentic or paper.digest == read_hcert(STATE_TEXT).digest


@given(data=st.data())
def test_compressed_and_written_layers_may_be_broken(data: st.DataObject) -> None:
    squeezed = data.draw(mutated(zlib.compress(MESSAGE)))
    held(read_hcert, f"HC1:{base45.encode(squeezed)}")
    text = data.draw(mutated(STATE_TEXT.encode()))
    held(read_codes, text)


@given(st.binary(max_size=60) | mutated(CARD))
def test_a_payload_that_an_issuer_signed_is_read_with_care(plain: bytes) -> None:
    held(read_card, signed_card(plain))


@given(replaced(payload(), JSON_VALUES))
def test_any_value_may_stand_in_a_card(content: Any) -> None:
    held(read_card, signed_card(json.dumps(content).encode()))


@given(st.binary(min_size=1, max_size=100))
def test_a_card_may_be_compressed_badly(body: bytes) -> None:
    held(read_card, deflated_card(body))


@given(
    mutated(b'{"zip":"DEF","alg":"ES256","kid":"a"}')
    | JSON_VALUES.map(lambda value: json.dumps(value).encode())
)
def test_a_card_may_have_any_header(header: bytes) -> None:
    assert not held(read_card, headed_card(header)).authentic


@given(mutated(numeric(jws()).encode()), st.lists(st.sampled_from(chunks(jws(), 4))))
def test_digits_and_parts_may_be_anything(text: bytes, parts: list[str]) -> None:
    held(read_codes, text)
    held(read_codes, text, *(part.encode() for part in parts))


@given(replaced(DATA, JSON_VALUES))
def test_any_value_may_be_sealed(data: Any) -> None:
    held(read_seal, sealed(data))


@given(mutated(SIGNER))
def test_a_seal_may_carry_any_certificate(signed_by: bytes) -> None:
    paper = held(read_seal, sealed_by(signed_by))
    assert not paper.authentic or signed_by == SIGNER


@given(replaced(json.loads(seal()), JSON_VALUES), mutated(seal().encode()))
def test_a_seal_may_be_any_document(document: Any, text: bytes) -> None:
    held(read_seal, json.dumps(document))
    held(read_codes, text)


def bombs() -> dict[str, str]:
    zeros = b"\x00" * 5_000_000  # 5 kB deflated
    return {
        "zlib": certificate_text(zeros),
        "card": signed_card(zeros),
        "lists in claims": signed_claims(b"\x81" * 15_000 + b"\x00"),
        "maps in claims": signed_claims(b"\xa1\x00" * 7_000 + b"\x00"),
        "tags in claims": signed_claims(b"\xc1" * 15_000 + b"\x00"),
        "endless lists": signed_claims(b"\x9f" * 15_000),
        "a list of 2^64": signed_claims(b"\x9b" + b"\xff" * 8),
        "a text of 2^64": signed_claims(b"\x7b" + b"\xff" * 8),
        "many items": signed_claims(b"\x99\x3a\x00" + b"\x00" * 0x3A00),
        "lists in a card": signed_card(b"[" * 16_000),
        "digits in a card": signed_card(b"9" * 16_000),
        "base45": f"HC1:{'0' * 16_000}",
        "digits": f"shc:/{'45' * 8_000}",
        "lists in a seal": '{"data":{"hdr":{}},"sig":{"sigvl":' + "[" * 16_000,
        "numbers in a seal": seal().replace("1.5", ",".join(["1e308"] * 2000)),
        "a long link": "http://" + "a" * 16_000,
        "blanks": " " * 16_000,
    }


@pytest.mark.parametrize("name", bombs())
def test_a_bomb_is_refused_at_once(name: str) -> None:
    paper: Paper = held(read_codes, bombs()[name].encode())
    assert not paper.authentic or paper.refusal in {
        Refusal.MALFORMED,
        Refusal.TOO_LARGE,
        Refusal.UNSUPPORTED,
    }
    assert paper.refusal


def test_what_is_mutated_here_is_good_to_begin_with() -> None:
    assert held(read_hcert, signed_claims(STATE)).refusal is None
    assert held(read_hcert, signed_claims(PASS_)).kind is PaperKind.PASS
    assert held(read_hcert, signed_claims(PASS_)).refusal is None
    assert held(read_card, signed_card(CARD)).refusal is None
    assert held(read_seal, sealed(DATA)).refusal is None
