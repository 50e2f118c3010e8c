"""The days of a site: those that are over are counted once, the present one goes on.

Work is counted in events, never in seconds: whoever asks for a page says how many may
be read for it, and what is missing is told as not counted yet.
"""

import sqlite3
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.reports.counting import DayCount, Lanes
from kiosk.reports.kept import KeptDays
from kiosk.reports.report import Days, Report, report_of
from kiosk.reports.rows import (
    Place,
    end_of,
    portion_of,
    reasons_of,
    snapshot,
    state_of,
    still_there,
    times_after,
)
from kiosk.reports.spans import Span, bounds
from kiosk.reports.visits import Fact
from verification.ledger.kinds import EventKind
from verification.ledger.records import instant
from verification.ledger.vault import Vault

AROUND = timedelta(minutes=10)  # longer than any visit or call lasts
REASONED_WITHIN = timedelta(hours=12)  # longer than a shift, in which reasons are given
PORTION = 1000  # events that are read while nobody else may ask
LOOKED_OVER = 31  # days whose files are read at once
FEW = 3  # of them for a page that asks
MOST_KNOWN = 800  # days in memory
MOST_GOING_ON = 4
MOST_NEW = 20_000  # events, whose days are looked at one by one


@dataclass(slots=True)
class _GoingOn:
    """A day that is being counted: how far, and the last reason given after it."""

    count: DayCount
    after: int = 0
    reasoned: int = 0


@dataclass(slots=True)
class _Look:
    """One look at the ledger as it is at a moment."""

    connection: sqlite3.Connection
    span: Span
    now: datetime
    left: int
    checks: int
    reasons: list[Fact] | None = None


