"""Takes every frame as it comes, so that the newest one is never an old one."""

import threading
import time
from collections.abc import Callable

from drivers.camera.arrivals import Arrivals
from drivers.camera.sources import Frames, NoPicture
from drivers.camera.watcher import Watcher
from drivers.codes.zxing import Grey

BEAT_SECONDS = 0.5
IDLE_FPS = 5  # looked at while nothing moves
STALE_SECONDS = 0.5
MOST_BROKEN = 30  # frames in a row that cannot be decoded
LATE_SECONDS = 3.0  # to catch up after something hung


class Newest:
    """The newest frame, taken by one thread and looked at by another."""

    def __init__(self) -> None:
        self._frame: tuple[Grey, float] | None = None
        self._ready = threading.Condition()
        self.awake = True
        self.busy_since: float | None = None  # when the present look began

    def put(self, frame: Grey, at: float) -> None:
        """A new frame; one that nobody looked at is dropped."""
        with self._ready:
            self._frame = frame, at
            self._ready.notify()

    def each(self, watcher: Watcher) -> None:
        """Let ``watcher`` look at frame after frame, for ever."""
        while True:
            frame, at = self._take()
            now = time.monotonic()
            if now - at < STALE_SECONDS:
                self.busy_since = now
                self.awake = watcher.look(frame, at)
                self.busy_since = None

    def _take(self) -> tuple[Grey, float]:
        with self._ready:
            while self._frame is None:
                self._ready.wait()
            taken, self._frame = self._frame, None
            return taken


class Capture:
    """Grabs frames and decodes as many as are looked at.

    Args:
        frames: where they come from.
        newest: takes those that are looked at.
        fps: how many of them a second while something is going on.

    """

    def __init__(self, frames: Frames, newest: Newest, fps: int) -> None:
        self._frames, self._newest, self._fps = frames, newest, fps
        self._arrivals = Arrivals()
        self._looked_at = self._beaten_at = float("-inf")
        self._broken = 0

    def run(self, beat: Callable[[], None]) -> None:
        """Go on until there are no more; ``beat`` is called twice a second.

        Raises:
            NoPicture: they ended, only broken ones come, or all come too late.

        """
        while self._frames.grab():
            at = time.monotonic()
            if at - self._beaten_at >= BEAT_SECONDS:
                beat()
                self._beaten_at = at
            late = self._late(at)  # of every frame, or its rate is unknown
            if not late and self._due(at):
                self._pass_on(at)
        raise NoPicture("no more pictures")

    def _due(self, at: float) -> bool:
        fps = self._fps if self._newest.awake else min(self._fps, IDLE_FPS)
        # A camera is not as regular as a clock.
        return at - self._looked_at >= 0.9 / fps

    def _late(self, at: float) -> bool:
        late = self._arrivals.late(at) if self._frames.live else 0.0
        if late > LATE_SECONDS:
            raise NoPicture("pictures come too late")
        return late > 0

    def _pass_on(self, at: float) -> None:
        frame = self._frames.retrieve()
        if frame is None:
            self._broken += 1
            if self._broken >= MOST_BROKEN:
                raise NoPicture("only broken pictures come")
            return
        self._broken, self._looked_at = 0, at
        self._newest.put(frame, at)
