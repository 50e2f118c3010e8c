"""live.db: views, commands, and nothing worth keeping."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import astuple
from pathlib import Path

import pytest

from kiosk.live import (
    BoardView,
    Command,
    CommandKind,
    Commands,
    DeviceView,
    Live,
    ScreenView,
    SimulatorTable,
    open_live,
)
from kiosk.live.commands import EXPIRY_MS
from kiosk.live.simulator import KEPT_TRAFFIC, TwinView
from kiosk.live.store import now_ms
from kiosk.looks import Look
from verification.errors import StorageProblem

SCREEN = ScreenView(Look.WAIT, "请等一下", None, "deny", "take_card", 5)
BOARD = BoardView(
    "waiting_for_staff",
    7,
    "v1",
    "refer",
    "not_registered",
    "测*人",
    "1101**********002X",
    "resident",
    6,
    pressed=True,
    note="fire",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "live.db"


@pytest.fixture
def opener(path: Path) -> Iterator[Callable[[], Live]]:
    """Opens the file as often as there are processes."""
    opened: list[Live] = []

    def do() -> Live:
        opened.append(open_live(path))
        return opened[-1]

    yield do
    for live in opened:
        live.close()


@pytest.fixture
def live(opener: Callable[[], Live]) -> Live:
    return opener()


def test_views_come_back_as_they_were(live: Live) -> None:
    live.show("east", SCREEN, BOARD)
    view = live.lane("east")
    assert (view.screen, view.board) == (SCREEN, BOARD)
    assert live.lanes() == [view]


def test_a_lane_that_said_nothing_yet_is_none(live: Live) -> None:
    assert live.lane("east") is None
    assert live.lanes() == []


def test_numbers_of_views_grow_over_all_lanes(live: Live) -> None:
    lanes = ("east", "west", "east", "east", "west")
    assert [live.show(lane, SCREEN, BOARD) for lane in lanes] == [1, 2, 3, 4, 5]


def test_the_screen_gets_nothing_that_is_for_the_board(live: Live) -> None:
    live.show("east", SCREEN, BOARD)
    shown = str(astuple(live.lane("east").screen))
    assert "1101" not in shown
    assert "not_registered" not in shown


def test_devices_come_back_by_lane_and_name(live: Live) -> None:
    views = [
        DeviceView("e-gate", "east", "gate", "waveshare", "ok", "answers", 1),
        DeviceView("e-id", "east", "reader", "sam", "lost", "no such file", 2),
    ]
    for view in reversed(views):
        live.show_device(view)
    live.show_device(views[0])
    assert live.devices() == views


def test_another_process_notices_a_write(opener: Callable[[], Live]) -> None:
    ours, theirs = opener(), opener()
    before = ours.version()
    assert ours.version() == before
    theirs.show("east", SCREEN, BOARD)
    assert ours.version() != before


def test_a_process_that_never_spoke_has_no_age(live: Live) -> None:
    assert live.beat_age_ms("gate") is None
    live.beat("gate", 1, now_ms(), "synced")
    assert 0 <= live.beat_age_ms("gate") < 2000
    assert live.clock() == "synced"


def test_a_start_forgets_all_that_the_gate_said(live: Live) -> None:
    live.show("east", SCREEN, BOARD)
    live.beat("gate", 1, 2)
    Commands(live).ask("east", CommandKind.OPEN, "s7")
    live.begin_anew()
    assert live.lanes() == []
    assert live.beat_age_ms("gate") is None
    assert Commands(live).take() == []


# Commands


def test_a_command_is_taken_once(opener: Callable[[], Live]) -> None:
    web, gate = Commands(opener()), Commands(opener())
    asked = web.ask("east", CommandKind.OPEN, "s7", {"reason": "other"})
    (taken,) = gate.take()
    assert (taken.id, taken.kind, taken.staff) == (asked, CommandKind.OPEN, "s7")
    assert taken.body == {"reason": "other"}
    assert gate.take() == []
    assert web.take() == []


def test_commands_are_taken_in_the_order_of_asking(live: Live) -> None:
    commands = Commands(live)
    asked = [commands.ask("east", kind, "s7") for kind in CommandKind]
    assert [command.id for command in commands.take()] == asked


def test_what_became_of_a_command_is_told(live: Live) -> None:
    commands = Commands(live)
    asked = commands.ask("east", CommandKind.PAUSE, "s7")
    assert commands.get(asked).result == ""
    commands.finish(asked, "done")
    assert commands.get(asked).result == "done"
    assert commands.get(asked).done_ms >= commands.get(asked).at_ms
    assert commands.get("another") is None


@pytest.mark.parametrize(("left_ms", "expired"), [(60_000, False), (0, True)])
def test_a_command_expires(left_ms: int, expired: bool) -> None:
    now = now_ms()
    command = Command("c", now, now + left_ms, "east", CommandKind.OPEN, "s7", {})
    assert command.expired is expired


def test_a_command_lives_ten_seconds(live: Live) -> None:
    commands = Commands(live)
    command = commands.get(commands.ask("east", CommandKind.OPEN, "s7"))
    assert command.expires_ms - command.at_ms == EXPIRY_MS == 10_000


# A damaged file


@pytest.mark.parametrize("damage", [b"not a database at all" * 400, b"x"])
def test_a_damaged_file_is_thrown_away(path: Path, damage: bytes, opener) -> None:
    path.write_bytes(damage)
    live = opener()
    live.show("east", SCREEN, BOARD)
    assert live.lane("east").screen == SCREEN


def test_a_file_with_broken_pages_is_thrown_away(path: Path, opener) -> None:
    first = open_live(path)
    first.show("east", SCREEN, BOARD)
    first.close()
    pages = bytearray(path.read_bytes())
    pages[100:4096] = b"\xff" * 3996
    path.write_bytes(pages)
    assert opener().lanes() == []


def test_the_file_of_another_version_is_emptied(path: Path, opener) -> None:
    before = opener()
    before.show("east", SCREEN, BOARD)
    with before.write() as connection:  # as an update leaves it behind
        connection.execute('UPDATE lanes SET screen = \'{"state": "idle"}\'')
        connection.execute("ALTER TABLE devices ADD COLUMN colour TEXT")
        connection.execute("CREATE TABLE forgotten (name TEXT)")
        connection.execute("PRAGMA user_version = 7")
    live = opener()
    assert live.lanes() == []
    live.show("east", SCREEN, BOARD)
    assert opener().lane("east").screen == SCREEN
    assert "forgotten" not in live.db.table_names()


def test_a_file_that_another_process_uses_is_opened_and_kept(path: Path) -> None:
    other = open_live(path)
    other.show("east", SCREEN, BOARD)
    node = path.stat().st_ino
    with other.write() as connection:
        connection.execute("DELETE FROM devices")
        ours = open_live(path)
        assert ours.lane("east") is not None
        ours.close()
    assert path.stat().st_ino == node
    assert other.lane("east") is not None
    other.close()


def test_a_folder_in_its_place_is_an_error(path: Path) -> None:
    path.mkdir()
    with pytest.raises((StorageProblem, OSError)):
        open_live(path)


def test_the_file_is_for_its_owner_alone(path: Path, live: Live) -> None:
    assert path.stat().st_mode & 0o077 == 0


def test_it_is_what_it_says_a_sqlite_file(path: Path, live: Live) -> None:
    other = sqlite3.connect(path)
    tables = {row[0] for row in other.execute("SELECT name FROM sqlite_master")}
    other.close()
    assert {"lanes", "devices", "processes", "commands"} <= tables


# The simulator's tables


def test_orders_for_twins_are_taken_once_and_answered(live: Live) -> None:
    table = SimulatorTable(live)
    order = table.ask("east-id", "lay", {"card": "resident-0"})
    assert table.result(order) is None
    (taken,) = table.take()
    assert (taken.id, taken.verb, taken.body) == (order, "lay", {"card": "resident-0"})
    assert table.take() == []
    table.finish(order, "ok")
    assert table.result(order) == "ok"


def test_only_the_newest_traffic_is_kept(live: Live) -> None:
    table = SimulatorTable(live)
    began = time.process_time()
    for number in range(KEPT_TRAFFIC + 20):
        table.add_traffic("east-id", True, bytes([number % 256]))
    kept = table.traffic()
    assert len(kept) == KEPT_TRAFFIC
    assert kept[-1].data == bytes([(KEPT_TRAFFIC + 19) % 256])
    assert table.traffic(kept[-2].id) == [kept[-1]]
    assert time.process_time() - began < 10


def test_twins_are_shown_and_forgotten(live: Live) -> None:
    table = SimulatorTable(live)
    view = TwinView("east-id", "east", "reader", "sam", {"lying": None})
    table.show(view)
    assert table.twins() == [view]
    table.begin_anew()
    assert table.twins() == []
