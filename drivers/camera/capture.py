"""Takes every frame as it comes, so that the newest one is never an old one."""

import threading
import time
from collections.abc import Callable

from drivers.camera.sources import Frames, NoPicture
from drivers.camera.watcher import Watcher
from drivers.codes.zxing import Grey

BEAT_SECONDS = 0.5
IDLE_FPS = 5  # looked at while nothing moves
STALE_SECONDS = 0.5
MOST_BROKEN = 30  # frames in a row that cannot be decoded


class Newest:
    """The newest frame, taken by one thread and looked at by another."""

    def __init__(self) -> None:
        self._frame: tuple[Grey, float] | None = None
        self._ready = threading.Condition()
        self.awake = True

    def put(self, frame: Grey, at: float) -> None:
        """A new frame; one that nobody looked at is dropped."""
        with self._ready:
            self._frame = frame, at
            self._ready.notify()

    def each(self, watcher: Watcher) -> None:
        """Let ``watcher`` look at frame after frame, for ever."""
        while True:
            with self._ready:
                self._ready.wait_for(lambda: self._frame is not None)
                taken, self._frame = self._frame, None
            if taken is not None and time.monotonic() - taken[1] < STALE_SECONDS:
                self.awake = watcher.look(*taken)


def capture(frames: Frames, newest: Newest, fps: int, beat: Callable[[], None]) -> None:
    """Grab frames until there are no more; decode as many as are looked at.

    Raises:
        NoPicture: they ended, or only broken ones come.

    """
    looked_at, beaten_at, broken = 0.0, 0.0, 0
    while frames.grab():
        at = time.monotonic()
        if at - beaten_at >= BEAT_SECONDS:
            beat()
            beaten_at = at
        step = 0.9 / (fps if newest.awake else min(fps, IDLE_FPS))
        if at - looked_at < step:
            continue
        frame = frames.retrieve()
        broken = 0 if frame is not None else broken + 1
        if broken >= MOST_BROKEN:
            raise NoPicture("only broken pictures come")
        if frame is not None:
            newest.put(frame, at)
            looked_at = at
    raise NoPicture("no more pictures")
