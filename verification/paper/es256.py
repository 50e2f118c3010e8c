"""ES256 signatures as JOSE writes them (RFC 7518, 3.4): raw r and s, 64 bytes."""

import base64
import binascii
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from verification.paper.paper import Refusal
from verification.paper.refused import Refused, malformed

SIGNATURE_LENGTH = 64
_HALF = SIGNATURE_LENGTH // 2
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")


def verify(key: object, signed: bytes, signature: bytes) -> None:
    """Return when ``key`` signed ``signed``.

    Raises:
        Refused: algorithm (the key is not on P-256) or bad_signature (also for a
            DER signature: another format's shape is not ours to repair).

    """
    if not isinstance(key, EllipticCurvePublicKey):
        raise Refused(Refusal.ALGORITHM)
    if not isinstance(key.curve, SECP256R1):
        raise Refused(Refusal.ALGORITHM)
    if len(signature) != SIGNATURE_LENGTH:
        raise Refused(Refusal.BAD_SIGNATURE)
    r, s = (int.from_bytes(part) for part in (signature[:_HALF], signature[_HALF:]))
    try:
        key.verify(encode_dss_signature(r, s), signed, ECDSA(SHA256()))
    except InvalidSignature:
        raise Refused(Refusal.BAD_SIGNATURE) from None


def base64url(text: str) -> bytes:
    """Decode what stands without padding (RFC 7515, 2).

    Raises:
        Refused: malformed.

    """
    if not _BASE64URL.fullmatch(text):
        raise malformed()
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        raise malformed() from None
    return raw
