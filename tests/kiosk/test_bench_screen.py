"""`kiosk bench screen`, small: every figure, its limit, and what needs no browser."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from kiosk.bench import screen as screen_bench
from kiosk.bench.browser import Note, PageMemory
from kiosk.bench.passers import HELPED, Growth, views
from kiosk.bench.screen_rows import growth_rows, latency_rows
from kiosk.cli import main
from kiosk.looks import Look

LIMITS = {
    "event_to_painted_p95": 100,
    "event_to_sound_p95": 300,
    "swipe_to_painted_p95": 150,
    "sheet_to_painted_p95": 100,
}
FLAT = {"page_heap_growth", "page_nodes_growth", "web_memory_growth"}
BROWSERLESS = {"event_to_client_p95", "web_memory"}


@pytest.fixture
def small(monkeypatch):
    sizes = replace(screen_bench.QUICK_SCREEN, swipes=2, visitors=12)
    monkeypatch.setattr(screen_bench, "QUICK_SCREEN", sizes)


def rows_of_a_run():
    result = CliRunner().invoke(main, ["bench", "screen", "--quick", "--json"])
    assert result.exit_code in (0, 1), result.stderr  # limits are for a quiet machine
    return {row["name"]: row for row in json.loads(result.stdout)}


@pytest.mark.slow
@pytest.mark.timeout(180)
@pytest.mark.browser
def test_the_bench_measures_what_is_seen_heard_and_kept(small):
    if screen_bench.browser_path() is None:
        pytest.skip("no Chromium on this machine: the pages were not looked at")
    rows = rows_of_a_run()
    assert {name: rows[name]["limit"] for name in LIMITS} == LIMITS
    wanted = {*LIMITS, *FLAT, *BROWSERLESS, "page_weight", "sounds_weight"}
    assert {name for name, row in rows.items() if row["value"] is None} == set()
    assert wanted <= rows.keys()
    assert rows["visitors"]["value"] == 12
    assert rows["event_to_client_p95"]["note"].endswith("at 39 clients")


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_without_a_browser_it_says_so_and_measures_the_rest(small, monkeypatch):
    monkeypatch.setattr(screen_bench, "browser_path", lambda: None)
    rows = rows_of_a_run()
    assert {name for name, row in rows.items() if row["value"] is None} == set(LIMITS)
    assert "playwright" in rows["event_to_painted_p95"]["note"]
    assert all(rows[name]["value"] > 0 for name in BROWSERLESS)
    assert rows["event_to_client_p95"]["note"].endswith("at 40 clients")


def test_every_visitor_leaves_an_idle_screen_and_some_need_help():
    shown = [[view.look for view in views(number)] for number in (1, HELPED)]
    assert shown == [
        [Look.PASS, Look.IDLE],
        [Look.WAIT, Look.CALLED, Look.PASS, Look.IDLE],
    ]


def test_a_look_without_a_sound_counts_as_painted_alone():
    notes = [
        Note("pass", 10.0, 10.01, 10.04, 10.02),
        Note("idle", 12.0, 12.01, 12.06, 0.0),
    ]
    found = {row.name: row for row in latency_rows(notes)}
    assert found["event_to_painted_p95"].value == pytest.approx(60)
    assert found["event_to_sound_p95"].value == pytest.approx(20)


def test_a_page_that_grows_is_not_well():
    before, after = PageMemory(2.0, 200, 60, 150.0), PageMemory(9.0, 20_200, 60, 150.0)
    rows = {
        row.name: row
        for row in growth_rows(Growth(1, 9, before, after, (150.0, 151.0), 5.0))
    }
    assert (rows["page_heap_growth"].ok, rows["page_nodes_growth"].ok) == (False, False)
    assert rows["page_renderer_growth"].ok is True
    assert rows["page_renderer"].note == "150 151"


def test_nothing_seen_is_no_figure_and_no_success():
    assert {row.ok for row in latency_rows([])} == {None}
