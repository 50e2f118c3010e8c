"""Whom a site believes: what it imported, and the keys of its own passes."""

from pathlib import Path

from kiosk.passes.door import held_lists
from verification.paper.trust import TrustStore
from verification.passes.keys import PublicKey
from verification.registry.shelf import Shelf


def site_trust(shelf: Shelf, root: PublicKey | None) -> TrustStore:
    """The trust store of a site.

    Args:
        shelf: of its registry.
        root: that signs its key list; ``None`` where there are no passes yet.

    Raises:
        ListProblem: the kept key list is not one of this root.

    """
    lists = held_lists(shelf, root)
    store = TrustStore.from_files(shelf.trust_data())
    return store.with_passes(lists.trusted_keys() if lists else ())


def folder_trust(path: Path) -> TrustStore:
    """The trust store of a folder, or of one file.

    Raises:
        OSError: it cannot be read.

    """
    if path.is_dir():
        return TrustStore.load(path)
    return TrustStore.from_files({path.name: path.read_bytes()})
