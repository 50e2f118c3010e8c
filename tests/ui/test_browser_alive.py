"""The page of a gate screen beats while it paints; the simulator can freeze it."""

import time

import pytest
from ui_kit import wait_until

from kiosk.live.screens import ScreenBeats

pytestmark = pytest.mark.browser
BEAT_SECONDS = 5.0


@pytest.fixture(scope="module")
def served_drill():
    return True


@pytest.fixture
def newest(site):
    with site.gate.live.write() as connection:
        connection.execute("DELETE FROM screens")
    return lambda: ScreenBeats(site.gate.live).newest().get("east")


def test_a_page_beats_with_what_it_shows_and_takes_leave(page, site, newest):
    site.gate.show("idle")
    page.goto(f"{site.url}/screen/east")
    view = site.gate.live.lane("east")
    wait_until(lambda: (beat := newest()) and beat.shows(view), 10)
    page.goto("about:blank")
    wait_until(lambda: newest().closed)


@pytest.mark.slow
def test_a_frozen_screen_falls_silent_and_beats_when_loaded_anew(page, site, newest):
    page.goto(f"{site.url}/simulator")
    wait_until(newest, 10)
    key = page.locator("[data-lane=east] [data-freeze]")
    key.click()
    assert key.get_attribute("aria-pressed") == "true"
    page.wait_for_timeout(BEAT_SECONDS * 1000)  # a frame was perhaps asked for already
    last = newest()
    page.wait_for_timeout(BEAT_SECONDS * 1000 + 1000)
    assert newest() == last
    key.click()
    wait_until(lambda: newest() != last and not newest().closed, 10)
    assert newest().at_ms > time.time() * 1000 - 10_000
