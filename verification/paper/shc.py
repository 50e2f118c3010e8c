"""SMART Health Cards: a FHIR bundle, deflated and signed with ES256 as a JWS.

SMART Health Cards Framework 1.4 (also HL7 SMART Health Cards and Links 1.0), JWS
of RFC 7515. The signature comes first; of the bundle only name and birth date are
read, leniently.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from verification.paper import es256
from verification.paper.bounded import inflate
from verification.paper.json_documents import at_path, moment, read_object, word
from verification.paper.naming import name_of
from verification.paper.paper import Paper, PaperKind, Refusal
from verification.paper.refused import Refused, malformed, too_large
from verification.paper.shc_text import LONGEST, cards
from verification.paper.shc_trust import CardKey, CardTrust

CARD_TYPE = "https://smarthealth.cards#health-card"

# Of a card with any other flaw nothing is known.
_AUTHENTIC = {
    Refusal.BAD_SIGNATURE: False,
    Refusal.ALGORITHM: False,
    Refusal.REVOKED: True,
}
_RAW_DEFLATE = -15


@dataclass(frozen=True, slots=True)
class _Signed:
    """A JWS taken apart; ``signed`` are the bytes under its signature."""

    kid: str
    signed: bytes = field(repr=False)
    body: bytes = field(repr=False)
    signature: bytes = field(repr=False)


def read(texts: Sequence[str], trust: CardTrust, at: datetime) -> Paper:
    """What a health card is worth; of several in one file, the worst.

    Args:
        texts: those of the codes of one paper, in any order, or one file's.
        trust: keys and revocations.
        at: the time to judge its dates by, UTC.

    """
    try:
        papers = [_judged(jws, trust, at) for jws in cards(texts)]
    except Refused as refused:
        return Paper(PaperKind.SHC, refusal=refused.refusal)
    return next((paper for paper in papers if paper.refusal), papers[0])


def _judged(jws: str, trust: CardTrust, at: datetime) -> Paper:
    paper = Paper(PaperKind.SHC)
    try:
        signed = _parse(jws)
        paper = replace(paper, kid=word(signed.kid), digest=name_of(signed.signed))
        keys = _signers(signed, trust)
        content = _content(signed)
        paper = _described(paper, content, at)
        _check_issuer(content.get("iss"), keys)
        _check_revocation(signed.kid, content, trust)
    except Refused as refused:
        return replace(
            paper,
            authentic=_AUTHENTIC.get(refused.refusal),
            refusal=refused.refusal,
        )
    return replace(paper, authentic=True, refusal=_out_of_time(paper, at))


def _parse(jws: str) -> _Signed:
    if len(jws) > LONGEST:
        raise too_large()
    parts = jws.split(".")
    if len(parts) != 3:
        raise malformed()
    header, body, signature = (es256.base64url(part) for part in parts)
    kid = _checked_header(read_object(header))
    return _Signed(kid, jws.rpartition(".")[0].encode(), body, signature)


def _checked_header(header: Mapping[str, Any]) -> str:
    if header.get("alg") != "ES256":
        raise Refused(Refusal.ALGORITHM)
    if "crit" in header:  # RFC 7515, 4.1.11: what is critical must be understood
        raise Refused(Refusal.UNSUPPORTED)
    kid = header.get("kid")
    if header.get("zip") != "DEF" or not isinstance(kid, str):
        raise malformed()
    return kid


def _signers(signed: _Signed, trust: CardTrust) -> tuple[CardKey, ...]:
    """The keys that signed; empty when none of that name is known."""
    keys = trust.keys.get(signed.kid, ())
    if keys:  # one name, one key: the name is its thumbprint
        es256.verify(keys[0].key, signed.signed, signed.signature)
    return keys


def _content(signed: _Signed) -> dict[str, Any]:
    content = read_object(inflate(signed.body, _RAW_DEFLATE))
    types = at_path(content, "vc", "type")
    if not isinstance(types, list) or CARD_TYPE not in types:
        raise malformed()
    return content


def _described(paper: Paper, content: Mapping[str, Any], at: datetime) -> Paper:
    begins, expires = moment(content.get("nbf")), moment(content.get("exp"))
    if begins is None:
        raise malformed()
    patient = _patient(content)
    claims = {"name": _name(patient), "birth_date": word(at_path(patient, "birthDate"))}
    return replace(
        paper,
        issuer=word(content.get("iss")),
        expires=expires,
        in_time=begins <= at and (expires is None or at < expires),
        birth=claims["birth_date"],
        claims={key: value for key, value in claims.items() if value},
    )


def _patient(content: Mapping[str, Any]) -> Any:
    """The one patient of the bundle; ``None`` when there are none or several."""
    entries = at_path(content, "vc", "credentialSubject", "fhirBundle", "entry")
    resources = [
        at_path(entry, "resource")
        for entry in (entries if isinstance(entries, list) else [])
    ]
    patients = [r for r in resources if at_path(r, "resourceType") == "Patient"]
    return patients[0] if len(patients) == 1 else None


def _name(patient: Any) -> str | None:
    first = at_path(patient, "name", 0)
    given = at_path(first, "given")
    parts = [*(given if isinstance(given, list) else []), at_path(first, "family")]
    joined = " ".join(part for part in parts if isinstance(part, str))
    return word(at_path(first, "text")) or word(joined)


def _check_issuer(issuer: Any, keys: Sequence[CardKey]) -> None:
    """An address with a slash at its end or without TLS names no issuer."""
    if not isinstance(issuer, str):
        raise malformed()
    if not issuer.startswith("https://") or issuer.endswith("/"):
        raise malformed()
    if not any(key.issuer in {None, issuer} for key in keys):
        raise Refused(Refusal.UNKNOWN_KEY)


def _check_revocation(kid: str, content: Mapping[str, Any], trust: CardTrust) -> None:
    rid, issued = at_path(content, "vc", "rid"), moment(content.get("nbf"))
    if isinstance(rid, str) and issued and trust.is_revoked(kid, rid, issued):
        raise Refused(Refusal.REVOKED)


def _out_of_time(paper: Paper, at: datetime) -> Refusal | None:
    if paper.in_time:
        return None
    late = paper.expires is not None and at >= paper.expires
    return Refusal.EXPIRED if late else Refusal.NOT_YET_VALID
