"""HC1: certificates of the EU and WHO family, and our own passes in their container.

Electronic Health Certificate Specification 1.1.1: base45 over zlib over a
COSE_Sign1 around a CWT (RFC 8392). The signature comes first; then only the fields
that count are read, and leniently: issued certificates break their schema in many
harmless ways.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from verification.paper import base45, cbor, cose
from verification.paper.bounded import inflate
from verification.paper.paper import Paper, PaperKind, Refusal
from verification.paper.readable import readable_map, text_or_none, time_or_none
from verification.paper.refused import Refused, malformed
from verification.paper.text import shown
from verification.paper.trust import Keys, TrustStore
from verification.paper.trusted_key import TrustedKey
from verification.passes.claims import PASS, PassClaims, read_claims
from verification.passes.errors import ContentProblem

PREFIX = "HC1:"
ISS, EXP, NBF, IAT, HCERT = 1, 4, 5, 6, -260
EU_DCC = 1
GROUPS = ("v", "t", "r")


@dataclass(frozen=True, slots=True)
class _Opened:
    """A message with what its payload says, believed or not."""

    message: cose.Sign1
    claims: Mapping[Any, Any] = field(repr=False)
    paper: Paper

    @property
    def well_formed(self) -> bool:
        """Whether there are claims, and the sub-claims among them are a map."""
        parts = cbor.untagged(self.claims.get(HCERT, {}))
        return bool(self.claims) and isinstance(parts, Mapping)

    @property
    def parts(self) -> Mapping[Any, Any]:
        """The sub-claims; empty where there are none."""
        found = cbor.untagged(self.claims.get(HCERT))
        return found if isinstance(found, Mapping) else {}

    @property
    def certificate(self) -> Mapping[Any, Any]:
        """The EU certificate; empty where there is none."""
        found = cbor.untagged(self.parts.get(EU_DCC))
        return found if isinstance(found, Mapping) else {}


def is_hcert(text: str) -> bool:
    """Whether ``text`` is meant as such a certificate, good or not."""
    return text.lstrip().startswith(PREFIX)


def read(text: str, trust: TrustStore, at: datetime) -> Paper:
    """What a certificate, or a pass of ours, is worth.

    Args:
        text: what stands in the code.
        trust: whom we believe.
        at: the time to judge its dates by, aware.

    """
    try:
        message = cose.parse1(_message(text))
    except Refused as refused:
        return Paper(PaperKind.HCERT, refusal=refused.refusal)
    return _judged(_opened(message, at), trust, at)


def _message(text: str) -> bytes:
    body = text.strip("\r\n\t").lstrip().removeprefix(PREFIX)
    return inflate(base45.decode(body))


def _opened(message: cose.Sign1, at: datetime) -> _Opened:
    """Everything that can be read without believing it."""
    paper = Paper(
        PaperKind.HCERT,
        kid=None if message.kid is None else message.kid.hex(),
        digest=message.digest,
    )
    try:
        claims = cbor.untagged(cbor.decode(message.payload))
    except Refused:
        claims = None
    if not isinstance(claims, Mapping):
        return _Opened(message, {}, paper)
    opened = _Opened(message, claims, paper)
    return replace(opened, paper=_described(opened, at))


def _described(opened: _Opened, at: datetime) -> Paper:
    claims, certificate = opened.claims, opened.certificate
    return replace(
        opened.paper,
        kind=PaperKind.PASS if PASS in opened.parts else PaperKind.HCERT,
        issuer=text_or_none(claims.get(ISS)),
        expires=time_or_none(claims.get(EXP)),
        in_time=_in_time(opened, at),
        claims=_readable(opened),
        birth=text_or_none(certificate.get("dob")),
    )


def _readable(opened: _Opened) -> dict[str, Any]:
    # What a pass says is shown when it is believed, never the hash of its holder.
    if PASS in opened.parts:
        return {}
    return readable_map(opened.certificate or opened.claims)


def _in_time(opened: _Opened, at: datetime) -> bool | None:
    """Whether ``at`` lies within; ``None`` when that cannot be said."""
    claims, ours = opened.claims, PASS in opened.parts
    # Our passes begin on the morning of their day: a clock may be a little behind.
    times = (NBF,) if ours else (NBF, IAT)
    begins = [time_or_none(claims.get(time)) for time in times]
    if any(begin is not None and at < begin for begin in begins):
        return False
    end = time_or_none(claims.get(EXP))
    if end is None:
        return None
    # HCERT, "Expiration Time": refused after that second; our passes end with it.
    return at < end if ours else at <= end


def _judged(opened: _Opened, trust: TrustStore, at: datetime) -> Paper:
    ours = opened.paper.kind is PaperKind.PASS
    try:
        key = _signer(opened.message, trust.passes if ours else trust.hcert)
    except Refused as refused:
        unknown = refused.refusal is Refusal.UNKNOWN_KEY
        authentic = None if unknown else False
        return replace(opened.paper, authentic=authentic, refusal=refused.refusal)
    issuer = key.issuer if ours else opened.paper.issuer
    paper = replace(opened.paper, authentic=True, issuer=issuer)
    try:
        paper = _of_pass(paper, opened) if ours else _of_state(paper, opened, key)
    except Refused as refused:
        return replace(paper, refusal=refused.refusal)
    return replace(paper, refusal=_out_of_time(paper, key, at))


def _signer(message: cose.Sign1, keys: Keys) -> TrustedKey:
    candidates = keys.get(message.kid or b"", ())
    signer = cose.verify_any(message, [one.key for one in candidates])
    return next(one for one in candidates if one.key is signer)


def _of_pass(paper: Paper, opened: _Opened) -> Paper:
    claims = opened.claims
    if EU_DCC in opened.parts:
        raise malformed()  # one signature must not be two papers
    try:
        content = read_claims(
            opened.parts[PASS], claims.get(IAT), claims.get(NBF), claims.get(EXP)
        )
    except ContentProblem:
        raise malformed() from None
    return replace(paper, pass_claims=content, claims=_pass_shown(content))


def _pass_shown(content: PassClaims) -> dict[str, Any]:
    return {
        "id": content.id.hex(),
        "name": shown(content.masked_name),
        "kind": content.kind,
        "generation": content.generation,
        "not_before": content.not_before.isoformat(),
    }


def _of_state(paper: Paper, opened: _Opened, key: TrustedKey) -> Paper:
    if not opened.well_formed:
        raise malformed()
    if not opened.parts:
        raise Refused(Refusal.UNSUPPORTED)  # other profiles: the WHO's, Singapore's
    group = _one_event(opened.certificate)
    if paper.expires is None:
        raise malformed()  # what never ends cannot be taken back
    if not key.may_sign(group):
        raise Refused(Refusal.KEY_USAGE)
    return paper


def _one_event(certificate: Mapping[Any, Any]) -> str:
    """The group of the only event; some states write empty groups as null."""
    found = [
        group
        for group in GROUPS
        for event in _events(certificate.get(group))
        if event is not None
    ]
    if not found:
        raise malformed()
    if len(found) > 1:
        raise Refused(Refusal.TWO_EVENTS)
    return found[0]


def _events(value: Any) -> list[Any]:
    found = [] if value is None else cbor.untagged(value)
    if not isinstance(found, list):
        raise malformed()
    if not all(event is None or isinstance(event, Mapping) for event in found):
        raise malformed()
    return found


def _out_of_time(paper: Paper, key: TrustedKey, at: datetime) -> Refusal | None:
    if paper.in_time is False:
        late = paper.expires is not None and at >= paper.expires
        return Refusal.EXPIRED if late else Refusal.NOT_YET_VALID
    # A state's key that is trusted early counts; ours is announced before its day.
    if paper.kind is PaperKind.PASS and key.announced(at):
        return Refusal.NOT_YET_VALID
    return Refusal.EXPIRED if key.ended(at) else None
