"""ICAO's seals: what is accepted, and every way to go wrong."""

import base64
import json
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from seal_kit import (
    AT,
    AUTHORITY_KEY,
    DATA,
    SEAL,
    SIGNER,
    SIGNER_KEY,
    STRANGER_KEY,
    YEAR,
    authority,
    certificate,
    seal,
)

from verification.paper import vds_nc
from verification.paper.certificates import Certificate, load_certificate
from verification.paper.paper import Paper, PaperKind, Refusal

CSCA = authority()
PASSPORT = "2.23.136.1.1.11.1"


def read(
    text: str, authorities: tuple[Certificate, ...] = (CSCA,), at: datetime = AT
) -> Paper:
    return vds_nc.read(text, authorities, at)


def outcome(paper: Paper) -> tuple[bool | None, Refusal | None]:
    return paper.authentic, paper.refusal


def test_a_seal_whose_signer_chains_to_a_pinned_authority_is_authentic() -> None:
    paper = read(seal())
    assert outcome(paper) == (True, None)
    assert (paper.kind, paper.in_time) == (PaperKind.VDS_NC, True)
    assert (paper.issuer, paper.birth) == ("UTO", "1990-01-02")
    assert paper.claims["certificate"] == "U32870"
    assert paper.expires == AT + YEAR


def test_the_order_of_keys_and_both_alphabets_make_no_difference() -> None:
    document = json.loads(seal())
    document["data"] = dict(reversed(document["data"].items()))
    sig = document["sig"]
    sig["cer"] = sig["cer"].translate(str.maketrans("+/", "-_")).rstrip("=")
    text = json.dumps(document, indent=3, ensure_ascii=False)
    assert outcome(read(f"\ufeff {text}\n")) == (True, None)
    assert read(text).digest == read(seal()).digest


def test_a_pinned_signer_needs_no_authority() -> None:
    assert outcome(read(seal(), (load_certificate(SIGNER),))) == (True, None)


@pytest.mark.parametrize(
    "authorities",
    [
        (),
        (authority(begin=AT - 3 * YEAR, end=AT - YEAR),),
        (authority(begin=AT + YEAR, end=AT + 2 * YEAR),),
        (authority(ca=False),),
        (authority(ca=None),),
        (load_certificate(certificate(STRANGER_KEY, STRANGER_KEY, ca=True)),),
    ],
)
def test_without_a_good_authority_the_signer_is_unknown(
    authorities: tuple[Certificate, ...],
) -> None:
    assert outcome(read(seal(), authorities)) == (None, Refusal.UNKNOWN_KEY)


def test_a_signer_that_only_names_the_authority_is_unknown() -> None:
    forged = bytearray(SIGNER)
    forged[-1] ^= 1  # the authority's signature
    assert outcome(read(seal(signer=bytes(forged)))) == (None, Refusal.UNKNOWN_KEY)


def test_an_authority_of_the_same_key_id_but_another_key_vouches_for_nobody() -> None:
    own = certificate(STRANGER_KEY, STRANGER_KEY, name="own", ca=True)
    paper = read(seal(key=STRANGER_KEY, signer=own))
    assert outcome(paper) == (None, Refusal.UNKNOWN_KEY)


@pytest.mark.parametrize(
    ("usages", "expected"),
    [
        ([], (True, None)),
        ([SEAL], (True, None)),
        ([PASSPORT, SEAL], (True, None)),
        ([PASSPORT], (False, Refusal.KEY_USAGE)),
    ],
)
def test_a_passport_signer_seals_nothing(usages: list[str], expected: Any) -> None:
    signer = certificate(SIGNER_KEY, AUTHORITY_KEY, usages=usages)
    assert expected == outcome(read(seal(signer=signer)))


@pytest.mark.parametrize(
    ("begin", "end", "refusal"),
    [
        (AT, AT, None),
        (AT - 2 * YEAR, AT - YEAR, Refusal.EXPIRED),
        (AT + YEAR, AT + 2 * YEAR, Refusal.NOT_YET_VALID),
    ],
)
def test_the_signers_dates_bound_the_seal(
    begin: datetime, end: datetime, refusal: Refusal | None
) -> None:
    signer = certificate(SIGNER_KEY, AUTHORITY_KEY, begin=begin, end=end)
    paper = read(seal(signer=signer))
    assert outcome(paper) == (True, refusal)
    assert paper.in_time is (refusal is None)


