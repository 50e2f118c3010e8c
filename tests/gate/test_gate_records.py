"""No record, no opening; and a clock that nobody can trust."""

import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from gate_kit import GREEN, SENIOR, SENIORS, Site
from waiting import PATIENCE, stays, wait_for

from drivers.twins.faults import Fault
from kiosk.live import CommandKind
from verification.clock import ClockWatch
from verification.ledger import EventKind

FIVE_YEARS = 5 * 365 * 86_400.0


@pytest.fixture
def held(site: Site) -> Iterator[sqlite3.Connection]:
    """Another connection that keeps the ledger to itself."""
    other = sqlite3.connect(site.watch.folder.ledger, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    yield other
    if other.in_transaction:
        other.execute("ROLLBACK")
    other.close()


def test_a_ledger_that_is_locked_opens_nothing_and_recovers(
    site: Site, held: sqlite3.Connection
) -> None:
    site.lay(SENIORS[0])
    site.wait_reason("record_failed")
    assert site.screen().state == "fault"
    assert site.board().outcome == "unable"
    assert site.pulses() == 0
    held.execute("ROLLBACK")
    site.polls(4)
    assert site.pulses() == 0, "an old card opens nothing later"
    site.lay(SENIORS[1])
    site.wait_event(EventKind.GATE_PULSE)
    assert site.pulses() == 1


def test_staff_cannot_open_without_a_record_either(
    site: Site, held: sqlite3.Connection
) -> None:
    asked = site.ask(CommandKind.OPEN, reason="other")
    site.wait_result(asked, "record_failed")
    held.execute("ROLLBACK")
    assert site.pulses() == 0
    assert site.events(EventKind.OVERRIDE) == []
    asked = site.ask(CommandKind.OPEN, reason="other")
    site.wait_result(asked, "opened")
    assert site.pulses() == 1


def test_a_lock_that_lasts_a_moment_is_waited_for(
    patient_ledger, lane_writes, site: Site, held: sqlite3.Connection
) -> None:
    site.lay(SENIOR)
    assert lane_writes.wait(PATIENCE)
    held.execute("ROLLBACK")
    site.wait_event(EventKind.GATE_PULSE)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes, where we may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(disk: Path) -> Path:
    """Leave no room on the disk; returns the file to delete."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (65536, 4096, 512, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
    return ballast


def test_a_full_disk_opens_nothing_and_recovers_without_a_restart(
    make_site, small_disk: Path
) -> None:
    site = make_site(data=small_disk / "data")
    site.start()
    for database in (site.watch.ledger_db, site.live.db):
        # An empty log of SQLite: the next record needs room on the disk.
        database.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    ballast = fill(small_disk)
    site.lay(SENIORS[0])
    stays(lambda: site.pulses() == 0, 1.5, "no record, no opening")
    assert site.events(EventKind.GATE_INTENT) == []
    reader = site.twins.readers["east-card"].twin
    reader.fault(Fault.UNPLUG)  # and what can be neither recorded nor shown
    time.sleep(0.5)
    ballast.unlink()
    site.wait_reason("record_failed")
    assert site.screen().state == "fault"
    site.wait_condition("east-card", "lost")
    reader.fault(Fault.UNPLUG, on=False)  # the card lies there as before
    site.wait_condition("east-card", "ok")
    stays(lambda: site.pulses() == 0, 0.5, "an old card opens nothing later")
    site.wait_result(site.ask(CommandKind.DISMISS), "dismissed")
    site.wait_ready()
    site.admit(SENIORS[1])
    assert site.pulses() == 1
    site.stop()
    assert site.code == 0
    site.check()


# The clock


class Wall:
    """The machine's clock, which somebody sets."""

    def __init__(self) -> None:
        self.offset = 0.0

    def __call__(self) -> float:
        return time.time() + self.offset


def test_a_clock_set_back_five_years_opens_nothing(still: Site) -> None:
    wall = Wall()
    still.start(ClockWatch(wall=wall, synced=lambda: False))
    still.admit(SENIORS[0])
    wall.offset = -FIVE_YEARS
    still.wait_event(EventKind.CLOCK_UNTRUSTED)
    still.lay(SENIORS[1])
    still.wait_reason("clock_untrusted")
    assert still.board().outcome == "unable"
    assert still.screen().state == "fault"
    assert still.pulses() == 1
    wait_for(lambda: still.live.clock() == "untrusted")


def test_staff_open_also_with_a_wrong_clock(still: Site) -> None:
    wall = Wall()
    wall.offset = -FIVE_YEARS
    still.start(ClockWatch(wall=wall, synced=lambda: False))
    still.lay(GREEN)
    still.wait_reason("clock_untrusted")
    still.wait_result(still.ask(CommandKind.OPEN, reason="system_fault"), "opened")
    assert still.pulses() == 1


def test_a_clock_that_comes_back_is_trusted_again(still: Site) -> None:
    wall = Wall()
    still.start(ClockWatch(wall=wall, synced=lambda: False))
    wall.offset = -FIVE_YEARS
    wait_for(lambda: still.live.clock() == "untrusted")
    wall.offset = 0.0
    wait_for(lambda: still.live.clock() != "untrusted")
    still.admit(SENIORS[0])
    assert len(still.events(EventKind.CLOCK_UNTRUSTED)) == 1


def test_a_clock_behind_the_ledger_is_not_trusted_at_the_start(still: Site) -> None:
    still.start()
    still.admit(SENIORS[0])
    still.stop()
    wall = Wall()
    wall.offset = -86_400.0
    seen = still.watch.ledger.last_seen()
    still.start(ClockWatch(seen, wall=wall, synced=lambda: True))
    still.lay(SENIORS[1])
    still.wait_reason("clock_untrusted")
    assert still.pulses() == 1


def test_a_pulse_is_as_long_as_ever_while_the_clock_jumps(still: Site) -> None:
    wall = Wall()
    still.start(ClockWatch(wall=wall, synced=lambda: False))
    still.lay(SENIOR)
    still.wait_phase("open")
    wall.offset = FIVE_YEARS
    ((begun, ended),) = wait_for(
        lambda: [one for one in still.relay().openings() if one[1] is not None]
    )
    assert ended - begun > 0.25
