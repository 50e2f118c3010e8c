"""Certificates: sloppy ones are read, and nothing unreadable is believed."""

import base64
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from asn1crypto import algos, core, keys
from asn1crypto import x509 as asn1
from card_kit import KEY
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA384, SHA512
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from seal_kit import AT, AUTHORITY_KEY, SEAL, SIGNER, YEAR, authority, certificate

from verification.paper.certificates import (
    Certificate,
    CertificateProblem,
    issued_by,
    load_certificate,
    load_certificates,
    load_public_key,
)

RSA_KEY = rsa.generate_private_key(65537, 2048)
PEM = x509.load_der_x509_certificate(SIGNER).public_bytes(Encoding.PEM)
BASIC_CONSTRAINTS = "2.5.29.19"
EXTENDED_KEY_USAGE = "2.5.29.37"
P256 = {  # SEC 2, 2.4.2
    "p": 2**256 - 2**224 + 2**192 + 2**96 - 1,
    "a": 2**256 - 2**224 + 2**192 + 2**96 - 4,
    "b": 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    "n": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "g": 0x046B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C2964FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,  # noqa: E501 - one number
}
SUBJECT_KEY_ID = "2.5.29.14"


def spki(key: object) -> bytes:
    public = key.public_key()  # type: ignore[attr-defined]  # every private key has it
    return bytes(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def with_extension(oid: str, value: bytes) -> bytes:
    """A certificate with an extension whose value is encoded by hand."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COUNTRY_NAME, "UT")])
    extension = x509.UnrecognizedExtension(x509.ObjectIdentifier(oid), value)
    return (
        x509.CertificateBuilder(name, name)
        .public_key(KEY.public_key())
        .serial_number(1)
        .not_valid_before(AT - YEAR)
        .not_valid_after(AT + YEAR)
        .add_extension(extension, critical=False)
        .sign(KEY, SHA256())
        .public_bytes(Encoding.DER)
    )


def with_null_parameter() -> bytes:
    """ECDSA with NULL as its parameter, which RFC 5758 forbids and Japan writes."""
    whole = asn1.Certificate.load(SIGNER)
    sloppy = {"algorithm": "sha256_ecdsa", "parameters": core.Null()}
    body = whole["tbs_certificate"].copy()
    body["signature"] = algos.SignedDigestAlgorithm(sloppy)
    signature = AUTHORITY_KEY.sign(body.dump(force=True), ec.ECDSA(SHA256()))
    return bytes(
        asn1.Certificate(
            {
                "tbs_certificate": body,
                "signature_algorithm": algos.SignedDigestAlgorithm(sloppy),
                "signature_value": signature,
            }
        ).dump(force=True)
    )


def test_the_fields_of_a_certificate_are_read() -> None:
    found = load_certificate(SIGNER)
    assert found.der == SIGNER
    assert found.key.public_numbers() == KEY.public_key().public_numbers()
    assert (found.not_before, found.not_after) == (AT - YEAR, AT + YEAR)
    assert (found.subject_country, found.issuer_country) == ("UT", "UT")
    assert found.usages == {SEAL}
    assert found.authority_key_id == authority().subject_key_id
    assert (found.uris, found.is_authority) == ((), False)
    assert authority().is_authority


@pytest.mark.parametrize(
    "data",
    [
        SIGNER,
        base64.b64encode(SIGNER),
        base64.encodebytes(SIGNER),
        PEM,
        PEM.replace(b"\n", b"\r\n"),
        b"subject=...\n" + PEM,
    ],
)
def test_der_base64_and_pem_are_one_certificate(data: bytes) -> None:
    assert {one.der for one in load_certificates(data)} == {SIGNER}


def test_a_bundle_gives_all_its_certificates() -> None:
    assert len(load_certificates(PEM + b"\n" + PEM)) == 2


@pytest.mark.parametrize("data", [b"", b"\x30", b"\xff", b"hello", SIGNER + b"\x00"])
def test_what_is_no_certificate_is_refused(data: bytes) -> None:
    with pytest.raises(CertificateProblem):
        load_certificates(data)


def test_a_null_parameter_of_ecdsa_hinders_nothing() -> None:
    der = with_null_parameter()
    found = load_certificate(der)
    assert found.usages == {SEAL}
    assert issued_by(found, authority())


@pytest.mark.parametrize(
    ("oid", "value"),
    [
        (BASIC_CONSTRAINTS, "3003010100"),  # cA FALSE, the default, written out
        (EXTENDED_KEY_USAGE, "3000"),  # no usage in the list of usages
        (SUBJECT_KEY_ID, "ffff"),  # not DER at all
    ],
)
def test_an_extension_that_a_strict_parser_refuses_hinders_nothing(
    oid: str, value: str
) -> None:
    found = load_certificate(with_extension(oid, bytes.fromhex(value)))
    assert (found.usages, found.is_authority) == (frozenset(), False)
    assert found.subject_country == "UT"


@pytest.mark.parametrize("value", ["ffff", "3001", "020100", "30030401ff"])
def test_what_a_certificate_may_sign_is_never_guessed(value: str) -> None:
    der = with_extension(EXTENDED_KEY_USAGE, bytes.fromhex(value))
    with pytest.raises(CertificateProblem):
        load_certificate(der)


@pytest.mark.parametrize(
    "key",
    [
        ed25519.Ed25519PrivateKey.from_private_bytes(b"k" * 32),
        rsa.generate_private_key(65537, 1024),  # noqa: S505 - the weakness under test
    ],
)
def test_keys_of_other_kinds_and_weak_ones_are_refused(key: object) -> None:
    with pytest.raises(CertificateProblem):
        load_public_key(spki(key))


@pytest.mark.parametrize("key", [KEY, AUTHORITY_KEY, RSA_KEY])
def test_a_bare_key_is_read(key: ec.EllipticCurvePrivateKey) -> None:
    found = load_public_key(spki(key))
    assert found.public_numbers() == key.public_key().public_numbers()


def with_explicit_parameters() -> bytes:
    """The curve P-256 spelled out (SEC 1, C.2), as ICAO Doc 9303 part 12 asks for."""
    info = keys.PublicKeyInfo.load(spki(KEY))
    numbers = (P256[name].to_bytes(32, "big") for name in ("a", "b"))
    domain = {
        "version": "ecdpVer1",
        "field_id": {"field_type": "prime_field", "parameters": P256["p"]},
        "curve": dict(zip(("a", "b"), numbers, strict=True)),
        "base": P256["g"].to_bytes(65, "big"),
        "order": P256["n"],
        "cofactor": 1,
    }
    curve = keys.ECDomainParameters("specified", keys.SpecifiedECDomain(domain))
    info["algorithm"] = {"algorithm": "ec", "parameters": curve}
    return bytes(info.dump(force=True))


def test_a_curve_that_is_spelled_out_is_the_curve() -> None:
    found = load_public_key(with_explicit_parameters())
    assert found.public_numbers() == KEY.public_key().public_numbers()


def pss(length: int) -> padding.PSS:
    return padding.PSS(padding.MGF1(SHA256()), length)


@pytest.mark.parametrize(
    "signed",
    [
        lambda: certificate(KEY, RSA_KEY),
        lambda: certificate(KEY, RSA_KEY, algorithm=SHA512()),
        lambda: certificate(KEY, RSA_KEY, rsa_padding=pss(32)),
        lambda: certificate(KEY, RSA_KEY, rsa_padding=pss(20)),
    ],
)
def test_an_rsa_authority_vouches_in_both_paddings(signed: Callable[[], bytes]) -> None:
    own = load_certificate(certificate(RSA_KEY, RSA_KEY, ca=True))
    assert issued_by(load_certificate(signed()), own)
    assert not issued_by(load_certificate(SIGNER), own)


@pytest.mark.parametrize(("issuer", "vouched"), [("CSCA", True), ("Another", False)])
def test_without_key_ids_the_authority_is_found_by_its_name(
    issuer: str, vouched: bool
) -> None:
    signed = load_certificate(certificate(KEY, AUTHORITY_KEY, issuer=issuer))
    assert signed.authority_key_id is None
    assert issued_by(signed, authority()) is vouched


def test_a_crowd_of_authorities_is_not_tried_one_by_one() -> None:
    crowd = [authority()] * 2000
    stranger = load_certificate(certificate(KEY, RSA_KEY))
    start = time.process_time()
    assert not any(issued_by(stranger, one) for one in crowd)
    assert time.process_time() - start < 0.05


@pytest.mark.parametrize("algorithm", [SHA256(), SHA384(), SHA512()])
def test_an_ec_authority_vouches_with_each_digest(algorithm: SHA256) -> None:
    signed = certificate(KEY, AUTHORITY_KEY, algorithm=algorithm)
    assert issued_by(load_certificate(signed), authority())


def test_a_weak_digest_vouches_for_nobody() -> None:
    whole = asn1.Certificate.load(SIGNER)
    weak = {"algorithm": "sha1_ecdsa"}
    whole["tbs_certificate"]["signature"] = weak
    whole["signature_algorithm"] = weak
    body = whole["tbs_certificate"].dump(force=True)
    whole["signature_value"] = AUTHORITY_KEY.sign(body, ec.ECDSA(SHA1()))  # noqa: S303 - the weakness under test
    found = load_certificate(whole.dump(force=True))
    assert not issued_by(found, authority())


def test_dates_are_inclusive() -> None:
    found = load_certificate(SIGNER)
    assert found.valid(AT - YEAR)
    assert found.valid(AT + YEAR)
    assert not found.valid(datetime(2030, 1, 1, tzinfo=UTC))


@given(at=st.integers(0, len(SIGNER) - 1), to=st.integers(0, 255))
def test_a_changed_byte_is_read_or_refused(at: int, to: int) -> None:
    try:
        found = load_certificate(SIGNER[:at] + bytes([to]) + SIGNER[at + 1 :])
    except CertificateProblem:
        return
    assert isinstance(found, Certificate)
    assert found.der == SIGNER or not issued_by(found, authority())
