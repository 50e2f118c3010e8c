"""Signed files that travel on a stick: a CWT (RFC 8392) in COSE_Sign1, ES256.

====== ====== ===================================================================
claim  type   meaning
====== ====== ===================================================================
6      uint   iat: when the list was issued, Unix seconds
-38961 map    the list; each kind of list says what is in it, but always:
              1 its kind (1 signing keys, 2 revoked passes), 2 its number, from 1
====== ====== ===================================================================

The key id in the protected header is that of the signer. Bytes of strangers until
the signature is found good: sizes are bounded before anything is taken apart.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

import cbor2

from verification.paper import cbor
from verification.paper.cose import Sign1, parse1, sign1, verify_any
from verification.paper.paper import Refusal
from verification.paper.refused import Refused
from verification.passes.claims import ISSUED_AT, PASS, moment, seconds, whole
from verification.passes.errors import ContentProblem, Flaw, ListProblem
from verification.passes.keys import PrivateKey, PublicKey, key_id

KIND, NUMBER = 1, 2
LAST_NUMBER = 2**32 - 1

_FLAWS = {
    Refusal.TOO_LARGE: Flaw.TOO_LARGE,
    Refusal.BAD_SIGNATURE: Flaw.BAD_SIGNATURE,
    Refusal.ALGORITHM: Flaw.BAD_SIGNATURE,
    Refusal.UNKNOWN_KEY: Flaw.UNKNOWN_SIGNER,
}
_TEXTS = {
    Flaw.MALFORMED: "名单文件已损坏，请重新导出 the list is damaged; export it again",
    Flaw.TOO_LARGE: "名单文件过大 the list is larger than any of ours",
    Flaw.BAD_SIGNATURE: "名单的签名不符，请重新导出 "
    "the signature of the list is wrong; export it again",
    Flaw.UNKNOWN_SIGNER: "签署此名单的密钥不在密钥名单中，请同时导入最新的密钥名单 "
    "the key list does not know who signed this list; import the newest key list, too",
}


class ListKind(IntEnum):
    """What a signed file lists."""

    KEYS = 1
    REVOKED = 2


@dataclass(frozen=True, slots=True)
class SealedList:
    """The content of a signed file whose signature is good.

    Attributes:
        number: grows with every list of the same kind.
        issued_at: UTC.
        body: the list itself.

    """

    number: int
    issued_at: datetime
    body: Mapping[Any, Any]


def seal(
    kind: ListKind,
    number: int,
    issued_at: datetime,
    body: Mapping[int, object],
    private: PrivateKey,
) -> bytes:
    """The bytes of a signed file."""
    content = {KIND: int(kind), NUMBER: number, **body}
    claims = {ISSUED_AT: seconds(issued_at), PASS: content}
    payload = cbor2.dumps(claims, canonical=True)
    return sign1(payload, private, key_id(private.public_key()))


def flawed(flaw: Flaw) -> ListProblem:
    """The error for a flaw that needs no further words."""
    return ListProblem(flaw, _TEXTS[flaw])


def parse(data: bytes, max_bytes: int) -> Sign1:
    """Take a signed file apart.

    Raises:
        ListProblem: malformed or too_large.

    """
    try:
        return parse1(data, max_bytes)
    except Refused as refused:
        raise flawed(_FLAWS.get(refused.refusal, Flaw.MALFORMED)) from None


def open_sealed(
    message: Sign1, keys: Iterable[PublicKey], kind: ListKind, max_bytes: int
) -> SealedList:
    """Verify a signed file, then read it.

    Raises:
        ListProblem: unknown_signer, bad_signature, malformed or too_large.

    """
    try:
        verify_any(message, keys)
        return _content(cbor.decode(message.payload, max_bytes), kind)
    except Refused as refused:
        raise flawed(_FLAWS.get(refused.refusal, Flaw.MALFORMED)) from None
    except ContentProblem:
        raise flawed(Flaw.MALFORMED) from None


def _content(claims: object, kind: ListKind) -> SealedList:
    body = claims.get(PASS) if isinstance(claims, Mapping) else None
    if not isinstance(claims, Mapping) or not isinstance(body, Mapping):
        raise ContentProblem("a list without content")
    if body.get(KIND) != kind:
        raise ContentProblem("a list of another kind")
    number = whole(body.get(NUMBER), "number", LAST_NUMBER)
    return SealedList(number, moment(claims.get(ISSUED_AT)), body)
