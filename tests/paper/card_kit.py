"""SMART Health Cards made in the test: keys, cards, and cards gone wrong."""

import base64
import json
import zlib
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    derive_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from verification.paper.shc_trust import CardTrust, read_key_set, thumbprint

ISSUER = "https://cards.example/issuer"
NBF = 1_700_000_000.5
AT = datetime.fromtimestamp(1_700_001_000, UTC)
KEY = derive_private_key(0x5EED, SECP256R1())
OTHER_KEY = derive_private_key(0x07E5, SECP256R1())
# RFC 6979: the same card is the same text in every run.
_ECDSA = ECDSA(SHA256(), deterministic_signing=True)
PATIENT = {
    "resourceType": "Patient",
    "name": [{"family": "Anyperson", "given": ["John", "B."]}],
    "birthDate": "1951-01-20",
}


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def member(key: EllipticCurvePrivateKey = KEY, **more: Any) -> dict[str, Any]:
    """The public key as a member of a key set."""
    numbers = key.public_key().public_numbers()
    x, y = (base64url(n.to_bytes(32, "big")) for n in (numbers.x, numbers.y))
    kid = thumbprint(x, y)
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": kid, **more}


KID = member()["kid"]


def trust(*members: dict[str, Any], issuer: str = ISSUER) -> CardTrust:
    document = {"issuer": issuer, "keys": list(members or [member()])}
    return CardTrust.of(read_key_set(document))


def payload(*resources: Any, **more: Any) -> dict[str, Any]:
    bundle = {"entry": [{"resource": one} for one in resources or [PATIENT]]}
    card = {
        "type": ["https://smarthealth.cards#health-card"],
        "credentialSubject": {"fhirVersion": "4.0.1", "fhirBundle": bundle},
    }
    return {"iss": ISSUER, "nbf": NBF, "vc": card, **more}


def deflated(content: Any) -> bytes:
    plain = content if isinstance(content, bytes) else json.dumps(content).encode()
    stream = zlib.compressobj(9, wbits=-15)
    return stream.compress(plain) + stream.flush()


def raw_signature(key: EllipticCurvePrivateKey, signed: bytes) -> bytes:
    r, s = decode_dss_signature(key.sign(signed, _ECDSA))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def jws(
    body: bytes | None = None,
    key: EllipticCurvePrivateKey = KEY,
    **header: Any,
) -> str:
    """A signed card; ``header`` overrides members, ``None`` leaves one out."""
    whole = {"zip": "DEF", "alg": "ES256", "kid": KID, **header}
    head = json.dumps({k: v for k, v in whole.items() if v is not None}).encode()
    signed = f"{base64url(head)}.{base64url(body or deflated(payload()))}"
    return f"{signed}.{base64url(raw_signature(key, signed.encode()))}"


def digits(text: str) -> str:
    return "".join(f"{ord(character) - 45:02}" for character in text)


def numeric(text: str) -> str:
    return f"shc:/{digits(text)}"


def chunks(text: str, count: int = 3) -> list[str]:
    size = -(-len(text) // count)
    parts = [text[i : i + size] for i in range(0, len(text), size)]
    return [f"shc:/{i}/{count}/{digits(one)}" for i, one in enumerate(parts, 1)]


def file_of(*cards: str) -> str:
    return json.dumps({"verifiableCredential": list(cards)}, indent=2)
