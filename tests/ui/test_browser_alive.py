"""The page of a gate screen beats while it paints; the simulator can freeze it."""

import time

import pytest
from ui_kit import stop_clock, wait_until

from kiosk.live.screens import ScreenBeats

pytestmark = pytest.mark.browser
BEAT_MS = 5000


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
    wait_until(lambda: (beat := newest()) and beat.shows(view))
    page.goto("about:blank")
    wait_until(lambda: newest().closed)


def test_a_frozen_screen_falls_silent_and_beats_when_loaded_anew(
    own_page, site, newest
):
    page, sent = own_page, []
    page.on("request", lambda r: r.url.endswith("/east/alive") and sent.append(r.url))
    stop_clock(page)
    page.goto(f"{site.url}/simulator")
    key = page.locator("[data-lane=east] [data-freeze]")
    wait_until(lambda: page.clock.run_for(1000) or newest())
    key.click()
    assert key.get_attribute("aria-pressed") == "true"
    page.clock.run_for(BEAT_MS)  # a frame was perhaps asked for already
    before = len(sent)
    page.clock.run_for(3 * BEAT_MS)
    assert before == len(sent)
    last = newest()
    key.click()
    wait_until(lambda: page.clock.run_for(1000) or beats_anew(newest(), last))
    assert newest().at_ms > time.time() * 1000 - 60_000


def beats_anew(beat, last):
    return beat != last and not beat.closed
