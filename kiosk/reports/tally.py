"""What was counted, in tables that can be added up without losing a median."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

BY = "|"  # between the two words of a key


class Table(StrEnum):
    """One table of counts; the keys of each are said beside it."""

    VISITS = "visits"  # all, through, through_staff, nobody, unsure
    OUTCOMES = "outcomes"  # an outcome, or `STAFF` where nothing was shown
    REASONS = "reasons"  # of all that did not end in admit
    LET_IN = "let_in"  # the same reasons, of those whom staff let in after all
    DOCUMENTS = "documents"  # document|outcome
    OVERRIDES = "overrides"  # of what opened: staff|reason, empty while nobody gave one
    UNOPENED = "unopened"  # staff: they ordered it, and the gate did not open
    BUSY_HOURS = "busy_hours"  # staff|when|how many: more than usual in an hour
    LET_IN_AGAIN = "let_in_again"  # staff|how often the same visitor on one day
    AGES = "ages"  # age group|outcome
    CALLS = "calls"  # all, pressed, answered, unanswered, overtaken, waiting, escalated
    DEVICES = "devices"  # a device that was lost
    DECIDED_MS = "decided_ms"  # shown to verdict, by the machine alone
    OPEN_MS = "open_ms"  # shown to gate open, by the machine alone
    THROUGH_MS = "through_ms"  # shown to gone through, by the machine alone
    STAFF_MS = "staff_ms"  # shown or called to gate open, by staff
    ANSWER_MS = "answer_ms"  # call to the answer
    ARRIVE_MS = "arrive_ms"  # call to somebody standing there
    CLOSE_MS = "close_ms"  # call to its end


# How finely times are kept: finer would fill files and tell nobody more.
GRAIN_MS = {
    Table.DECIDED_MS: 5,
    Table.OPEN_MS: 10,
    Table.THROUGH_MS: 100,
    Table.STAFF_MS: 1000,
    Table.ANSWER_MS: 1000,
    Table.ARRIVE_MS: 1000,
    Table.CLOSE_MS: 1000,
}


@dataclass(frozen=True, slots=True)
class Spread:
    """Times in seconds: how many, half of them within, 95 of 100 within."""

    count: int
    median: float
    p95: float


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one lane on one day, or of as many as were added up."""

    tables: dict[Table, Counter[str]] = field(
        default_factory=lambda: {table: Counter() for table in Table}
    )

    def add(self, table: Table, *words: str, times: int = 1) -> None:
        """One more, or with -1 one less."""
        counts, key = self.tables[table], BY.join(words)
        counts[key] += times
        if not counts[key]:
            del counts[key]

    def add_ms(self, table: Table, ms: int, times: int = 1) -> None:
        """One time more, or with -1 one less."""
        grain = GRAIN_MS[table]
        self.add(table, str(round(ms / grain) * grain), times=times)

    @property
    def empty(self) -> bool:
        """Whether nothing was counted."""
        return not any(self.tables.values())

    def count(self, table: Table, key: str) -> int:
        """How often a key was counted."""
        return self.tables[table][key]

    def total(self, table: Table) -> int:
        """All keys of a table together."""
        return self.tables[table].total()

    def pairs(self, table: Table) -> list[tuple[str, int]]:
        """Keys and counts, the most frequent first."""
        found = self.tables[table].items()
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def split(self, table: Table) -> dict[str, Counter[str]]:
        """Counts by the first word of a key, then by its second."""
        found: dict[str, Counter[str]] = {}
        for key, count in self.pairs(table):
            first, _, second = key.rpartition(BY)
            found.setdefault(first, Counter())[second] += count
        return found

    def spread(self, table: Table) -> Spread | None:
        """Median and 95th percentile by nearest rank; ``None`` of no time."""
        found = sorted((int(ms), n) for ms, n in self.tables[table].items())
        count = sum(n for _, n in found)
        if not count:
            return None
        return Spread(count, _rank(found, count / 2), _rank(found, 0.95 * count))

    def as_dict(self) -> dict[str, dict[str, int]]:
        """For a file; empty tables are left out."""
        return {str(table): dict(keys) for table, keys in self.tables.items() if keys}

    @classmethod
    def from_dict(cls, found: Mapping[str, Mapping[str, Any]]) -> "Tally":
        """Back from a file.

        Raises:
            ValueError: a table that nobody knows, or what is no count.

        """
        tally = cls()
        for table, keys in found.items():
            counts = tally.tables[Table(table)]
            for key, count in keys.items():
                counts[key] = int(count)
        return tally

    @classmethod
    def sum(cls, tallies: Iterable["Tally"]) -> "Tally":
        """All of them together."""
        made = cls()
        for tally in tallies:
            for table, keys in tally.tables.items():
                made.tables[table].update(keys)
        return made


def _rank(found: list[tuple[int, int]], rank: float) -> float:
    wanted, seen = max(1, math.ceil(rank)), 0
    for ms, count in found:
        seen += count
        if seen >= wanted:
            return ms / 1000
    return found[-1][0] / 1000
