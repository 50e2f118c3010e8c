"""The signed list of the keys that sign passes.

====== ====== ===================================================================
key    type   meaning (beside 1 and 2 of every signed list)
====== ====== ===================================================================
3      tstr   name of the site that issues
4      array  of maps, see `key_entry`: each key once, in the order of their
              first days
====== ====== ===================================================================

A key that was announced becomes active, and the one before it kept, when the time
comes: nobody has to sign a new list for it, so the root may lie in a safe.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from verification.passes.errors import ContentProblem, Flaw, ListProblem
from verification.passes.key_entry import KeyEntry, KeyState, entry_map, read_entry
from verification.passes.keys import PrivateKey, PublicKey, key_id
from verification.passes.sealed import ListKind, flawed, open_sealed, parse, seal

MAX_BYTES = 64 * 1024
MAX_KEYS = 200
SITE_LENGTH = 100

SITE, KEYS = 3, 4


@dataclass(frozen=True, slots=True)
class KeyList:
    """The signing keys of a site, as its root signed them, the earliest first."""

    number: int
    issued_at: datetime
    site: str
    entries: tuple[KeyEntry, ...]

    @classmethod
    def read(cls, data: bytes, root: PublicKey) -> "KeyList":
        """Verify and read a key list.

        Raises:
            ListProblem: other_root, bad_signature, malformed or too_large.

        """
        message = parse(data, MAX_BYTES)
        if message.kid is not None and message.kid != key_id(root):
            raise _other_root()
        sealed = open_sealed(message, (root,), ListKind.KEYS, MAX_BYTES)
        try:
            site, entries = _site(sealed.body), _entries(sealed.body.get(KEYS))
        except ContentProblem:
            raise flawed(Flaw.MALFORMED) from None
        return cls(sealed.number, sealed.issued_at, site, entries)

    def sign(self, root: PrivateKey) -> bytes:
        """The bytes of the file."""
        keys = [entry_map(entry) for entry in self.entries]
        body = {SITE: self.site, KEYS: keys}
        return seal(ListKind.KEYS, self.number, self.issued_at, body, root)

    def find(self, kid: bytes) -> KeyEntry | None:
        """The entry of that name, whatever its state."""
        return next((entry for entry in self.entries if entry.kid == kid), None)

    def state(self, entry: KeyEntry, at: datetime) -> KeyState:
        """What a key is good for at a moment."""
        ended = entry.not_after is not None and at >= entry.not_after
        if entry.state is KeyState.RETIRED or ended:
            return KeyState.RETIRED
        if at < entry.not_before:
            return KeyState.ANNOUNCED
        if entry.state is KeyState.KEPT or self._has_successor(entry, at):
            return KeyState.KEPT
        return KeyState.ACTIVE

    def signer(self, at: datetime) -> KeyEntry | None:
        """The key that signs at a moment; the newest one that has begun."""
        active = (e for e in self.entries if self.state(e, at) is KeyState.ACTIVE)
        return next(active, None)

    def keys_for(self, kid: bytes, at: datetime) -> tuple[PublicKey, ...]:
        """The keys of that name whose passes count at a moment."""
        counting = {KeyState.ACTIVE, KeyState.KEPT}
        return tuple(
            entry.public
            for entry in self.entries
            if entry.kid == kid and self.state(entry, at) in counting
        )

    def _has_successor(self, entry: KeyEntry, at: datetime) -> bool:
        later = self.entries[self.entries.index(entry) + 1 :]
        return any(
            other.not_before <= at and other.state is not KeyState.RETIRED
            for other in later
        )


def _other_root() -> ListProblem:
    return ListProblem(
        Flaw.OTHER_ROOT,
        "此密钥名单由另一个根密钥签署，不是本机信任的发证单位 "
        "this key list is signed by another root than the one that this kiosk trusts",
    )


def _site(body: Mapping[Any, Any]) -> str:
    site = body.get(SITE)
    if not isinstance(site, str) or len(site) > SITE_LENGTH:
        raise ContentProblem("a key list without the name of a site")
    return site


def _entries(value: object) -> tuple[KeyEntry, ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= MAX_KEYS:
        raise ContentProblem("a key list without keys")
    entries = tuple(map(read_entry, value))
    if len({entry.kid for entry in entries}) < len(entries):
        raise ContentProblem("a key list that names a key twice")
    if any(after.not_before < before.not_before for before, after in pairwise(entries)):
        raise ContentProblem("a key list that is not in the order of its days")
    return entries
