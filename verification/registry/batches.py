"""Many changes in small transactions, so that nobody else waits for long."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlite_utils import Database

from verification.errors import RegistryConflict
from verification.keys import Keys
from verification.registry.change import Change
from verification.registry.changes import apply

BATCH = 500  # rows a transaction: the write lock stays under 150 ms
RUN = 20_000  # groups sorted at a time: neighbours in the file are written together


@dataclass(frozen=True, slots=True)
class Conflict:
    """A group that did not fit and was left out whole."""

    code: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class ApplyReport:
    """What `apply_many` did: changes applied, groups left out."""

    applied: int
    conflicts: tuple[Conflict, ...]


def apply_many(
    db: Database,
    keys: Keys,
    groups: Iterable[Sequence[Change]],
    progress: Callable[[int], None] | None = None,
    seen: int | None = None,
) -> ApplyReport:
    """Apply groups of changes, each group whole or not at all.

    Groups are taken in runs sorted by person; within a group the order stays.

    Args:
        db: the registry.
        keys: the site's keys.
        groups: as a rule the changes of one row of an import.
        progress: told the number of groups after each transaction.
        seen: the newest change that the author knew of; people whom somebody else
            changed since are left out.

    """
    applied = 0
    conflicts: list[Conflict] = []
    for batch in _batches(groups):
        try:
            applied += apply(db, keys, (c for group in batch for c in group), seen)
        except RegistryConflict:
            applied += _one_by_one(db, keys, batch, conflicts, seen)
        if progress:
            progress(len(batch))
    return ApplyReport(applied, tuple(conflicts))


def _one_by_one(
    db: Database,
    keys: Keys,
    batch: list[Sequence[Change]],
    conflicts: list[Conflict],
    seen: int | None,
) -> int:
    """The batch held a group that does not fit: find it, keep the others."""
    applied = 0
    for group in batch:
        try:
            applied += apply(db, keys, group, seen)
        except RegistryConflict as conflict:
            conflicts.append(Conflict(conflict.code, tuple(group)))
    return applied


def _batches(groups: Iterable[Sequence[Change]]) -> Iterator[list[Sequence[Change]]]:
    filled = (group for group in groups if group)
    while run := list(islice(filled, RUN)):
        run.sort(key=lambda group: group[0].key)
        yield from _cut(run)


def _cut(run: list[Sequence[Change]]) -> Iterator[list[Sequence[Change]]]:
    """Batches of at most BATCH changes; a larger group stands alone."""
    batch: list[Sequence[Change]] = []
    size = 0
    for group in run:
        if batch and size + len(group) > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(group)
        size += len(group)
    if batch:
        yield batch
