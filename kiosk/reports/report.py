"""A report: what a span of days came to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kiosk.reports.spans import Span
from kiosk.reports.tally import Table, Tally
from verification.ages import AgeGroup
from verification.reasons import Outcome

OLD = (AgeGroup.SIXTIES, AgeGroup.SEVENTIES, AgeGroup.OVER_80)
Days = Mapping[date, Mapping[str, Tally]]


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day; ``counted`` is false while its events have not been counted yet."""

    day: date
    tally: Tally
    counted: bool = True


@dataclass(frozen=True, slots=True)
class LaneLine:
    """One lane over the whole span, by its id."""

    lane: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Report:
    """Numbers about nobody.

    Attributes:
        span: as it was asked for.
        lane: the only one, or ``None`` for all.
        days: every day up to today, also those on which nobody came.
        lanes: those at which something happened, in the site's order.
        total: all of it.

    """

    span: Span
    lane: str | None
    days: tuple[DayLine, ...]
    lanes: tuple[LaneLine, ...]
    total: Tally

    @property
    def uncounted(self) -> int:
        """Days that have not been counted yet."""
        return sum(not line.counted for line in self.days)

    @property
    def empty(self) -> bool:
        """Whether nobody came, nobody called and nothing broke."""
        return self.total.empty

    @property
    def visits(self) -> int:
        """How often somebody showed something, or was let in by staff."""
        return self.total.count(Table.VISITS, "all")

    @property
    def through(self) -> int:
        """How many went in."""
        return self.total.count(Table.VISITS, "through")

    @property
    def hindered(self) -> int:
        """How many were refused, or had to wait for staff."""
        return self.total.total(Table.REASONS)

    @property
    def sixty_and_over(self) -> int:
        """Visits of people of 60 and over, as far as their age was recorded."""
        return sum(self.of_age(group) for group in OLD)

    def of_age(self, group: str) -> int:
        """Visits of one age group."""
        ages = self.total.split(Table.AGES)
        return ages[group].total() if group in ages else 0

    @property
    def our_fault(self) -> float | None:
        """The share of visits that we could not check; ``None`` without visits."""
        unable = self.total.count(Table.OUTCOMES, Outcome.UNABLE)
        return unable / self.visits if self.visits else None


def report_of(
    span: Span,
    until: date,
    days: Days,
    order: Iterable[str],
    lane: str | None = None,
) -> Report:
    """Put a report together from days that were counted.

    Args:
        span: the days asked for.
        until: today; later days have no line.
        days: lane to tally by day; a day that is missing was not counted.
        order: the lanes as the site lists them.
        lane: only this one.

    """
    lines = tuple(
        DayLine(day, Tally.sum(_of_lane(days.get(day, {}), lane)), day in days)
        for day in span.days()
        if day <= until
    )
    return Report(
        span,
        lane,
        lines,
        tuple(_lanes(days, order, lane)),
        Tally.sum(line.tally for line in lines),
    )


def _of_lane(lanes: Mapping[str, Tally], lane: str | None) -> list[Tally]:
    return [tally for key, tally in lanes.items() if lane in (None, key)]


def _lanes(days: Days, order: Iterable[str], lane: str | None) -> Iterable[LaneLine]:
    known = {key for lanes in days.values() for key in lanes if lane in (None, key)}
    ordered = [key for key in order if key in known]
    # A lane that the site has no longer is still part of what happened.
    for key in [*ordered, *sorted(known - set(ordered))]:
        parts = (lanes[key] for lanes in days.values() if key in lanes)
        yield LaneLine(key, Tally.sum(parts))
