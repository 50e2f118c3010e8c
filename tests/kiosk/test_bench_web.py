"""`kiosk bench web`, small: every figure, its limit, and what needs no browser."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from kiosk.bench import web as web_bench
from kiosk.bench.history import REFERRED, fill_ledger
from kiosk.cli import main
from kiosk.config import Config
from kiosk.config.models import LaneTable, SiteTable
from kiosk.house import House

PAGES = (
    *("people", "person", "ledger_newest", "ledger_older", "ledger_filtered"),
    *("story", "report_month", "board_state"),
)
LIMITS = {f"page_{name}_p95": 300 for name in PAGES} | {
    "event_to_board_p95": 150,
    "board_state_during_import_p95": 300,
}
UNLIMITED = {"web_memory_streams", "import_compared", "import_written"}


@pytest.mark.slow
@pytest.mark.timeout(180)
@pytest.mark.browser
def test_the_bench_measures_pages_the_board_and_an_import(monkeypatch):
    sizes = replace(web_bench.QUICK_WEB, people=200, events=2000, asked=2, calls=2)
    monkeypatch.setattr(web_bench, "QUICK_WEB", replace(sizes, rows=100))
    result = CliRunner().invoke(main, ["bench", "web", "--quick", "--json"])
    assert result.exit_code in (0, 1), result.stderr  # limits are for a quiet machine
    rows = {row["name"]: row for row in json.loads(result.stdout)}
    assert {name: rows[name]["limit"] for name in LIMITS} == LIMITS
    assert rows.keys() >= UNLIMITED
    nothing = {name for name, row in rows.items() if row["value"] is None}
    browserless = web_bench.browser_path() is None
    assert nothing == ({"event_to_board_p95"} if browserless else set())


def test_the_past_of_the_bench_is_a_whole_ledger_over_a_month(tmp_path):
    config = Config(
        site=SiteTable(name="x", data_dir=tmp_path / "var"),
        lanes=(LaneTable(id="bench", name="x"),),
    )
    house = House.open(config, lambda text: None)
    try:
        fill_ledger(house, 600, 50, lambda done: None)
        events = house.ledger.reader.before(10_000, 1000)
        assert house.ledger.verify().ok
    finally:
        house.close()
    kinds = [event.kind for event in events]
    assert 600 <= len(events) < 610
    assert kinds.count("override") == kinds.count("presented") // REFERRED > 0
    assert 29 <= (events[0].at - events[-1].at).days <= 30
