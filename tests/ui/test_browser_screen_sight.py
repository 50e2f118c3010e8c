"""The gate screen for eyes that see few colours, and how much it moves."""

import io

import pytest
from PIL import Image
from screen_kit import MEASURE, contrast, show
from ui_kit import wait_until

pytestmark = pytest.mark.browser

SIGHTS = ["none", "deuteranopia", "protanopia", "tritanopia", "achromatopsia"]
FASTEST_MS = 1000  # three flashes a second are the limit (WCAG 2.2, 2.3.1)


@pytest.fixture(scope="module")
def screen(browser, site):
    opened = browser.new_page(viewport={"width": 640, "height": 400})
    opened.goto(f"{site.url}/screen/west")
    yield opened
    opened.close()


def ground(page):
    """The colour beside all words and pictures, as it is painted."""
    picture = Image.open(io.BytesIO(page.screenshot()))
    return picture.convert("RGB").getpixel((4, picture.height // 2))


def settled(page):
    """Wait until what happens once has happened; what is idle goes on moving."""
    once = "document.getAnimations().filter(({ effect, playState }) =>"
    once += " effect.getTiming().iterations === 1 && playState === 'running').length"
    wait_until(lambda: page.evaluate(once) == 0)


@pytest.mark.parametrize("sight", SIGHTS)
def test_go_and_wait_differ_in_brightness_for_every_eye(screen, site, sight):
    devtools = screen.context.new_cdp_session(screen)
    devtools.send("Emulation.setEmulatedVisionDeficiency", {"type": sight})
    painted = {}
    for name in ("pass", "wait", "refuse", "called"):
        show(screen, site, name)
        settled(screen)
        painted[name] = ground(screen)
    devtools.detach()
    for other in ("wait", "refuse", "called"):
        assert contrast(painted["pass"], painted[other]) >= 3, painted


def test_looks_differ_by_more_than_colour(screen, site):
    shapes = {}
    for name in ("idle", "reading", "pass", "wait", "refuse", "coming", "fault"):
        show(screen, site, name)
        shapes[name] = screen.inner_html(".picture .shown")
    assert len(set(shapes.values())) == len(shapes)


def test_nothing_flashes(screen, site):
    for name in ("idle", "reading", "again", "take", "pass", "coming", "paper_turn"):
        show(screen, site, name)
        settled(screen)
        periods = [at for at in screen.evaluate(MEASURE)["periods"] if at[1] != 1]
        assert periods, name
        assert min(duration for duration, _ in periods) >= FASTEST_MS, name


def test_an_idle_screen_is_painted_a_few_times_a_second(screen, site):
    show(screen, site, "idle")
    settled(screen)
    ways = "document.getAnimations().flatMap(({ effect }) =>"
    ways += " effect.getKeyframes().map(({ easing }) => easing))"
    assert {way[:6] for way in screen.evaluate(ways)} == {"steps("}
