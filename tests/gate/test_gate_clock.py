"""Staff vouch for the gate process's clock, and its lanes open by their hours."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from gate_kit import Site
from waiting import wait_for

from kiosk.live import CommandKind
from verification.clock import ClockWatch
from verification.ledger import EventKind

IN_HOURS = datetime(2027, 3, 1, 7, 0, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
Make = Callable[..., Site]


class Clock:
    """Kept by no service; somebody may set it."""

    def __init__(self) -> None:
        self.wall = IN_HOURS.timestamp()

    def watch(self) -> ClockWatch:
        return ClockWatch(wall=lambda: self.wall, synced=lambda: False)

    @property
    def shown(self) -> int:
        """As a page shows it, Unix milliseconds."""
        return int(self.wall * 1000)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shut(make_site: Make, clock: Clock) -> Iterator[Site]:
    """A site in its hours that does not open: nobody vouches for its clock."""
    site = make_site(hours=["07:00-08:30"])
    site.start(clock.watch())
    wait_for(lambda: site.board().note == "hours_unknown", what="the guard is told")
    yield site
    site.stop()
    site.check(held_open=True)


def confirm(site: Site, shown: object) -> str:
    return site.commands.ask(
        "", CommandKind.CONFIRM_CLOCK, "staff-7", {"shown_ms": shown}
    )


def test_a_clock_that_an_administrator_looked_at_opens_by_its_hours(
    shut: Site, clock: Clock
) -> None:
    shut.wait_result(confirm(shut, clock.shown), "done")
    shut.wait_phase("schedule")
    wait_for(lambda: shut.relay().on(1), what="it opens")
    confirmed = shut.wait_event(EventKind.CLOCK_CONFIRMED)
    assert (confirmed.staff, confirmed.more) == ("staff-7", {"why": "unsynced"})
    wait_for(lambda: shut.live.clock() == "confirmed", what="pages are told")
    clock.wall += 600  # somebody sets it, still within the hours
    wait_for(lambda: not shut.relay().on(1), what="it shuts")
    assert shut.wait_event(EventKind.LANE_CLOSED).more["why"] == "clock"


def test_only_the_time_that_stands_there_now_is_confirmed(
    shut: Site, clock: Clock
) -> None:
    for shown, result in [
        (clock.shown - 600_000, "clock_moved_on"),
        (clock.shown + 600_000, "clock_moved_on"),
        ("now", "refused"),
        (None, "refused"),
    ]:
        shut.wait_result(confirm(shut, shown), result)
    assert shut.events(EventKind.CLOCK_CONFIRMED) == []
    assert shut.board().phase == "ready"


def test_what_cannot_be_recorded_is_not_confirmed(shut: Site, clock: Clock) -> None:
    with closing(sqlite3.connect(shut.watch.folder.ledger)) as other:
        other.execute("BEGIN EXCLUSIVE")
        shut.wait_result(confirm(shut, clock.shown), "record_failed")
        other.execute("ROLLBACK")
    assert shut.live.clock() == "holdover"
