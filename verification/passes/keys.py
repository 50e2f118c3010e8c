"""The keys behind our passes: ECDSA on P-256, named by a hash of themselves.

A root key signs nothing but the list of signing keys; a signing key signs passes
and the list of revoked ones. ES256 is the first choice of the HCERT
specification, so any reader of that family can check our signatures.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from verification.errors import KeyProblem

KID = 8

PublicKey = ec.EllipticCurvePublicKey
PrivateKey = ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key and what it may be used for.

    Attributes:
        kid: first 8 bytes of the SHA-256 of the public key (SPKI, DER).
        private: the key itself.
        not_before: nothing is signed with it before.
        not_after: no pass that it signs may live longer; ``None`` for no end yet.

    """

    kid: bytes
    private: PrivateKey = field(repr=False)
    not_before: datetime
    not_after: datetime | None = None


def new_private_key() -> PrivateKey:
    """A fresh key."""
    return ec.generate_private_key(ec.SECP256R1())


def key_id(public: PublicKey) -> bytes:
    """The name of a key in every header and list."""
    return _digest(public)[:KID]


def fingerprint(public: PublicKey) -> str:
    """All 64 hex digits of the same hash, in groups that two people can compare."""
    digits = _digest(public).hex()
    return " ".join(digits[start : start + 8] for start in range(0, len(digits), 8))


def same_fingerprint(public: PublicKey, typed: str) -> bool:
    """Whether somebody typed the fingerprint of this key; blanks and case are free."""
    return "".join(typed.split()).lower() == _digest(public).hex()


def public_pem(public: PublicKey) -> bytes:
    """A public key as a file."""
    return public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def private_pem(private: PrivateKey) -> bytes:
    """A private key as a file; the file must be a secret one."""
    return private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def read_public(pem: bytes) -> PublicKey:
    """A public key from a file.

    Raises:
        KeyProblem: it is not a key of ours.

    """
    try:
        key = serialization.load_pem_public_key(pem)
    except ValueError:
        raise KeyProblem("this file is not a public key (PEM)") from None
    if not isinstance(key, PublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise KeyProblem("this public key is not one on the curve P-256")
    return key


def read_private(pem: bytes) -> PrivateKey:
    """A private key from a file.

    Raises:
        KeyProblem: it is not a key of ours.

    """
    try:
        key = serialization.load_pem_private_key(pem, None)
    except (ValueError, TypeError):
        raise KeyProblem("this file is not a private key (PEM, no password)") from None
    if not isinstance(key, PrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise KeyProblem("this private key is not one on the curve P-256")
    return key


def _digest(public: PublicKey) -> bytes:
    spki = public.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return hashlib.sha256(spki).digest()
