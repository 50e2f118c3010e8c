"""Whom we believe SMART Health Cards: key sets and revocation lists.

An issuer publishes ``<issuer>/.well-known/jwks.json`` (RFC 7517); a kiosk without
network gets it as a file. Such a file does not name its issuer, but a certificate
chain of one of its keys does (SMART Health Cards Framework, "Determining keys
associated with an issuer"). The trust list of the VCI coalition, which names the
issuer of each set, is read too.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePublicKey,
    EllipticCurvePublicNumbers,
)

from verification.paper.certificates import CertificateProblem, load_certificate
from verification.paper.json_documents import at_path, moment
from verification.paper.refused import Refused


@dataclass(frozen=True, slots=True)
class CardKey:
    """A key that signs health cards.

    Attributes:
        kid: its thumbprint (RFC 7638), base64url.
        issuer: the address that a card must name; ``None`` when nothing says so.

    """

    kid: str
    key: EllipticCurvePublicKey = field(repr=False)
    issuer: str | None = None


@dataclass(frozen=True, slots=True)
class CardRevocations:
    """What an issuer took back of the cards signed with one key.

    Attributes:
        counter: grows with every change of the list.
        before: for each revocation id the moment up to which cards that carry it
            are revoked; ``None`` for all of them.

    """

    kid: str
    counter: int
    before: Mapping[str, datetime | None] = field(repr=False)


@dataclass(frozen=True, slots=True)
class CardTrust:
    """All keys and revocation lists, by key id."""

    keys: Mapping[str, tuple[CardKey, ...]] = field(default_factory=dict)
    revocations: Mapping[str, CardRevocations] = field(default_factory=dict)

    @classmethod
    def of(
        cls, keys: Iterable[CardKey], lists: Iterable[CardRevocations] = ()
    ) -> "CardTrust":
        """Sort by key id; of two lists for one key the newer counts."""
        sorted_keys: dict[str, tuple[CardKey, ...]] = {}
        for key in keys:
            sorted_keys[key.kid] = (*sorted_keys.get(key.kid, ()), key)
        by_age = sorted(lists, key=lambda one: one.counter)
        return cls(sorted_keys, {one.kid: one for one in by_age})

    def is_revoked(self, kid: str, rid: str, issued: datetime) -> bool:
        """Whether the card with revocation id ``rid`` was taken back."""
        revoked = self.revocations.get(kid)
        if revoked is None or rid not in revoked.before:
            return False
        before = revoked.before[rid]
        return before is None or issued < before


def read_key_set(document: Any) -> tuple[CardKey, ...]:
    """The usable keys of a key set, or of a VCI list of key sets.

    Keys of other kinds, with a private part, or whose id is not their thumbprint
    are left out.

    Args:
        document: the JSON file, read.

    """
    return tuple(
        key
        for issuer, members in _key_sets(document)
        for key in _keys(issuer, [one for one in members if isinstance(one, dict)])
    )


def read_revocations(document: Any) -> CardRevocations | None:
    """A card revocation list; ``None`` for a document that is none that we know.

    Args:
        document: the JSON file, read.

    """
    kid, rids = at_path(document, "kid"), at_path(document, "rids")
    if not isinstance(kid, str) or not isinstance(rids, list):
        return None
    if at_path(document, "method") != "rid":
        return None
    counter = at_path(document, "ctr")
    entries = (_revoked(rid) for rid in rids if isinstance(rid, str))
    return CardRevocations(
        kid, counter if isinstance(counter, int) else 0, dict(entries)
    )


def thumbprint(x: str, y: str) -> str:
    """The name of a P-256 key (RFC 7638, 3.2), base64url without padding."""
    members = {"crv": "P-256", "kty": "EC", "x": x, "y": y}
    canonical = json.dumps(members, separators=(",", ":"), sort_keys=True)
    digest = hashlib.sha256(canonical.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _key_sets(document: Any) -> Iterator[tuple[str | None, list[Any]]]:
    """Pairs of issuer (if it is named) and members."""
    entries = at_path(document, "issuerInfo")
    for one in entries if isinstance(entries, list) else [document]:
        members = at_path(one, "keys")
        named = at_path(one, "issuer", "iss") or at_path(one, "issuer")
        if isinstance(members, list):
            yield named if isinstance(named, str) else None, members


def _keys(named: str | None, members: list[dict[str, Any]]) -> Iterator[CardKey]:
    told = {address for one in members if (address := _certified_issuer(one))}
    common = told.pop() if len(told) == 1 else None
    for one in members:
        key = _key(one)
        if key:
            issuer = named or _certified_issuer(one) or common
            yield CardKey(str(one["kid"]), key, issuer)


def _key(member: dict[str, Any]) -> EllipticCurvePublicKey | None:
    x, y = member.get("x"), member.get("y")
    if not isinstance(x, str) or not isinstance(y, str) or "d" in member:
        return None
    if (member.get("kty"), member.get("crv")) != ("EC", "P-256"):
        return None
    if member.get("kid") != thumbprint(x, y):
        return None
    try:
        numbers = EllipticCurvePublicNumbers(_number(x), _number(y), SECP256R1())
        return numbers.public_key()
    except ValueError:
        return None


def _number(text: str) -> int:
    padded = text + "=" * (-len(text) % 4)
    return int.from_bytes(base64.urlsafe_b64decode(padded), "big")


def _certified_issuer(member: dict[str, Any]) -> str | None:
    leaf = at_path(member, "x5c", 0)
    if not isinstance(leaf, str):
        return None
    try:
        uris = load_certificate(base64.b64decode(leaf)).uris
    except (binascii.Error, ValueError, CertificateProblem):
        return None
    return uris[0] if len(uris) == 1 else None


def _revoked(entry: str) -> tuple[str, datetime | None]:
    rid, _, seconds = entry.partition(".")
    try:
        return rid, moment(int(seconds)) if seconds else None
    except (ValueError, Refused):
        return rid, None  # an unreadable moment must not let the card through
