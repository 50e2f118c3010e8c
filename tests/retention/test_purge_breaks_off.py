"""A purge may die at any moment: nothing comes back, nothing is told twice."""

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from retention_kit import TODAY, Aging
from waiting import wait_for

from kiosk.alone import only_one
from kiosk.config import load_config
from kiosk.house import House
from kiosk.retention import steps
from kiosk.retention.keeper import RetentionKeeper, is_due
from kiosk.retention.purge import purge
from ui.office.retention.work import EXTENSION, PurgeWork, close_purge
from verification.errors import StorageProblem
from verification.ledger import Entry, Event, EventKind

Open = Callable[..., Aging]


class Stop(Exception):
    """A process that dies."""


@pytest.mark.parametrize("batches", range(4))
def test_a_purge_that_died_goes_on_and_its_receipts_tell_all(
    open_site: Open, batches: int
) -> None:
    site = open_site()
    for index in range(3):
        site.enter(site.register(index, until=TODAY), times=400)
    site.clock.forward(days=40)
    left = iter(range(batches))

    def die() -> None:
        if next(left, None) is None:
            raise Stop

    with pytest.raises(Stop):
        purge(site.house, die)
    site.close()
    assert open_site().purge() == {"entries": 1200, "status": 3, "replaced": 6}


def test_a_receipt_that_was_written_is_not_written_again(open_site: Open) -> None:
    site = open_site()
    site.register(until=TODAY)
    site.clock.forward(days=40)
    rows = "INSERT INTO purged VALUES ('status', ?, 5)"
    run = str(purge(site.house).event.more["run"])
    site.house.registry.db.execute(rows, [run])  # it died before these rows went
    assert open_site().purge() == {}


def test_kill_minus_nine_leaves_a_site_that_the_next_purge_mends(
    config_file: Path,
) -> None:
    house = House.open(load_config(config_file), lambda text: None)
    entry = Entry(EventKind.PRESENTED, subject=bytes(16), personal={"name": "王*"})
    house.ledger.append(*[entry] * 3000)
    config = house.config.model_dump_json()
    house.close()
    script = (
        "import sys; from kiosk.config import Config; from kiosk.house import House;"
        "from kiosk.retention import purge as p, steps as s;"
        "from datetime import timedelta; s.BATCH = 25;"
        "s.Work.before = lambda self, days: self.now + timedelta(days=1);"
        f"house = House.open(Config.model_validate_json('''{config}'''), print);"
        "print('go', flush=True); p.purge(house)"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout
    assert child.stdout.readline() == "go\n"
    time.sleep(0.05)  # somewhere in it: wherever that is, the law holds
    child.kill()
    child.wait()
    child.stdout.close()

    house = House.open(load_config(config_file), lambda text: None)
    assert house.ledger.verify().ok
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            steps.Work, "before", lambda self, days: datetime(2100, 1, 1, tzinfo=UTC)
        )
        purge(house)
    events = house.ledger.events(kind=EventKind.RETENTION_PURGED)
    assert sum(int(one.more.get("entries", 0)) for one in events) == 3000
    assert house.ledger.verify().ok
    house.close()


def test_no_byte_of_what_was_erased_stays_in_a_file(site: Aging) -> None:
    key = site.register(status="purple-dotted", until=TODAY)
    site.enter(key)
    boxes = [
        row["box"] for row in site.house.ledger_db.query("SELECT box FROM details")
    ]
    assert boxes[0] in site.bytes_on_disk()
    assert b"purple-dotted" in site.bytes_on_disk()
    site.clock.forward(days=40)
    site.purge()
    left = site.bytes_on_disk()
    assert b"purple-dotted" not in left
    assert boxes[0] not in left


def test_two_purges_are_not_at_it_at_once(site: Aging) -> None:
    with (
        only_one(site.house.folder.root / "purge.lock", "test"),
        pytest.raises(StorageProblem, match="under way"),
    ):
        site.purge()


def test_a_gate_writes_between_the_batches(site: Aging) -> None:
    site.enter(bytes(16), times=2000)
    site.clock.forward(days=40)
    written: list[Event] = []

    def gate_writes() -> None:
        written.extend(site.ledger.append(Entry(EventKind.GATE_PULSE)))

    purge(site.house, gate_writes)
    assert len(written) >= 4


ZONE = "Asia/Shanghai"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, "2026-11-21T12:00+08:00", True),
        ("2026-11-20T03:11+08:00", "2026-11-21T03:09+08:00", False),
        ("2026-11-20T03:11+08:00", "2026-11-21T03:10+08:00", True),
        ("2026-11-20T15:00+08:00", "2026-11-21T03:10+08:00", True),
        ("2026-11-21T03:11+08:00", "2026-11-21T23:00+08:00", False),
        ("2026-11-18T03:11+08:00", "2026-11-21T01:00+08:00", True),
    ],
)
def test_every_night_or_as_soon_as_the_machine_is_on(
    last: str | None, now: str, due: bool
) -> None:
    assert is_due(last and at(last), at(now), ZoneInfo(ZONE)) is due  # type: ignore[arg-type]  # None for never


def test_the_web_process_purges_by_itself_and_ends_at_once(site: Aging) -> None:
    site.enter(bytes(16))
    site.clock.forward(days=40)
    keeper = RetentionKeeper(site.house, first_s=0.0)
    keeper.start()
    done = EventKind.RETENTION_PURGED
    wait_for(lambda: site.ledger.recent(1)[0].kind is done, what="purged")
    keeper.stop()
    assert site.known() == []


def test_what_was_done_today_is_not_done_again(site: Aging) -> None:
    site.purge()
    RetentionKeeper(site.house).look()
    assert len(list(site.ledger.events(kind=EventKind.RETENTION_PURGED))) == 1


def test_a_purge_that_a_page_began_ends_with_the_process_between_two_batches(
    site: Aging,
) -> None:
    site.enter(site.register(), times=steps.BATCH + 1)
    site.clock.forward(days=40)
    app, work = Flask("test"), PurgeWork(site.house)
    app.extensions[EXTENSION] = work
    assert work.begin("staff-1")
    close_purge(app)
    assert (work.running, work.failed) == (False, False)
    assert len(site.known()) == 1
    assert not work.begin("staff-1")
