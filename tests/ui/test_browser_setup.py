"""An installer measures a gate screen, in a real browser."""

import json

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from setup_kit import FORMS, measured, saved, to
from ui_kit import wait_until

from kiosk.screens import sizes
from kiosk.screens.setup import Panel

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": [
        "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice",
    ],
    "resultTypes": ["violations"],
}  # fmt: skip
PAGES = ["", *(f"/{step}" for step in FORMS), "/sheet"]


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
    ruler = (
        "Math.abs(document.querySelector('#ruler').getBoundingClientRect().width - 590)"
    )
    sized.wait_for_function(f"{ruler} < 0.01")
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
