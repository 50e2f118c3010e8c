"""An installer at a gate: the set-up in a real browser."""

import json

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from setup_kit import BASE, FORMS, sign_in
from ui_kit import wait_until

from kiosk.live import CommandKind, Commands
from kiosk.live.screens import ScreenBeats
from kiosk.screens import Screens, sizes
from kiosk.screens.setup import SPOTS, Panel

pytestmark = pytest.mark.browser

SIZES = [(1280, 800), (1080, 1920)]
RULES = {
    "runOnly": [
        "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice",
    ],
    "resultTypes": ["violations"],
}  # fmt: skip
PAGES = ["", *(f"/{step}" for step in FORMS), "/sheet"]

# What is played, written to the console.
LISTEN = """(() => {
  const { start } = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function (when) {
    console.log(JSON.stringify([this.loop, this.buffer.duration, this.context.state]));
    return start.call(this, when);
  };
})();"""


@pytest.fixture(scope="module")
def signed_in(browser, site):
    context = browser.new_context()
    sign_in(context.new_page(), site)
    yield context.storage_state()
    context.close()


@pytest.fixture
def installer(browser, site, signed_in):
    site.gate.show("idle", "west")
    Screens(site.house.folder.root).path("west").unlink(missing_ok=True)
    size = {"width": 1280, "height": 800}
    context = browser.new_context(viewport=size, storage_state=signed_in)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.add_init_script(LISTEN)
    yield page
    context.close()


@pytest.fixture
def alone(page, site):
    """An installer with a session of their own, to be ended."""
    site.gate.show("idle", "west")
    sign_in(page, site, "second")
    return page


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def sized(request, installer):
    width, height = request.param
    installer.set_viewport_size({"width": width, "height": height})
    return installer


@pytest.fixture
def kept(site):
    return lambda: Screens(site.house.folder.root).read("west").setup


def to(page, site, path):
    page.goto(f"{site.url}{BASE}{path}")


def saved(page):
    page.click("form.work .key.strong >> nth=-1")
    page.wait_for_selector(".result, .problem")


def measured(page, site, distance="50"):
    to(page, site, "/panel")
    page.fill("#length", "590")
    page.fill("#line_mm", "100")
    page.fill("#distance_cm", distance)
    saved(page)


def test_no_page_breaks_a_rule_of_accessibility_or_runs_over(sized, site):
    measured(sized, site, distance="90")
    for path in [*PAGES, "/touch/run"]:
        to(sized, site, path)
        found = Axe().run(sized, options=RULES)
        assert found.violations_count == 0, (path, found.generate_report())
        wide = sized.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, path


def test_every_key_is_large_enough_for_a_finger(sized, site):
    measured(sized, site)
    for path in PAGES:
        to(sized, site, path)
        for box in sized.eval_on_selector_all(
            "a:not(.skip), button, input:not([type=hidden], [type=radio])",
            "all => all.map((one) => one.getBoundingClientRect().toJSON())",
        ):
            assert box["height"] >= 44 or box["height"] == 0, (path, box)


def test_the_panel_is_measured_and_judged(sized, site, kept):
    measured(sized, site)
    panel = kept().panel
    size = sized.viewport_size
    assert (size["width"], size["height"]) == (panel.width_px, panel.height_px)
    assert (panel.line_px, panel.line_mm, panel.distance_cm) == (590, 100, 50)
    assert "合格" in sized.inner_text(".result")
    width = sized.eval_on_selector("#ruler", "one => one.getBoundingClientRect().width")
    assert width == pytest.approx(590)
    measured(sized, site, distance="200")
    assert "不合格" in sized.inner_text(".result")


def test_a_finger_alone_can_measure_with_an_id_card(installer, site, kept):
    to(installer, site, "/panel")
    before = float(installer.input_value("#length"))
    installer.click("[data-for=length][data-by='1']")
    installer.click("[data-for=distance_cm][data-by='-5']")
    installer.click("#card")
    saved(installer)
    panel = kept().panel
    assert (before + 1, 85.6, 55) == (panel.line_px, panel.line_mm, panel.distance_cm)


