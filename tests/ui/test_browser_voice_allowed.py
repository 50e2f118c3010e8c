"""A page that may make no sound before somebody touches it.

Playwright's own look at a page counts as a touch; what is shown is therefore told by
the page itself, on its console.
"""

import json

import pytest
from ear import Ear
from ui_kit import BROWSER_ARGS, CHROMIUM, wait_until

pytestmark = pytest.mark.browser

TELL_LOOK = """addEventListener('DOMContentLoaded', () => {
  const tell = () => console.log(JSON.stringify({ look: document.body.dataset.look }));
  new MutationObserver(tell).observe(document.body, { attributeFilter: ['data-look'] });
  tell();
});"""


@pytest.fixture(scope="module")
def strict_browser(request):
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: the pages were not looked at")
    playwright = request.getfixturevalue("playwright")
    args = [flag for flag in BROWSER_ARGS if "autoplay" not in flag]
    opened = playwright.chromium.launch(executable_path=CHROMIUM, args=args)
    yield opened
    opened.close()


@pytest.fixture
def strict_page(strict_browser):
    context = strict_browser.new_context(
        viewport={"width": 1280, "height": 800}, has_touch=True
    )
    yield context.new_page()
    context.close()


class Eye:
    """What a page has shown."""

    def __init__(self, page):
        self.page, self.looks = page, []
        page.on("console", self.note)
        page.add_init_script(TELL_LOOK)

    def note(self, message):
        if message.text.startswith('{"look"'):
            self.looks.append(json.loads(message.text)["look"])

    def waits_for(self, look):
        wait_until(lambda: self.page.wait_for_timeout(20) or self.looks[-1:] == [look])


@pytest.fixture
def shown(strict_page, site):
    """A page in its idle look, with who hears and who sees it."""
    ear, eye = Ear(strict_page), Eye(strict_page)
    site.gate.show("idle", "west")
    strict_page.goto(f"{site.url}/screen/west")
    eye.waits_for("idle")
    return strict_page, ear, eye


def test_a_page_that_may_make_no_sound_shows_everything_and_stays_silent(shown, site):
    page, ear, eye = shown
    for state, clip in (("reading", ""), ("pass", "pass"), ("idle", "")):
        site.gate.show(state, "west", clip=clip)
        eye.waits_for(state)
    page.wait_for_timeout(200)
    assert ear.heard == []


def test_the_first_touch_lets_the_present_words_be_heard_and_no_others(shown, site):
    page, ear, eye = shown
    site.gate.show("pass", "west", clip="pass")
    eye.waits_for("pass")
    site.gate.show("wait", "west", clip="deny", line="请让工作人员看一下")
    eye.waits_for("wait")
    page.touchscreen.tap(640, 300)
    ear.waits_for("/voice/zh/deny")
    assert ear.clips() == ["/voice/zh/deny"]
    assert {state for *_, state, _ in ear.heard} == {"running"}
    site.gate.show("pass", "west", clip="staff_pass")
    ear.waits_for("/voice/zh/staff_pass")


def test_a_finger_on_the_call_key_lets_the_call_be_heard(shown, site):
    page, ear, _ = shown
    page.touchscreen.tap(300, 740)
    site.gate.show("called", "west", clip="called")
    ear.waits_for("/voice/zh/called")
    assert ear.clips() == ["/voice/zh/called"]
