"""Key sets and revocation lists of SMART Health Cards."""

import base64
from datetime import UTC, datetime
from typing import Any

import pytest
from card_kit import (
    AT,
    ISSUER,
    KEY,
    KID,
    NBF,
    OTHER_KEY,
    deflated,
    jws,
    member,
    payload,
)
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from verification.paper import shc
from verification.paper.paper import Refusal
from verification.paper.shc_trust import (
    CardTrust,
    read_key_set,
    read_revocations,
    thumbprint,
)


def leaf(*addresses: str) -> str:
    """A certificate of the key that names its issuer."""
    names = [x509.UniformResourceIdentifier(address) for address in addresses]
    signed = (
        x509.CertificateBuilder(x509.Name([]), x509.Name([]))
        .public_key(KEY.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2021, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2022, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(KEY, SHA256())
    )
    return base64.b64encode(signed.public_bytes(Encoding.DER)).decode()


def issuers(document: Any) -> list[str | None]:
    return [key.issuer for key in read_key_set(document)]


def test_the_thumbprint_is_that_of_rfc_7638() -> None:
    # The first key of the framework's own example.
    assert thumbprint(
        "11XvRWy1I2S0EyJlyf_bWfw_TQ5CJJNLw78bHXNxcgw",
        "eZXwxvO1hvCY0KucrPfKo7yAyMT6Ajc3N7OkAB6VYy8",
    ) == ("3Kfdg-XwP-7gXyywtUfUADwBumDOPKMQx-iELL11W9s")


@pytest.mark.parametrize(
    "wrong",
    [
        {"kid": "another"},
        {"kty": "OKP"},
        {"crv": "P-384"},
        {"d": "AAAA"},
        {"x": 7},
        {"y": None},
        {"x": member(OTHER_KEY)["x"]},
        {"x": "ä", "kid": thumbprint("ä", member()["y"])},
        {"x": "AAAA", "kid": thumbprint("AAAA", member()["y"])},
        {"x": "A", "kid": thumbprint("A", member()["y"])},
    ],
)
def test_a_key_that_is_not_what_it_says_is_left_out(wrong: dict[str, Any]) -> None:
    document = {"keys": [{**member(), **wrong}, member(OTHER_KEY)]}
    assert [key.kid for key in read_key_set(document)] == [member(OTHER_KEY)["kid"]]


@pytest.mark.parametrize(
    "document", [None, 7, [], {}, {"keys": 7}, {"keys": [7, None]}]
)
def test_a_document_without_keys_gives_none(document: Any) -> None:
    assert read_key_set(document) == ()


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"keys": [member()]}, [None]),
        ({"issuer": ISSUER, "keys": [member()]}, [ISSUER]),
        ({"keys": [member(x5c=[leaf(ISSUER)]), member(OTHER_KEY)]}, [ISSUER, ISSUER]),
        ({"keys": [member(x5c=[leaf("https://a", "https://b")])]}, [None]),
        ({"keys": [member(x5c=["broken"]), member(OTHER_KEY, x5c=7)]}, [None, None]),
        (
            {"issuerInfo": [{"issuer": {"iss": ISSUER}, "keys": [member()]}, 7]},
            [ISSUER],
        ),
    ],
)
def test_the_issuer_of_a_set_is_whom_it_or_a_certificate_in_it_names(
    document: Any, expected: list[str | None]
) -> None:
    assert expected == issuers(document)


def revocations(*rids: Any, **more: Any) -> dict[str, Any]:
    return {"kid": KID, "method": "rid", "ctr": 1, "rids": list(rids), **more}


@pytest.mark.parametrize(
    ("rids", "revoked"),
    [
        ([], False),
        (["other"], False),
        (["mine"], True),
        ([f"mine.{int(NBF)}"], False),
        ([f"mine.{int(NBF) + 1}"], True),
        (["mine.soon"], True),
        (["mine.", 7, None], True),
        ([f"mine.{10**30}"], True),
    ],
)
def test_a_card_is_revoked_up_to_the_moment_that_the_list_says(
    rids: list[Any], revoked: bool
) -> None:
    lists = read_revocations(revocations(*rids))
    assert lists
    trust = CardTrust.of(read_key_set({"keys": [member()]}), [lists])
    card = payload()
    card["vc"]["rid"] = "mine"
    paper = shc.read([jws(deflated(card))], trust, AT)
    assert paper.authentic
    assert paper.refusal is (Refusal.REVOKED if revoked else None)


def test_of_two_lists_for_a_key_the_newer_counts_in_any_order() -> None:
    old, new = (
        read_revocations(revocations("a", ctr=1)),
        read_revocations(revocations("b", ctr=2)),
    )
    assert old
    assert new
    for lists in ([old, new], [new, old]):
        trust = CardTrust.of([], lists)
        assert not trust.is_revoked(KID, "a", AT)
        assert trust.is_revoked(KID, "b", AT)


@pytest.mark.parametrize(
    "document",
    [
        None,
        {},
        revocations(kid=7),
        {"kid": KID, "method": "rid", "ctr": 1},
        revocations("a", method="hash-fhir"),
    ],
)
def test_another_document_is_no_list(document: Any) -> None:
    assert read_revocations(document) is None


PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9)
NAMES = st.sampled_from(["keys", "kid", "x", "y", "x5c", "rids", "ctr", "issuerInfo"])
DOCUMENTS = st.recursive(
    PLAIN | st.just(member()),
    lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner),
    max_leaves=12,
)


@given(DOCUMENTS, DOCUMENTS)
def test_no_document_whatever_raises(first: Any, second: Any) -> None:
    read_key_set(first)
    read_key_set({"keys": [{**member(), "x": first, "x5c": [second]}, first]})
    read_revocations({**revocations(first, second), "ctr": first})
