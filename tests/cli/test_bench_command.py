"""`kiosk bench --quick`: the figures exist, with their limits; a self-check."""

import json

import pytest
from click.testing import CliRunner

from kiosk.bench import runs
from kiosk.cli import main

LIMITS = {
    "read_to_relay_p50": 5,
    "read_to_relay_p99": 25,
    "idle_lane_processor": 3,
    "read_to_screen_p95": 150,
    "import_slows_swipes": 2,
    "verify_p99": 1,
    "verify_p99_ratio": 1.5,
}


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.timeout(240)
def test_the_bench_prints_each_figure_with_its_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(runs, "QUICK", runs.Sizes(4, 2, 50, 500, 2_000, 500, 1.0))
    monkeypatch.setattr(runs, "FEW", 1_000)
    config = tmp_path / "config.toml"
    config.write_text('[[lanes]]\nid = "a"\nname = "A"\n', "utf-8")
    command = ["bench", "--quick", "--json", "--config", str(config)]
    done = CliRunner().invoke(main, command)
    # Limits are for a quiet machine; here only that something was measured.
    assert done.exit_code in (0, 1), done.stderr
    assert done.stdout, done.stderr
    rows = {row["name"]: row for row in json.loads(done.stdout)}
    assert {name: rows[name]["limit"] for name in LIMITS} == LIMITS
    measured = {name for name, row in rows.items() if row["value"] is not None}
    assert set(LIMITS) - {"read_to_screen_p95"} <= measured
    assert rows["read_to_relay_p50"]["value"] > 0.05
    assert not (tmp_path / "var" / "bench").exists()
