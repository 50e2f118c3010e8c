"""`PassLists`: what a kiosk holds, and how a newer list takes the place of an older.

Both lists come by one door, at the issuing site, too. Whoever hands in an older
list, or another one under the same number, is refused: otherwise a stick with
last month's files would bring a revoked pass back to life.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from verification.paper.trusted_key import TrustedKey
from verification.passes.errors import Flaw, ListProblem
from verification.passes.key_entry import KeyEntry, KeyState
from verification.passes.key_list import KeyList
from verification.passes.keys import PublicKey
from verification.passes.revocations import RevocationList

# Without this a list that was signed under a clock far ahead could never be followed.
AHEAD = timedelta(days=1)
LIST = "key list"


@dataclass(frozen=True, slots=True)
class PassLists:
    """The two lists that a kiosk goes by.

    Attributes:
        keys: whose passes count.
        revoked: which do not; ``None`` when no list came, or its signer was retired.

    """

    keys: KeyList
    revoked: RevocationList | None

    def keys_for(self, kid: bytes, at: datetime) -> tuple[PublicKey, ...]:
        """The keys of that name whose passes count at a moment."""
        return self.keys.keys_for(kid, at)

    def is_revoked(self, pass_id: bytes) -> bool:
        """Whether the pass stands on the list; see ``at`` for how old that is."""
        return self.revoked is not None and pass_id in self.revoked.ids

    def trusted_keys(self) -> Iterator[tuple[bytes, TrustedKey]]:
        """All keys that count or will, with their times, for a `TrustStore`."""
        for entry in self.keys.entries:
            if entry.state is not KeyState.RETIRED:
                yield entry.kid, _trusted(entry, self.issuer)

    @property
    def issuer(self) -> str:
        """Name of the site that issues."""
        return self.keys.site

    @property
    def at(self) -> datetime | None:
        """How things stood when: ``None`` means that nobody knows what was revoked."""
        return self.revoked.issued_at if self.revoked else None


def _trusted(entry: KeyEntry, issuer: str) -> TrustedKey:
    # Our end is the first second without the key, theirs the last one with it.
    last = entry.not_after and entry.not_after - timedelta(seconds=1)
    return TrustedKey(
        entry.public,
        not_before=entry.not_before,
        not_after=last,
        issuer=issuer,
        source=LIST,
    )


def read_lists(
    key_data: bytes | None, revoked_data: bytes | None, root: PublicKey | None
) -> PassLists | None:
    """What a kiosk holds, from the bytes that it kept.

    ``None`` where there is no root or no key list. A list of revoked passes whose
    signer was retired since is left out.

    Raises:
        ListProblem: the kept key list is not one that this root signed.

    """
    if key_data is None or root is None:
        return None
    keys = KeyList.read(key_data, root)
    return PassLists(keys, readable(revoked_data, keys))


def readable(data: bytes | None, keys: KeyList) -> RevocationList | None:
    """A kept list of revoked passes, unless the keys do not vouch for it any more."""
    if data is None:
        return None
    try:
        return RevocationList.read(data, keys)
    except ListProblem:
        return None


def check_order(
    new: KeyList | RevocationList,
    held: tuple[int, datetime] | None,
    *,
    same_bytes: bool,
    now: datetime,
) -> None:
    """Return when a list may take the place of the one held.

    Args:
        new: the list that came.
        held: number and moment of the list of its kind that is kept; ``None`` when
            there is none. A list counts here even when its signer was retired.
        same_bytes: both are the same file.
        now: by this machine's clock.

    Raises:
        ListProblem: rolled_back or from_the_future.

    """
    if new.issued_at > now + AHEAD:
        raise ListProblem(
            Flaw.FROM_THE_FUTURE,
            f"名单签署于 {new.issued_at:%F %H:%M} UTC，晚于本机时间，请先校准时钟 "
            "the list is from the future; set the clock of this machine, or of the "
            "one that signed it",
        )
    if held is None or same_bytes:
        return
    number, issued_at = held
    if new.number <= number or new.issued_at < issued_at:
        raise ListProblem(
            Flaw.ROLLED_BACK,
            f"名单编号 {new.number} 不比现有的 {number} 新，拒绝回退 list no. "
            f"{new.number} is not newer than no. {number} held here: no way back",
        )
