"""Which days a report is about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONGEST = 366
DAY = timedelta(days=1)
EARLIEST = date(2000, 1, 1)  # no ledger is older, and no time zone fails after it
LATEST = date(9000, 1, 1)
_MONTH = re.compile(r"([2-8]\d{3})-(0[1-9]|1[0-2])")


class BadSpan(ValueError):
    """These are no days that a report can be about."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last, both included.

    Raises:
        BadSpan: the last lies before the first, or they are too many.

    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if not EARLIEST <= self.first <= self.last <= LATEST:
            raise BadSpan("the last day lies before the first")
        if (self.last - self.first).days >= LONGEST:
            raise BadSpan(f"more than {LONGEST} days")

    @classmethod
    def week_of(cls, day: date) -> "Span":
        """From its Monday to its Sunday (ISO 8601)."""
        monday = day - day.weekday() * DAY
        return cls(monday, monday + 6 * DAY)

    @classmethod
    def month(cls, word: str) -> "Span":
        """A month written 2026-11.

        Raises:
            BadSpan: it is written otherwise.

        """
        found = _MONTH.fullmatch(word)
        if not found:
            raise BadSpan("a month is written 2026-11")
        first = date(int(found[1]), int(found[2]), 1)
        after = (first.replace(day=28) + 4 * DAY).replace(day=1)
        return cls(first, after - DAY)

    def days(self) -> Iterator[date]:
        """Every day, in order."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + number * DAY


def bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """When a day of this time zone begins, and when the next one does; in UTC."""
    begin, end = (datetime.combine(one, time(), zone) for one in (day, day + DAY))
    return begin.astimezone(UTC), end.astimezone(UTC)
