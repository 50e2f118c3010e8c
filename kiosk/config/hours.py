"""The hours in which a gate stands open: ``07:00-08:30``, ``mon-fri 07:00-08:30``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EVERY_DAY = frozenset(range(len(DAYS)))
REMEDY = 'write "07:00-08:30" or "mon-fri 07:00-08:30"'
_DAY = "|".join(DAYS)
_SPAN = rf"(?:{_DAY})(?:-(?:{_DAY}))?"
_HOURS = re.compile(
    rf"(?:(?P<days>{_SPAN}(?:,{_SPAN})*) )?"
    r"(?P<from>\d\d:\d\d)-(?P<to>\d\d:\d\d)"
)


@dataclass(frozen=True, slots=True)
class OpenHours:
    """One stretch of a day, in the site's time.

    Attributes:
        text: as it stands in the config.
        days: on which it holds; Monday is 0.
        begin: the first minute of the day in it.
        end: the first minute after it, 1440 at most.

    """

    text: str
    days: frozenset[int]
    begin: int
    end: int

    def hold(self, local: datetime) -> bool:
        """Whether a moment, in the site's time, lies in them."""
        minute = local.hour * 60 + local.minute
        return local.weekday() in self.days and self.begin <= minute < self.end

    def overlap(self, other: "OpenHours") -> bool:
        """Whether some moment lies in both."""
        apart = self.end <= other.begin or other.end <= self.begin
        return bool(self.days & other.days) and not apart


def parse_hours(text: str) -> OpenHours:
    """One stretch as it is written.

    Raises:
        ValueError: it cannot be read or ends before it begins; the text is the remedy.

    """
    found = _HOURS.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} are no hours; {REMEDY}")
    begin, end = _minute(found["from"]), _minute(found["to"])
    if begin is None or end is None:
        raise ValueError(f"{text!r}: a day goes from 00:00 to 24:00; {REMEDY}")
    if end <= begin:
        raise ValueError(
            f"{text!r} ends before it begins; for hours over midnight write two, "
            'as "22:00-24:00" and "00:00-06:00"'
        )
    return OpenHours(text, _days(found["days"]), begin, end)


def parse_all(texts: Sequence[str]) -> tuple[OpenHours, ...]:
    """All stretches of a lane.

    Raises:
        ValueError: one cannot be read, or two overlap.

    """
    hours = tuple(parse_hours(text) for text in texts)
    for one, other in combinations(hours, 2):
        if one.overlap(other):
            raise ValueError(
                f"{one.text!r} and {other.text!r} overlap; make one of both, "
                "or let one end where the other begins"
            )
    return hours


def _minute(text: str) -> int | None:
    hours, minutes = (int(part) for part in text.split(":"))
    minute = hours * 60 + minutes
    return minute if minutes < 60 and minute <= 24 * 60 else None


def _days(text: str | None) -> frozenset[int]:
    if text is None:
        return EVERY_DAY
    return frozenset(day for span in text.split(",") for day in _span(span))


def _span(text: str) -> Sequence[int]:
    """``fri-mon`` goes over the end of the week."""
    first, _, last = text.partition("-")
    begin, end = DAYS.index(first), DAYS.index(last or first)
    length = (end - begin) % len(DAYS) + 1
    return [(begin + day) % len(DAYS) for day in range(length)]
