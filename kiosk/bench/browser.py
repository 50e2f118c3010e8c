"""A gate screen in Chromium, as the bench looks at it.

Needs playwright and a Chromium of the system, which only a test installation has.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from kiosk.bench.dom import FLAGS, browser_path
from kiosk.bench.site import BenchFailed, memory_mb, wait_until

PROBE = "probe.js"
SIZE = {"width": 1280, "height": 800}
PLAYS = "--autoplay-policy=no-user-gesture-required"  # as the kiosk starts it
PAINT_MS = 10_000
SOUNDS = "/voice/"


@dataclass(frozen=True, slots=True)
class Note:
    """What the page noted of one event; seconds of Unix time, 0 for never."""

    look: str
    at: float
    arrived: float
    painted: float
    sounded: float


@dataclass(frozen=True, slots=True)
class PageMemory:
    """What a page holds after the garbage was collected; megabytes."""

    heap: float
    nodes: int
    listeners: int
    renderer: float


@dataclass(slots=True)
class Weight:
    """Bytes on the wire and how many answers brought them."""

    bytes: int = 0
    answers: int = 0


class ScreenPage:
    """One page with the probe in it."""

    def __init__(self, browser: Any) -> None:
        self._page = browser.new_page(viewport=SIZE)
        self._page.set_default_timeout(PAINT_MS)
        self._page.add_init_script(files("kiosk.bench").joinpath(PROBE).read_text())
        self._cdp = self._page.context.new_cdp_session(self._page)
        self._browser_cdp = browser.new_browser_cdp_session()
        self._urls: dict[str, str] = {}
        self.page_weight, self.sound_weight = Weight(), Weight()
        self._cdp.on("Network.responseReceived", self._began)
        self._cdp.on("Network.loadingFinished", self._ended)
        self._cdp.send("Network.enable")

    def open(self, address: str) -> None:
        """Load the page and wait until its sounds are decoded."""
        self._page.goto(address)
        self._page.wait_for_selector("body[data-state=idle]")
        self._settle()

    def notes(self) -> list[Note]:
        """What was noted since the last call."""
        return [
            Note(
                note["look"],
                *(note[key] / 1000 for key in ("at", "arrived", "painted", "sounded")),
            )
            for note in self._page.evaluate("bench.take()")
        ]

    def note_nothing(self) -> None:
        """Keep no notes any more: they would count as the page's own memory."""
        self._page.evaluate("() => { bench.noting = false; bench.take(); }")

    def wait_for(self, what: str, seq: int) -> None:
        """Wait until an event has ``arrived`` or is ``painted``."""
        self._page.evaluate(
            "([what, seq, ms]) => Promise.race([bench[what](seq),"
            " new Promise((_, late) => setTimeout(late, ms))])",
            [what, seq, PAINT_MS],
        )

    def memory(self) -> PageMemory:
        """What the page holds now."""
        for _ in range(3):  # what a first collection frees may let go of more
            self._cdp.send("HeapProfiler.collectGarbage")
        counters = self._cdp.send("Memory.getDOMCounters")
        heap = self._cdp.send("Runtime.getHeapUsage")["usedSize"]
        return PageMemory(
            heap / 2**20,
            counters["nodes"],
            counters["jsEventListeners"],
            self._renderer_memory(),
        )

    def _settle(self) -> None:
        seen = [-1]

        def quiet() -> bool:
            self._page.wait_for_timeout(500)
            before, seen[0] = seen[0], self.sound_weight.answers
            return before == seen[0]

        wait_until(quiet, "the sounds", 30)

    def _began(self, event: dict[str, Any]) -> None:
        self._urls[event["requestId"]] = event["response"]["url"]

    def _ended(self, event: dict[str, Any]) -> None:
        url = self._urls.pop(event["requestId"], "")
        if "/api/" in url or url.startswith("data:"):
            return
        weight = self.sound_weight if SOUNDS in url else self.page_weight
        weight.bytes += int(event["encodedDataLength"])
        weight.answers += 1

    def _renderer_memory(self) -> float:
        processes = self._browser_cdp.send("SystemInfo.getProcessInfo")["processInfo"]
        return max(memory_mb(p["id"]) for p in processes if p["type"] == "renderer")


@contextmanager
def screen_page() -> Iterator[ScreenPage]:
    """A page in a Chromium of its own, which ends with it.

    Raises:
        BenchFailed: the browser does not start, or does not show what it should.
    """
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as driver:
        try:
            browser = driver.chromium.launch(
                executable_path=browser_path(), args=[*FLAGS, PLAYS]
            )
            yield ScreenPage(browser)
        except Error as error:
            raise BenchFailed(f"the browser: {error.message}") from error
