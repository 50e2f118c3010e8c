"""Checking a ledger against itself and against what left the box."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from verification.errors import BoxError
from verification.ledger.anchor import Mark, read_anchor
from verification.ledger.chain import NOTHING, link
from verification.ledger.checkpoints import (
    Checkpoint,
    checkpoint_at,
    stored_checkpoints,
)
from verification.ledger.damage import Broken, Damage, Verification
from verification.ledger.errors import LedgerProblem, NoteError
from verification.ledger.kinds import EventKind
from verification.ledger.merkle import Frontier
from verification.ledger.notes import open_checkpoint, origin_of
from verification.ledger.reading import Reader
from verification.ledger.records import columns_of, parse_head
from verification.ledger.schema import Genesis
from verification.ledger.vault import Vault

BEFORE_ALL = -(2**63)

# The head as bytes: what was hashed, even where it is no text any more.
ROWS = """
SELECT e.seq, CAST(e.head AS BLOB), e.commitment, e.hash,
       e.kind, e.lane, e.visit, e.at, d.key_id, k.wrapped, d.box
FROM events e LEFT JOIN details d ON d.seq = e.seq
LEFT JOIN subject_keys k ON k.key_id = d.key_id
WHERE e.seq > ? AND e.seq <= ? ORDER BY e.seq LIMIT 1000
"""

END = """
SELECT (SELECT max(seq) FROM events),
       (SELECT size FROM frontier), (SELECT nodes FROM frontier)
