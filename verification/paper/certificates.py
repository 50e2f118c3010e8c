"""Certificates and bare public keys, out of sloppy X.509 too (RFC 5280).

A strict parser refuses a whole certificate for one extension that is encoded
badly, as several states do: a DEFAULT that is written out, an empty list of
usages, ECDSA with a NULL parameter. So the fields are read one by one with a
lenient parser, and only the key itself and signatures go to `cryptography`.
"""

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from asn1crypto import x509  # type: ignore[import-untyped]  # ships no types
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_public_key

PublicKey = EllipticCurvePublicKey | RSAPublicKey

LARGEST_CERTIFICATE = 16 * 1024
RSA_BITS = range(2048, 8192 + 1)

_PEM = re.compile(
    rb"-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----(.*?)-----END ", re.DOTALL
)
_BLANKS = re.compile(rb"\s+")

_SUBJECT_KEY_ID = "2.5.29.14"
_ALTERNATIVE_NAMES = "2.5.29.17"
_BASIC_CONSTRAINTS = "2.5.29.19"
_AUTHORITY_KEY_ID = "2.5.29.35"
_EXTENDED_KEY_USAGE = "2.5.29.37"

# What asn1crypto raises on bytes that are not what they say, beside ValueError.
_UNREADABLE = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    OverflowError,
    RecursionError,
)


class CertificateProblem(ValueError):
    """Bytes that hold no certificate or key that we can use."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What we need of a certificate.

    Attributes:
        der: the whole certificate.
        key: the subject's public key.
        not_before: UTC, like ``not_after`` (inclusive).
        subject: the DER of the name, like ``issuer``.
        subject_country: two or three letters as written, or ``None``.
        usages: dotted OIDs of the extended key usage; empty when there is none.
        subject_key_id: as the extension says, or ``None``.
        uris: of the subject's alternative names.
        is_authority: it may sign certificates (basic constraints).

    """

    der: bytes = field(repr=False)
    key: PublicKey = field(repr=False)
    not_before: datetime
    not_after: datetime
    subject: bytes = field(repr=False)
    issuer: bytes = field(repr=False)
    subject_country: str | None = None
    issuer_country: str | None = None
    usages: frozenset[str] = frozenset()
    subject_key_id: bytes | None = None
    authority_key_id: bytes | None = None
    uris: tuple[str, ...] = ()
    is_authority: bool = False

    def valid(self, at: datetime) -> bool:
        """Whether ``at`` lies within the certificate's dates."""
        return self.not_before <= at <= self.not_after


def load_public_key(spki: bytes) -> PublicKey:
    """The key in a DER SubjectPublicKeyInfo.

    Raises:
        CertificateProblem: not a key, or of a kind or size that we do not use.

    """
    try:
        key = load_der_public_key(spki)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise CertificateProblem("this is no public key that we can use") from None
    if isinstance(key, RSAPublicKey) and key.key_size not in RSA_BITS:
        raise CertificateProblem("an RSA key of this size is not used")
    if not isinstance(key, PublicKey):
        raise CertificateProblem("a key of this kind is not used")
    return key


def load_certificate(der: bytes) -> Certificate:
    """The certificate in ``der``, whatever is wrong in the parts we do not need.

    Raises:
        CertificateProblem: no certificate, or its key, its dates or what it may
            sign cannot be read.

    """
    if len(der) > LARGEST_CERTIFICATE:
        raise CertificateProblem("too large for a certificate")
    try:
        return _read(der)
    except CertificateProblem:
        raise
    except _UNREADABLE:
        raise CertificateProblem("this is no readable certificate") from None


def load_certificates(data: bytes) -> tuple[Certificate, ...]:
    """All certificates in a file: PEM, one or many, or DER, or base64 of DER.

    Raises:
        CertificateProblem: none is in it, or one of them cannot be read.

    """
    blocks = _PEM.findall(data)
    if blocks:
        return tuple(load_certificate(_base64(block)) for block in blocks)
    if data.startswith(b"\x30"):  # SEQUENCE: DER; base64 of one begins with M
        return (load_certificate(data),)
    return (load_certificate(_base64(data)),)


