"""`kiosk bench paper`, small: the law of the page, flat memory, every figure."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from kiosk.bench import pages
from kiosk.bench import paper as paper_bench
from kiosk.bench.camera import CameraSizes
from kiosk.bench.photographs import VECTORS, measure, photographs
from kiosk.cli import main


def test_our_pass_is_read_and_verified_from_frames_as_people_hold_it():
    seen = pages.measure_pages(12, lambda: None)
    assert (seen.read, seen.verified) == (12, 12)
    assert seen.plain["pyzbar"].right < 12


def test_memory_is_flat_over_many_frames():
    assert pages.memory_growth(150, lambda number: None) < 8


@pytest.fixture
def small(monkeypatch):
    sizes = replace(
        paper_bench.QUICK_PAPER,
        every=30,
        pages=3,
        memory=20,
        printed=2,
        camera=CameraSizes(0.2, 1, 20),
    )
    monkeypatch.setattr(paper_bench, "QUICK_PAPER", sizes)


def rows(result):
    return {row["name"]: row for row in json.loads(result.stdout)}


def test_without_photographs_it_says_so_and_measures_the_rest(
    small, monkeypatch, tmp_path
):
    monkeypatch.setenv(VECTORS, str(tmp_path))
    # Options before the word "paper" count as those after it do.
    found = rows(CliRunner().invoke(main, ["bench", "--quick", "--json", "paper"]))
    assert found["photographs_right"]["value"] is None
    assert VECTORS in found["photographs_right"]["note"]
    assert found["pages_read"]["value"] == 100
    assert found["pages_read"]["limit"] == 99
    assert found["quick_tier_p95"]["limit"] == 10
    assert found["ladder_memory_growth"]["ok"] is True


@pytest.fixture(scope="module")
def photos():
    found = photographs()
    if not found:
        pytest.skip(f"no photographs: set {VECTORS} to the folder that holds codes/")
    return found


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_of_the_photographs_most_are_read_and_none_wrongly(photos):
    sample = photos[::8]
    album = measure(sample, lambda: None, rungs=())
    assert album.ladder.wrong == 0
    assert album.phantoms == 0
    assert album.ladder.right >= 0.9 * album.with_code
    assert album.ladder.right > album.alone["zxing-cpp"].right
    assert album.alone["zxing-cpp"].right > album.alone["pyzbar"].right
