"""The one door by which lists come in: from a stick, and from our own office."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from verification.errors import RegistryConflict
from verification.passes.errors import Flaw, ListProblem
from verification.passes.key_list import KeyList
from verification.passes.keys import PublicKey
from verification.passes.lists import PassLists, check_order, read_lists, readable
from verification.passes.revocations import RevocationList
from verification.registry import PaperList
from verification.registry.shelf import KEYS, REVOKED, Shelf

L = TypeVar("L", KeyList, RevocationList)


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
    taken = []
    if files.keys is not None:
        taken.append(_kept(KEYS, keys, files.keys, author, now))
    if files.revoked is not None and revoked is not None:
        taken.append(_kept(REVOKED, revoked, files.revoked, author, now))
    try:
        shelf.store_lists(*taken, ids=revoked.ids if revoked else ())
    except RegistryConflict:
        raise ListProblem(
            Flaw.ROLLED_BACK,
            "同时有人签署或导入了名单，请再试一次 somebody else signed or brought "
            "a list at this moment; try again",
        ) from None
    return PassLists(keys, revoked)


def _keys(shelf: Shelf, root: PublicKey, data: bytes | None, now: datetime) -> KeyList:
    held = shelf.paper_list(KEYS)
    if data is not None:
        return _newer(KeyList.read(data, root), held, data, now)
    if held is None:
        raise ListProblem(
            Flaw.UNKNOWN_SIGNER,
            "还没有密钥名单，请一并导入 there is no key list yet; import it, too",
        )
    return KeyList.read(held.data, root)


def _revoked(
    shelf: Shelf, keys: KeyList, data: bytes | None, now: datetime
) -> RevocationList | None:
    kept = shelf.paper_list(REVOKED)
    if data is not None:
        return _newer(RevocationList.read(data, keys), kept, data, now)
    held = readable(kept.data, keys) if kept else None
    if kept is not None and held is None:
        raise ListProblem(
            Flaw.UNKNOWN_SIGNER,
            "现有作废名单的签名密钥已停用，请同时导入新的作废名单 the key behind the "
            "list of revoked passes was retired; import the new list of them, too",
        )
    return held


def _newer(new: L, kept: PaperList | None, data: bytes, now: datetime) -> L:
    """A list that may take the place of the one kept, readable or not by now."""
    held = (kept.seq, kept.issued_at) if kept else None
    check_order(new, held, same_bytes=bool(kept and kept.data == data), now=now)
    return new


def _data(shelf: Shelf, name: str) -> bytes | None:
    kept = shelf.paper_list(name)
    return kept.data if kept else None


def _kept(
    name: str, made: KeyList | RevocationList, data: bytes, author: str, now: datetime
) -> PaperList:
    return PaperList(name, made.number, made.issued_at, data, now, author)
