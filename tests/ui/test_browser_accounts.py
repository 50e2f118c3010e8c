"""How the staff come in and unlock their tablet, in a real browser."""

import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from pyotp import TOTP
from ui_kit import PASSWORD, PIN, wait_until

from kiosk.staff import Role

pytestmark = pytest.mark.browser

SIZES = [(1280, 800), (1920, 1080), (390, 844)]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# What a finger must hit, what an eye must read, and how wide it is.
MEASURES = """() => {
  const seen = [...document.querySelectorAll(':is(main, dialog) :is(a, button, input)')]
    .filter((e) => e.checkVisibility() && e.type !== 'hidden');
  const told = (e) => e.outerHTML.slice(0, 80);
  return {
    low: seen.filter((e) => e.getBoundingClientRect().height < 44
      && !e.matches('.hidden')).map(told),
    small: seen.filter((e) => parseFloat(getComputedStyle(e).fontSize) < 16).map(told),
    wide: document.documentElement.scrollWidth,
  };
}"""


@pytest.fixture(scope="module")
def accounts(site):
    """Two guards with a PIN each, and an administrator with a password."""
    made = site.staff.accounts
    for login, name in (("wang", "王保安"), ("li", "李保安")):
        made.set_pin(made.add(login, Role.GUARD, name)[0], PIN)
    made.set_password(made.add("boss", Role.ADMINISTRATOR, "赵主任")[0], PASSWORD)
    return made


@pytest.fixture
def hands(own_page, site, accounts):
    """A browser in which nothing may fail."""
    problems: list[str] = []
    own_page.on("console", lambda m: m.type == "error" and problems.append(m.text))
    own_page.on("pageerror", lambda error: problems.append(str(error)))
    yield own_page
    assert problems == []


def look(page):
    """Everybody can read and touch what is shown, on each size of screen."""
    before = page.viewport_size
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        if (width, height) != SIZES[1]:  # to axe it is the first once more
            found = Axe().run(page, options=RULES)
            assert found.violations_count == 0, (page.url, found.generate_report())
        seen = page.evaluate(MEASURES)
        assert (seen["low"], seen["small"]) == ([], []), page.url
        assert seen["wide"] <= width, page.url
    page.set_viewport_size(before)


def touch(page, pin, pad=""):
    for digit in pin:
        page.click(f"{pad} [data-digit='{digit}']")


def come_in(page, site, login="wang"):
    page.goto(f"{site.url}/sign-in/pin")
    page.fill("#login", login)
    touch(page, PIN)
    page.wait_for_url("**/board")


def test_a_guard_comes_in_by_touch_and_is_taken_over_by_keyboard(hands, site):
    hands.goto(f"{site.url}/sign-in/pin")
    look(hands)
    come_in(hands, site)
    hands.click("text=换人")
    assert hands.input_value("#login") == ""
    hands.fill("#login", "li")
    hands.focus("#pin")
    hands.keyboard.type(PIN)
    hands.wait_for_url("**/board")
    assert "李保安" in hands.inner_text(".who")


def test_what_a_locked_tablet_is_asked_is_done_after_the_pin(hands, site):
    site.gate.show("idle")
    come_in(hands, site)
    hands.wait_for_selector("#lanes .card")
    hands.click("#lock-now")
    hands.wait_for_selector("#lock-bar:not([hidden])")
    hands.click("[data-focus='east-pause']")
    hands.wait_for_selector("#lock[open]")
    look(hands)
    touch(hands, "902101", "#lock")
    assert "还可以试 4 次" in hands.wait_for_selector("#lock-problem").inner_text()
    assert pauses(site) == 0
    touch(hands, PIN, "#lock")
    hands.wait_for_selector("#lock-bar", state="hidden")
    wait_until(lambda: pauses(site) == 1)


def pauses(site):
    rows = site.gate.live.db.conn.execute("SELECT kind FROM commands").fetchall()
    return [kind for (kind,) in rows].count("pause")


def test_who_thinks_better_of_it_sends_nothing(hands, site):
    come_in(hands, site, "li")
    hands.click("#lock-now")
    hands.wait_for_selector("#lock-bar:not([hidden])")
    before = pauses(site)
    hands.click("[data-focus='east-pause']")
    hands.keyboard.press("Escape")
    hands.wait_for_selector("#lanes >> text=没有送出")
    assert before == pauses(site)


def test_what_waited_too_long_for_the_pin_is_not_sent(hands, site):
    hands.clock.install()
    come_in(hands, site, "li")
    hands.wait_for_selector("#lanes .card")
    hands.click("#lock-now")
    hands.wait_for_selector("#lock-bar:not([hidden])")
    before = pauses(site)
    hands.click("[data-focus='east-pause']")
    hands.wait_for_selector("#lock[open]")
    hands.clock.run_for(10_100)
    touch(hands, PIN, "#lock")
    hands.wait_for_selector("#lanes >> text=等太久，没有送出")
    assert hands.is_hidden("#lock-bar")
    assert before == pauses(site)


def test_an_app_is_set_up_and_asked_for(hands, site, accounts):
    hands.goto(f"{site.url}/sign-in/password")
    hands.fill("#login", "boss")
    hands.fill("#secret", PASSWORD)
    hands.press("#secret", "Enter")
    hands.wait_for_url("**/admin")
    hands.goto(f"{site.url}/factor")
    look(hands)
    hands.fill("#app-password", PASSWORD)
    hands.press("#app-password", "Enter")
    secret = hands.wait_for_selector(".secret").inner_text().replace(" ", "")
    look(hands)
    hands.fill("#code", TOTP(secret).now())
    hands.press("#code", "Enter")
    hands.wait_for_selector(".codes")
    look(hands)
    hands.click("#leave button")
    hands.goto(f"{site.url}/sign-in")
    hands.fill("#login", "boss")
    hands.fill("#secret", PASSWORD)
    hands.press("#secret", "Enter")
    hands.wait_for_url("**/second")
    look(hands)
    hands.fill("#code", TOTP(secret).at(int(time.time()) + 30))
    hands.press("#code", "Enter")
    hands.wait_for_url("**/admin")


def test_touches_are_told_now_and_then_and_without_any_it_locks(hands, site):
    told = []
    hands.on("request", lambda r: r.url.endswith("/touch") and told.append(r.url))
    hands.clock.install()
    come_in(hands, site)
    hands.wait_for_selector("#lanes .card")
    for _ in range(5):
        hands.click("h1", force=True)
    hands.clock.run_for(11_000)
    wait_until(lambda: told)
    hands.clock.run_for(30_000)
    assert hands.is_hidden("#lock-bar")
    hands.clock.run_for(30_000)
    hands.wait_for_selector("#lock-bar:not([hidden])")
    assert len(told) == 1
