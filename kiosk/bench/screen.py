"""The figures of `kiosk bench screen`, against their limits."""

import time
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import tomli_w
from rich.progress import Progress

from kiosk.bench.browser import Note, ScreenPage, screen_page
from kiosk.bench.crowd import Crowd, crowd
from kiosk.bench.dom import answers, browser_path
from kiosk.bench.passers import pass_by
from kiosk.bench.rows import BenchRow
from kiosk.bench.runs import task
from kiosk.bench.screen_rows import (
    PAINTED_MS,
    SERVER_MB,
    SOUNDED_MS,
    SWIPED_MS,
    arrival_rows,
    growth_rows,
    latency_rows,
    sheet_rows,
    swipe_rows,
    weight_rows,
)
from kiosk.bench.sheets import moving_sheet
from kiosk.bench.site import (
    LANE,
    BenchSite,
    bench_site,
    memory_mb,
    process,
    running_gate,
    wait_until,
)
from kiosk.bench.swipes import Swiper
from kiosk.cli.common import err
from kiosk.config import load_config
from kiosk.live import Live
from kiosk.looks import Look

STREAMS = 40  # as many as the web process allows
STREAM = f"/api/v1/screen/{LANE}/events"
NO_BROWSER = "没有 Chromium 或 playwright：make setup-test no Chromium, no playwright"


@dataclass(frozen=True, slots=True)
class ScreenSizes:
    """How much is measured; ``seconds``: the visitors must be done by then."""

    swipes: int = 60
    visitors: int = 10_000
    seconds: float = 1200.0


QUICK_SCREEN = ScreenSizes(6, 60, 60.0)


@dataclass(slots=True)
class ScreenBench:
    """One run at a house that works."""

    site: BenchSite
    live: Live
    web: int
    sizes: ScreenSizes
    bar: Progress

    def rows(self) -> Iterator[BenchRow]:
        """All figures, each as soon as it is known."""
        if browser_path() is None:
            yield from self._without_browser()
            return
        with screen_page() as page:
            page.open(f"http://127.0.0.1:{self.site.config.web.port}/screen/{LANE}")
            yield from weight_rows(page)
            with crowd(self.site.config.web.port, STREAM, STREAMS - 1) as clients:
                yield from self._latency(page, clients)
                yield from self._sheets(page)
            yield from self._memory(page)

    def _without_browser(self) -> Iterator[BenchRow]:
        for name, limit in (
            ("event_to_painted_p95", PAINTED_MS),
            ("event_to_sound_p95", SOUNDED_MS),
            ("swipe_to_painted_p95", SWIPED_MS),
            ("sheet_to_painted_p95", PAINTED_MS),
        ):
            yield BenchRow(name, None, "ms", limit, note=NO_BROWSER)
        with crowd(self.site.config.web.port, STREAM, STREAMS) as clients:
            self._swipes(None)
            yield from arrival_rows(clients.take_late(), clients.held)
        yield BenchRow("web_memory", memory_mb(self.web), "MB")

    def _latency(self, page: ScreenPage, clients: Crowd) -> Iterator[BenchRow]:
        page.notes()
        swiped, notes = self._swipes(page)
        yield from latency_rows(notes)
        yield from swipe_rows(swiped)
        yield from arrival_rows(clients.take_late(), clients.held)

    def _sheets(self, page: ScreenPage) -> Iterator[BenchRow]:
        with moving_sheet(self.live):
            _, notes = self._swipes(page)
        yield from sheet_rows(notes)

    def _swipes(self, page: ScreenPage | None) -> tuple[list[float], list[Note]]:
        """Seconds from each card's last byte to the green screen, and all notes."""
        with task(self.bar, "刷卡 swipes", self.sizes.swipes) as tick:
            swipes = Swiper(self.site, self.live).swipes(self.sizes.swipes, tick)
        offset = time.time() - time.monotonic()
        read = [swipe.read_at + offset for swipe in swipes]
        notes = page.notes() if page is not None else []
        passes = [note.painted for note in notes if note.look == Look.PASS]
        swiped = [
            next(painted - at for painted in passes if painted > at)
            for at in read
            if passes and passes[-1] > at
        ]
        return swiped, [note for note in notes if note.at > read[0]]

    def _memory(self, page: ScreenPage) -> Iterator[BenchRow]:
        page.note_nothing()
        sizes, before = self.sizes, memory_mb(self.web)
        with task(self.bar, "来人 visitors", sizes.visitors) as tick:
            seen = pass_by(page, self.live, sizes.visitors, sizes.seconds, tick)
        yield from growth_rows(seen)
        grown = memory_mb(self.web) - before
        yield BenchRow("web_memory", memory_mb(self.web), "MB")
        yield BenchRow("web_memory_growth", grown, "MB", SERVER_MB)


def run_screen_bench(sizes: ScreenSizes) -> list[BenchRow]:
    """Take all figures at a house in a temporary folder.

    Raises:
        BenchFailed: something that had to happen did not.
    """
    with ExitStack() as stack:
        bar = stack.enter_context(Progress(console=err, transient=True))
        folder = stack.enter_context(TemporaryDirectory(prefix="changxing-"))
        site = stack.enter_context(bench_site(Path(folder)))
        _give_voice(site)
        _, live = stack.enter_context(running_gate(site))
        _give_camera(site)
        web = stack.enter_context(process(site, "web"))
        address = f"http://127.0.0.1:{site.config.web.port}/healthz"
        wait_until(lambda: answers(address), "the pages")
        return list(ScreenBench(site, live, web.pid, sizes, bar).rows())


def _give_voice(site: BenchSite) -> None:
    _give(site, voice={})


def _give_camera(site: BenchSite) -> None:
    """Let the page draw sheets; the gate process has begun without a camera."""
    _give(site, camera={"source": 0})


def _give(site: BenchSite, **tables: dict[str, int]) -> None:
    settings = tomllib.loads(site.config_path.read_text("utf-8"))
    settings["lanes"][0] |= tables
    site.config_path.write_text(tomli_w.dumps(settings), "utf-8")
    site.config = load_config(site.config_path)
