"""The signed, numbered list of revoked passes.

====== ====== ===================================================================
key    type   meaning (beside 1 and 2 of every signed list)
====== ====== ===================================================================
3      uint   number of the key list that was in force when this one was issued
4      bstr   ids of the revoked passes, 8 bytes each, ascending
====== ====== ===================================================================

A signing key signs it, so that it can be issued each day while the root lies in a
safe. It vouches for the key list by its number: whoever holds both is up to date
as of ``issued_at``, however long ago the keys were listed. 10,000 ids are 80 kB.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from verification.passes.claims import ID_LENGTH, whole
from verification.passes.errors import ContentProblem, Flaw, ListProblem, SigningProblem
from verification.passes.key_list import KeyList
from verification.passes.keys import SigningKey
from verification.passes.sealed import (
    LAST_NUMBER,
    ListKind,
    SealedList,
    flawed,
    open_sealed,
    parse,
    seal,
)

MAX_BYTES = 4 * 1024 * 1024
MAX_IDS = 500_000

KEYS_NUMBER, IDS = 3, 4


@dataclass(frozen=True, slots=True)
class RevocationList:
    """The revoked passes of a site.

    Attributes:
        number: grows with every list.
        issued_at: UTC.
        keys_number: of the key list that was in force.
        ids: of the passes, as long as they have not expired anyway.

    """

    number: int
    issued_at: datetime
    keys_number: int
    ids: frozenset[bytes] = field(repr=False)

    @classmethod
    def read(cls, data: bytes, keys: KeyList) -> "RevocationList":
        """Verify and read a list; its signer must stand in ``keys``.

        Raises:
            ListProblem: unknown_signer (also: a key that was retired, or whose time
                it was not), older_keys, bad_signature, malformed or too_large.

        """
        message = parse(data, MAX_BYTES)
        entry = keys.find(message.kid or b"")
        signers = (entry.public,) if entry else ()
        sealed = open_sealed(message, signers, ListKind.REVOKED, MAX_BYTES)
        if message.kid is None or not keys.keys_for(message.kid, sealed.issued_at):
            raise flawed(Flaw.UNKNOWN_SIGNER)
        try:
            made = _list(sealed)
        except ContentProblem:
            raise flawed(Flaw.MALFORMED) from None
        if made.keys_number > keys.number:
            raise _older_keys()
        return made

    @classmethod
    def of(
        cls, number: int, issued_at: datetime, keys: KeyList, ids: Iterable[bytes]
    ) -> "RevocationList":
        """A new list.

        Raises:
            SigningProblem: more passes than any reader takes.

        """
        revoked = frozenset(ids)
        if len(revoked) > MAX_IDS:
            raise SigningProblem(f"more than {MAX_IDS:,} revoked passes in one list")
        return cls(number, issued_at, keys.number, revoked)

    def sign(self, signer: SigningKey) -> bytes:
        """The bytes of the file."""
        body = {KEYS_NUMBER: self.keys_number, IDS: b"".join(sorted(self.ids))}
        number, issued_at = self.number, self.issued_at
        return seal(ListKind.REVOKED, number, issued_at, body, signer.private)


def _list(sealed: SealedList) -> RevocationList:
    packed = sealed.body.get(IDS)
    if not isinstance(packed, bytes) or len(packed) % ID_LENGTH:
        raise ContentProblem("revoked passes that are not ids")
    starts = range(0, len(packed), ID_LENGTH)
    ids = [packed[start : start + ID_LENGTH] for start in starts]
    if len(ids) > MAX_IDS or any(map(bytes.__ge__, ids, ids[1:])):
        raise ContentProblem("revoked passes that do not ascend")
    keys_number = whole(sealed.body.get(KEYS_NUMBER), "number", LAST_NUMBER)
    return RevocationList(sealed.number, sealed.issued_at, keys_number, frozenset(ids))


def _older_keys() -> ListProblem:
    return ListProblem(
        Flaw.OLDER_KEYS,
        "作废名单比本机的密钥名单新，请同时导入最新的密钥名单 "
        "the list of revoked passes goes with a newer key list than the one here; "
        "import that one, too",
    )
