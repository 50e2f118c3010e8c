"""docs/screens: every look in every size, and nothing that is none of them."""

import io
from pathlib import Path

import pytest
from PIL import Image

from kiosk.looks import Look
from ui.screenshots import PAGES, SAMPLES, SIZES, file_names
from ui.screenshots.camera import COLOURS, take

SCREENS = Path(__file__).parents[2] / "docs" / "screens"
LARGEST_FOLDER = 3 * 2**20


def test_docs_have_every_look_in_every_size_and_nothing_else():
    assert {file.name for file in SCREENS.iterdir()} == file_names()
    assert len(file_names()) == len(Look) * len(SIZES) + len(PAGES)


def test_each_picture_has_the_size_of_its_name_and_all_are_small():
    for file in SCREENS.iterdir():
        with Image.open(file) as picture:
            assert file.stem.endswith(f"_{picture.width}x{picture.height}"), file.name
    assert sum(file.stat().st_size for file in SCREENS.iterdir()) < LARGEST_FOLDER


def test_nobody_is_pictured_with_a_whole_name_or_number():
    names = {view.name for view in SAMPLES.values() if view.name}
    assert names
    assert all("＊" in name for name in names)


class Page:
    """A page that looks as it is told."""

    def __init__(self, colour):
        self.colour = colour

    def screenshot(self, **_):
        kept = io.BytesIO()
        Image.new("RGB", (8, 5), self.colour).save(kept, "PNG")
        return kept.getvalue()


@pytest.fixture
def file(tmp_path):
    return tmp_path / "pass_8x5.png"


def test_a_picture_is_written_only_when_the_page_has_changed(file):
    assert take(Page("green"), file) is True
    assert take(Page("green"), file) is False
    assert take(Page("blue"), file) is True


def test_a_picture_keeps_its_size_and_few_colours(file):
    take(Page("red"), file)
    with Image.open(file) as picture:
        assert picture.size == (8, 5)
        assert len(picture.getcolors()) <= COLOURS
