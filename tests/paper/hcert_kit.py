"""HCERT texts made in the test: keys, signers, certificates, passes."""

import base64
import json
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from seal_kit import certificate

from verification.paper import base45, cose
from verification.paper.examine import examine
from verification.paper.paper import Paper
from verification.paper.trust import TrustStore
from verification.paper.trusted_key import TrustedKey, kid_of
from verification.passes.claims import PASS

AT = datetime(2026, 1, 1, tzinfo=UTC)
NOW = int(AT.timestamp())
KEY = ec.derive_private_key(0xA11CE, ec.SECP256R1())
OTHER = ec.derive_private_key(0xB0B, ec.SECP256R1())
P384 = ec.derive_private_key(0xCAFE, ec.SECP384R1())
RSA = rsa.generate_private_key(65537, 2048)
KID = b"\x01\x02\x03\x04\x05\x06\x07\x08"
ARC = "1.3.6.1.4.1.1847.2021.1."
OLD_ARC = "1.3.6.1.4.1.0.1847.2021.1."

VACCINATION = {"ci": "URN:UVCI:01:UT:1", "dn": 1, "sd": 2, "tg": "0"}
CERTIFICATE = {"ver": "1.3.0", "dob": "1950-03-07", "nam": {"fn": "甲"}}
BODY = {1: b"p" * 8, 2: "*甲", 3: b"h" * 16, 5: 1, 6: 1}


def claims(**groups: Any) -> dict[Any, Any]:
    """The claims of a certificate of Utopia with these event groups."""
    held = CERTIFICATE | (groups or {"v": [VACCINATION]})
    return {1: "UT", 4: NOW + 1000, 6: NOW - 1000, -260: {1: held}}


def pass_claims(**body: Any) -> dict[Any, Any]:
    """The claims of a pass of ours."""
    return {4: NOW + 1000, 5: NOW - 1000, 6: NOW - 1000, -260: {PASS: BODY | body}}


def raw(key: ec.EllipticCurvePrivateKey, data: bytes) -> bytes:
    """An ECDSA signature as COSE has it."""
    r, s = decode_dss_signature(key.sign(data, ec.ECDSA(SHA256())))
    size = (key.key_size + 7) // 8
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def pss(key: rsa.RSAPrivateKey, data: bytes, salt: int = 32) -> bytes:
    """An RSA-PSS signature."""
    how = padding.PSS(mgf=padding.MGF1(SHA256()), salt_length=salt)
    return key.sign(data, how, SHA256())


def message(
    payload: Any,
    protected: dict[Any, Any] | None = None,
    unprotected: dict[Any, Any] | None = None,
    key: Any = KEY,
    **how: Any,
) -> list[Any]:
    """The four parts of a COSE_Sign1; ``how`` goes to the signing function."""
    head = {1: cose.ES256, 4: KID} if protected is None else protected
    header = cbor2.dumps(head) if head else b""
    body = payload if isinstance(payload, bytes) else cbor2.dumps(payload)
    signed = cbor2.dumps(["Signature1", header, b"", body])
    sign = pss if isinstance(key, rsa.RSAPrivateKey) else raw
    return [header, unprotected or {}, body, sign(key, signed, **how)]


def text_of(parts: Any) -> str:
    """A COSE message, whatever it is, as the text of a code."""
    data = parts if isinstance(parts, bytes) else cbor2.dumps(cbor2.CBORTag(18, parts))
    return f"HC1:{base45.encode(zlib.compress(data))}"


def hcert(payload: Any = None, key: ec.EllipticCurvePrivateKey = KEY) -> str:
    """The text of a certificate that is well, or of one with other claims."""
    body = cbor2.dumps(claims() if payload is None else payload)
    return text_of(cose.sign1(body, key, KID))


def believing(*keys: Any, passes: Sequence[Any] = (), **more: Any) -> TrustStore:
    """A store that believes these keys, all under `KID`."""
    trusted = tuple(TrustedKey(key.public_key(), **more) for key in keys)
    ours = tuple(TrustedKey(key.public_key(), **more) for key in passes)
    return TrustStore(hcert={KID: trusted}, passes={KID: ours})


def examined(text: str, trust: TrustStore | None = None, at: datetime = AT) -> Paper:
    """What one code is worth where `KEY` is believed for states and passes."""
    return examine([text.encode()], trust or believing(KEY, passes=[KEY]), at)


def key_map(*entries: tuple[bytes, bytes | str]) -> bytes:
    """A trust file: base64 key ids to lists of base64 certificates or keys."""
    lists: dict[str, list[str]] = {}
    for kid, value in entries:
        shown = value if isinstance(value, str) else base64.b64encode(value).decode()
        lists.setdefault(base64.b64encode(kid).decode(), []).append(shown)
    return json.dumps(lists).encode()


def bare(key: Any) -> str:
    """A public key as trust files write it without a certificate."""
    der = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return "SPKI:" + base64.b64encode(der).decode()


def signer(*groups: str, arc: str = ARC, **how: Any) -> tuple[bytes, bytes]:
    """Key id and DER of a signer whose certificate names these usages."""
    der = certificate(KEY, OTHER, usages=[arc + group for group in groups], **how)
    return kid_of(der), der
