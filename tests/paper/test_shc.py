"""SMART Health Cards: what is accepted, and every way to go wrong."""

import itertools
import json
import zlib
from datetime import timedelta
from typing import Any

import pytest
from card_kit import (
    AT,
    ISSUER,
    KEY,
    KID,
    OTHER_KEY,
    PATIENT,
    base64url,
    chunks,
    deflated,
    digits,
    file_of,
    jws,
    member,
    numeric,
    payload,
    trust,
)
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import given
from hypothesis import strategies as st

from verification.paper import shc, shc_text
from verification.paper.paper import Paper, PaperKind, Refusal

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
CARD = jws()
TRUST = trust()


def read(*texts: str, **how: Any) -> Paper:
    return shc.read(texts, how.get("trust", TRUST), how.get("at", AT))


@pytest.mark.parametrize(
    "texts",
    [
        [CARD],
        [f"\ufeff{CARD} \r\n"],
        [numeric(CARD)],
        [f"{numeric(CARD)}\n"],
        [file_of(CARD)],
        [file_of(CARD, jws(key=KEY))],
        *itertools.permutations(chunks(CARD)),
    ],
)
def test_a_card_of_a_trusted_key_is_authentic_in_every_form(texts: list[str]) -> None:
    paper = read(*texts)
    assert paper.kind is PaperKind.SHC
    assert (paper.authentic, paper.in_time, paper.refusal) == (True, True, None)
    assert (paper.issuer, paper.kid) == (ISSUER, KID)


def test_all_forms_of_a_card_are_one_paper() -> None:
    (r, s) = CARD.rpartition(".")[0], CARD.rpartition(".")[2]
    raw = shc.es256.base64url(s)
    turned = (ORDER - int.from_bytes(raw[32:], "big")).to_bytes(32, "big")
    second = f"{r}.{base64url(raw[:32] + turned)}"  # as good as the first
    forms = [[CARD], [numeric(CARD)], chunks(CARD), [file_of(CARD)], [second]]
    papers = [read(*texts) for texts in forms]
    assert all(paper.authentic for paper in papers)
    assert len({paper.digest for paper in papers}) == 1
    assert len(papers[0].digest) == 16


@pytest.mark.parametrize(
    ("texts", "refusal"),
    [
        (chunks(CARD)[:2], Refusal.INCOMPLETE),
        (chunks(CARD)[1:], Refusal.INCOMPLETE),
        ([*chunks(CARD), chunks(CARD)[0]], Refusal.MALFORMED),
        ([*chunks(CARD)[:2], "shc:/4/3/5676"], Refusal.MALFORMED),
        ([*chunks(CARD)[:2], "shc:/0/3/5676"], Refusal.MALFORMED),
        ([*chunks(CARD)[:2], chunks(CARD, 4)[2]], Refusal.MALFORMED),
        ([*chunks(CARD)[:2], chunks(CARD)[2].replace("3/3", "3/4")], Refusal.MALFORMED),
        (["shc:/1/99/5676"], Refusal.MALFORMED),
        (["shc:/1/0/5676"], Refusal.MALFORMED),
    ],
)
def test_parts_must_be_all_and_of_one_card(texts: list[str], refusal: Refusal) -> None:
    assert refusal is read(*texts).refusal


@pytest.mark.parametrize(
    "text",
    [
        "",
        "shc:/",
        "shc:/5",
        f"shc:/{digits(CARD)}5",
        f"shc:{digits(CARD)}",
        f"shc:/{digits(CARD)[:-2]}78",
        f"shc:/{digits(CARD)[:-2]}99",
        f"shc:/٥٦{digits(CARD)}",
        f"SHC:/{digits(CARD)}",
        f"{CARD}.{CARD}",
        CARD.rpartition(".")[0],
        CARD.replace(".", ".=", 1),
        file_of(),
        file_of(CARD, ""),
        file_of(*[CARD] * 9),
        '{"verifiableCredential": "shc"}',
        '{"verifiableCredential": [7]}',
        "{",
    ],
)
def test_what_is_no_card_is_malformed(text: str) -> None:
    paper = read(text)
    assert (paper.authentic, paper.refusal) == (None, Refusal.MALFORMED)


