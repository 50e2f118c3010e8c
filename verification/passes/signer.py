"""Signs a pass: CWT, COSE_Sign1, zlib, base45 (RFC 9285), "HC1:"."""

import zlib
from datetime import timedelta

import cbor2

from verification.paper.base45 import encode
from verification.paper.cose import sign1
from verification.passes.claims import PassClaims, to_map
from verification.passes.code import short_code
from verification.passes.errors import SigningProblem
from verification.passes.issued import IssuedPass
from verification.passes.keys import SigningKey

PREFIX = "HC1:"
# A key that was rotated away verifies for so long, so no pass may live longer.
LONGEST_LIFE = timedelta(days=366)


def sign_pass(claims: PassClaims, signer: SigningKey) -> IssuedPass:
    """Sign the content of a pass.

    The holder's hash in ``claims`` must have been made with this signer's key id.

    Raises:
        SigningProblem: the key must not sign it: too early, or for too long.
        ContentProblem: content that no reader would take.

    """
    _allowed(claims, signer)
    payload = cbor2.dumps(to_map(claims), canonical=True)
    message = sign1(payload, signer.private, signer.kid)
    text = PREFIX + encode(zlib.compress(message, 9))
    return IssuedPass(claims, signer.kid, text, short_code(claims.id))


def _allowed(claims: PassClaims, signer: SigningKey) -> None:
    if claims.issued_at < signer.not_before:
        raise SigningProblem(
            f"the key {signer.kid.hex()} is announced for {signer.not_before:%F} "
            "and signs nothing before"
        )
    if signer.not_after is not None and claims.expires > signer.not_after:
        raise SigningProblem(
            f"the key {signer.kid.hex()} ends before this pass; "
            "sign with the newest key: kiosk pass keys list"
        )
    if claims.expires - claims.issued_at > LONGEST_LIFE:
        raise SigningProblem(f"a pass lives {LONGEST_LIFE.days} days at most")
