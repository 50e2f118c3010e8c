"""The Merkle tree of RFC 6962, kept as its frontier.

The chain's hashes are the tree's entries. Only the roots of the full subtrees
are kept, one for each set bit of the size, largest first: never more than 64
hashes however long the ledger grows. The root goes into signed checkpoints.
"""

import hashlib

LEAF = b"\x00"
NODE = b"\x01"
DIGEST = 32


def leaf_hash(entry: bytes) -> bytes:
    """Hash an entry (RFC 6962, 2.1)."""
    return hashlib.sha256(LEAF + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees (RFC 6962, 2.1)."""
    return hashlib.sha256(NODE + left + right).digest()


class Frontier:
    """A tree that only grows.

    Args:
        size: how many entries it has.
        packed: its subtree roots, 32 bytes each, largest subtree first.

    Raises:
        ValueError: ``packed`` has not one root for each set bit of ``size``.

    """

    def __init__(self, size: int = 0, packed: bytes = b"") -> None:
        if size < 0 or len(packed) != DIGEST * size.bit_count():
            raise ValueError(f"{len(packed)} bytes are no frontier of {size} entries")
        self.size = size
        self._nodes = [packed[i : i + DIGEST] for i in range(0, len(packed), DIGEST)]

    def push(self, entry: bytes) -> None:
        """Add an entry at the end."""
        node = leaf_hash(entry)
        rest = self.size
        while rest & 1:
            node = node_hash(self._nodes.pop(), node)
            rest >>= 1
        self._nodes.append(node)
        self.size += 1

    def root(self) -> bytes:
        """The tree's root; SHA-256 of nothing while it is empty."""
        if not self._nodes:
            return hashlib.sha256(b"").digest()
        node = self._nodes[-1]
        for left in reversed(self._nodes[:-1]):
            node = node_hash(left, node)
        return node

    def packed(self) -> bytes:
        """The subtree roots, as the constructor takes them."""
        return b"".join(self._nodes)
