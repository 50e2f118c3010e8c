"""How soon the gate screen speaks, how often, and what it does with broken sound."""

import statistics

import pytest
from ear import Ear
from ui_kit import wait_until

pytestmark = pytest.mark.browser

SOON_MS = 100
DENY = "/voice/zh/deny"
IDLE = "/voice/zh/idle"


@pytest.fixture
def page(own_page):
    """A page that is listened to."""
    return own_page


@pytest.fixture
def ear(page):
    return Ear(page)


def opened(page, site, **speech):
    """The page in its idle look, with all sounds decoded."""
    fetched = []
    page.on("requestfinished", lambda request: fetched.append(request.url))
    site.gate.show("idle", "west")
    site.settle("idle", "west")
    page.goto(f"{site.url}/screen/west")
    last = f"{site.url}/voice/zh/test"
    wait_until(lambda: page.wait_for_timeout(50) or last in fetched, 30)


def test_what_is_needed_first_is_fetched_first(page, site):
    asked = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(site.url)))
    opened(page, site)
    sounds = [url for url in asked if "/voice/" in url]
    first = next(i for i, url in enumerate(sounds) if "chimes" not in url)
    wanted = ["fault", "deny", "pass", "called"]
    assert sounds[first : first + 4] == [f"/voice/zh/{name}" for name in wanted]
    assert len(sounds) == len(set(sounds))


PAINTED = """() => { window.painted = []; new MutationObserver(() =>
  window.painted.push(Date.now())).observe(document.body,
  { attributeFilter: ['data-look'] }); }"""


def test_a_sound_starts_as_soon_as_the_look_is_painted(page, site, ear):
    opened(page, site)
    page.evaluate(PAINTED)
    asked, late = [], []
    page.on("request", lambda request: asked.append(request.url))
    for state, clip, chime in (
        ("wait", "deny", "wait"), ("pass", "pass", "pass"), ("reading", "", "tick"),
        ("called", "called", "call"), ("pass", "staff_pass", "pass"),
    ):  # fmt: skip
        ear.heard.clear()
        site.gate.show(state, "west", clip=clip)
        ear.waits_for(f"/voice/chimes/{chime}")
        late.append(ear.heard[0][-1] - page.evaluate("painted.at(-1)"))
        site.gate.show("idle", "west")
        page.wait_for_selector("body[data-look=idle]")
    assert statistics.median(late) < SOON_MS, late
    assert not [url for url in asked if "/voice/" in url and "slow" not in url]


def test_idle_speaks_when_touched_and_then_not_for_30_s(page, site, ear):
    page.clock.install()
    opened(page, site)
    page.mouse.click(640, 300)
    ear.waits_for(IDLE)
    wait_until(lambda: page.wait_for_timeout(50) or page.evaluate("silent()"))
    page.mouse.click(640, 300)
    page.wait_for_timeout(100)
    assert ear.times(IDLE) == 1


def test_a_finger_on_a_key_is_not_told_to_lay_a_card(page, site, ear):
    opened(page, site)
    page.dispatch_event("#call", "pointerdown")
    page.wait_for_timeout(200)
    assert ear.clips() == []


def test_a_clip_that_cannot_be_decoded_is_said_by_the_plainer_voice(page, site, ear):
    page.route(
        "**/voice/zh/deny",
        lambda route: route.fulfill(body=b"OggS, but no sound", status=200),
    )
    opened(page, site)
    site.gate.show("wait", "west", clip="deny")
    ear.waits_for(f"{DENY}?spare=1")


def test_without_any_words_the_chime_sounds_and_the_screen_shows(page, site, ear):
    page.route("**/voice/zh/**", lambda route: route.fulfill(status=500))
    site.gate.show("idle", "west")
    page.goto(f"{site.url}/screen/west")
    page.wait_for_selector("body[data-look=idle]")
    site.gate.show("wait", "west", clip="deny")
    ear.waits_for("/voice/chimes/wait")
    page.wait_for_selector("body[data-look=wait]")
    assert ear.clips() == []


def test_a_page_opens_one_stream_and_never_two(page, site):
    streams = []
    page.on(
        "request",
        lambda request: request.url.endswith("/events") and streams.append(request),
    )
    opened(page, site)
    for state in ("reading", "pass", "wait", "called", "idle"):
        site.gate.show(state, "west")
        page.wait_for_selector(f"body[data-look={state}]")
    assert len(streams) == 1
