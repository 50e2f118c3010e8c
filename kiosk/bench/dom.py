"""From the reader's last byte to the change on the gate screen, in Chromium.

Needs playwright and a Chromium of the system, which only a test installation has;
without them there is no figure.
"""

import importlib.util
import shutil
import time
import urllib.request
from collections.abc import Callable
from typing import Any

from kiosk.bench.site import LANE, BenchFailed, BenchSite, wait_until
from kiosk.bench.swipes import Swiper

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"]
FLAGS += ["--disable-background-networking", "--disable-component-update"]
WATCH = """() => {
  window.passes = [];
  new MutationObserver(() => {
    if (document.body.dataset.state === 'pass') {
      window.passes.push(performance.timeOrigin + performance.now());
    }
  }).observe(document.body, {attributes: true, attributeFilter: ['data-state']});
}"""


def browser_path() -> str | None:
    """A Chromium of this machine that playwright could drive."""
    if importlib.util.find_spec("playwright") is None:
        return None
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def dom_times(
    site: BenchSite, swiper: Swiper, count: int, tick: Callable[[], None]
) -> list[float]:
    """Seconds from the reader's last byte to the green screen, per visitor.

    Raises:
        BenchFailed: the browser does not start, or does not show what it should.
    """
    from playwright.sync_api import Error, sync_playwright

    address = f"http://127.0.0.1:{site.config.web.port}"
    wait_until(lambda: answers(f"{address}/healthz"), "the pages", 20)
    with sync_playwright() as driver:
        try:
            browser = driver.chromium.launch(executable_path=browser_path(), args=FLAGS)
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.goto(f"{address}/screen/{LANE}")
            page.wait_for_selector("body[data-state=idle]")
            page.evaluate(WATCH)
            return [_one(page, swiper, tick) for _ in range(count)]
        except Error as error:
            raise BenchFailed(f"the browser: {error.message}") from error


def _one(page: Any, swiper: Swiper, tick: Callable[[], None]) -> float:
    page.evaluate("window.passes = []")
    swipe = swiper.swipe()
    offset = time.time() - time.monotonic()
    page.wait_for_function("window.passes.length > 0")
    painted = page.evaluate("window.passes[0]") / 1000
    tick()
    return float(painted - (swipe.read_at + offset))


def answers(address: str) -> bool:
    """Whether a page is served there."""
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 - our own loopback address
            return bool(answer.status == 200)
    except OSError:
        return False
