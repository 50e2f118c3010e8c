"""The voice of the gate screen, as the browser really plays it."""

import pytest
from ear import Ear
from ui_kit import wait_until

from kiosk.voice import sentences
from ui.words import LOOKS

pytestmark = pytest.mark.browser


@pytest.fixture
def ear(page):
    return Ear(page)


def opened(page, site, state, **words):
    site.gate.show("idle", "west")
    site.gate.show(state, "west", **words)
    page.goto(f"{site.url}/screen/west")


def test_the_page_plays_by_itself_as_soon_as_it_is_open(page, site, ear):
    opened(page, site, "wait", clip="deny", line="请让工作人员看一下")
    assert ear.waits_for("/voice/zh/deny") == pytest.approx(-20, abs=0.1)
    assert [url for _, url, *_ in ear.heard] == [
        "/voice/chimes/wait",
        "/voice/zh/deny",
    ]
    assert {state for *_, state, _ in ear.heard} == {"running"}


def test_new_speech_stops_the_old_and_idle_says_nothing(page, site, ear):
    opened(page, site, "wait", clip="deny")
    ear.waits_for("/voice/zh/deny")
    site.gate.show("pass", "west", clip="pass")
    ear.waits_for("/voice/zh/pass")
    assert ear.times("/voice/zh/deny", "stop") == 1
    site.gate.show("idle", "west")
    page.wait_for_selector("body[data-state=idle]")
    page.wait_for_timeout(200)
    assert ear.clips() == ["/voice/zh/deny", "/voice/zh/pass"]


def test_the_second_key_repeats_slowly_and_louder_until_idle(page, site, ear):
    opened(page, site, "called", clip="called")
    ear.waits_for("/voice/zh/called")
    page.dispatch_event("#louder", "pointerdown")
    page.dispatch_event("#louder", "pointerdown")  # within a second: one press
    slow = "/voice/zh/called?slow=1"
    assert ear.waits_for(slow) == pytest.approx(-8, abs=0.1)
    page.wait_for_timeout(1000)
    page.keyboard.press("F10")
    assert ear.waits_for(slow, 2) == pytest.approx(0, abs=0.1)
    site.gate.show("idle", "west")
    page.wait_for_selector("body[data-state=idle]")
    assert page.evaluate("level()") == pytest.approx(-20, abs=0.1)


def test_a_scanners_enter_repeats_nothing(page, site, ear):
    opened(page, site, "called", clip="called")
    ear.waits_for("/voice/zh/called")
    page.focus("#louder")
    for key in ("6", "9", "Enter", "Space"):
        page.keyboard.press(key)
    page.wait_for_timeout(200)
    assert ear.clips() == ["/voice/zh/called"]


def test_a_card_ticks_at_once_and_a_short_look_is_not_spoken_of(page, site, ear):
    opened(page, site, "reading")
    ear.waits_for("/voice/chimes/tick")
    ear.waits_for("/voice/zh/reading")
    site.gate.show("idle", "west")
    page.wait_for_selector("body[data-state=idle]")
    wait_until(
        lambda: page.wait_for_timeout(20) or ear.times("/voice/zh/reading", "stop")
    )


def test_who_waits_hears_it_again_after_8_s_and_then_every_20(page, site, ear):
    page.clock.install()
    opened(page, site, "wait", clip="deny")
    ear.waits_for("/voice/zh/deny")
    for times, seconds in ((2, 9), (3, 21), (4, 21)):
        page.clock.fast_forward(seconds * 1000)
        ear.waits_for("/voice/zh/deny", times)
    assert ear.times("/voice/zh/deny") == 4


def test_a_page_without_its_server_says_so_from_what_it_has(page, site, ear):
    loaded = []
    page.on("requestfinished", lambda request: loaded.append(request.url))
    page.clock.install()
    page.route("**/api/**", lambda route: route.abort())
    opened(page, site, "idle")
    every = f"{site.url}/voice/zh/test?slow=1"
    wait_until(lambda: page.wait_for_timeout(50) or every in loaded, 10)
    page.route("**/voice/**", lambda route: route.abort())
    page.clock.fast_forward(8000)
    ear.waits_for("/voice/zh/fault")
    page.clock.fast_forward(21_000)
    ear.waits_for("/voice/zh/fault", 2)


def test_a_page_without_sound_shows_what_it_shows(page, site):
    page.add_init_script("delete window.AudioContext")
    opened(page, site, "called", clip="called")
    page.wait_for_selector("body[data-state=called][data-hint]")
    page.dispatch_event("#louder", "pointerdown")
    site.gate.show("pass", "west", clip="pass")
    page.wait_for_selector("body[data-state=pass]")


def test_a_lane_without_a_voice_has_one_key_and_is_silent(page, site, ear):
    site.gate.show("wait", clip="deny")
    page.goto(f"{site.url}/screen/east")
    page.wait_for_selector("body[data-state=wait][data-hint]")
    page.wait_for_timeout(200)
    assert (page.locator("button").count(), ear.heard) == (1, [])


@pytest.mark.parametrize("name", [s.id for s in sentences().values() if s.look])
def test_the_words_of_a_look_are_those_that_are_spoken(name):
    sentence = sentences()[name]
    assert LOOKS[sentence.look].word in sentence.zh
