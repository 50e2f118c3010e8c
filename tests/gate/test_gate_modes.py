"""Modes of lanes, from the order or the clock to the contact of the relay."""

from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from gate_kit import FIRE, GREEN, SENIOR, Site
from waiting import stays, wait_for

from kiosk.live import CommandKind
from kiosk.looks import Look
from verification.clock import ClockWatch
from verification.ledger import EventKind

MONDAY = datetime(2027, 3, 1, 6, 59, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
MINUTE, HOUR = 60.0, 3600.0
Make = Callable[..., Site]


class Clock:
    """Somebody else's time of the day."""

    def __init__(self) -> None:
        self.wall, self.synced = MONDAY.timestamp(), True

    def watch(self) -> ClockWatch:
        return ClockWatch(wall=lambda: self.wall, synced=lambda: self.synced)


@pytest.fixture
def make(make_site: Make) -> Iterator[Make]:
    """Makes sites whose openings are holds, which have no intent."""
    made: list[Site] = []

    def make_one(**options: object) -> Site:
        made.append(make_site(**options))
        return made[-1]

    yield make_one
    for site in made:
        site.stop()
        site.check(held_open=True)


def opens(site: Site, lane: str = "east") -> None:
    wait_for(lambda: site.relay(lane).on(1), what=f"{lane} opens")


def shuts(site: Site, lane: str = "east") -> None:
    wait_for(lambda: not site.relay(lane).on(1), what=f"{lane} shuts")


def test_staff_open_all_lanes_for_everybody_and_close_them_again(make: Make) -> None:
    site = make(lanes=("east", "west"))
    site.start()
    for lane in ("east", "west"):
        site.wait_result(site.ask(CommandKind.HOLD_OPEN, lane), "done")
        opens(site, lane)
        assert site.board(lane).mode == "held"
    on = site.wait_event(EventKind.EVACUATION_ON, 2)
    assert (on.staff, on.more["by"]) == ("staff-7", "staff")
    for lane in ("east", "west"):
        site.wait_result(site.ask(CommandKind.RESUME, lane), "done")
        shuts(site, lane)
        site.wait_phase("ready", lane)


def test_what_staff_hold_open_stays_so_after_a_restart(make: Make) -> None:
    site = make()
    site.start()
    site.wait_result(site.ask(CommandKind.HOLD_OPEN), "done")
    opens(site)
    site.stop()
    site.start(ready=False)
    site.wait_condition("east-gate", "ok")
    opens(site)
    wait_for(lambda: site.board().mode == "held")
    site.wait_result(site.ask(CommandKind.RESUME), "done")
    shuts(site)


def test_a_fire_is_reset_by_hand_also_while_somebody_calls(make: Make) -> None:
    site = make()
    site.start()
    site.relay().set_input(FIRE, True)
    opens(site)
    site.press_help()
    site.relay().set_input(FIRE, False)
    wait_for(lambda: site.board().note != "fire", what="the end of the alarm")
    assert site.board().mode == "fire"
    site.wait_result(site.ask(CommandKind.RESUME), "done")
    shuts(site)
    site.wait_phase("waiting_for_staff")


def test_a_lane_follows_its_hours_and_checks_nobody_in_them(make: Make) -> None:
    clock, site = Clock(), make(hours=["mon-fri 07:00-08:30"])
    site.start(clock.watch())
    clock.wall += MINUTE
    site.wait_phase("schedule")
    opens(site)
    assert site.screen().look is Look.WALK_IN
    site.lay(SENIOR)
    wait_for(lambda: site.screen().clip == "walk_in", what="whoever comes is told")
    assert site.events(EventKind.PRESENTED) == []
    site.lift(SENIOR)
    clock.wall += 1.5 * HOUR
    shuts(site)
    site.wait_phase("ready")
    opened, closed = site.events(EventKind.LANE_OPENED, EventKind.LANE_CLOSED)
    assert opened.more == {"how": "schedule"}
    assert closed.more == {"how": "schedule", "why": "hours"}


def test_hours_that_a_restart_cut_are_closed_and_opened_anew(make: Make) -> None:
    clock, site = Clock(), make(hours=["07:00-08:30"])
    clock.wall += MINUTE
    site.start(clock.watch(), ready=False)
    site.wait_phase("schedule")
    site.stop()
    site.start(clock.watch(), ready=False)
    site.wait_event(EventKind.LANE_OPENED, 2)
    opens(site)
    kinds = [one.kind for one in site.events() if one.kind.startswith("lane.")]
    assert kinds == ["lane.opened", "lane.closed", "lane.opened"]
    assert site.events(EventKind.LANE_CLOSED)[0].more["why"] == "restarted"


def test_by_a_clock_that_nobody_trusts_no_gate_is_opened(make: Make) -> None:
    clock, site = Clock(), make(hours=["07:00-08:30"])
    site.start(clock.watch())
    clock.synced = False
    clock.wall += 7 * 24 * HOUR + MINUTE  # in its hours, of another week
    wait_for(lambda: site.board().note == "hours_unknown", what="the guard is told")
    stays(lambda: not site.relay().on(1), 0.5)
    assert site.board().phase == "ready"


def test_a_lane_is_checked_from_card_to_relay(site: Site) -> None:
    site.wait_result(site.ask(CommandKind.CHECKUP, on=True), "done")
    site.lay(SENIOR)

    def cards() -> str | None:
        return (site.board().checkup or {}).get("card")

    wait_for(lambda: cards() == "untried", what="the card")
    site.lay(GREEN)
    wait_for(lambda: cards() == "ok", what="the other reader")
    site.wait_result(site.ask(CommandKind.CHECKUP_RELAY), "opened")
    wait_for(lambda: len(site.openings()) == 1, what="one opening")
    shuts(site)
    site.wait_result(site.ask(CommandKind.CHECKUP, on=False), "done")
    site.wait_phase("ready")
    assert site.kinds() == ["gate.intent", "gate.pulse", "lane.checked"]
    checked = site.wait_event(EventKind.LANE_CHECKED)
    facts = {word: checked.more[word] for word in ("card", "relay", "how", "readers")}
    assert facts == {
        "card": "ok",
        "relay": "ok",
        "how": "done",
        "readers": "east-card,east-id",
    }
    assert checked.staff == "staff-7"
