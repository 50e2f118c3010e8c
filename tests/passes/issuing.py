"""Constants of an invented issuing site."""

from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import ec

from verification.passes.claims import PassClaims

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
DAY = timedelta(days=1)

CLAIMS = PassClaims(
    id=bytes.fromhex("0123456789abcdef"),
    masked_name="欧**明",
    holder=bytes(range(16)),
    kind="resident",
    generation=2,
    issued_at=NOW,
    not_before=NOW,
    expires=NOW + 30 * DAY,
)


def private(number: int) -> ec.EllipticCurvePrivateKey:
    """A key that is the same in every run, and secret to nobody."""
    return ec.derive_private_key(number, ec.SECP256R1())