def issued_by(certificate: Certificate, authority: Certificate) -> bool:
    """Whether ``authority`` may sign certificates and signed this one (RFC 5280).

    Key ids, or names where one has no key id, only spare the work of trying every
    authority: what counts is the signature.
    """
    if not authority.is_authority:
        return False
    if not _names(certificate, authority):
        return False
    try:
        _verify_signature(certificate.der, authority.key)
    except (InvalidSignature, UnsupportedAlgorithm, *_UNREADABLE):
        return False
    return True


def _names(certificate: Certificate, authority: Certificate) -> bool:
    wanted, offered = certificate.authority_key_id, authority.subject_key_id
    if wanted is None or offered is None:
        return certificate.issuer == authority.subject
    return wanted == offered


def _verify_signature(der: bytes, key: PublicKey) -> None:
    whole = x509.Certificate.load(der)
    algorithm = whole["signature_algorithm"]
    signature, signed = whole["signature_value"].native, whole["tbs_certificate"].dump()
    digest = _HASHES[algorithm.hash_algo]()
    kind = algorithm.signature_algo
    if isinstance(key, EllipticCurvePublicKey) and kind == "ecdsa":
        key.verify(signature, signed, ECDSA(digest))
    elif isinstance(key, RSAPublicKey) and kind in {"rsassa_pkcs1v15", "rsassa_pss"}:
        key.verify(signature, signed, _padding(algorithm, kind, digest), digest)
    else:
        raise InvalidSignature


def _padding(algorithm: Any, kind: str, digest: HashAlgorithm) -> Any:
    if kind == "rsassa_pkcs1v15":
        return PKCS1v15()
    length = algorithm["parameters"]["salt_length"].native
    return PSS(mgf=MGF1(digest), salt_length=length)


_HASHES: dict[str, type[HashAlgorithm]] = {
    "sha256": SHA256,
    "sha384": SHA384,
    "sha512": SHA512,
}


def _base64(text: bytes) -> bytes:
    try:
        return base64.b64decode(_BLANKS.sub(b"", text), validate=True)
    except (binascii.Error, ValueError):
        raise CertificateProblem("neither PEM, DER nor base64") from None


def _read(der: bytes) -> Certificate:
    whole = x509.Certificate.load(der, strict=True)
    body = whole["tbs_certificate"]
    dates = body["validity"]
    return Certificate(
        der=der,
        key=load_public_key(body["subject_public_key_info"].dump()),
        not_before=_moment(dates["not_before"]),
        not_after=_moment(dates["not_after"]),
        subject=body["subject"].dump(),
        issuer=body["issuer"].dump(),
        subject_country=_country(body["subject"]),
        issuer_country=_country(body["issuer"]),
        **dict(_extensions(body)),
    )


def _moment(time: Any) -> datetime:
    moment = time.native
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise CertificateProblem("a date of the certificate cannot be read")
    return moment


def _country(name: Any) -> str | None:
    for relative in name.chosen:
        for part in relative:
            if part["type"].native == "country_name":
                return str(part["value"].native)
    return None


def _extensions(body: Any) -> Iterator[tuple[str, Any]]:
    """The extensions that we need; those that cannot be read say nothing.

    What a certificate may sign must not be guessed: there, unreadable is wrong.
    """
    if not body["extensions"]:
        return
    for extension in body["extensions"]:
        oid = extension["extn_id"].dotted
        if oid not in _READERS:
            continue
        try:
            yield _READERS[oid](extension["extn_value"].parsed)
        except _UNREADABLE:
            if oid == _EXTENDED_KEY_USAGE:
                raise


def _uris(names: Any) -> tuple[str, ...]:
    return tuple(
        str(name.native) for name in names if name.name == "uniform_resource_identifier"
    )


_READERS: dict[str, Callable[[Any], tuple[str, Any]]] = {
    _SUBJECT_KEY_ID: lambda value: ("subject_key_id", value.native),
    _ALTERNATIVE_NAMES: lambda value: ("uris", _uris(value)),
    _BASIC_CONSTRAINTS: lambda value: ("is_authority", bool(value["ca"].native)),
    _AUTHORITY_KEY_ID: lambda value: (
        "authority_key_id",
        value["key_identifier"].native,
    ),
    _EXTENDED_KEY_USAGE: lambda value: (
        "usages",
        frozenset(usage.dotted for usage in value),
    ),
}
