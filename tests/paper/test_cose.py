"""COSE_Sign1: the right key, by the right algorithm, over the right bytes."""

from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cwt import COSE, COSEKey
from hcert_kit import KEY, KID, OTHER, P384, RSA, message

from verification.paper import cose
from verification.paper.cose import Sign1, parse1, sign1, verify1, verify_any
from verification.paper.paper import Refusal
from verification.paper.refused import Refused

PAYLOAD = b"what is signed"
PS = {1: cose.PS256, 4: KID}
SMALL = rsa.generate_private_key(65537, 1024)  # noqa: S505 - must be refused


def parsed(parts: Any, tags: tuple[int, ...] = (18,)) -> Sign1:
    for tag in reversed(tags):
        parts = cbor2.CBORTag(tag, parts)
    return parse1(cbor2.dumps(parts))


def refusal(message: Sign1, *keys: Any) -> Refusal | None:
    try:
        verify_any(message, [key.public_key() for key in keys])
    except Refused as refused:
        return refused.refusal
    return None


def test_what_we_sign_we_verify() -> None:
    signed = parse1(sign1(PAYLOAD, KEY, KID))
    assert (signed.payload, signed.alg, signed.kid) == (PAYLOAD, cose.ES256, KID)
    verify1(signed, KEY.public_key())


def test_what_we_sign_another_library_verifies() -> None:
    key = COSEKey.new({1: 2, 3: -7, -1: 1, 2: KID, **_point(KEY)})
    assert COSE.new().decode(sign1(PAYLOAD, KEY, KID), key) == PAYLOAD


def _point(key: ec.EllipticCurvePrivateKey) -> dict[int, bytes]:
    numbers = key.public_key().public_numbers()
    return {-2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}


def test_only_a_key_on_p_256_signs() -> None:
    with pytest.raises(ValueError, match="P-256"):
        sign1(PAYLOAD, P384, KID)


@pytest.mark.parametrize("tags", [(), (18,), (61, 18)])
def test_every_tagging_in_the_field_is_read(tags: tuple[int, ...]) -> None:
    assert refusal(parsed(message(PAYLOAD), tags), KEY) is None


def test_rsa_pss_is_read() -> None:
    assert refusal(parsed(message(PAYLOAD, PS, key=RSA)), RSA) is None


@pytest.mark.parametrize(
    ("kid", "alg", "protected", "unprotected"),
    [
        (KID, -7, {1: -7, 4: KID}, {}),
        (KID, -7, {1: -7}, {4: KID}),
        (KID, -7, {4: KID}, {1: -7}),
        (KID, -7, {}, {1: -7, 4: KID}),
        (KID, -7, {1: -7, 4: KID}, {1: -37, 4: b"lies"}),
        (None, -7, {1: -7}, {}),
        (None, -7, {1: -7, 4: "text"}, {}),
        (KID, None, {1: "ES256", 4: KID}, {}),
        (KID, None, {1: True, 4: KID}, {}),
    ],
)
def test_the_protected_header_rules(
    kid: bytes | None, alg: int | None, protected: Any, unprotected: Any
) -> None:
    found = parsed(message(PAYLOAD, protected, unprotected))
    assert (kid, alg) == (found.kid, found.alg)
    assert refusal(found, KEY) is (None if alg else Refusal.ALGORITHM)


def test_an_empty_protected_map_is_signed_as_nothing() -> None:
    header, _, payload, signature = message(PAYLOAD, {}, {})
    assert header == b""
    assert refusal(parsed([b"\xa0", {1: -7, 4: KID}, payload, signature]), KEY) is None


