"""The tree of RFC 6962 against its published roots and a naive twin."""

from hashlib import sha256

import pytest

from verification.ledger.merkle import Frontier

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
# Roots of the first 1 to 8 of these entries, as Certificate Transparency's
# reference implementations test them.
ENTRIES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def naive_root(entries: list[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1, word for word."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    half = 1
    while half * 2 < len(entries):
        half *= 2
    left, right = naive_root(entries[:half]), naive_root(entries[half:])
    return sha256(b"\x01" + left + right).digest()


def test_the_published_roots_come_out() -> None:
    tree = Frontier()
    assert tree.root().hex() == EMPTY

    for entry, root in zip(ENTRIES, ROOTS, strict=True):
        tree.push(bytes.fromhex(entry))
        assert root == tree.root().hex()


def test_every_size_has_the_root_of_the_naive_tree() -> None:
    tree, entries = Frontier(), []
    for number in range(130):
        entries.append(number.to_bytes(4, "big"))
        tree.push(entries[-1])
        assert naive_root(entries) == tree.root()
        assert tree.size.bit_count() * 32 == len(tree.packed())


def test_a_stored_frontier_grows_on() -> None:
    whole, first = Frontier(), Frontier()
    for number in range(100):
        whole.push(bytes([number]))
        first = Frontier(first.size, first.packed())
        first.push(bytes([number]))

    assert whole.root() == first.root()


@pytest.mark.parametrize(("size", "packed"), [(1, b""), (3, bytes(32)), (-1, b"")])
def test_a_frontier_that_cannot_be_is_refused(size: int, packed: bytes) -> None:
    with pytest.raises(ValueError, match="no frontier"):
        Frontier(size, packed)