"""
INVALID = b""  # in place of a root whose signature does not hold

Progress: TypeAlias = Callable[[int, int], None]
Roots: TypeAlias = dict[int, set[bytes]]  # size of the tree to what was signed for it


@dataclass(frozen=True, slots=True)
class Proofs:
    """What to check a ledger with: a start, an anchor, checkpoints kept elsewhere."""

    since: Checkpoint | None = None
    anchor: Path | None = None
    notes: tuple[str, ...] = ()


def verify_ledger(
    reader: Reader,
    vault: Vault,
    genesis: Genesis,
    proofs: Proofs,
    progress: Progress | None = None,
) -> Verification:
    """Check every row behind ``proofs.since`` and name the first bad one.

    Args:
        reader: of the ledger.
        vault: opens its boxes.
        genesis: what it began with, as its own key says.
        proofs: what else to check it with.
        progress: is told the row reached and the last row.

    Raises:
        NoteError: a note of ``proofs`` is not one of this ledger.

    """
    origin = origin_of(genesis.kiosk)
    outside: Roots = {}
    for note in proofs.notes:
        head = open_checkpoint(note, origin, genesis.public_key)
        outside.setdefault(head.size, set()).add(head.root)
    check = _Check(reader, vault, genesis, origin, outside)
    return check.run(proofs, progress or (lambda done, total: None))


@dataclass(slots=True)
class _Check:
    reader: Reader
    vault: Vault
    genesis: Genesis
    origin: str
    roots: Roots
    tree: Frontier = field(default_factory=Frontier)
    previous: bytes = b""
    rows: int = 0
    erased: int = 0
    fitting: int = 0
    newest: int = 0

    def run(self, proofs: Proofs, progress: Progress) -> Verification:
        self.previous = self.genesis.hash
        broken = None
        try:
            self._all(proofs, progress)
        except Broken as found:
            broken = found
        except LedgerProblem:
            broken = Broken(self.tree.size + 1, Damage.UNREADABLE)
        return Verification(
            ok=broken is None,
            first_bad_seq=broken.seq if broken else None,
            what=broken.what if broken else None,
            count=self.rows,
            last_seq=self.tree.size,
            head_hash=self.previous,
            checkpoints=self.fitting,
            newest_checkpoint=self.newest,
            erased=self.erased,
        )

    def _all(self, proofs: Proofs, progress: Progress) -> None:
        # The order matters while others append: first what promises a length,
        # then the length itself.
        mark = _mark(proofs.anchor)
        self._begin(proofs.since)
        for kept in stored_checkpoints(self.reader):
            self._promise(kept)
        target, size, nodes = self.reader.rows(END)[0]
        self._walk(target or 0, progress)
        self._end(size, nodes, mark)

    def _begin(self, since: Checkpoint | None) -> None:
        found = self.reader.rows(
            "SELECT kiosk, public_key, installed, hash FROM genesis"
        )
        if not found or Genesis(*found[0]) != self.genesis or not self.genesis.holds():
            raise Broken(0, Damage.GENESIS)
        if since is None or min(self.roots, default=since.size) < since.size:
            return
        if since.size > 1:
            self.previous = self._hash_of(since.size - 1)
        try:
            self.tree = Frontier(since.size - 1, since.before)
        except ValueError:
            raise Broken(since.size, Damage.CHECKPOINT) from None

    def _hash_of(self, seq: int) -> bytes:
        found = self.reader.rows("SELECT hash FROM events WHERE seq = ?", (seq,))
        if not found:
            raise Broken(seq, Damage.MISSING)
        digest: bytes = found[0][0]
        return digest

    def _promise(self, kept: Checkpoint) -> None:
        """Hold the chain to a stored checkpoint."""
        try:
            head = open_checkpoint(kept.note, self.origin, self.genesis.public_key)
            root = head.root if head.size == kept.size else INVALID
        except NoteError:
            root = INVALID
        if kept.size > self.tree.size:
            self.roots.setdefault(kept.size, set()).add(root)

    def _walk(self, target: int, progress: Progress) -> None:
        after = self.tree.size or BEFORE_ALL
        while rows := self.reader.rows(ROWS, (after, target)):
            for seq, head, commitment, digest, *rest in rows:
                self._link(seq, head, commitment, digest)
                self._copies(seq, head, tuple(rest[:4]))
                self._box(seq, commitment, rest[4:])
                self._signed(seq, rest[0])
            after = rows[-1][0]
            progress(after, target)

    def _link(self, seq: int, head: bytes, commitment: bytes, digest: bytes) -> None:
        expected = self.tree.size + 1
        if seq != expected:
            raise Broken(min(seq, expected), _gap(seq, expected))
        if link(self.previous, head, commitment) != digest:
            raise Broken(seq, Damage.CHANGED)
        self.tree.push(digest)
        self.previous = digest
        self.rows += 1

    def _copies(self, seq: int, head: bytes, columns: tuple[str | None, ...]) -> None:
        if columns_of(parse_head(seq, head)) != columns:
            raise Broken(seq, Damage.COPY)

    def _box(self, seq: int, commitment: bytes, detail: list[bytes | None]) -> None:
        key_id, wrapped, box = detail
        if key_id is None or wrapped is None or box is None:
            self.erased += commitment != NOTHING
            return
        try:
            self.vault.open(seq, commitment, (key_id, wrapped, box))
        except BoxError:
            raise Broken(seq, Damage.BOX) from None

    def _signed(self, seq: int, kind: str) -> None:
        if seq not in self.roots and kind == EventKind.CHECKPOINT:
            # It may have been made after we listed them.
            kept = checkpoint_at(self.reader, seq)
            if kept is None:
                raise Broken(seq, Damage.CHECKPOINT)
            self._promise(kept)
        for root in self.roots.get(seq, ()):
            if root != self.tree.root():
                what = Damage.CHECKPOINT if root == INVALID else Damage.REWRITTEN
                raise Broken(seq, what)
            self.fitting += 1
            self.newest = seq

    def _end(self, size: int | None, nodes: bytes | None, mark: Mark | None) -> None:
        last = self.tree.size
        promised = max(self.roots, default=0), mark.seq if mark else 0
        if max(size or 0, *promised) > last:
            raise Broken(last + 1, Damage.TRUNCATED)
        if (size, nodes) != (last, self.tree.packed()):
            raise Broken(last, Damage.TREE)
        if mark and self._hash_of(mark.seq) != mark.hash:
            raise Broken(mark.seq, Damage.REWRITTEN)


def _mark(anchor: Path | None) -> Mark | None:
    if anchor is None:
        return None
    try:
        return read_anchor(anchor)
    except LedgerProblem:
        raise Broken(0, Damage.ANCHOR) from None


def _gap(seq: int, expected: int) -> Damage:
    return Damage.MISSING if seq > expected else Damage.CHANGED
