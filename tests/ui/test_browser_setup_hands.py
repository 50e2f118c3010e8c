"""An installer touches, aims, chooses and goes, in a real browser."""

import json

import pytest
from setup_kit import BASE, measured, saved, to
from ui_kit import wait_until

from kiosk.live import CommandKind, Commands
from kiosk.live.screens import ScreenBeats
from kiosk.screens.setup import SPOTS

pytestmark = pytest.mark.browser


def circle(page):
    page.wait_for_selector("#spot:not([hidden])")
    box = page.locator("#spot").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def middle(page, selector):
    box = page.locator(selector).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_every_spot_and_key_is_tried(sized, site, kept):
    measured(sized, site)
    to(sized, site, "/touch/run")
    for _ in SPOTS:
        x, y = circle(sized)
        sized.mouse.click(x + 12, y)
    for key in ("#call", "#louder"):
        sized.wait_for_selector(f"{key}.wanted")
        sized.mouse.click(*middle(sized, key))
    sized.keyboard.press("F9")
    sized.click("#skip")
    sized.wait_for_selector(".result")
    touch = kept().touch
    assert (touch.missed, touch.keys) == ((), ("call", "louder", "F9"))
    assert touch.largest_mm == pytest.approx(12 * 100 / 590, abs=0.2)


def test_a_dead_corner_is_told_and_stops_nobody(installer, site, kept):
    measured(installer, site)
    to(installer, site, "/touch/run")
    for number in range(len(SPOTS)):
        x, y = circle(installer)
        for _ in range(3 if number == 1 else 1):
            installer.mouse.click(x - (150 if number == 1 else 0), y)
    installer.wait_for_selector("#call.wanted")
    for _ in range(3):
        installer.mouse.click(300, 300)
    installer.mouse.click(*middle(installer, "#louder.wanted"))
    installer.click("#skip")
    installer.click("#skip")
    installer.wait_for_selector(".result")
    touch = kept().touch
    assert (touch.missed, touch.keys) == (("top_right",), ("louder",))
    assert "右上角" in installer.inner_text(".result")
    assert touch.largest_mm > 10


def test_the_touch_test_can_be_left(installer, site, kept):
    to(installer, site, "/touch/run")
    installer.keyboard.press("Escape")
    installer.wait_for_url(f"**{BASE}/touch")
    assert kept().touch is None


OUTLINE = {
    "points": [[0.25, 0.25], [0.75, 0.25], [0.75, 0.75], [0.25, 0.75]],
    "good": True,
}


def seen_by_camera(page, **told):
    data = json.dumps(OUTLINE | told)
    body = f"retry: 100\n\nevent: hb\ndata: {{}}\n\nevent: outline\ndata: {data}\n\n"
    page.route(
        "**/api/v1/screen/west/events",
        lambda route: route.fulfill(body=body, content_type="text/event-stream"),
    )


def test_the_camera_is_aimed_by_an_outline_and_a_figure(installer, site, kept):
    seen_by_camera(installer, module_px=4.21)
    to(installer, site, "/camera")
    installer.wait_for_selector("#outline.good")
    assert installer.inner_text("#seen") == "640 × 360 px"
    assert "4.2 px 够了" in installer.inner_text("#module")
    assert installer.locator("img, video, canvas").count() == 0
    saved(installer)
    assert kept().camera.px_per_module == 4.21


def test_an_aim_that_nobody_measured_is_not_kept(installer, site, kept):
    seen_by_camera(installer, good=False, module_px=0)
    to(installer, site, "/camera")
    installer.wait_for_selector("text=码还没读到")
    saved(installer)
    assert "还没有量到" in installer.inner_text(".problem")
    assert kept().camera is None


def test_the_place_of_the_reader_is_chosen_by_its_picture(installer, site, kept):
    to(installer, site, "/reader")
    installer.click("label:has([value=right])")
    saved(installer)
    assert kept().reader.place == "right"
    assert "右边" in installer.inner_text(".result")


def test_the_whole_journey_by_keyboard(alone, site, kept):
    to(alone, site, "/reader")
    alone.focus("input[value=below]")
    alone.keyboard.press("ArrowRight")
    alone.keyboard.press("Enter")
    alone.wait_for_selector(".result")
    assert kept().reader.place == "left"
    alone.focus("#finish button")
    alone.keyboard.press("Enter")
    alone.wait_for_url("**/screen/west")
    alone.keyboard.press("Control+F8")
    alone.wait_for_url("**/sign-in")
    assert "USB" in alone.inner_text("main")


