"""Which figures are taken, in which order, against which limits."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.progress import Progress, TaskID

from kiosk.bench.commits import commit_figures
from kiosk.bench.dom import browser_path, dom_times
from kiosk.bench.imports import swipes_during_import
from kiosk.bench.lookups import lookup_figures
from kiosk.bench.rows import BenchRow, ms
from kiosk.bench.site import (
    BenchSite,
    bench_site,
    memory_mb,
    process,
    processor_seconds,
    running_gate,
)
from kiosk.bench.swipes import Swiper
from kiosk.cli.common import err
from kiosk.live import Live
from kiosk.stats import figures

FEW = 10_000


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured."""

    swipes: int = 100
    screens: int = 30
    commits: int = 1000
    lookups: int = 20_000
    people: int = 1_000_000
    rows: int = 100_000
    idle_seconds: float = 10.0


QUICK = Sizes(15, 5, 200, 5_000, 30_000, 5_000, 4.0)


class Bench:
    """One run of everything."""

    def __init__(self, sizes: Sizes, bar: Progress) -> None:
        self._sizes, self._bar = sizes, bar

    def rows(self, data_dir: Path) -> Iterator[BenchRow]:
        """All figures, each as soon as it is known."""
        with bench_site(data_dir) as site:
            with running_gate(site) as (gate, live):
                yield from self._at_the_lane(site, live, gate.pid)
            yield from self._lookups(site)

    def _at_the_lane(
        self, site: BenchSite, live: Live, gate: int
    ) -> Iterator[BenchRow]:
        swiper = Swiper(site, live)
        with self._task("刷卡 swipes", self._sizes.swipes) as tick:
            before = [s.decision for s in swiper.swipes(self._sizes.swipes, tick)]
        decision = figures(before)
        yield ms("read_to_relay_p50", decision.p50, 5)
        yield ms("read_to_relay_p99", decision.p99, 25)
        commit = commit_figures(site, self._sizes.commits)
        yield ms("commit_p50", commit.p50)
        yield BenchRow("commit_share", 100 * commit.p50 / decision.p50, "%")
        yield from self._idle(gate)
        with process(site, "web") as web:
            yield from self._screens(site, swiper)
            yield BenchRow("web_memory", memory_mb(web.pid), "MB")
        yield BenchRow("gate_memory", memory_mb(gate), "MB")
        yield from self._import(site, swiper, decision.p99)

    def _idle(self, gate: int) -> Iterator[BenchRow]:
        seconds, used = self._sizes.idle_seconds, processor_seconds(gate)
        time.sleep(seconds)
        share = 100 * (processor_seconds(gate) - used) / seconds
        yield BenchRow("idle_lane_processor", share, "%", 3)

    def _screens(self, site: BenchSite, swiper: Swiper) -> Iterator[BenchRow]:
        if browser_path() is None:
            note = "no Chromium or no playwright: run make test"
            yield BenchRow("read_to_screen_p95", None, "ms", 150, note=note)
            return
        with self._task("屏幕 screens", self._sizes.screens) as tick:
            times = figures(dom_times(site, swiper, self._sizes.screens, tick))
        yield ms("read_to_screen_p50", times.p50)
        yield ms("read_to_screen_p95", times.p95, 150)

    def _import(
        self, site: BenchSite, swiper: Swiper, before: float
    ) -> Iterator[BenchRow]:
        with self._task("导入时刷卡 swipes during import", None) as tick:
            speed, times = swipes_during_import(site, swiper, self._sizes.rows, tick)
        during = figures(times)
        yield BenchRow("import_rows", speed, "rows/s", note=f"{self._sizes.rows} rows")
        yield ms("read_to_relay_during_import_p99", during.p99)
        note = f"{during.count} swipes during the import"
        yield BenchRow("import_slows_swipes", during.p99 / before, "x", 2, note=note)

    def _lookups(self, site: BenchSite) -> Iterator[BenchRow]:
        sizes = (FEW, self._sizes.people)
        with self._task("登记 registering", sum(sizes)) as tick:
            found = lookup_figures(
                site, sizes, self._sizes.lookups, lambda size, n: tick.at(n)
            )
        many = found[self._sizes.people]
        note = f"{self._sizes.people} people"
        yield BenchRow("verify_p50", many.p50 * 1e6, "us", note=note)
        yield BenchRow("verify_p99", many.p99 * 1000, "ms", 1, note=note)
        ratio = many.p99 / found[FEW].p99
        yield BenchRow(
            "verify_p99_ratio", ratio, "x", 1.5, note=f"against {FEW} people"
        )

    def _task(self, name: str, total: int | None) -> AbstractContextManager["Tick"]:
        return task(self._bar, name, total)


@dataclass(frozen=True, slots=True)
class Tick:
    """Moves one line of the progress bar."""

    bar: Progress
    task: TaskID

    def __call__(self) -> None:
        """One more."""
        self.bar.advance(self.task)

    def at(self, done: int) -> None:
        """So many so far."""
        self.bar.update(self.task, completed=done)


@contextmanager
def task(bar: Progress, title: str, total: int | None) -> Iterator[Tick]:
    """One line of the progress bar, as long as its work lasts."""
    line = bar.add_task(title, total=total)
    try:
        yield Tick(bar, line)
    finally:
        bar.remove_task(line)


def run_bench(
    data_dir: Path, sizes: Sizes, show: Callable[[BenchRow], None]
) -> list[BenchRow]:
    """Take all figures; ``show`` gets each as soon as it is known."""
    found = []
    with Progress(console=err, transient=True) as bar:
        for row in Bench(sizes, bar).rows(data_dir):
            found.append(row)
            show(row)
    return found