def test_what_is_refused_is_said_and_stays(installer, site, kept):
    to(installer, site, "/panel")
    installer.fill("#distance_cm", "7")
    installer.eval_on_selector("form.work", "form => { form.noValidate = true; }")
    saved(installer)
    assert installer.input_value("#distance_cm") == "7"
    assert installer.is_visible("#distance_cm-wrong")
    assert kept().panel is None


def test_the_sizes_are_those_of_the_real_gate_screen(sized, site):
    measured(sized, site)
    size = sized.viewport_size
    panel = Panel(
        at="2026-11-22T03:00:00Z", by="it", width_px=size["width"],
        height_px=size["height"], line_px=590, line_mm=590, distance_cm=50,
    )  # fmt: skip
    sized.goto(f"{site.url}/screen/west")
    assert sizes.TEXT_UNITS * sizes.unit_px(panel) == pytest.approx(
        sized.eval_on_selector(
            ".place", "x => parseFloat(getComputedStyle(x).fontSize)"
        ),
        rel=0.01,
    )
    heights = sized.eval_on_selector_all(
        "footer button", "all => all.map((x) => x.offsetHeight)"
    )
    assert sizes.key_mm(panel) == pytest.approx(min(heights), abs=1)


def test_noise_and_speech_play_at_the_three_levels(installer, site, kept):
    heard = []
    installer.on(
        "console",
        lambda said: said.text.startswith("[") and heard.append(json.loads(said.text)),
    )
    to(installer, site, "/speaker")
    installer.click("[data-for=volume_db][data-by='-2']")
    for louder, level in enumerate((-22, -10, -2)):
        for what, loops in (("noise", True), ("clip", False)):
            installer.click(f"[data-{what}='{louder}']")
            wait_until(lambda: installer.wait_for_timeout(20) or heard)
            assert (loops, "running") == (heard[0][0], heard.pop(0)[2])
            assert installer.get_attribute("body", "data-level") == str(level)
    installer.click("#stop")
    assert installer.locator("[aria-pressed=true]").count() == 0
    installer.fill("#ambient_dba", "40")
    installer.fill("#normal_dba", "63")
    saved(installer)
    speaker = kept().speaker
    assert (speaker.volume_db, speaker.normal_dba, speaker.loudest_dba) == (
        -22,
        63,
        None,
    )
    assert "没量" in installer.inner_text(".result")


def test_a_louder_volume_is_heard_while_the_noise_plays(installer, site):
    to(installer, site, "/speaker")
    installer.click("[data-noise='0']")
    installer.wait_for_selector("[data-noise='0'][aria-pressed=true]")
    installer.click("[data-for=volume_db][data-by='2']")
    installer.wait_for_selector("body[data-level='-18']")
    assert installer.get_attribute("[data-noise='0']", "aria-pressed") == "true"


def test_the_noise_is_pink(page, site):
    page.goto(f"{site.url}/sign-in")
    samples = page.evaluate(
        """import("/static/setup_noise.js")
        .then((it) => Array.from(it.pinkNoise(48000, 24000, -15)))"""
    )
    power = np.abs(np.fft.rfft(samples)) ** 2
    per_octave = [power[a : 2 * a].sum() for a in (250, 500, 1000, 2000, 4000, 8000)]
    octaves = 10 * np.log10(per_octave)
    assert np.abs(octaves - octaves.mean()).max() < 1.5
    assert 20 * np.log10(np.std(samples)) == pytest.approx(-15, abs=0.2)


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


def test_a_screen_that_is_being_set_up_is_not_taken_for_dead(installer, site):
    to(installer, site, "/speaker")
    beats = ScreenBeats(site.gate.live)
    wait_until(lambda: (seen := beats.newest().get("west")) and seen.closed)


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


def test_a_sign_in_that_nobody_goes_on_with_gives_the_gate_back(page, site):
    page.clock.install()
    page.goto(f"{site.url}{BASE}")
    page.wait_for_url("**/sign-in")
    page.wait_for_selector("#back")
    page.clock.fast_forward(121_000)
    page.wait_for_url("**/screen/west")
    assert not [
        c for c in Commands(site.gate.live).take() if c.kind is CommandKind.OPEN
    ]
