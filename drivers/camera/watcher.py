"""What the newest frame shows: reads, signs, faults, as messages.

One thread calls `Watcher.look` with every frame that is worth a look; a second
one, within, tries the dear rungs of the ladder on frames that were not read.
"""

import threading
import time
from collections.abc import Callable, Sequence

import cv2
import numpy as np

from drivers.camera.guidance import Glimpse, Guidance
from drivers.camera.showing import Showing
from drivers.camera.sight import Sight
from drivers.camera.wire import Message, Read, Sign
from drivers.codes import ChangeGate, Interest, Ladder, interest
from drivers.codes.zxing import Grey
from drivers.protocols import Code

IDLE_LOOKS = 3  # without movement, every third frame is read
FRESH_SECONDS = 1.0  # an older frame may show somebody who has left
PAPER_ENERGY = 7.0  # a room without papers has less than 6
LEAST_SIDE, MOST_SIDE = 0.06, 0.95  # of the frame's height
MOST_ASPECT = 2.2
BRIGHT = 55  # paper is brighter than clothes, in the same light

Say = Callable[[Message], None]


class Watcher:
    """Looks at the frames of one camera.

    Args:
        say: takes every message, from two threads.
        live: whether equal frames are a fault.
        ladder: reads codes.

    """

    def __init__(self, say: Say, live: bool, ladder: Ladder | None = None) -> None:
        self._say = say
        self._ladder = ladder or Ladder()
        self._gate, self._sight = ChangeGate(), Sight(live)
        self._showing, self._guidance = Showing(), Guidance()
        self._lock = threading.Lock()  # of showing and guidance
        self._number = 0
        self._hard = HardReader(self._ladder, self._believe)
        self.fault = ""

    def stop(self) -> None:
        """End the second thread."""
        self._hard.stop()

    @property
    def busy(self) -> bool:
        """Whether every frame is worth a look."""
        return self._guidance.sees or not self._showing.empty

    def look(self, frame: Grey, at: float) -> bool:
        """Take one frame, BGR; whether every frame is worth a look now."""
        grey = np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), np.uint8)
        self.fault = self._sight.look(grey, at)
        self._number += 1
        movement = self._gate.look(grey, at)
        awake = movement.open or self.busy
        stale = self.fault or not (self._sight.fresh or not self._sight.live)
        if stale or not (awake or self._number % IDLE_LOOKS == 0):
            self._tick(Glimpse(), at)
            return awake
        codes = self._ladder.quick(grey)
        if codes:
            self._believe(codes, at)
        glimpse = _glimpse(grey, movement.moved) if awake and not codes else Glimpse()
        if glimpse.paper and not codes:
            self._hard.offer(grey, frame, at)
        self._tick(glimpse, at)
        return awake

    def _believe(self, codes: Sequence[Code], at: float) -> None:
        if time.monotonic() - at > FRESH_SECONDS:
            return
        with self._lock:
            self._guidance.read(at)
            shown = self._showing.read(codes, at)
        if shown is not None:
            self._say(Read(at, shown))

    def _tick(self, glimpse: Glimpse, at: float) -> None:
        with self._lock:
            gone = self._showing.tick(at, glimpse.paper)
            sign = self._guidance.look(glimpse, at)
        if gone:
            self._ladder.forget()
        if sign is not None:
            self._say(Sign(at, sign))


class HardReader:
    """The dear rungs, in a thread of their own, always on the newest frame."""

    def __init__(
        self, ladder: Ladder, believe: Callable[[Sequence[Code], float], None]
    ) -> None:
        self._ladder, self._believe = ladder, believe
        self._offered: tuple[Grey, Grey, float] | None = None
        self._ready = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(
            target=self._run, name="hard-reader", daemon=True
        )
        self._thread.start()

    def offer(self, grey: Grey, colour: Grey, at: float) -> None:
        """A frame that was not read at once; an older one is dropped."""
        with self._ready:
            self._offered = grey, colour, at
            self._ready.notify()

    def stop(self) -> None:
        """End the thread and wait for it."""
        with self._ready:
            self._stopping = True
            self._ready.notify()
        self._thread.join()

    def _run(self) -> None:
        while (taken := self._take()) is not None:
            grey, colour, at = taken
            codes = self._ladder.thorough(grey, colour)
            if codes:
                self._believe(codes, at)

    def _take(self) -> tuple[Grey, Grey, float] | None:
        with self._ready:
            self._ready.wait_for(lambda: self._stopping or self._offered is not None)
            taken, self._offered = self._offered, None
            return None if self._stopping else taken


def _glimpse(grey: Grey, moving: bool) -> Glimpse:
    place = interest(grey)
    if place is None:
        return Glimpse(moving=moving)
    paper = place.energy >= PAPER_ENERGY and _like_a_code(place, grey)
    return Glimpse(place.energy, paper, place.module, moving)


def _like_a_code(place: Interest, grey: Grey) -> bool:
    """About as wide as high, neither tiny nor everything, on bright ground."""
    left, top, right, bottom = place.box
    wide, high = right - left, bottom - top
    least, most = sorted((wide, high))
    size = LEAST_SIDE * grey.shape[0] <= least <= MOST_SIDE * grey.shape[0]
    crop = grey[top:bottom:4, left:right:4]
    bright = float(np.percentile(crop, 75)) >= BRIGHT
    return size and bright and most <= MOST_ASPECT * least
