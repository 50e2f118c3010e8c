"""VDS-NC seals made in the test: an authority, its signers, what they seal."""

import base64
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import rfc8785
from card_kit import KEY, OTHER_KEY, raw_signature
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP384R1,
    EllipticCurvePrivateKey,
    derive_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from verification.paper.certificates import Certificate, load_certificate

AT = datetime(2026, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=365)
SEAL = "2.23.136.1.1.14.2"
AUTHORITY_KEY = derive_private_key(0xC5CA, SECP384R1())
SIGNER_KEY, STRANGER_KEY = KEY, OTHER_KEY


def certificate(
    key: Any,
    signed_by: Any,
    *,
    name: str = "signer",
    ca: bool | None = None,
    usages: Sequence[str] = (),
    begin: datetime = AT - YEAR,
    end: datetime = AT + YEAR,
    issuer: str | None = None,
    **how: Any,
) -> bytes:
    """The DER of a certificate of Utopia.

    Args:
        key: the subject's.
        signed_by: the authority's.
        name: of the subject.
        ca: basic constraints; ``None`` for none.
        usages: extended key usages.
        begin: of its dates.
        end: of its dates.
        issuer: the authority's name, in place of its key id.
        how: goes to `sign`.

    """
    builder = (
        x509.CertificateBuilder(_name(issuer or "CSCA"), _name(name))
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(begin)
        .not_valid_after(end)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
        )
    )
    if issuer is None:
        of = x509.AuthorityKeyIdentifier.from_issuer_public_key(signed_by.public_key())
        builder = builder.add_extension(of, critical=False)
    if ca is not None:
        builder = builder.add_extension(x509.BasicConstraints(ca, None), critical=True)
    if usages:
        oids = [x509.ObjectIdentifier(usage) for usage in usages]
        builder = builder.add_extension(x509.ExtendedKeyUsage(oids), critical=True)
    signed = builder.sign(signed_by, how.pop("algorithm", SHA256()), **how)
    return signed.public_bytes(Encoding.DER)


def _name(common: str) -> x509.Name:
    country = x509.NameAttribute(NameOID.COUNTRY_NAME, "UT")
    return x509.Name([country, x509.NameAttribute(NameOID.COMMON_NAME, common)])


def authority(**how: Any) -> Certificate:
    how = {"ca": True, "name": "CSCA", **how}
    return load_certificate(certificate(AUTHORITY_KEY, AUTHORITY_KEY, **how))


SIGNER = certificate(SIGNER_KEY, AUTHORITY_KEY, usages=[SEAL])
DATA: dict[str, Any] = {
    "hdr": {"is": "UTO", "t": "icao.vacc", "v": 1},
    "msg": {
        "uvci": "U32870",
        "pid": {"n": "甲 Smith", "dob": "1990-01-02"},
        "ve": [{"des": "XM68M6", "dose": 1.5, "many": [1, 2, None, True]}],
    },
}


def seal(
    data: Any = DATA,
    key: EllipticCurvePrivateKey = SIGNER_KEY,
    signer: bytes = SIGNER,
    **more: Any,
) -> str:
    """A sealed document as the text of a code; ``more`` overrides ``sig``."""
    signature = raw_signature(key, rfc8785.dumps(data))
    sig = {
        "alg": "ES256",
        "cer": base64.b64encode(signer).decode(),
        "sigvl": base64.urlsafe_b64encode(signature).decode(),
        **more,
    }
    return json.dumps({"data": data, "sig": sig})
