"""A gate screen is a device that beats; its silence stops nobody at the gate."""

from collections.abc import Iterator

import pytest
from gate_kit import GREEN, Site
from screens_kit import BACK, EAST, LOST, Watch, tag_of
from waiting import wait_for

from kiosk.gate.screens import START_SECONDS, Screens
from kiosk.live import DeviceView
from kiosk.live.screens import CLOSED, SILENT_SECONDS, ScreenBeats


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
        site.wait_phase("ready")
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
        wait_for(lambda: ScreenBeats(gate.live).newest() == {}, what="emptied")