@pytest.mark.parametrize(
    ("why", "alg", "key"),
    [
        ("P-384 under ES256", -7, P384),
        ("RSA under ES256", -7, RSA),
        ("P-256 under PS256", -37, KEY),
        ("P-384 under its own ES384", -35, P384),
        ("RSA of 1024 bits", -37, SMALL),
        ("an HMAC", 5, KEY),
        ("none at all", None, KEY),
        ("none at all, as if P-384 had none", None, P384),
    ],
)
def test_an_algorithm_that_is_not_the_keys_is_refused(
    why: str, alg: int | None, key: Any
) -> None:
    header = {4: KID} if alg is None else {1: alg, 4: KID}
    assert (
        refusal(parsed(message(PAYLOAD, header, key=key)), key) is Refusal.ALGORITHM
    ), why


@pytest.mark.parametrize("salt", [0, 20, 64])
def test_a_salt_of_another_length_is_refused(salt: int) -> None:
    signed = parsed(message(PAYLOAD, PS, key=RSA, salt=salt))
    assert refusal(signed, RSA) is Refusal.BAD_SIGNATURE


def test_a_der_signature_is_refused() -> None:
    parts = message(PAYLOAD)
    parts[3] = KEY.sign(parsed(parts).signed, ec.ECDSA(SHA256()))
    assert refusal(parsed(parts), KEY) is Refusal.BAD_SIGNATURE


@pytest.mark.parametrize("signature", [b"", b"\0" * 64, b"\xff" * 64, b"\1" * 63])
def test_a_signature_that_is_none_is_refused(signature: bytes) -> None:
    parts = [*message(PAYLOAD)[:3], signature]
    assert refusal(parsed(parts), KEY) is Refusal.BAD_SIGNATURE


def test_every_changed_bit_is_found() -> None:
    parts = message(PAYLOAD)
    for index in (0, 2, 3):
        for bit in range(8 * len(parts[index])):
            changed = bytearray(parts[index])
            changed[bit // 8] ^= 1 << bit % 8
            other = [*parts[:index], bytes(changed), *parts[index + 1 :]]
            with pytest.raises(Refused):
                verify1(parsed(other), KEY.public_key())


def test_every_key_with_that_id_is_tried() -> None:
    signed = parsed(message(PAYLOAD))
    assert refusal(signed, OTHER, RSA, P384, KEY) is None
    assert refusal(signed, OTHER, RSA) is Refusal.BAD_SIGNATURE
    assert refusal(signed, RSA, OTHER) is Refusal.BAD_SIGNATURE
    assert refusal(signed, RSA, P384) is Refusal.ALGORITHM
    assert refusal(signed) is Refusal.UNKNOWN_KEY


GOOD = message(PAYLOAD)


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({}, "a map"),
        (GOOD[:3], "three parts"),
        ([*GOOD, b""], "five parts"),
        (["", *GOOD[1:]], "a header of text"),
        ([GOOD[0], [], *GOOD[2:]], "a list for a header"),
        ([b"\x80", *GOOD[1:]], "a protected list"),
        ([b"\xff", *GOOD[1:]], "a protected header that is no CBOR"),
        ([b"\xa2\x01\x26\x01\x26", *GOOD[1:]], "a repeated label"),
        ([*GOOD[:2], None, GOOD[3]], "no payload"),
        ([*GOOD[:3], None], "no signature"),
        (cbor2.CBORTag(98, GOOD), "a message of another kind"),
    ],
)
def test_what_is_no_message_is_malformed(parts: Any, why: str) -> None:
    with pytest.raises(Refused) as caught:
        parsed(parts)
    assert caught.value.refusal is Refusal.MALFORMED, why


def test_a_critical_header_that_we_do_not_know_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        parsed(message(PAYLOAD, {1: -7, 2: [99], 4: KID, 99: 1}))
    assert caught.value.refusal is Refusal.UNSUPPORTED


def test_the_digest_names_what_is_signed_and_nothing_else() -> None:
    first, second = parsed(message(PAYLOAD)), parsed(message(PAYLOAD), (61, 18))
    turned = parsed(message(PAYLOAD, unprotected={99: "x"}), ())
    assert first.signature != second.signature
    assert first.digest == second.digest == turned.digest
    assert len(first.digest) == 16
    assert first.digest != parsed(message(b"else")).digest