def test_an_open_gate_screen_takes_what_was_set(installer, site, browser):
    context = browser.new_context(viewport=installer.viewport_size)
    gate = context.new_page()
    gate.goto(f"{site.url}/screen/west")
    assert json.loads(gate.get_attribute("body", "data-speech"))["volume"] == -20
    to(installer, site, "/speaker")
    installer.fill("#volume_db", "-30")
    with gate.expect_navigation():
        saved(installer)
    assert json.loads(gate.get_attribute("body", "data-speech"))["volume"] == -30
    gate.wait_for_selector("body[data-look=idle]")
    context.close()


def test_a_clock_that_was_set_back_loads_no_screen_again_and_again(
    installer, site, page, monkeypatch
):
    to(installer, site, "/reader")
    installer.click("label:has([value=right])")
    saved(installer)
    monkeypatch.setattr("ui.screen.now_ms", lambda: 1_000)
    loads = []
    page.on("request", lambda r: r.is_navigation_request() and loads.append(r.url))
    page.goto(f"{site.url}/screen/west")
    page.wait_for_selector("body[data-look=idle]")
    site.gate.show("wait", "west")  # the stream tells it after what was set up
    page.wait_for_selector("body[data-look=wait]")
    assert len(loads) == 1


def closed(site):
    seen = ScreenBeats(site.gate.live).newest().get("west")
    return seen is not None and seen.closed


def test_a_screen_that_is_being_set_up_is_not_taken_for_dead(installer, site):
    to(installer, site, "/speaker")
    wait_until(lambda: closed(site))


def test_a_leave_that_could_not_be_noted_is_taken_again(alone, site):
    alone.clock.install()
    taken = []

    def refuse(route):
        taken.append(route.request.post_data_json["closed"])
        route.fulfill(status=503)

    alone.route("**/alive", refuse)
    to(alone, site, "/speaker")
    wait_until(lambda: alone.clock.run_for(1000) or len(taken) > 1)
    assert all(taken)


def test_nobody_leaves_a_gate_in_an_administrators_hands(alone, site):
    alone.clock.install()
    to(alone, site, "")
    alone.clock.fast_forward(9 * 60_000 + 500)
    alone.wait_for_selector("#leaving[open]")
    alone.click("#stay")
    alone.wait_for_selector("#leaving:not([open])", state="hidden")
    alone.clock.fast_forward(9 * 60_000 + 500)
    alone.wait_for_selector("#leaving[open]")
    alone.clock.fast_forward(61_000)
    alone.wait_for_url("**/screen/west")
    to(alone, site, "")
    alone.wait_for_url("**/sign-in")


@pytest.mark.parametrize(
    ("path", "seconds"),
    [
        (f"{BASE}/touch/run", 540),
        ("/password", 540),
        ("/board", 540),
        (f"{BASE}/nothing", 30),
    ],
)
def test_every_other_page_gives_the_gate_back_too(alone, site, path, seconds):
    alone.clock.install()
    alone.goto(site.url + path)
    part = seconds * 600  # milliseconds: two parts are more than the whole
    alone.clock.fast_forward(part)
    alone.mouse.click(5, 5)
    alone.clock.fast_forward(part)
    assert alone.url == site.url + path
    alone.clock.fast_forward(part)
    alone.wait_for_url("**/screen/west")
    to(alone, site, "")
    alone.wait_for_url("**/sign-in")


def test_a_board_that_is_signed_out_meanwhile_gives_the_gate_back_too(alone, site):
    gate, told = [], []
    alone.clock.install()
    alone.goto(f"{site.url}/board")
    alone.route("**/screen/west", lambda route: gate.append(route))  # it comes late
    alone.on("response", lambda answer: told.append(answer.status == 401))
    alone.clock.fast_forward(541_000)
    wait_until(lambda: alone.wait_for_timeout(20) or (gate and any(told)))
    alone.wait_for_timeout(100)
    gate[0].continue_()
    alone.wait_for_url("**/screen/west")


def test_a_sign_in_that_nobody_goes_on_with_gives_the_gate_back(own_page, site):
    page = own_page
    page.clock.install()
    page.goto(f"{site.url}{BASE}")
    page.wait_for_url("**/sign-in")
    page.wait_for_selector("#back")
    page.clock.fast_forward(121_000)
    page.wait_for_url("**/screen/west")
    assert not [
        c for c in Commands(site.gate.live).take() if c.kind is CommandKind.OPEN
    ]
