"""The one door by which lists come in: from a stick, and from our own office."""

from dataclasses import dataclass
from datetime import datetime

from verification.passes.errors import Flaw, ListProblem
from verification.passes.key_list import KeyList
from verification.passes.keys import PublicKey
from verification.passes.lists import PassLists, check_order, read_lists, readable
from verification.passes.revocations import RevocationList
from verification.registry import PaperList
from verification.registry.shelf import KEYS, REVOKED, Shelf


@dataclass(frozen=True, slots=True)
class Files:
    """The signed files that are handed in; ``None`` for one that is not there."""

    keys: bytes | None = None
    revoked: bytes | None = None


def held_lists(shelf: Shelf, root: PublicKey | None) -> PassLists | None:
    """What a kiosk holds now.

    Raises:
        ListProblem: the kept key list is not one of this root.

    """
    return read_lists(_data(shelf, KEYS), _data(shelf, REVOKED), root)


def take_lists(
    shelf: Shelf, root: PublicKey, files: Files, author: str, now: datetime
) -> PassLists:
    """Check what is handed in, then keep it; nothing is kept when one is refused.

    Args:
        shelf: of the registry.
        root: the one that this kiosk trusts.
        files: one of the two at least, unless both are held already.
        author: who brought them.
        now: by this machine's clock.

    Raises:
        ListProblem: a list is not taken; what was held stays.

    """
    keys = _keys(shelf, root, files.keys, now)
    revoked = _revoked(shelf, keys, files.revoked, now)
    if files.keys is not None:
        shelf.store_list(_kept(KEYS, keys, files.keys, author, now))
    if files.revoked is not None and revoked is not None:
        kept = _kept(REVOKED, revoked, files.revoked, author, now)
        shelf.store_list(kept, revoked.ids)
    return PassLists(keys, revoked)


def _keys(shelf: Shelf, root: PublicKey, data: bytes | None, now: datetime) -> KeyList:
    kept = _data(shelf, KEYS)
    held = KeyList.read(kept, root) if kept is not None else None
    if data is None:
        if held is None:
            raise ListProblem(
                Flaw.UNKNOWN_SIGNER,
                "还没有密钥名单，请一并导入 there is no key list yet; import it, too",
            )
        return held
    new = KeyList.read(data, root)
    check_order(new, held, same_bytes=data == kept, now=now)
    return new


def _revoked(
    shelf: Shelf, keys: KeyList, data: bytes | None, now: datetime
) -> RevocationList | None:
    kept = _data(shelf, REVOKED)
    held = readable(kept, keys)
    if data is not None:
        new = RevocationList.read(data, keys)
        check_order(new, held, same_bytes=data == kept, now=now)
        return new
    if kept is not None and held is None:
        raise ListProblem(
            Flaw.UNKNOWN_SIGNER,
            "现有作废名单的签名密钥已停用，请同时导入新的作废名单 the key behind the "
            "list of revoked passes was retired; import the new list of them, too",
        )
    return held


def _data(shelf: Shelf, name: str) -> bytes | None:
    kept = shelf.paper_list(name)
    return kept.data if kept else None


def _kept(
    name: str, made: KeyList | RevocationList, data: bytes, author: str, now: datetime
) -> PaperList:
    return PaperList(name, made.number, made.issued_at, data, now, author)
