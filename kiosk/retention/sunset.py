"""The end of a site: the duty to check is over, and so is the reason to know anybody.

Four stages, each of which is somebody's decision. While a site only counts, its gates
stand open and nobody is read; that can be taken back. Destruction has a day in the
future and can be called off until then. What is destroyed is gone for ever.

    checking <-> counting <-> scheduled -> destroying -> destroyed
"""

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from verification.ledger.files import replace_file

FILE = "sunset.json"
LEAST_DAYS = 7  # to think again, and to tell whoever must be told
MOST_DAYS = 365


class Stage(StrEnum):
    """How far a site has been brought to its end."""

    CHECKING = "checking"
    COUNTING = "counting"
    SCHEDULED = "scheduled"
    DESTROYING = "destroying"
    DESTROYED = "destroyed"


ENDED = frozenset(set(Stage) - {Stage.CHECKING})


class NotNow(Exception):
    """That step does not follow on this stage."""


@dataclass(frozen=True, slots=True)
class Sunset:
    """The stage of a site, since when and by whom.

    Attributes:
        stage: what holds now.
        since: when it began, UTC.
        open_since: when gates stopped to check, UTC.
        by: internal id of who decided it.
        day: on which everything is destroyed, in the site's time.
        found: what there was to destroy, counted before.

    """

    stage: Stage = Stage.CHECKING
    since: datetime | None = None
    open_since: datetime | None = None
    by: str = ""
    day: date | None = None
    found: dict[str, int] = field(default_factory=dict)

    @property
    def ended(self) -> bool:
        """Whether nobody is checked any more."""
        return self.stage in ENDED

    def stop_checking(self, by: str, now: datetime) -> "Sunset":
        """Only count from now on.

        Raises:
            NotNow: that was decided before.

        """
        self._need(Stage.CHECKING)
        return Sunset(Stage.COUNTING, now, now, by)

    def check_again(self, by: str, now: datetime) -> "Sunset":
        """Take that back.

        Raises:
            NotNow: there is nothing to take back, or it is too late.

        """
        self._need(Stage.COUNTING)
        return Sunset(Stage.CHECKING, now, None, by)

    def schedule(self, day: date, by: str, now: datetime, today: date) -> "Sunset":
        """Let everything be destroyed on a day.

        Raises:
            NotNow: gates still check, or the day is too near or too far.

        """
        self._need(Stage.COUNTING)
        if not timedelta(LEAST_DAYS) <= day - today <= timedelta(MOST_DAYS):
            raise NotNow(f"{LEAST_DAYS} to {MOST_DAYS} days from today")
        return Sunset(Stage.SCHEDULED, now, self.open_since, by, day)

    def call_off(self, by: str, now: datetime) -> "Sunset":
        """Destroy nothing.

        Raises:
            NotNow: nothing was scheduled, or it is too late.

        """
        self._need(Stage.SCHEDULED)
        return Sunset(Stage.COUNTING, now, self.open_since, by)

    def is_due(self, today: date) -> bool:
        """Whether its day has come, or a destruction was broken off."""
        due = self.stage is Stage.SCHEDULED and self.day is not None
        return self.stage is Stage.DESTROYING or (
            due and self.day is not None and today >= self.day
        )

    def begin(self, found: dict[str, int]) -> "Sunset":
        """It begins: there is no way back; what was counted first stays counted."""
        found = self.found or found
        return replace(self, stage=Stage.DESTROYING, found=found)

    def end(self, now: datetime) -> "Sunset":
        """All is gone."""
        return replace(self, stage=Stage.DESTROYED, since=now)

    def _need(self, stage: Stage) -> None:
        if self.stage is not stage:
            raise NotNow(f"{self.stage}, not {stage}")


def read_sunset(root: Path) -> Sunset:
    """The stage of a site; one whose file nobody can read checks on."""
    try:
        kept = json.loads((root / FILE).read_bytes())
        return Sunset(
            stage=Stage(kept["stage"]),
            since=datetime.fromisoformat(kept["since"]),
            open_since=_moment(kept["open_since"]),
            by=str(kept["by"]),
            day=date.fromisoformat(kept["day"]) if kept["day"] else None,
            found={str(name): int(n) for name, n in kept["found"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Sunset()


def write_sunset(root: Path, sunset: Sunset) -> None:
    """Let a stage hold.

    Raises:
        OSError: it cannot be written; the one before holds.

    """
    since = (sunset.since or datetime.now(UTC)).isoformat()
    told = {
        **asdict(sunset),
        "since": since,
        "open_since": sunset.open_since and sunset.open_since.isoformat(),
        "day": sunset.day and sunset.day.isoformat(),
    }
    replace_file(root / FILE, json.dumps(told).encode())


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