def changed(document: Any) -> list[Any]:
    """The document once for each leaf, with that leaf changed."""
    if isinstance(document, dict):
        return [
            {**document, key: other}
            for key, value in document.items()
            for other in [*changed(value), "other"]
        ] + [{**document, "more": 1}]
    return [0] if document != 0 else [1]


@pytest.mark.parametrize("data", changed(DATA))
def test_a_changed_field_is_a_forgery(data: Any) -> None:
    document = {**json.loads(seal()), "data": data}
    paper = read(json.dumps(document))
    assert not paper.authentic
    assert paper.refusal in {Refusal.BAD_SIGNATURE, *NOT_THIS_KIND}


NOT_THIS_KIND = {Refusal.MALFORMED, Refusal.UNSUPPORTED}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"alg": "ES384"}, (False, Refusal.ALGORITHM)),
        ({"alg": None}, (False, Refusal.ALGORITHM)),
        ({"sigvl": ""}, (False, Refusal.BAD_SIGNATURE)),
        ({"sigvl": "A" * 86}, (False, Refusal.BAD_SIGNATURE)),
        ({"sigvl": None}, (None, Refusal.MALFORMED)),
        ({"sigvl": "ä"}, (None, Refusal.MALFORMED)),
        ({"cer": ""}, (None, Refusal.MALFORMED)),
        ({"cer": ["x"]}, (None, Refusal.MALFORMED)),
        ({"cer": base64.b64encode(SIGNER[:-9]).decode()}, (None, Refusal.MALFORMED)),
        (
            {"cer": base64.b64encode(b"\x30\x80" * 99).decode()},
            (None, Refusal.MALFORMED),
        ),
    ],
)
def test_what_signs_must_be_whole(more: dict[str, Any], expected: Any) -> None:
    assert expected == outcome(read(seal(**more)))


def test_a_signer_on_another_curve_cannot_have_made_an_es256_signature() -> None:
    signer = certificate(AUTHORITY_KEY, AUTHORITY_KEY)
    assert outcome(read(seal(signer=signer))) == (False, Refusal.ALGORITHM)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", Refusal.MALFORMED),
        ("{}", Refusal.MALFORMED),
        ("[]", Refusal.MALFORMED),
        ('{"data": {}, "sig": []}', Refusal.MALFORMED),
        ('{"data": {"hdr": {"t": "icao.other"}}, "sig": {}}', Refusal.UNSUPPORTED),
        ('{"data": {"hdr": {"t": ["icao.vacc"]}}, "sig": {}}', Refusal.UNSUPPORTED),
        (seal()[:-1], Refusal.MALFORMED),
        (seal().replace('"hdr"', '"msg"'), Refusal.MALFORMED),
        (seal() + " " * 20_000, Refusal.TOO_LARGE),
        (seal().replace("1.5", "1e999"), Refusal.MALFORMED),
        (seal().replace("1.5", "9" * 400), Refusal.MALFORMED),
        (seal().replace("1.5", str(2**60)), Refusal.MALFORMED),
        (seal().replace("Smith", "\\ud800"), Refusal.MALFORMED),
        (seal().replace("1.5", "[" * 500 + "]" * 500), Refusal.MALFORMED),
    ],
)
def test_what_is_no_seal_is_refused(text: str, refusal: Refusal) -> None:
    assert outcome(read(text)) == (None, refusal)


@given(at=st.integers(0, len(SIGNER) - 1), to=st.integers(0, 255))
def test_no_changed_byte_of_the_signers_certificate_is_believed(
    at: int, to: int
) -> None:
    signer = SIGNER[:at] + bytes([to]) + SIGNER[at + 1 :]
    assert not read(seal(signer=signer)).authentic or signer == SIGNER


def test_a_seal_says_nothing_personal_in_its_repr() -> None:
    assert "Smith" not in repr(read(seal()))
    assert "1990" not in repr(read(seal()))
