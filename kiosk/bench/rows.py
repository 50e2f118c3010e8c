"""One figure with its limit."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class BenchRow:
    """A measured value; ``ok`` is ``None`` where there is no limit or no value."""

    name: str
    value: float | None
    unit: str
    limit: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def ok(self) -> bool | None:
        """Whether the value keeps its limit."""
        if self.value is None or self.limit is None:
            return None
        if self.at_least:
            return self.value >= self.limit
        return self.value <= self.limit

    def as_dict(self) -> dict[str, Any]:
        """For ``--json``: name, value, unit, limit, ok, and a note."""
        return {
            "name": self.name,
            "value": None if self.value is None else round(self.value, 3),
            "unit": self.unit,
            "limit": self.limit,
            "ok": self.ok,
            "note": self.note,
        }


def ms(name: str, seconds: float, limit: float | None = None) -> BenchRow:
    """A duration, in milliseconds."""
    return BenchRow(name, seconds * 1000, "ms", limit)
