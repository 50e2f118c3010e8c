"""COSE_Sign1 (RFC 9052 section 4.2) with ES256 and PS256 (RFC 9053 section 2).

The only two algorithms of HCERT. The header's algorithm must be the key's own: a
library that picks the key by its id and believes the header would verify with
whatever the paper asks for. No clock: dates are the business of the payload.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from verification.paper import cbor, es256
from verification.paper.naming import name_of
from verification.paper.paper import Refusal
from verification.paper.refused import Refused, malformed

PublicKey = ec.EllipticCurvePublicKey | rsa.RSAPublicKey

ES256 = -7
PS256 = -37
ALG, CRIT, KID = 1, 2, 4
_TAGS = frozenset({18, 61})  # COSE_Sign1, and CWT around it (RFC 8392 section 6)
_COORDINATE = 32
_MIN_RSA_BITS, _MAX_RSA_BITS = 2048, 8192


@dataclass(frozen=True, slots=True)
class Sign1:
    """A signed message, taken apart but not verified.

    Attributes:
        protected: the protected header's bytes, as they are signed.
        alg: the algorithm's number; ``None`` when no header says it as a number.
        kid: the key id; ``None`` when no header says it as bytes.

    """

    protected: bytes
    payload: bytes
    signature: bytes
    alg: int | None
    kid: bytes | None

    @property
    def signed(self) -> bytes:
        """The bytes under the signature, Sig_structure of RFC 9052 section 4.4."""
        # A header that is an empty map is signed as no bytes at all.
        protected = b"" if self.protected == b"\xa0" else self.protected
        return bytes(cbor2.dumps(["Signature1", protected, b"", self.payload]))

    @property
    def digest(self) -> bytes:
        """16 bytes that name what is signed, whatever code it is printed in."""
        return name_of(self.signed)


def parse1(message: bytes, max_bytes: int = cbor.MAX_BYTES) -> Sign1:
    """Take a COSE_Sign1 apart: bare, under tag 18, or under 61 and 18.

    Where both headers carry the key id or the algorithm, the protected one rules.

    Raises:
        Refused: malformed, too_large, or unsupported for a critical header.

    """
    protected, unprotected, payload, signature = _four(cbor.decode(message, max_bytes))
    headers = {**unprotected, **_header_map(protected)}
    if CRIT in headers:
        raise Refused(Refusal.UNSUPPORTED)
    return Sign1(
        protected, payload, signature, _number(headers.get(ALG)), _id(headers.get(KID))
    )


def verify1(message: Sign1, key: PublicKey) -> None:
    """Return when ``key`` signed ``message``.

    Raises:
        Refused: algorithm (the header's is missing, lies, or is not the key's) or
            bad_signature.

    """
    if message.alg is None or message.alg != algorithm_of(key):
        raise Refused(Refusal.ALGORITHM)
    try:
        if isinstance(key, rsa.RSAPublicKey):
            _verify_ps256(key, message)
        else:
            es256.verify(key, message.signed, message.signature)
    except InvalidSignature:
        raise Refused(Refusal.BAD_SIGNATURE) from None


def verify_any(message: Sign1, keys: Iterable[PublicKey]) -> PublicKey:
    """The one of ``keys`` that signed ``message``.

    Several keys may share an id of eight bytes: each is tried.

    Raises:
        Refused: unknown_key without any key; otherwise bad_signature when one of
            them could have signed it, algorithm when none could.

    """
    refusal = Refusal.UNKNOWN_KEY
    for key in keys:
        try:
            verify1(message, key)
        except Refused as refused:
            if refusal is not Refusal.BAD_SIGNATURE:
                refusal = refused.refusal
        else:
            return key
    raise Refused(refusal)


def sign1(payload: bytes, key: ec.EllipticCurvePrivateKey, kid: bytes) -> bytes:
    """Sign with ES256; algorithm and key id stand in the protected header.

    Raises:
        ValueError: the key is not on the curve P-256.

    """
    if algorithm_of(key.public_key()) != ES256:
        raise ValueError("ES256 needs a key on P-256")
    protected = cbor2.dumps({ALG: ES256, KID: kid})
    draft = Sign1(protected, payload, b"", ES256, kid)
    r, s = decode_dss_signature(key.sign(draft.signed, ec.ECDSA(SHA256())))
    signature = r.to_bytes(_COORDINATE) + s.to_bytes(_COORDINATE)
    tagged = cbor2.CBORTag(18, [protected, {}, payload, signature])
    return bytes(cbor2.dumps(tagged))


def algorithm_of(key: PublicKey) -> int | None:
    """The one algorithm that a key may be used with; ``None``: not with any."""
    if isinstance(key, ec.EllipticCurvePublicKey):
        return ES256 if isinstance(key.curve, ec.SECP256R1) else None
    return PS256 if _MIN_RSA_BITS <= key.key_size <= _MAX_RSA_BITS else None


def _four(value: Any) -> tuple[bytes, Mapping[Any, Any], bytes, bytes]:
    while isinstance(value, cbor.Tagged) and value.tag in _TAGS:
        value = value.value
    if not isinstance(value, list) or len(value) != 4:
        raise malformed()
    protected, unprotected, payload, signature = value
    if not isinstance(unprotected, dict):
        raise malformed()
    if not all(isinstance(part, bytes) for part in (protected, payload, signature)):
        raise malformed()
    return protected, unprotected, payload, signature


def _header_map(protected: bytes) -> Mapping[Any, Any]:
    header = cbor.decode(protected) if protected else {}
    if not isinstance(header, dict):
        raise malformed()
    return header


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _id(value: Any) -> bytes | None:
    return value if isinstance(value, bytes) else None


def _verify_ps256(key: rsa.RSAPublicKey, message: Sign1) -> None:
    pss = padding.PSS(mgf=padding.MGF1(SHA256()), salt_length=SHA256.digest_size)
    key.verify(message.signature, message.signed, pss, SHA256())
