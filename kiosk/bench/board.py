"""The guard's board in Chromium: from the writing of a call to its painted card."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any

from kiosk.bench.clerk import PASSWORD
from kiosk.bench.dom import FLAGS, browser_path
from kiosk.bench.site import LANE, BenchFailed
from kiosk.live import BoardView, Live, ScreenView
from kiosk.live.store import now_ms
from kiosk.looks import Look

PROBE = "board_probe.js"
WIDE, HIGH = 1280, 800
WARM = 3  # calls
PATIENCE_MS = 10_000
PAINTED = """ms => Promise.race([
  bench.painted,
  new Promise((_, late) => setTimeout(() => late(new Error("not painted")), ms)),
])"""
REST = 0.15  # seconds between two visitors: a board is never still, nor a storm


class BoardPage:
    """One board with the probe in it."""

    def __init__(self, page: Any) -> None:
        self._page = page

    def seconds(self, live: Live, count: int, tick: Callable[[], None]) -> list[float]:
        """From the writing of so many calls in live.db to their painted cards.

        The first few are not counted: a page that was just opened loads its sounds.
        """
        took = [self._one(live, number, tick) for number in range(WARM + count)]
        return took[WARM:]

    def _one(self, live: Live, number: int, tick: Callable[[], None]) -> float:
        mark = f"{number:06d}"
        self._page.evaluate("mark => bench.want(mark)", mark)
        written = time.time()
        live.show(LANE, ScreenView(Look.WAIT), _waits(mark))
        painted = self._page.evaluate(PAINTED, PATIENCE_MS) / 1000
        live.show(LANE, ScreenView(Look.IDLE), BoardView("ready", now_ms()))
        time.sleep(REST)
        tick()
        return float(painted - written)


@contextmanager
def board_page(address: str, login: str) -> Iterator[BoardPage]:
    """A signed-in board in a Chromium of its own.

    Raises:
        BenchFailed: the browser does not start, or does not show what it should.

    """
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as driver:
        try:
            browser = driver.chromium.launch(executable_path=browser_path(), args=FLAGS)
            page = browser.new_page(viewport={"width": WIDE, "height": HIGH})
            page.add_init_script(files("kiosk.bench").joinpath(PROBE).read_text())
            page.goto(f"{address}/sign-in")
            page.fill("[name=login]", login)
            page.fill("[name=secret]", PASSWORD)
            page.press("[name=secret]", "Enter")
            page.wait_for_url("**/board")
            page.wait_for_selector("#live.on")
            yield BoardPage(page)
        except Error as error:
            raise BenchFailed(f"the browser: {error.message}") from error


def _waits(mark: str) -> BoardView:
    return BoardView(
        "waiting_for_staff",
        now_ms(),
        visit=f"visit-{mark}",
        outcome="refer",
        reason="not_registered",
        name="测*",
        number=f"99****{mark}",
        document="resident",
        call_since_ms=now_ms(),
        rung_ms=now_ms(),
    )
