"""The gate screen beside its reader, at night, and with a paper under the camera."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from screen_kit import MEASURE, contrast, inked, overlap, rgb, show
from ui_kit import wait_until

from kiosk.config.devices import ScreenTable
from kiosk.live.outlines import OutlineTable, OutlineView
from kiosk.live.store import now_ms

pytestmark = pytest.mark.browser

GUIDED = ("idle", "second", "reading", "again", "take")
FLAT = ((0.2, 0.2), (0.7, 0.2), (0.7, 0.8), (0.2, 0.8))


@pytest.fixture(scope="module", params=["left", "right"])
def served_screen(request):
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    hour = timedelta(hours=1)
    return ScreenTable(
        reader=request.param, night=f"{now - hour:%H:%M}-{now + hour:%H:%M}"
    )


@pytest.fixture
def screen(page, site):
    site.gate.show("reading", "west")
    page.goto(f"{site.url}/screen/west")
    page.wait_for_selector("body[data-look=reading]")
    return page


@pytest.mark.parametrize("size", [(1280, 800), (1024, 600), (1080, 1920)])
def test_the_card_moves_to_the_side_of_the_real_reader(
    screen, site, served_screen, size
):
    screen.set_viewport_size({"width": size[0], "height": size[1]})
    for name in GUIDED:
        show(screen, site, name)
        seen = screen.evaluate(MEASURE)
        shown = ".picture .shown"
        reader = screen.locator(f"{shown} .reader").bounding_box()
        card = screen.locator(f"{shown} .card").bounding_box()
        assert (reader["x"] < card["x"]) == (served_screen.reader == "left"), name
        texts = [inked(t) for t in seen["texts"]]
        assert [t for t in texts for p in seen["pictures"] if overlap(t, p)] == [], name
        picture = seen["pictures"][-1 if name == "idle" else 0]
        assert picture["x"] >= 0, name
        assert picture["right"] <= size[0] + 1, name


def dark(page):
    return page.get_attribute("body", "data-night") is not None


def test_an_idle_page_is_dark_at_night_and_bright_when_anything_happens(screen, site):
    assert not dark(screen)
    site.gate.show("idle", "west")
    screen.wait_for_selector("body[data-look=idle]")
    assert not dark(screen)  # somebody was here a moment ago
    screen.reload()
    screen.wait_for_selector("body[data-night]")
    seen = screen.evaluate(MEASURE)
    assert rgb(seen["back"]) == (0, 0, 0)
    words = [t for t in seen["texts"] if t["text"] == "请刷身份证"]
    assert contrast(rgb(words[0]["color"]), rgb(seen["back"])) >= 7
    assert all(contrast(rgb(k["color"]), rgb(k["back"])) >= 7 for k in seen["keys"])
    screen.dispatch_event("main", "pointerdown")
    assert not dark(screen)
    screen.reload()
    screen.wait_for_selector("body[data-night]")
    site.gate.show("reading", "west")
    screen.wait_for_selector("body[data-look=reading]")
    assert not dark(screen)


def see(site, points, good=False):
    OutlineTable(site.gate.live).show(OutlineView("west", now_ms(), points, good))


def corners(page):
    return page.get_attribute("#outline", "points")


def test_a_sheet_is_drawn_as_in_a_mirror_and_green_when_it_lies_well(screen, site):
    show(screen, site, "paper_flat")
    see(site, FLAT)
    screen.wait_for_selector("body[data-seen] .seen")
    assert corners(screen).split()[0] == "320.0,45.0"
    colour = "getComputedStyle(document.getElementById('outline')).stroke"
    assert screen.evaluate(colour) == "rgb(255, 201, 40)"
    see(site, FLAT, good=True)
    screen.wait_for_selector("#outline.good")
    assert screen.evaluate(colour) == "rgb(114, 226, 157)"
    assert screen.locator(".picture .icon:visible").count() == 0
    see(site, ())
    assert wait_until(lambda: corners(screen) == "")
    screen.wait_for_selector("body:not([data-seen])")


def test_a_verdict_does_not_wait_for_the_outline(screen, site):
    show(screen, site, "paper_still")
    see(site, FLAT, good=True)
    screen.wait_for_selector("body[data-seen]")
    show(screen, site, "pass")
    assert screen.get_attribute("body", "data-seen") is None
    assert corners(screen) == ""
    see(site, FLAT, good=True)
    show(screen, site, "idle")
    assert screen.get_attribute("body", "data-seen") is None
