"""`Paper`: what was found out about a sheet of paper."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from verification.passes.claims import PassClaims


class PaperKind(StrEnum):
    """The kinds of papers; the words stand in commands and settings."""

    PASS = "pass"  # noqa: S105 - our own paper pass, not a password
    HCERT = "hcert"  # the EU and WHO family
    SHC = "shc"  # SMART Health Cards
    VDS_NC = "vds-nc"  # ICAO's seal for travel and health
    NUMBER = "number"  # a plain number: only an index into the registry
    UNKNOWN = "unknown"  # a kind that we cannot check


class Refusal(StrEnum):
    """Why a paper says nothing, or not enough; the first thing that was wrong."""

    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    ALGORITHM = "algorithm"  # the header's algorithm is not that of the key
    UNKNOWN_KEY = "unknown_key"
    BAD_SIGNATURE = "bad_signature"
    KEY_USAGE = "key_usage"  # the signer may not sign this kind of event
    TWO_EVENTS = "two_events"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    REVOKED = "revoked"  # its issuer took it back
    INCOMPLETE = "incomplete"  # a paper in several codes lacks some
    UNSUPPORTED = "unsupported"  # a kind that we know, but cannot check


@dataclass(frozen=True, slots=True)
class Paper:
    """What one paper says and whether it can be believed.

    Attributes:
        authentic: the signature is that of a trusted key; ``None`` when the issuer
            is unknown or nothing is signed.
        in_time: within its dates; ``None`` when it has none or was not read so far.
        issuer: as the paper names it.
        kid: hex digits of the key id, or its text where the format has text.
        refusal: ``None`` for a paper that is authentic and in time.
        claims: what the paper says, for staff; never in ``repr``.
        digest: 16 bytes that name this paper wherever it is shown again.
        pass_claims: of our own pass.
        number: of a registered number.
        birth: the holder's birth date as the paper gives it, "1950-03-07".

    """

    kind: PaperKind
    authentic: bool | None = None
    in_time: bool | None = None
    issuer: str | None = None
    kid: str | None = None
    expires: datetime | None = None
    refusal: Refusal | None = None
    claims: Mapping[str, Any] = field(default_factory=dict, repr=False)
    digest: bytes = field(default=b"", repr=False)
    pass_claims: PassClaims | None = None
    number: str | None = field(default=None, repr=False)
    birth: str | None = field(default=None, repr=False)
