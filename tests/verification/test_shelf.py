"""Lists and trust files as they are kept, and what a gate asks of them."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from invented_site import AT, document, pass_claims

from verification.errors import RegistryConflict
from verification.keys import Keys
from verification.passes.holder import HolderKeys
from verification.registry import PaperList, Registry
from verification.registry.shelf import KEYS, REVOKED

HOUR = timedelta(hours=1)
KID = b"key-id-8"


def a_list(seq: int, name: str = REVOKED) -> PaperList:
    return PaperList(name, seq, AT + seq * HOUR, bytes([seq]), AT + 9 * HOUR, "staff-1")


def test_a_gate_knows_the_ids_and_the_age_of_the_newest_list(
    registry: Registry,
) -> None:
    assert registry.papers.lists_at() is None
    registry.shelf.store_lists(a_list(1), ids=[b"11111111", b"22222222", b"22222222"])
    registry.shelf.store_lists(a_list(2), ids=[b"22222222"])
    assert registry.papers.lists_at() == AT + 2 * HOUR
    assert not registry.papers.pass_revoked(b"11111111")
    assert registry.papers.pass_revoked(b"22222222")


def test_a_list_is_kept_with_who_and_when(registry: Registry) -> None:
    registry.shelf.store_lists(a_list(3, KEYS))
    assert registry.shelf.paper_list(KEYS) == a_list(3, KEYS)
    assert registry.shelf.paper_list(REVOKED) is None
    assert registry.papers.lists_at() is None


def test_an_older_list_never_takes_the_place_of_a_newer_one(
    registry: Registry,
) -> None:
    registry.shelf.store_lists(a_list(2), ids=[b"22222222"])
    with pytest.raises(RegistryConflict, match="list_rolled_back"):
        registry.shelf.store_lists(a_list(1), ids=[])
    assert registry.papers.pass_revoked(b"22222222")
    assert registry.shelf.paper_list(REVOKED) == a_list(2)


def test_two_lists_never_have_the_same_number(registry: Registry) -> None:
    registry.shelf.store_lists(a_list(2), ids=[b"22222222"])
    other = replace(a_list(2), data=b"signed at the same moment")
    with pytest.raises(RegistryConflict, match="list_rolled_back"):
        registry.shelf.store_lists(a_list(5, KEYS), other)
    assert registry.shelf.paper_list(KEYS) is None
    assert registry.papers.pass_revoked(b"22222222")
    registry.shelf.store_lists(a_list(2), ids=[b"22222222"])


def test_the_keys_of_a_list_change_no_revocations(registry: Registry) -> None:
    registry.shelf.store_lists(a_list(1), ids=[b"11111111"])
    registry.shelf.store_lists(a_list(5, KEYS))
    assert registry.papers.pass_revoked(b"11111111")


def test_the_version_moves_with_every_list_and_file(registry: Registry) -> None:
    shelf, seen = registry.shelf, [registry.shelf.version()]
    for act in (
        lambda: shelf.store_lists(a_list(1)),
        lambda: shelf.put_trust("a.json", b"{}", "staff-1", AT),
        lambda: shelf.remove_trust("a.json"),
    ):
        act()
        seen.append(shelf.version())
    assert seen == sorted(set(seen))


def test_another_connection_sees_the_version_move(
    registry: Registry, keys: Keys, tmp_path: Path
) -> None:
    other = Registry.open(tmp_path / "registry.db", keys)
    before = other.shelf.version()
    registry.shelf.put_trust("a.json", b"{}", "staff-1", AT)
    assert other.shelf.version() != before
    other.close()


def test_a_trust_file_is_kept_with_who_when_and_digest(registry: Registry) -> None:
    registry.shelf.put_trust("a.json", b"old", "staff-1", AT)
    registry.shelf.put_trust("a.json", b"{}", "staff-2", AT + HOUR)
    (file,) = registry.shelf.trust_files()
    assert (file.name, file.author, file.imported_at) == (
        "a.json",
        "staff-2",
        AT + HOUR,
    )
    assert file.sha256 == hashlib.sha256(b"{}").digest()
    assert registry.shelf.trust_data() == {"a.json": b"{}"}


def test_a_trust_file_that_is_removed_is_gone(registry: Registry) -> None:
    registry.shelf.put_trust("a.json", b"{}", "staff-1", AT)
    assert registry.shelf.remove_trust("a.json")
    assert not registry.shelf.remove_trust("a.json")
    assert registry.shelf.trust_data() == {}


def test_the_registry_compares_holders_where_it_has_the_key(
    keys: Keys, registry: Registry, tmp_path: Path
) -> None:
    holder = HolderKeys(b"m" * 32)
    known = Registry.open(tmp_path / "registry.db", keys, holder=lambda: holder)
    hers = holder.hash(KID, pass_claims().id, document(1))
    signed = replace(pass_claims(), holder=hers)
    assert known.papers.holder_matches(signed, KID, document(1)) is True
    assert known.papers.holder_matches(signed, KID, document(2)) is False
    assert registry.papers.holder_matches(signed, KID, document(1)) is None
    known.close()
