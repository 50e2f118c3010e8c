"""The figures of `kiosk bench paper`, against their limits."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from rich.progress import Progress

from drivers.codes.rungs import STILL
from kiosk.bench.camera import QUICK_CAMERA, CameraSizes, camera_rows
from kiosk.bench.pages import empty_seconds, measure_pages, memory_growth
from kiosk.bench.photographs import (
    PLAIN_ZBAR,
    PLAIN_ZXING,
    VECTORS,
    Album,
    Score,
    measure,
    photographs,
)
from kiosk.bench.printing import printing_rows
from kiosk.bench.rows import BenchRow, ms
from kiosk.bench.runs import task
from kiosk.cli.common import err
from kiosk.stats import figures

OF_PHOTOGRAPHS = 0.92  # 175 of the 190 with a code
READ_PAGES = 99.0
QUICK_MS = 10.0
GROWTH_MB = 8.0


@dataclass(frozen=True, slots=True)
class PaperSizes:
    """How much is measured: every n-th photograph, frames, for the memory, passes, …"""

    every: int = 1
    pages: int = 400
    memory: int = 20_000
    printed: int = 200
    camera: CameraSizes = field(default_factory=CameraSizes)


QUICK_PAPER = PaperSizes(12, 30, 600, 4, QUICK_CAMERA)


def run_paper_bench(sizes: PaperSizes) -> list[BenchRow]:
    """Take all figures of reading and printing paper."""
    with Progress(console=err, transient=True) as bar:
        return [
            *_photographs(sizes, bar),
            *_pages(sizes, bar),
            *_printing(sizes, bar),
            _memory(sizes, bar),
            *_camera(sizes.camera, bar),
        ]


def _photographs(sizes: PaperSizes, bar: Progress) -> Iterator[BenchRow]:
    photos = photographs()[:: sizes.every]
    if not photos:
        note = f"照片不在 no photographs: set {VECTORS} to their folder"
        yield BenchRow("photographs_right", None, "images", note=note)
        return
    with task(bar, "照片 photographs", len(photos)) as tick:
        album = measure(photos, tick)
    least = float(round(OF_PHOTOGRAPHS * album.with_code))
    of = f"of {album.with_code}"
    yield _right("photographs_right", album.ladder, of, least)
    yield BenchRow("photographs_wrong", album.ladder.wrong, "images", 0)
    note = f"of {album.without} without a code"
    yield BenchRow("photographs_phantoms", album.phantoms, "images", 0, note=note)
    yield _right("pyzbar_alone", album.alone[PLAIN_ZBAR.name], of)
    yield _right("zxing_alone", album.alone[PLAIN_ZXING.name], of)
    yield from _rungs(album)


def _rungs(album: Album) -> Iterator[BenchRow]:
    """What each rung reads alone; its note says how often it was the first."""
    for rung in STILL:
        first = f"first to read {album.firsts.get(rung.name, 0)}"
        yield _right(f"rung_{rung.name}", album.alone[rung.name], first)


def _right(name: str, score: Score, of: str, least: float | None = None) -> BenchRow:
    took = figures(score.seconds)
    wrong = f", {score.wrong} wrong" if score.wrong else ""
    note = f"{of}{wrong}; {took.p50 * 1000:.1f} ms p50, {took.p95 * 1000:.1f} ms p95"
    return BenchRow(name, score.right, "images", least, at_least=True, note=note)


def _pages(sizes: PaperSizes, bar: Progress) -> Iterator[BenchRow]:
    with task(bar, "画出的纸 generated pages", sizes.pages) as tick:
        pages = measure_pages(sizes.pages, tick)

    def share(name: str, count: int, limit: float | None, note: str) -> BenchRow:
        value = 100 * count / pages.frames
        return BenchRow(name, value, "%", limit, at_least=True, note=note)

    of = f"of {pages.frames} frames, 3.5 to 6 px per module"
    yield share("pages_read", pages.read, READ_PAGES, of)
    yield share("pages_verified", pages.verified, READ_PAGES, of)
    yield share("pages_read_quick", pages.quick, None, "on the first tier")
    for name, score in sorted(pages.plain.items()):
        took = f"{figures(score.seconds).p50 * 1000:.1f} ms p50"
        yield share(f"pages_{name}", score.right, None, took)
    quick = figures(pages.quick_seconds)
    yield ms("quick_tier_p50", quick.p50)
    yield ms("quick_tier_p95", quick.p95, QUICK_MS)
    empty = figures(empty_seconds(sizes.pages))
    yield ms("empty_frame_p50", empty.p50)
    if pages.verdict_seconds:
        verdict = figures(pages.verdict_seconds)
        yield ms("frame_to_verdict_p50", verdict.p50)
        yield ms("frame_to_verdict_p95", verdict.p95)


def _printing(sizes: PaperSizes, bar: Progress) -> Iterator[BenchRow]:
    with task(bar, "打印 printing", 3) as tick:
        yield from printing_rows(sizes.printed, tick)


def _memory(sizes: PaperSizes, bar: Progress) -> BenchRow:
    with task(bar, "内存 memory", sizes.memory) as tick:
        growth = memory_growth(sizes.memory, tick.at)
    note = f"over {sizes.memory} frames"
    return BenchRow("ladder_memory_growth", growth, "MB", GROWTH_MB, note=note)


def _camera(sizes: CameraSizes, bar: Progress) -> Iterator[BenchRow]:
    with task(bar, "摄像头 camera", sizes.frames) as tick:
        yield from camera_rows(sizes, tick.at)