class DayBook:
    """Reports of one site; several threads may ask.

    Args:
        ledger: the file.
        vault: opens what says the age group of a visitor, and nothing else is used.
        folder: where counted days are kept; made when it is not there.
        zone: in which a day begins.
        lanes: ids in the site's order.
        now: the time in UTC.

    """

    def __init__(
        self,
        ledger: Path,
        vault: Vault,
        folder: Path,
        zone: ZoneInfo,
        lanes: Sequence[str],
        now: Callable[[], datetime],
    ) -> None:
        self._ledger, self._vault, self._zone = ledger, vault, zone
        self._lanes, self._now = tuple(lanes), now
        self._kept = KeptDays(folder, zone.key)
        self._lock = threading.Lock()
        self._seen = Place()
        self._known: dict[date, Lanes] = {}  # over, and as the ledger was when `_seen`
        self._going_on: dict[date, _GoingOn] = {}

    def today(self) -> date:
        """The day of the site."""
        return self._now().astimezone(self._zone).date()

    def report(
        self, span: Span, lane: str | None = None, most: int | None = None
    ) -> Report:
        """A report of a span.

        Args:
            span: the days.
            lane: only this one.
            most: how many events may be read for it; ``None``: as many as there are.

        Raises:
            LedgerProblem: the ledger cannot be read.

        """
        checks = LOOKED_OVER if most is None else FEW
        found = self._look(span, most or PORTION, checks)
        while most is None and self._missing(span, found):
            found = self._look(span, PORTION)
        return report_of(span, self.today(), found, self._lanes, lane)

    def count(self, span: Span, most: int = PORTION) -> int:
        """Read on in the days of a span, the newest first; how many are missing.

        Raises:
            LedgerProblem: the ledger cannot be read.

        """
        return self._missing(span, self._look(span, most))

    def _missing(self, span: Span, found: Days) -> int:
        today = self.today()
        return sum(day <= today and day not in found for day in span.days())

    def _look(self, span: Span, most: int, checks: int = LOOKED_OVER) -> Days:
        """What is known of a span once so many events more were read."""
        now, found = self._now(), dict[date, Lanes]()
        today = now.astimezone(self._zone).date()
        with self._lock, snapshot(self._ledger) as connection:
            look = _Look(connection, span, now, most, checks)
            self._catch_up(connection)
            # What is newest is asked for most, and is counted first.
            for day in reversed([day for day in span.days() if day <= today]):
                lanes = self._known.get(day)
                if lanes is None:
                    lanes = self._day(look, day)
                if lanes is not None:
                    found[day] = lanes
        return found

    def _catch_up(self, connection: sqlite3.Connection) -> None:
        """Forget the days that new events belong to; all when the ledger is another."""
        seen, self._seen = self._seen, end_of(connection)
        if seen.seq and not still_there(connection, seen):
            self._known.clear()
            self._going_on.clear()
        if not self._known:
            return
        new = times_after(connection, seen, MOST_NEW)
        if len(new) == MOST_NEW:
            self._known.clear()  # what is over is still in its file
            return
        last = instant(self._end(max(self._known)) + AROUND)
        for at, kind in new:
            if at < last or kind == EventKind.OVERRIDE_REASON:
                self._forget(datetime.fromisoformat(at), kind)

    def _forget(self, at: datetime, kind: str) -> None:
        """A clock that was set back, or a reason that is given in the morning."""
        early = REASONED_WITHIN if kind == EventKind.OVERRIDE_REASON else AROUND
        for moment in (at - early, at - AROUND, at, at + AROUND):
            self._known.pop(moment.astimezone(self._zone).date(), None)

    def _day(self, look: _Look, day: date) -> Lanes | None:
        """A day that is not known; ``None`` while events of it are left to be read."""
        if self._end(day) + AROUND >= look.now:  # more is expected of it
            return self._read_on(look, day, [])
        if not look.checks:
            return None
        state = state_of(look.connection, *self._around(day))
        lanes = self._over(look, day, state.mark) if state.events else {}
        look.checks -= bool(state.events)
        if lanes is not None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[day] = lanes
        return lanes

    def _over(self, look: _Look, day: date, mark: str) -> Lanes | None:
        """A day that is over: as it was kept, or counted."""
        late = self._late(look, day)
        state = f"{mark}-{len(late)}-{late[-1].seq}" if late else mark
        lanes = self._kept.read(day, state)
        if lanes is None:
            lanes = self._read_on(look, day, late)
            if lanes is not None:
                self._kept.write(day, state, lanes)
        if lanes is not None and self._end(day) + REASONED_WITHIN < look.now:
            self._going_on.pop(day, None)
        return lanes

    def _late(self, look: _Look, day: date) -> list[Fact]:
        """Reasons that were added to openings of a day after its last events."""
        end = self._end(day)
        if look.reasons is None:
            first = bounds(look.span.first, self._zone)[0]
            last = self._end(look.span.last) + REASONED_WITHIN
            look.reasons = reasons_of(look.connection, instant(first), instant(last))
        begin, until = instant(end + AROUND), instant(end + REASONED_WITHIN)
        return [fact for fact in look.reasons if begin <= fact.at < until]

    def _read_on(self, look: _Look, day: date, late: list[Fact]) -> Lanes | None:
        """As many events more as may be read; ``None`` while there are others."""
        most = max(0, look.left)
        going, times = self._begun(day), self._around(day)
        portion = portion_of(look.connection, self._vault, times, going.after, most)
        look.left -= portion.rows
        going.count.add(portion.facts)
        going.after = max(going.after, portion.last)
        if portion.rows == most:
            return None
        fresh = [fact for fact in late if fact.seq > going.reasoned]
        going.count.add(fresh)
        going.reasoned = max((fact.seq for fact in fresh), default=going.reasoned)
        return going.count.lanes()

    def _begun(self, day: date) -> _GoingOn:
        found = self._going_on.get(day)
        if found is None:
            if len(self._going_on) >= MOST_GOING_ON:
                del self._going_on[min(self._going_on)]
            begin, end = (instant(moment) for moment in bounds(day, self._zone))
            found = _GoingOn(DayCount(begin, end, self._zone))
            self._going_on[day] = found
        return found

    def _around(self, day: date) -> tuple[str, str]:
        begin, end = bounds(day, self._zone)
        return instant(begin - AROUND), instant(end + AROUND)

    def _end(self, day: date) -> datetime:
        return bounds(day, self._zone)[1]
