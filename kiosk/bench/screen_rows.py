"""What was seen of a screen, as rows with their limits."""

from collections.abc import Iterator, Sequence

from kiosk.bench.browser import Note, ScreenPage
from kiosk.bench.passers import Growth
from kiosk.bench.rows import BenchRow, ms
from kiosk.stats import Figures, figures

PAINTED_MS, SOUNDED_MS, SWIPED_MS = 100.0, 300.0, 150.0
RENDERER, SHEET = "page_renderer", "sheet_to_painted"
HEAP_MB, NODES, RENDERER_MB, SERVER_MB = 1.0, 50.0, 40.0, 10.0


def weight_rows(page: ScreenPage) -> Iterator[BenchRow]:
    """What a gate screen loads before it needs nothing any more."""
    for name, weight in (
        ("page_weight", page.page_weight),
        ("sounds_weight", page.sound_weight),
    ):
        note = f"{weight.answers} requests"
        yield BenchRow(name, weight.bytes / 1024, "KB", note=note)


def latency_rows(notes: Sequence[Note]) -> Iterator[BenchRow]:
    """From the gate process's writing to what is seen and heard."""
    painted = [note.painted - note.at for note in notes if note.painted]
    sounded = [note.sounded - note.at for note in notes if note.sounded]
    yield from _three("event_to_painted", painted, PAINTED_MS)
    yield from _three("event_to_sound", sounded, SOUNDED_MS)


def sheet_rows(notes: Sequence[Note]) -> Iterator[BenchRow]:
    """The same as painted, while a sheet moves before the lane's camera."""
    painted = [note.painted - note.at for note in notes if note.painted]
    yield from _three(SHEET, painted, PAINTED_MS)


def swipe_rows(seconds: Sequence[float]) -> Iterator[BenchRow]:
    """From a card's last byte to the green screen."""
    yield from _three("swipe_to_painted", seconds, SWIPED_MS)


def arrival_rows(seconds: Sequence[float], held: int) -> Iterator[BenchRow]:
    """From the gate process's writing to the arrival at the other clients."""
    yield from _three("event_to_client", seconds, None, f" at {held} clients")


def growth_rows(seen: Growth) -> Iterator[BenchRow]:
    """What the page holds, and what it gained from the first visitors to the last."""
    before, after = seen.before, seen.after
    since = f"from visitor {seen.first} to {seen.visitors}"
    yield BenchRow("visitors", seen.visitors, "", note=f"in {seen.seconds:.0f} s")
    for name, unit, first, last, limit in (
        ("page_heap", "MB", before.heap, after.heap, HEAP_MB),
        ("page_nodes", "nodes", before.nodes, after.nodes, NODES),
        ("page_listeners", "", before.listeners, after.listeners, NODES),
        (RENDERER, "MB", before.renderer, after.renderer, RENDERER_MB),
    ):
        way = [f"{size:.0f}" for size in seen.renderer] if name == RENDERER else []
        yield BenchRow(name, last, unit, note=" ".join(way))
        yield BenchRow(f"{name}_growth", last - first, unit, limit, note=since)


def _three(
    name: str, seconds: Sequence[float], limit: float | None, note: str = ""
) -> Iterator[BenchRow]:
    """Median, p95 with its limit, p99; no value where nothing was seen."""
    if not seconds:
        yield BenchRow(f"{name}_p95", None, "ms", limit, note="nothing was seen")
        return
    found: Figures = figures(seconds)
    yield ms(f"{name}_p50", found.p50)
    note = f"{found.count} events{note}"
    yield BenchRow(f"{name}_p95", found.p95 * 1000, "ms", limit, note=note)
    yield ms(f"{name}_p99", found.p99)
