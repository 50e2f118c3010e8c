"""A gate screen is a device that beats; its silence stops nobody at the gate."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from gate_kit import GREEN, Site
from waiting import wait_for

from kiosk.gate.screens import BEHIND_SECONDS, SILENT_SECONDS, START_SECONDS, Screens
from kiosk.live import BoardView, DeviceView, LaneView, ScreenView
from kiosk.live.screens import CLOSED, ScreenBeats
from kiosk.looks import Look
from verification.ledger import EventKind

EAST = "east-screen"
LOST, BACK = EventKind.DEVICE_LOST, EventKind.DEVICE_BACK
TICK = 1.0


@dataclass
class Watch:
    """Screens of one site, looked at in a time of our own."""

    site: Site
    drill: bool = False
    web: bool = True
    now: float = 1000.0
    said: list[DeviceView] = field(default_factory=list)
    beats: int = 0

    def __post_init__(self) -> None:
        ledger = self.site.watch.ledger
        self.screens = Screens(
            ["east"], self.site.live, ledger, self.said.append, self.drill
        )
        self.look()

    def look(self, live_ok: bool = True) -> None:
        if self.web:
            self.site.live.beat("web", 1, 0)
        self.screens.look(self.now, live_ok)

    def wait(self, seconds: float, live_ok: bool = True) -> None:
        """Let time go by, with a look every second."""
        end = self.now + seconds
        while self.now < end:
            self.now = min(self.now + TICK, end)
            self.look(live_ok)

    def beat(self, tag: str = "") -> None:
        """The page says what it shows; at a time of its own for every beat."""
        ScreenBeats(self.site.live).beat("east", tag)
        self.beats += 1
        with self.site.live.lock() as connection:
            connection.execute("UPDATE screens SET at_ms = ?", (self.beats,))
        self.look()

    def keep_beating(self, seconds: float, tag: Callable[[], str]) -> None:
        end = self.now + seconds
        while self.now < end:
            self.wait(5)
            self.beat(tag())

    def show(self, state: str) -> LaneView:
        board = BoardView("ready", 0)
        self.site.live.show("east", ScreenView(Look(state)), board)
        view = self.site.live.lane("east")
        assert view is not None
        return view

    @property
    def told(self) -> tuple[str, str]:
        return self.said[-1].condition, self.said[-1].reason

    def recorded(self) -> list[tuple[EventKind, str | None, object, object]]:
        events = self.site.events(LOST, BACK)
        return [(e.kind, e.lane, e.more["device"], e.more["why"]) for e in events]


def tag_of(view: LaneView) -> str:
    return f"{view.seq}-{view.at_ms}-live"


@pytest.fixture
def watch(still: Site) -> Watch:
    return Watch(still)


@pytest.fixture
def drill(still: Site) -> Watch:
    return Watch(still, drill=True)


def test_a_start_is_no_alarm(watch: Watch) -> None:
    watch.wait(START_SECONDS)
    assert watch.told == ("connecting", "")
    assert watch.recorded() == []


def test_the_first_beat_makes_it_well_and_records_nothing(watch: Watch) -> None:
    watch.wait(20)
    watch.beat()
    assert watch.told == ("ok", "")
    assert watch.recorded() == []
    assert (watch.said[-1].role, watch.said[-1].driver) == ("screen", "browser")


def test_a_screen_that_nobody_opened_is_lost(watch: Watch) -> None:
    watch.wait(START_SECONDS + 1)
    assert watch.told == ("lost", "not_opened")
    assert watch.recorded() == [(LOST, "east", EAST, "not_opened")]


def test_in_a_drill_nobody_need_open_a_screen(drill: Watch) -> None:
    drill.wait(START_SECONDS + 1)
    assert drill.told == ("lost", "not_opened")
    drill.beat()
    drill.beat(CLOSED)
    drill.wait(SILENT_SECONDS + 1)
    assert drill.told == ("lost", "closed")
    assert drill.recorded() == []


def test_in_a_drill_a_frozen_screen_is_recorded(drill: Watch) -> None:
    drill.beat()
    drill.wait(SILENT_SECONDS + 1)
    assert drill.recorded() == [(LOST, "east", EAST, "frozen")]


def test_a_screen_without_beats_is_silent_and_well_again_by_itself(
    watch: Watch,
) -> None:
    watch.beat()
    watch.wait(SILENT_SECONDS)
    assert watch.told == ("ok", "")
    watch.wait(1)
    assert watch.told == ("silent", "frozen")
    watch.wait(60)
    watch.beat()
    assert watch.told == ("ok", "")
    assert watch.recorded() == [
        (LOST, "east", EAST, "frozen"),
        (BACK, "east", EAST, "ok"),
    ]


def test_while_nobody_is_there_to_hear_a_screen_it_is_not_silent(
    watch: Watch,
) -> None:
    watch.beat()
    watch.web = False
    watch.site.live.db.conn.execute("UPDATE processes SET beat_ms = beat_ms - 3000")
    watch.wait(600)
    watch.web = True
    watch.wait(SILENT_SECONDS)
    assert watch.told == ("ok", "")
    watch.wait(1)
    assert watch.told == ("silent", "frozen")
    assert watch.recorded() == [(LOST, "east", EAST, "frozen")]


def test_before_a_web_process_was_there_no_screen_is_missed(watch: Watch) -> None:
    watch.web = False
    watch.site.live.db.conn.execute("DELETE FROM processes")
    watch.wait(600)
    assert watch.told == ("connecting", "")


def test_one_beat_in_five_seconds_is_enough(watch: Watch) -> None:
    view = watch.show("idle")
    watch.keep_beating(60, lambda: tag_of(view))
    assert [view.condition for view in watch.said] == ["connecting", "ok"]


def test_one_lost_beat_is_no_silence(watch: Watch) -> None:
    watch.beat()
    watch.wait(10)
    watch.beat()
    assert [view.condition for view in watch.said] == ["connecting", "ok"]


def test_a_screen_that_was_closed_is_not_open(watch: Watch) -> None:
    watch.beat()
    watch.beat(CLOSED)
    watch.wait(SILENT_SECONDS + 1)
    assert watch.told == ("lost", "closed")
    assert watch.recorded() == [(LOST, "east", EAST, "closed")]


def test_a_page_that_is_loaded_anew_is_no_loss(watch: Watch) -> None:
    watch.beat()
    watch.beat(CLOSED)
    watch.wait(5)
    watch.beat()
    watch.wait(5)
    assert [view.condition for view in watch.said] == ["connecting", "ok"]


def test_of_several_pages_the_newest_counts(watch: Watch) -> None:
    watch.beat()
    watch.beat(CLOSED)
    view = watch.show("idle")
    watch.keep_beating(30, lambda: tag_of(view))
    assert watch.told == ("ok", "")


def test_a_beat_of_before_our_start_is_none(still: Site) -> None:
    ScreenBeats(still.live).beat("east", "")
    watch = Watch(still)
    watch.wait(5)
    assert watch.told == ("connecting", "")


class TestBehind:
    """A page that paints, but not what its lane shows."""

    def test_it_is_silent_after_ten_seconds(self, watch: Watch) -> None:
        old = tag_of(watch.show("idle"))
        watch.beat(old)
        watch.show("evacuation")
        watch.keep_beating(BEHIND_SECONDS, lambda: old)
        assert watch.told == ("ok", "")
        watch.keep_beating(10, lambda: old)
        assert watch.told == ("silent", "behind")
        assert watch.recorded() == [(LOST, "east", EAST, "behind")]

    def test_it_is_well_again_with_the_right_picture(self, watch: Watch) -> None:
        old = tag_of(watch.show("idle"))
        watch.beat(old)
        new = tag_of(watch.show("paused"))
        watch.keep_beating(30, lambda: old)
        watch.keep_beating(5, lambda: new)
        assert watch.told == ("ok", "")
        assert watch.recorded()[-1] == (BACK, "east", EAST, "ok")

    def test_a_busy_lane_is_no_excuse(self, watch: Watch) -> None:
        old = tag_of(watch.show("idle"))
        watch.beat(old)
        states = ["reading", "pass", "idle"] * 3
        watch.keep_beating(40, lambda: watch.show(states.pop() or "idle") and old)
        assert watch.told == ("silent", "behind")

    def test_a_page_in_step_with_a_busy_lane_is_well(self, watch: Watch) -> None:
        tags = [tag_of(watch.show("idle"))]
        watch.beat(tags[0])

        def step() -> str:
            tags.append(tag_of(watch.show("reading")))
            return tags[-2]  # sent before the newest was painted

        watch.keep_beating(60, step)
        assert [view.condition for view in watch.said] == ["connecting", "ok"]


class TestLocked:
    """Nobody is blamed for a live.db that is locked."""

    @pytest.fixture
    def locked(self, watch: Watch) -> Iterator[sqlite3.Connection]:
        watch.site.live.db.conn.execute("PRAGMA busy_timeout = 5")
        path = watch.site.watch.folder.live
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA busy_timeout = 1000")
        yield connection
        connection.close()

    def test_while_no_screen_can_beat_none_is_silent(self, watch: Watch) -> None:
        watch.beat()
        watch.wait(60, live_ok=False)
        watch.wait(SILENT_SECONDS)
        assert watch.told == ("ok", "")
        watch.wait(1)
        assert watch.told == ("silent", "frozen")

    def test_it_ends_no_loss(self, watch: Watch) -> None:
        watch.beat()
        watch.wait(SILENT_SECONDS + 1)
        watch.wait(20, live_ok=False)
        watch.wait(1)
        assert watch.told == ("silent", "frozen")

    def test_it_ends_no_loss_of_a_screen_that_was_not_opened(
        self, watch: Watch
    ) -> None:
        watch.wait(START_SECONDS + 1)
        watch.wait(20, live_ok=False)
        watch.wait(1)
        assert watch.told == ("lost", "not_opened")

    def test_a_beat_waits_for_nobody(self, watch: Watch, locked) -> None:
        locked.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError):
            ScreenBeats(watch.site.live).beat("east", "")
        locked.execute("ROLLBACK")

    def test_a_file_that_cannot_be_read_is_no_silence(self, watch: Watch) -> None:
        watch.beat()
        with watch.site.live.lock() as connection:
            connection.execute("ALTER TABLE screens RENAME TO away")
        watch.wait(60)
        assert watch.told == ("ok", "")
        with watch.site.live.lock() as connection:
            connection.execute("ALTER TABLE away RENAME TO screens")
        watch.beat()
        assert [view.condition for view in watch.said] == ["connecting", "ok"]


def test_a_loss_that_could_not_be_recorded_is_recorded_later(watch: Watch) -> None:
    watch.beat()
    watch.site.watch.ledger_db.conn.execute("PRAGMA busy_timeout = 5")
    other = sqlite3.connect(watch.site.watch.folder.ledger, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    watch.wait(SILENT_SECONDS + 1)
    assert watch.recorded() == []
    other.execute("ROLLBACK")
    other.close()
    watch.wait(1)
    assert watch.recorded() == [(LOST, "east", EAST, "frozen")]


def test_a_site_without_screens_looks_at_nothing(still: Site) -> None:
    said: list[DeviceView] = []
    Screens([], still.live, still.watch.ledger, said.append).look(1000.0)
    assert said == []


class TestAtTheGate:
    """The gate process with a lane that has a screen."""

    @pytest.fixture
    def gate(self, make_site) -> Iterator[Site]:
        site = make_site(screen=True)
        site.start(ready=False)
        site.wait_phase("ready", seconds=8)
        yield site
        site.stop()
        site.check()

    def test_people_pass_whether_or_not_there_is_a_screen(self, gate: Site) -> None:
        gate.wait_condition(EAST, "connecting")
        gate.admit(GREEN)
        ScreenBeats(gate.live).beat("east", "")
        gate.wait_condition(EAST, "ok")
        assert gate.board().phase == "ready"

    def test_a_restart_waits_for_a_new_beat(self, gate: Site) -> None:
        ScreenBeats(gate.live).beat("east", "")
        gate.wait_condition(EAST, "ok")
        gate.stop()
        gate.start(ready=False)
        gate.wait_condition(EAST, "connecting")
        gate.wait_phase("ready")
        wait_for(lambda: ScreenBeats(gate.live).newest() == {}, 2, "emptied")
