"""A clock that goes when it is told to."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass
class Morning:
    """A clock that goes when it is told to."""

    now: datetime = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)  # half past nine

    def __call__(self) -> datetime:
        return self.now

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)
