"""A key that we believe, and what it may sign."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from verification.paper.certificates import Certificate
from verification.paper.cose import PublicKey

KID_LENGTH = 8

# Extended key usages of a Document Signer Certificate (EU Digital COVID Certificates,
# volume 1, annex on key usages): the arc in use, and the older one that was misprinted.
_ARCS = ("1.3.6.1.4.1.1847.2021.1.", "1.3.6.1.4.1.0.1847.2021.1.")
_GROUPS = {"1": "t", "2": "v", "3": "r"}
_USAGES = {arc + end: group for arc in _ARCS for end, group in _GROUPS.items()}


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A public key with what was said of it where it came from.

    Attributes:
        groups: the event groups that it may sign, of "t" (test), "v" (vaccination)
            and "r" (recovery); empty when it is not restricted.
        not_after: inclusive; ``None`` means no end.
        issuer: its country or its owner, where known.
        source: the file that it was read from.

    """

    key: PublicKey = field(repr=False)
    groups: frozenset[str] = frozenset()
    not_before: datetime | None = None
    not_after: datetime | None = None
    issuer: str | None = None
    source: str = ""

    def may_sign(self, group: str) -> bool:
        """Whether it may sign events of ``group``."""
        return not self.groups or group in self.groups

    def announced(self, at: datetime) -> bool:
        """Whether its time has not begun at ``at``."""
        return self.not_before is not None and at < self.not_before

    def ended(self, at: datetime) -> bool:
        """Whether it is no longer believed at ``at``."""
        return self.not_after is not None and at > self.not_after


def key_of(certificate: Certificate, source: str = "") -> TrustedKey:
    """The key of a certificate."""
    return TrustedKey(
        key=certificate.key,
        groups=groups_of(certificate.usages),
        not_before=certificate.not_before,
        not_after=certificate.not_after,
        issuer=certificate.subject_country or certificate.issuer_country,
        source=source,
    )


def groups_of(usages: Iterable[str]) -> frozenset[str]:
    """The event groups that extended key usages name; others say nothing here."""
    return frozenset(_USAGES[oid] for oid in usages if oid in _USAGES)


def kid_of(der: bytes) -> bytes:
    """The key id of a certificate: its SHA-256's start (HCERT, "Key Identifier")."""
    return hashlib.sha256(der).digest()[:KID_LENGTH]
