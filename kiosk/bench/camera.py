"""A camera's process on a virtual camera: what it costs, how soon it reads."""

import contextlib
import os
import queue
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from drivers.camera import CameraSettings, PaperCamera
from drivers.camera.watcher import Watcher
from drivers.protocols import DriverEvent, PaperRead, PaperSign, PaperSignal
from drivers.supervisor import Supervisor
from drivers.twins.camera import CameraTwin
from drivers.twins.sheet import Sheet, render
from kiosk.bench.pages import POSES, WARM, bench_pass, held
from kiosk.bench.photographs import one_thread
from kiosk.bench.rows import BenchRow, ms
from kiosk.bench.site import BenchFailed, memory_mb, processor_seconds, wait_until
from kiosk.stats import figures

IDLE_SHARE = 10.0  # per cent of one core
GROWTH_MB = 8.0
START_SECONDS = 20.0
READ_SECONDS = 10.0
EMPTY_EVERY = 40  # frames with a paper, and as many without, by turns
FPS = 15


@dataclass(frozen=True, slots=True)
class CameraSizes:
    """How much is measured."""

    idle_seconds: float = 20.0
    sheets: int = 20
    frames: int = 20_000


QUICK_CAMERA = CameraSizes(6.0, 4, 600)


def camera_rows(sizes: CameraSizes, tick: Callable[[int], None]) -> Iterator[BenchRow]:
    """All figures of a camera; ``tick`` hears of each frame of the last one."""
    with CameraTwin("bench") as twin, _running(twin) as camera:
        yield _idle(camera.pid, sizes.idle_seconds)
        took = figures([camera.read_seconds(number) for number in range(sizes.sheets)])
        note = f"{sizes.sheets} sheets held before a virtual camera"
        yield ms("paper_shown_to_read_p50", took.p50)
        yield BenchRow("paper_shown_to_read_p95", took.p95 * 1000, "ms", note=note)
        yield BenchRow("camera_memory", memory_mb(camera.pid), "MB")
    growth = watcher_growth(sizes.frames, tick)
    note = f"over {sizes.frames} frames"
    yield BenchRow("camera_memory_growth", growth, "MB", GROWTH_MB, note=note)


@dataclass(slots=True)
class BenchCamera:
    """A running camera and its virtual one."""

    twin: CameraTwin
    pid: int
    heard: "queue.SimpleQueue[DriverEvent]" = field(default_factory=queue.SimpleQueue)

    def read_seconds(self, number: int) -> float:
        """From the first frame of a new sheet to its `PaperRead`.

        Raises:
            BenchFailed: it is not read.
        """
        draw = np.random.default_rng(number)
        self.twin.show(Sheet.of(bench_pass().text), held(draw))
        read_at = self._heard(lambda event: isinstance(event, PaperRead))
        seconds = read_at - self.twin.ends[-1]
        self.twin.take_away()
        self._heard(_is_gone)
        # A camera that nobody holds anything before looks less often.
        time.sleep(2 + draw.uniform(0, 0.2))
        return seconds

    def _heard(self, wanted: Callable[[DriverEvent], bool]) -> float:
        """When the event that is waited for comes."""
        end = time.monotonic() + READ_SECONDS
        with contextlib.suppress(queue.Empty):
            while not wanted(self.heard.get(timeout=max(0, end - time.monotonic()))):
                pass
            return time.monotonic()
        raise BenchFailed("a sheet before the virtual camera was not read or not gone")


@contextlib.contextmanager
def _running(twin: CameraTwin) -> Iterator[BenchCamera]:
    events: queue.SimpleQueue[DriverEvent] = queue.SimpleQueue()
    camera = PaperCamera("bench-camera", CameraSettings(twin.source), events.put)
    supervisor = Supervisor(camera, events.put)
    supervisor.start()
    try:
        wait_until(lambda: supervisor.state.well, "the camera", START_SECONDS)
        yield BenchCamera(twin, camera.pid, events)
    finally:
        supervisor.stop()


def _idle(pid: int, seconds: float) -> BenchRow:
    time.sleep(2)  # the first pictures are a movement
    used = processor_seconds(pid)
    time.sleep(seconds)
    share = 100 * (processor_seconds(pid) - used) / seconds
    note = "its own process, 1280x720, 15 frames a second"
    return BenchRow("idle_camera_processor", share, "%", IDLE_SHARE, note=note)


def _is_gone(event: DriverEvent) -> bool:
    return isinstance(event, PaperSignal) and event.sign is PaperSign.GONE


def watcher_growth(frames: int, tick: Callable[[int], None]) -> float:
    """Megabytes that looking at frames has gained from the warm-up to the last."""
    draw, text = np.random.default_rng(7), bench_pass().text
    empty = [render(None, rng=draw) for _ in range(POSES)]
    sheets = [render(Sheet.of(text), held(draw), rng=draw) for _ in range(POSES)]
    watcher, begun = Watcher(lambda message: None, live=True), time.monotonic()
    before = memory_mb(os.getpid())
    with one_thread():
        for number in range(frames):
            if number == min(WARM, frames // 2):
                before = memory_mb(os.getpid())
            views = sheets if number // EMPTY_EVERY % 2 else empty
            watcher.look(views[number % POSES], begun + number / FPS)
            tick(number)
    watcher.stop()
    return memory_mb(os.getpid()) - before
