"""The voice of the gate screen, as the browser really plays it."""

import json

import pytest
from ear import Ear
from ui_kit import stop_clock, wait_until

from kiosk.voice import sentences
from ui.words import LOOKS

pytestmark = pytest.mark.browser

DENIED = ("start", "/voice/zh/deny")


@pytest.fixture
def page(own_page):
    """A page that is listened to."""
    return own_page


@pytest.fixture
def ear(page):
    return Ear(page)


def opened(page, site, state, **words):
    site.gate.show("idle", "west")
    site.gate.show(state, "west", **words)
    site.settle(state, "west")
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
    with_speech(page, speed=0.1)  # it has not ended when the new one comes
    opened(page, site, "wait", clip="deny")
    ear.waits_for("/voice/zh/deny")
    site.gate.show("pass", "west", clip="pass")
    ear.waits_for("/voice/zh/pass")
    assert ear.times("/voice/zh/deny", "stop") == 1
    site.gate.show("idle", "west")
    page.wait_for_selector("body[data-state=idle]")
    page.wait_for_timeout(200)
    assert ear.clips() == ["/voice/zh/deny", "/voice/zh/pass"]


def test_whoever_comes_to_a_lane_at_rest_is_told_of_it(page, site, ear):
    opened(page, site, "paused")
    page.wait_for_timeout(200)
    assert ear.heard == []
    for _ in range(2):  # the second time sooner than in half a minute
        site.gate.show("paused", "west", clip="paused", hint="paused")
        page.wait_for_selector("body[data-look=paused][data-hint=paused]")
        ear.waits_for("/voice/zh/paused")
        site.gate.show("paused", "west")
        page.wait_for_selector("body[data-look=paused][data-hint='']")
    assert ear.times("/voice/zh/paused") == 1
    assert ear.times("/voice/zh/paused", "stop") == 0


def test_a_check_of_the_voice_is_heard_as_often_as_it_is_asked_for(page, site, ear):
    opened(page, site, "paused")
    for times in (1, 2):
        site.gate.show("paused", "west", clip="test", until_ms=times)
        ear.waits_for("/voice/zh/test", times)
    site.gate.show("paused", "west")
    page.wait_for_selector("body[data-look=paused]")
    assert ear.times("/voice/zh/test") == 2


def test_the_second_key_repeats_slowly_and_louder_until_idle(page, site, ear):
    stop_clock(page)
    opened(page, site, "called", clip="called")
    ear.waits_for("/voice/zh/called")
    page.dispatch_event("#louder", "pointerdown")
    page.dispatch_event("#louder", "pointerdown")  # within a second: one press
    slow = "/voice/zh/called?slow=1"
    assert ear.waits_for(slow) == pytest.approx(-8, abs=0.1)
    page.clock.run_for(1000)
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
    with_speech(page, times={"reading": {"first": 60_000}})
    opened(page, site, "reading")
    ear.waits_for("/voice/chimes/tick")
    ear.waits_for("/voice/zh/reading")
    site.gate.show("idle", "west")
    page.wait_for_selector("body[data-state=idle]")
    wait_until(
        lambda: page.wait_for_timeout(20) or ear.times("/voice/zh/reading", "stop")
    )


OTHER_SPEECH = """(() => {
  const { parse } = JSON;
  JSON.parse = (text) => {
    const found = parse(text);
    const { times, ...other } = SPEECH;
    if (found?.times) Object.assign(found, other);
    const others = found?.times ? Object.entries(times ?? {}) : [];
    for (const [id, its] of others) Object.assign(found.times[id], its);
    return found;
  };
})()"""


def with_speech(page, **speech):
    """Let the page be told another speed, or other times for a sentence."""
    page.add_init_script(OTHER_SPEECH.replace("SPEECH", json.dumps(speech)))


def test_who_waits_hears_it_again_and_then_more_seldom(page, site, ear):
    with_speech(page, times={"deny": {"again": 500, "every": 1500}})
    stop_clock(page)
    opened(page, site, "wait", clip="deny")
    begun = page.evaluate("Date.now()")
    ear.waits_for("/voice/zh/deny")
    for times, moments in ((2, [500]), (3, [500, 1000]), (4, [500, 1000])):
        for ms in moments:
            page.clock.run_for(ms)
            page.wait_for_timeout(50)  # a sound would begin that is not yet due
        ear.waits_for("/voice/zh/deny", times)
    at = [at - begun for what, url, *_, at in ear.heard if (what, url) == DENIED]
    assert at == [0, 500, 2000, 3500]


def test_a_call_is_spoken_of_at_each_step_and_its_end_once(page, site, ear):
    opened(page, site, "called", clip="called")
    ear.waits_for("/voice/zh/called")
    for look, clip in (("coming", "acknowledged"), ("closed", "closed")):
        site.gate.show(look, "west", clip=clip)
        ear.waits_for(f"/voice/zh/{clip}")
    site.gate.show("closed", "west", clip="closed")
    site.gate.show("idle", "west")
    page.wait_for_selector("body[data-look=idle]")
    spoken = ["called", "acknowledged", "closed"]
    assert ear.clips() == [f"/voice/zh/{clip}" for clip in spoken]


def test_one_visitor_hears_once_to_come_in_and_the_next_one_again(page, site, ear):
    card = {"hint": "take_card", "clip": "take_card"}
    opened(page, site, "pass", clip="pass", until_ms=1)
    ear.waits_for("/voice/zh/pass")
    site.gate.show("pass", "west", until_ms=1, **card)
    ear.waits_for("/voice/zh/take_card")
    site.gate.show("pass", "west", clip="pass", until_ms=1)
    page.wait_for_selector("body[data-hint='']")
    site.gate.show("pass", "west", clip="pass", until_ms=2)
    ear.waits_for("/voice/zh/pass", 2)
    spoken = ["pass", "take_card", "pass"]
    assert ear.clips() == [f"/voice/zh/{clip}" for clip in spoken]


def test_a_fault_is_said_three_times_and_then_to_whoever_touches(page, site, ear):
    fault, every = "/voice/zh/fault", sentences()["fault"].every
    stop_clock(page)
    opened(page, site, "fault", clip="fault")
    for times in (1, 2, 3):
        ear.waits_for(fault, times)
        page.clock.run_for(every)
    page.clock.run_for(3 * every)
    wait_until(lambda: page.wait_for_timeout(50) or page.evaluate("silent()"))
    page.mouse.click(640, 300)
    ear.waits_for(fault, 4)
    assert ear.clips() == [fault] * 4


def test_a_page_without_its_server_says_so_from_what_it_has(page, site, ear):
    loaded = []
    page.on("requestfinished", lambda request: loaded.append(request.url))
    page.clock.install()
    page.route("**/api/**", lambda route: route.abort())
    opened(page, site, "idle")
    every = f"{site.url}/voice/zh/test?slow=1"
    wait_until(lambda: page.wait_for_timeout(50) or every in loaded, 30)
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


def test_who_presses_again_hears_again_that_somebody_comes(page, site, ear):
    opened(page, site, "coming", clip="acknowledged", line="王保安马上就来")
    ear.waits_for("/voice/zh/acknowledged")
    page.wait_for_timeout(300)
    page.keyboard.press("F9")
    ear.waits_for("/voice/zh/acknowledged", 2)
