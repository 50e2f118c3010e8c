"""By which clock a lane follows its hours, and what it is told after a sunset."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from kiosk.config.hours import parse_all
from kiosk.gate.hours import HoursKeeper
from kiosk.lane.modes import Hours
from verification.clock import ClockWatch
from verification.moments import ClockState, Moment

IN_HOURS = datetime(2026, 11, 20, 23, 20, tzinfo=UTC)  # 07:20 in Shanghai
SYNCED, HOLDOVER = ClockState.SYNCED, ClockState.HOLDOVER


class Told:
    """What two lanes are told; only ``east`` has hours."""

    def __init__(self, now=None) -> None:
        self.moment, self.ended = Moment(IN_HOURS, SYNCED), False
        lanes = [("east", parse_all(["07:00-08:30"])), ("west", ())]
        config = SimpleNamespace(
            site=SimpleNamespace(timezone="Asia/Shanghai"),
            lanes=[SimpleNamespace(id=name, hours=hours) for name, hours in lanes],
        )
        now = now or (lambda: self.moment)
        self.confirmed = False
        self.keeper = HoursKeeper(
            config, now, lambda: self.ended, lambda: self.confirmed
        )

    def at(self, clock: ClockState, later=timedelta()) -> list[tuple[str, Hours]]:
        self.moment = Moment(IN_HOURS + later, clock)
        return self.tell()

    def tell(self) -> list[tuple[str, Hours]]:
        found: list[tuple[str, Hours]] = []
        self.keeper.tell(lambda lane, told: found.append((lane, told.hours)))
        return found


@pytest.fixture
def told() -> Told:
    return Told()


def test_the_time_that_was_saved_before_a_power_cut_opens_no_gate() -> None:
    started = ClockWatch(
        IN_HOURS,
        wall=lambda: IN_HOURS.timestamp() + 30,
        monotonic=lambda: 5.0,
        synced=lambda: False,
    )
    assert Told(started.moment).tell() == [("east", Hours.UNKNOWN)]


def test_a_clock_that_a_service_kept_is_believed_when_the_service_is_gone(told) -> None:
    assert told.at(SYNCED) == [("east", Hours.OPEN)]
    assert told.at(HOLDOVER) == [("east", Hours.OPEN)]
    assert told.at(HOLDOVER, timedelta(hours=2)) == [("east", Hours.SHUT)]


def test_a_clock_that_staff_vouch_for_opens_as_long_as_they_do(told) -> None:
    assert told.at(HOLDOVER) == [("east", Hours.UNKNOWN)]
    told.confirmed = True
    assert told.at(HOLDOVER) == [("east", Hours.OPEN)]
    assert told.at(ClockState.UNTRUSTED) == [("east", Hours.UNKNOWN)]
    told.confirmed = False
    assert told.at(HOLDOVER) == [("east", Hours.UNKNOWN)]


def test_a_clock_that_lost_its_trust_says_nothing_however_it_was_kept(told) -> None:
    told.at(SYNCED)
    assert told.at(ClockState.UNTRUSTED) == [("east", Hours.UNKNOWN)]


def test_after_a_sunset_that_was_called_off_no_open_gate_blinks(told) -> None:
    told.ended = True
    assert told.at(SYNCED) == [("east", Hours.OPEN), ("west", Hours.OPEN)]
    told.ended = False
    assert told.at(SYNCED) == [("west", Hours.SHUT), ("east", Hours.OPEN)]
    assert told.at(SYNCED) == [("east", Hours.OPEN)]
