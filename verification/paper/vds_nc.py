"""ICAO's seal for travel and health: VDS-NC, JSON with its signer inside.

ICAO Technical Report "VDS-NC, Visible Digital Seal for non-constrained
environments" (2021). ``sig`` signs the canonical form (RFC 8785) of ``data`` with
the key of the certificate that it carries; whether that signer is one is said by
the country's signing authority (CSCA), which has to be pinned.
"""

import base64
import binascii
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import rfc8785

from verification.paper import es256
from verification.paper.certificates import (
    Certificate,
    CertificateProblem,
    issued_by,
    load_certificate,
)
from verification.paper.json_documents import at_path, read_object, word
from verification.paper.naming import name_of
from verification.paper.paper import Paper, PaperKind, Refusal
from verification.paper.refused import Refused, malformed, too_large
from verification.paper.trusted_key import kid_of

TYPES = ("icao.vacc", "icao.test")
LARGEST_SEAL = 16 * 1024

# The arc of ICAO's extended key usages for signers of seals.
_SEAL_USAGES = "2.23.136.1.1.14."
_FALSE = frozenset({Refusal.BAD_SIGNATURE, Refusal.ALGORITHM, Refusal.KEY_USAGE})
_TO_STANDARD = str.maketrans("-_", "+/")


def is_seal(text: str) -> bool:
    """Whether ``text`` is meant as such a seal, good or not."""
    plain = text.lstrip("\ufeff \r\n\t")
    return plain.startswith("{") and '"sigvl"' in plain and '"hdr"' in plain


def read(text: str, authorities: Collection[Certificate], at: datetime) -> Paper:
    """What a seal is worth.

    Args:
        text: the code's text.
        authorities: signing authorities of countries, or signers, that are pinned.
        at: the time to judge the certificates by, UTC.

    """
    paper = Paper(PaperKind.VDS_NC)
    try:
        document = _document(text)
        data, seal = document["data"], document["sig"]
        paper = _described(paper, data)
        signed = _canonical(data)
        paper = replace(paper, digest=name_of(signed))
        signer = _signer(seal)
        paper = _dated(paper, signer, at)
        es256.verify(signer.key, signed, _base64(seal.get("sigvl")))
        _check_signer(signer, authorities, at)
    except Refused as refused:
        authentic = False if refused.refusal in _FALSE else None
        return replace(paper, authentic=authentic, refusal=refused.refusal)
    return replace(paper, authentic=True, refusal=_out_of_time(signer, at))


def _document(text: str) -> Mapping[str, Any]:
    if len(text) > LARGEST_SEAL:
        raise too_large()
    document = read_object(text)
    data, seal = document.get("data"), document.get("sig")
    if not isinstance(data, dict) or not isinstance(seal, dict):
        raise malformed()
    if at_path(data, "hdr", "t") not in TYPES:
        raise Refused(Refusal.UNSUPPORTED)
    if seal.get("alg") != "ES256":
        raise Refused(Refusal.ALGORITHM)
    return document


def _canonical(data: Mapping[str, Any]) -> bytes:
    try:
        return rfc8785.dumps(dict(data))
    except (rfc8785.CanonicalizationError, ValueError, RecursionError):
        raise malformed() from None


def _signer(seal: Mapping[str, Any]) -> Certificate:
    try:
        return load_certificate(_base64(seal.get("cer")))
    except CertificateProblem:
        raise malformed() from None


def _base64(text: Any) -> bytes:
    """Both alphabets are met in the field, with padding or without."""
    if not isinstance(text, str):
        raise malformed()
    plain = text.rstrip("=").translate(_TO_STANDARD)
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise malformed() from None


def _described(paper: Paper, data: Mapping[str, Any]) -> Paper:
    message = data.get("msg")
    claims = {
        "type": word(at_path(data, "hdr", "t")),
        "name": word(at_path(message, "pid", "n")),
        "birth_date": word(at_path(message, "pid", "dob")),
        "certificate": word(at_path(message, "uvci")) or word(at_path(message, "utci")),
    }
    return replace(
        paper,
        issuer=word(at_path(data, "hdr", "is")),
        birth=claims["birth_date"],
        claims={key: value for key, value in claims.items() if value},
    )


def _check_signer(
    signer: Certificate, authorities: Collection[Certificate], at: datetime
) -> None:
    if not any(_vouches(one, signer, at) for one in authorities):
        raise Refused(Refusal.UNKNOWN_KEY)
    may = any(f"{usage}.".startswith(_SEAL_USAGES) for usage in signer.usages)
    if signer.usages and not may:
        raise Refused(Refusal.KEY_USAGE)


def _vouches(one: Certificate, signer: Certificate, at: datetime) -> bool:
    return one.der == signer.der or (one.valid(at) and issued_by(signer, one))


def _dated(paper: Paper, signer: Certificate, at: datetime) -> Paper:
    """Those of its signer bound a seal, which has none and names no key itself."""
    return replace(
        paper,
        kid=kid_of(signer.der).hex(),
        expires=signer.not_after,
        in_time=signer.valid(at),
    )


def _out_of_time(signer: Certificate, at: datetime) -> Refusal | None:
    if signer.valid(at):
        return None
    return Refusal.EXPIRED if at > signer.not_after else Refusal.NOT_YET_VALID
