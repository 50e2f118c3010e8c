"""Days are counted once and kept beside the ledger, from which they can be made anew.

A kept day names the state of the ledger that it was counted from; when that state
is another, or the file is gone or damaged, the day is counted again.
"""

import contextlib
import json
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.reports.counting import Lanes, count
from kiosk.reports.report import Report, report_of
from kiosk.reports.rows import facts_of, mark_of, reasons_of, state_of
from kiosk.reports.spans import Span, bounds
from kiosk.reports.tally import Tally
from kiosk.reports.visits import Fact
from verification.ledger.records import instant
from verification.ledger.vault import Vault
from verification.storage import connect

VERSION = 2  # of how days are counted: raise it when the same events count otherwise
AROUND = timedelta(minutes=10)  # longer than any visit or call lasts
REASONED_WITHIN = timedelta(hours=12)  # longer than a shift, in which reasons are given
MOST_KEPT = 400  # days in memory
BUDGET_S = 0.15


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
        self._ledger, self._folder, self._zone = ledger, folder, zone
        self._vault = vault
        self._lanes, self._now = tuple(lanes), now
        self._known: dict[date, tuple[str, Lanes]] = {}
        self._going_on: tuple[date, str, list[Fact]] = (date.min, "", [])

    def today(self) -> date:
        """The day of the site."""
        return self._now().astimezone(self._zone).date()

    def report(
        self, span: Span, lane: str | None = None, budget: float | None = BUDGET_S
    ) -> Report:
        """A report of a span.

        Args:
            span: the days.
            lane: only this one.
            budget: seconds after which no further day is begun to be counted;
                what is missing is counted by the next call. ``None``: all of it.

        Raises:
            LedgerProblem: the ledger cannot be read.

        """
        today, found, spent = self.today(), dict[date, Lanes](), 0.0
        if len(self._known) > MOST_KEPT:
            self._known.clear()  # what is over is still in its file
        with closing(connect(self._ledger).conn) as connection:
            reasons = self._reasons(connection, span)
            # What is newest is asked for most, and is counted first.
            for day in reversed([day for day in span.days() if day <= today]):
                late = self._late(day, reasons)
                state = _with(state_of(connection, *self._around(day)), late)
                lanes = self._remembered(day, state) if state else {}
                if lanes is None and (budget is None or spent < budget):
                    begun = time.monotonic()
                    lanes = self._count(connection, day, state, late)
                    spent += time.monotonic() - begun
                if lanes is not None:
                    found[day] = lanes
        return report_of(span, today, found, self._lanes, lane)

    def _around(self, day: date) -> tuple[str, str]:
        begin, end = bounds(day, self._zone)
        return instant(begin - AROUND), instant(end + AROUND)

    def _reasons(self, connection: sqlite3.Connection, span: Span) -> list[Fact]:
        """What was added to openings of these days, for a shift after the last."""
        begin, end = bounds(span.first, self._zone)[0], bounds(span.last, self._zone)[1]
        return reasons_of(connection, instant(begin), instant(end + REASONED_WITHIN))

    def _late(self, day: date, reasons: list[Fact]) -> list[Fact]:
        """Those that were added to openings of a day after its last events."""
        over, end = self._around(day)[1], bounds(day, self._zone)[1]
        until = instant(end + REASONED_WITHIN)
        return [fact for fact in reasons if over <= fact.at < until]

    def _count(
        self, connection: sqlite3.Connection, day: date, state: str, late: list[Fact]
    ) -> Lanes:
        begin, end = bounds(day, self._zone)
        over = end + AROUND < self._now()  # nothing more is expected of it
        read = self._read if over else self._newest
        facts = read(connection, day)
        lanes = count(facts + late, instant(begin), instant(end), self._zone)
        self._known[day] = (state, lanes)
        if over:
            self._keep(day, state, lanes)
        return lanes

    def _read(self, connection: sqlite3.Connection, day: date) -> list[Fact]:
        return facts_of(connection, self._vault, *self._around(day))

    def _newest(self, connection: sqlite3.Connection, day: date) -> list[Fact]:
        """The events of a day that goes on: only what came since is read."""
        around, (known_day, state, facts) = self._around(day), self._going_on
        if known_day != day or state != mark_of(connection, facts):
            facts = []
        after = facts[-1].seq if facts else 0
        facts = facts + facts_of(connection, self._vault, *around, after)
        self._going_on = (day, mark_of(connection, facts), facts)
        return facts

    def _remembered(self, day: date, state: str) -> Lanes | None:
        known = self._known.get(day)
        if known is not None and known[0] == state:
            return known[1]
        lanes = self._kept(day, state)
        if lanes is not None:
            self._known[day] = (state, lanes)
        return lanes

    def _mark(self, state: str) -> str:
        return f"{VERSION} {self._zone.key} {state}"

    def _path(self, day: date) -> Path:
        return self._folder / f"{day}.json"

    def _kept(self, day: date, state: str) -> Lanes | None:
        try:
            found = json.loads(self._path(day).read_bytes())
            if found["mark"] != self._mark(state):
                return None
            lanes = found["lanes"].items()
            return {lane: Tally.from_dict(tables) for lane, tables in lanes}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def _keep(self, day: date, state: str, lanes: Lanes) -> None:
        tables = {lane: tally.as_dict() for lane, tally in lanes.items()}
        text = json.dumps({"mark": self._mark(state), "lanes": tables})
        with contextlib.suppress(OSError):  # a full disk makes a report slow, not wrong
            self._folder.mkdir(mode=0o700, exist_ok=True)
            _write(self._path(day), text)


def _with(state: str, late: list[Fact]) -> str:
    return f"{state}-{len(late)}-{late[-1].seq}" if state and late else state


def _write(path: Path, text: str) -> None:
    """All of it or nothing, readable by its owner only."""
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