@pytest.mark.parametrize(
    ("header", "authentic", "refusal"),
    [
        ({"alg": None}, False, Refusal.ALGORITHM),
        ({"alg": "none"}, False, Refusal.ALGORITHM),
        ({"alg": "HS256"}, False, Refusal.ALGORITHM),
        ({"alg": ["ES256"]}, False, Refusal.ALGORITHM),
        ({"zip": None}, None, Refusal.MALFORMED),
        ({"zip": "GZ"}, None, Refusal.MALFORMED),
        ({"kid": None}, None, Refusal.MALFORMED),
        ({"kid": 7}, None, Refusal.MALFORMED),
        ({"kid": "unknown"}, None, Refusal.UNKNOWN_KEY),
        ({"crit": ["exp"]}, None, Refusal.UNSUPPORTED),
    ],
)
def test_a_header_must_say_what_is_so(
    header: dict[str, Any], authentic: bool | None, refusal: Refusal
) -> None:
    paper = read(jws(**header))
    assert (paper.authentic, paper.refusal) == (authentic, refusal)


def test_a_card_of_an_unknown_key_still_says_whose_it_is() -> None:
    paper = read(jws(kid="unknown"))
    assert (paper.issuer, paper.kid, paper.birth) == (ISSUER, "unknown", "1951-01-20")


def test_a_signature_is_64_bytes_and_nothing_else() -> None:
    signed, _, written = CARD.rpartition(".")
    raw = shc.es256.base64url(written)
    der = KEY.sign(signed.encode(), ECDSA(SHA256()))
    for signature in (der, raw[:32] + b"\0" + raw[32:], raw + b"\0", raw[:-1], b""):
        paper = read(f"{signed}.{base64url(signature)}")
        assert (paper.authentic, paper.refusal) == (False, Refusal.BAD_SIGNATURE)


def test_a_card_signed_by_another_key_under_this_name_is_forged() -> None:
    paper = read(jws(key=OTHER_KEY))
    assert (paper.authentic, paper.refusal) == (False, Refusal.BAD_SIGNATURE)
    assert (paper.claims, paper.issuer) == ({}, None)


@given(at=st.integers(0, len(CARD) - 2), to=st.sampled_from("AaZz09-_."))
def test_no_changed_character_is_authentic(at: int, to: str) -> None:
    # The last character carries two bits that mean nothing.
    changed = CARD[:at] + to + CARD[at + 1 :]
    assert (read(changed).authentic is True) == (changed == CARD)


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (deflated(payload())[:-1], Refusal.MALFORMED),
        (deflated(payload()) + b"x", Refusal.MALFORMED),
        (zlib.compress(json.dumps(payload()).encode()), Refusal.MALFORMED),
        (json.dumps(payload()).encode(), Refusal.MALFORMED),
        (b"\x00", Refusal.MALFORMED),
        (deflated(b" " * 9_000_000), Refusal.TOO_LARGE),
        (deflated(b"[" * 10_000), Refusal.MALFORMED),
        (deflated(b'{"a":' * 50 + b"1" + b"}" * 50), Refusal.MALFORMED),
        (deflated(b'{"iss":"a","iss":"a"}'), Refusal.MALFORMED),
        (deflated(payload(more=float("nan"))), Refusal.MALFORMED),
        (deflated(b"1" * 5000), Refusal.MALFORMED),
        (deflated(b"\xff\xfe"), Refusal.MALFORMED),
        (deflated([payload()]), Refusal.MALFORMED),
        (deflated(json.dumps(payload())), Refusal.MALFORMED),
        (deflated(payload(vc={"type": []})), Refusal.MALFORMED),
        (deflated(payload(vc=None)), Refusal.MALFORMED),
        (deflated(payload(nbf=None)), Refusal.MALFORMED),
        (deflated(payload(nbf="1700000000")), Refusal.MALFORMED),
        (deflated(payload(nbf=1e300)), Refusal.MALFORMED),
        (deflated(payload(nbf=True)), Refusal.MALFORMED),
        (deflated(payload(exp=10**400)), Refusal.MALFORMED),
    ],
)
def test_a_signature_does_not_mend_a_broken_payload(
    body: bytes, refusal: Refusal
) -> None:
    paper = read(jws(body))
    assert (paper.authentic, paper.refusal) == (None, refusal)


