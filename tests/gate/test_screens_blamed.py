"""Which gate screen is blamed: one that shows an old picture, none that cannot beat."""

import sqlite3
from collections.abc import Iterator

import pytest
from screens_kit import BACK, EAST, LOST, Watch, tag_of

from kiosk.gate.screens import BEHIND_SECONDS, START_SECONDS
from kiosk.live.screens import SILENT_SECONDS, ScreenBeats


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
