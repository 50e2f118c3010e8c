"""Many visitors on one screen, without a reader: only what the page must show."""

import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kiosk.bench.browser import PageMemory, ScreenPage
from kiosk.bench.site import LANE
from kiosk.live import BoardView, Live, ScreenView
from kiosk.live.store import now_ms
from kiosk.looks import Look

WARM = 1000  # visitors until a page has all that it keeps
SAMPLES = 10
SHOWN_MS = 6000
NAMES = ("张＊明", "李＊", "欧＊＊明", None)
HELPED = 10  # one visitor of so many needs somebody


@dataclass(frozen=True, slots=True)
class Growth:
    """What the page held after the first visitors and after the last.

    ``renderer``: megabytes of its process, taken at even distances.
    """

    first: int
    visitors: int
    before: PageMemory
    after: PageMemory
    renderer: tuple[float, ...]
    seconds: float


def views(number: int) -> Iterator[ScreenView]:
    """What the screen shows of one visitor, one after the other."""
    if number % HELPED == 0:
        yield ScreenView(Look.WAIT, "请让工作人员看一下", clip="deny")
        yield ScreenView(Look.CALLED, clip="called")
    yield ScreenView(
        Look.PASS,
        name=NAMES[number % len(NAMES)],
        clip="pass",
        until_ms=now_ms() + SHOWN_MS,
    )
    yield ScreenView(Look.IDLE)


def pass_by(
    page: ScreenPage,
    live: Live,
    visitors: int,
    seconds: float,
    tick: Callable[[], None],
) -> Growth:
    """Show so many visitors as fast as the page takes them.

    Args:
        page: of the bench's lane.
        live: of the site.
        visitors: how many, if ``seconds`` suffice.
        seconds: when to end at the latest.
        tick: called after each.

    Raises:
        playwright's Error: something never came or was never painted.
    """
    begun, first = time.monotonic(), min(WARM, visitors // 2)
    before, renderer = page.memory(), []
    for number in itertools.count(1):
        _pass(page, live, number)
        tick()
        if number == first:
            before = page.memory()
        if number % max(1, visitors // SAMPLES) == 0:
            renderer.append(page.memory().renderer)
        if number >= visitors or time.monotonic() - begun > seconds:
            break
    took = time.monotonic() - begun
    return Growth(first, number, before, page.memory(), tuple(renderer), took)


def _pass(page: ScreenPage, live: Live, number: int) -> None:
    """Show one visitor; the last look of each that needs somebody is waited for."""
    for view in views(number):
        seq = live.show(LANE, view, BoardView("ready", now_ms()))
        page.wait_for("arrived", seq)
    if number % HELPED == 0:
        page.wait_for("painted", seq)
