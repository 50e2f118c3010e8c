"""Staff on a clock that the test turns."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.staff import Staff


@dataclass
class Clock:
    """Milliseconds that pass only when a test says so."""

    ms: int = 1_800_000_000_000

    def __call__(self) -> int:
        return self.ms

    def pass_by(
        self, *, hours: float = 0, minutes: float = 0, seconds: float = 0
    ) -> None:
        self.ms += int(((hours * 60 + minutes) * 60 + seconds) * 1000)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    return tmp_path / "registry.db"


@pytest.fixture
def staff(registry: Path, clock: Clock) -> Iterator[Staff]:
    opened = Staff(registry, clock)
    yield opened
    opened.close()
