"""Good papers, taken apart and put together again with one layer gone wrong.

Each decoder of `verification.paper` gets what reaches its deepest stage: a change
below a signature is signed again, a change below a compression is compressed again.
The same ones serve hypothesis and the coverage-guided fuzzer of ``make fuzz``.
"""

import json
import time
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import rfc8785
from card_kit import AT, KEY, base64url, deflated, jws, payload, trust
from seal_kit import AT as SEAL_AT
from seal_kit import authority, seal

from verification.paper import base45, foreign, hcert, shc, vds_nc
from verification.paper.cose import sign1
from verification.paper.examine import examine
from verification.paper.paper import Paper, PaperKind
from verification.paper.trust import TrustStore
from verification.paper.trusted_key import TrustedKey
from verification.passes.claims import PASS

KID = b"\x01" * 8
STORE = TrustStore(
    hcert={KID: (TrustedKey(KEY.public_key()),)},
    passes={KID: (TrustedKey(KEY.public_key()),)},
    cards=trust(),
    certificates=(authority(),),
)

NOW = int(AT.timestamp())
EVENT = {"ci": "URN:UVCI:01:UT:1", "dt": "2023-11-01", "dn": 2, "sd": 2, "tg": "0"}
STATE_CLAIMS: dict[Any, Any] = {
    1: "UT",
    4: NOW + 1000,
    6: NOW - 1000,
    -260: {1: {"ver": "1.3.0", "dob": "1950-03-07", "nam": {"fn": "甲"}, "v": [EVENT]}},
}
PASS_CLAIMS: dict[Any, Any] = {
    4: NOW + 1000,
    5: NOW - 1000,
    6: NOW - 1000,
    -260: {PASS: {1: b"p" * 8, 2: "*甲", 3: b"h" * 16, 5: 1, 6: 1}},
}

PATIENCE = 0.050  # seconds of the processor


def certificate_text(message: bytes) -> str:
    """An HC1 text around a COSE message."""
    return f"HC1:{base45.encode(zlib.compress(message))}"


def signed_claims(claims: bytes) -> str:
    """An HC1 text around claims, whatever they are, with a good signature."""
    return certificate_text(sign1(claims, KEY, KID))


def signed_card(plain: bytes) -> str:
    """A health card around a payload, whatever it is, with a good signature."""
    return jws(deflated(plain))


def deflated_card(body: bytes) -> str:
    """A health card around a compressed body, whatever it is."""
    return jws(body or b"\x03\x00")


def headed_card(header: bytes) -> str:
    """A health card under a header, whatever it is, without a good signature."""
    return (
        f"{base64url(header)}.{base64url(deflated(payload()))}.{base64url(b's' * 64)}"
    )


def sealed(data: Any) -> str:
    """A seal over ``data``; over something else where that has no canonical form."""
    try:
        return seal(data)
    except (rfc8785.CanonicalizationError, ValueError, RecursionError):
        good = json.loads(seal())
        return json.dumps({**good, "data": data})


def sealed_by(signer: bytes) -> str:
    """A seal with a certificate, whatever it is."""
    return seal(signer=signer)


def read_hcert(text: str) -> Paper:
    return hcert.read(text, STORE, AT)


def read_card(text: str) -> Paper:
    return shc.read([text], STORE.cards, AT)


def read_seal(text: str) -> Paper:
    return vds_nc.read(text, STORE.certificates, SEAL_AT)


def read_foreign(text: str) -> Paper:
    return foreign.read(text)


def read_codes(*codes: bytes) -> Paper:
    return examine(codes, STORE, AT)


def held(read: Callable[..., Paper], *texts: Any) -> Paper:
    """What `read` says, after it has kept the law: a sober paper, and soon."""
    paper, seconds = _timed(read, texts)
    if seconds > PATIENCE:  # a busy machine is no bomb: that is slow every time
        seconds = min(_timed(read, texts)[1] for _ in range(3))
    assert seconds <= PATIENCE, f"{seconds:.3f} s"
    check(paper)
    return paper


def check(paper: Paper) -> None:
    """What holds of every paper, whatever was read."""
    assert isinstance(paper, Paper)
    assert paper.refusal is not None or paper.authentic or paper.number
    assert paper.authentic is not True or paper.kind in {
        PaperKind.HCERT,
        PaperKind.PASS,
        PaperKind.SHC,
        PaperKind.VDS_NC,
    }
    assert (paper.pass_claims is None) or paper.authentic
    assert len(paper.digest) in {0, 16}
    shown = [paper.issuer, paper.kid, paper.birth, paper.number]
    json.dumps([dict(paper.claims), shown], allow_nan=False).encode()
    "".join(filter(None, shown)).encode()


def _timed(read: Callable[..., Paper], texts: Sequence[Any]) -> tuple[Paper, float]:
    start = time.thread_time()
    paper = read(*texts)
    return paper, time.thread_time() - start