def test_a_byte_order_mark_before_the_payload_is_overlooked() -> None:
    body = deflated(b"\xef\xbb\xbf" + json.dumps(payload()).encode())
    assert read(jws(body)).authentic


@pytest.mark.parametrize(
    ("issuer", "refusal"),
    [
        (f"{ISSUER}/", Refusal.MALFORMED),
        (ISSUER.replace("https", "http"), Refusal.MALFORMED),
        (f"{ISSUER}invalid", Refusal.UNKNOWN_KEY),
        (f"{ISSUER}\u200b", Refusal.UNKNOWN_KEY),
        ("", Refusal.MALFORMED),
        (None, Refusal.MALFORMED),
        ([ISSUER], Refusal.MALFORMED),
    ],
)
def test_a_key_speaks_only_for_its_own_issuer(issuer: Any, refusal: Refusal) -> None:
    paper = read(jws(deflated(payload(iss=issuer))))
    assert (paper.authentic, paper.refusal) == (None, refusal)


def test_a_key_of_no_named_issuer_speaks_for_whom_it_says() -> None:
    assert read(CARD, trust=trust(issuer="")).authentic


@pytest.mark.parametrize(
    ("seconds", "exp", "in_time", "refusal"),
    [
        (-1, None, False, Refusal.NOT_YET_VALID),
        (0, None, True, None),
        (10, 20, True, None),
        (20, 20, False, Refusal.EXPIRED),
        (10**9, None, True, None),
    ],
)
def test_dates_are_kept(
    seconds: int, exp: int | None, in_time: bool, refusal: Refusal | None
) -> None:
    start = int(AT.timestamp())
    dates = {"nbf": start, "exp": exp and start + exp}
    at = AT + timedelta(seconds=seconds)
    paper = read(jws(deflated(payload(**dates))), at=at)
    assert (paper.authentic, paper.in_time) == (True, in_time)
    assert paper.refusal is refusal


@pytest.mark.parametrize(
    ("resources", "claims"),
    [
        ([PATIENT], {"name": "John B. Anyperson", "birth_date": "1951-01-20"}),
        ([PATIENT, PATIENT], {}),
        ([{"resourceType": "Immunization"}], {}),
        ([{"resourceType": "Patient", "name": 7, "birthDate": []}], {}),
        (
            [{"resourceType": "Patient", "name": [{"text": "甲\u202e\x00\ud800乙"}]}],
            {"name": "甲乙"},
        ),
        (["Patient", None, 7], {}),
    ],
)
def test_a_bundle_is_read_leniently(resources: list[Any], claims: Any) -> None:
    paper = read(jws(deflated(payload(*resources))))
    assert paper.authentic
    assert claims == paper.claims
    assert paper.birth == claims.get("birth_date")


def test_of_several_cards_in_a_file_the_worst_counts() -> None:
    late = jws(deflated(payload(exp=1_700_000_900)))
    assert read(file_of(CARD, late)).refusal is Refusal.EXPIRED
    assert read(file_of(late, CARD)).refusal is Refusal.EXPIRED


def test_a_card_says_nothing_personal_in_its_repr() -> None:
    assert "Anyperson" not in repr(read(CARD))
    assert "1951" not in repr(read(CARD))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (CARD, True),
        (numeric(CARD), True),
        (f"\ufeff {file_of(CARD)}", True),
        (json.dumps({"more": "x" * 300, "verifiableCredential": []}), True),
        ('{"@context": [], "verifiableCredential": []}', False),
        ("shc:/1/3/56", True),
        ("shc:broken", True),
        ("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJhIn0.AAAA", False),
        ("1.2.3", False),
        ("HC1:6BF", False),
        ('{"data": {}}', False),
        ("", False),
    ],
)
def test_it_is_told_what_is_meant_as_a_card(text: str, meant: bool) -> None:
    assert shc_text.is_health_card(text) is meant


def test_the_kit_makes_the_key_set_that_the_cards_need() -> None:
    assert list(trust(member(OTHER_KEY), member()).keys) == [
        member(OTHER_KEY)["kid"],
        KID,
    ]
