"""Figures of a series of measurements: medians and tails, never a mean alone."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figures:
    """What a series of seconds comes to."""

    count: int
    p50: float
    p95: float
    p99: float
    most: float

    def as_ms(self) -> dict[str, float]:
        """In milliseconds, for tables and JSON."""
        return {
            "n": self.count,
            "p50": round(self.p50 * 1000, 3),
            "p95": round(self.p95 * 1000, 3),
            "p99": round(self.p99 * 1000, 3),
            "max": round(self.most * 1000, 3),
        }


def figures(values: Sequence[float]) -> Figures:
    """The figures of a series.

    Raises:
        ValueError: there is nothing in it.
    """
    if not values:
        raise ValueError("a series without a value has no figures")
    ordered = sorted(values)

    def rank(share: float) -> float:
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    return Figures(len(ordered), rank(0.5), rank(0.95), rank(0.99), ordered[-1])
