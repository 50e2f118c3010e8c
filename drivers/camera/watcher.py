"""What the newest frame shows: reads, signs, faults, as messages.

One thread calls `Watcher.look` with every frame that is worth a look; a second
one, within, tries the dear rungs of the ladder on frames that were not read.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import cv2
import numpy as np

from drivers.camera.glimpses import glimpse
from drivers.camera.guidance import Glimpse, Guidance
from drivers.camera.hard_reader import HardReader
from drivers.camera.sheets import Look, Sheets
from drivers.camera.showing import Showing
from drivers.camera.sight import Sight
from drivers.camera.wire import Message, Read, Sign
from drivers.codes import ChangeGate, Ladder, Movement
from drivers.codes.zxing import Grey
from drivers.protocols import Code

IDLE_LOOKS = 3  # without movement, every third frame is read
UNLIKELY_SECONDS = 0.7  # between dear looks at what is not like a code
START_SECONDS = 2.0  # a paper that was there before us moves nothing
FRESH_SECONDS = 1.0  # an older frame may show somebody who has left

Say = Callable[[Message], None]


class Watcher:
    """Looks at the frames of one camera.

    Args:
        say: takes every message, from two threads but one at a time.
        live: whether equal frames are a fault.
        ladder: reads codes.

    """

    def __init__(self, say: Say, live: bool, ladder: Ladder | None = None) -> None:
        self._say = say
        self._ladder = ladder or Ladder()
        self._gate, self._sight = ChangeGate(), Sight(live)
        self._showing, self._guidance, self._sheets = Showing(), Guidance(), Sheets()
        self._lock = threading.Lock()  # of these, and of the order of messages
        self._number, self._offered_at = 0, float("-inf")
        self._began: float | None = None
        self._hard = HardReader(self._ladder, self._believe)
        self.fault = ""

    def stop(self) -> None:
        """End the second thread."""
        self._hard.stop()

    @property
    def busy_since(self) -> float | None:
        """When the second thread began with its present frame."""
        return self._hard.busy_since

    def look(self, frame: Grey, at: float) -> bool:
        """Take one frame, BGR; whether every frame is worth a look now."""
        grey = np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), np.uint8)
        self.fault = self._sight.look(grey, at)
        self._number += 1
        movement = self._moved(grey, at)
        due = movement.open or self._busy() or self._number % IDLE_LOOKS == 0
        codes, seen = self._read(grey, frame, movement, at) if due else ((), None)
        self._tick(seen, at)
        self._outline(Look(grey, frame, at, codes, seen), movement)
        return movement.open or self._busy()

    def _moved(self, grey: Grey, at: float) -> Movement:
        self._began = at if self._began is None else self._began
        movement = self._gate.look(grey, at)
        beginning = at - self._began < START_SECONDS
        return Movement(movement.share, movement.open or beginning)

    @property
    def _believable(self) -> bool:
        return not self.fault and (self._sight.fresh or not self._sight.live)

    def _busy(self) -> bool:
        with self._lock:
            return self._guidance.sees or self._sheets.busy

    def _read(
        self, grey: Grey, frame: Grey, movement: Movement, at: float
    ) -> tuple[Sequence[Code], Glimpse | None]:
        """The codes of a frame; what it shows when it was not read."""
        if not self._believable:
            return (), None
        codes = self._ladder.quick(grey)
        if codes:
            self._believe(codes, at)
            return codes, None
        seen = glimpse(grey, movement.moved)
        if self._worth_more(seen, movement, at):
            self._hard.offer(grey, frame, at)
            self._offered_at = at
        return (), seen

    def _worth_more(self, seen: Glimpse, movement: Movement, at: float) -> bool:
        """Whether a frame that was not read at once is worth the dear rungs."""
        if not (movement.open or self._busy()):
            return False
        # Bars change in one direction only: a linear code does not look like one.
        return seen.paper or at - self._offered_at >= UNLIKELY_SECONDS

    def _believe(self, codes: Sequence[Code], at: float) -> None:
        if self.fault or time.monotonic() - at > FRESH_SECONDS:
            return
        with self._lock:
            self._guidance.read(at)
            shown = self._showing.read(codes, at)
            if shown is not None:
                self._say(Read(at, shown))

    def _tick(self, seen: Glimpse | None, at: float) -> None:
        with self._lock:
            saw = self._guidance.sees
            sign = self._guidance.look(seen, at)
            self._showing.tick(at, self._guidance.sees)
            gone = saw and not self._guidance.sees
            if sign is not None:
                self._say(Sign(at, sign))
        if gone:
            self._hard.drop()
            self._ladder.forget()

    def _outline(self, look: Look, movement: Movement) -> None:
        with self._lock:
            known = replace(
                look,
                told=self._guidance.told,
                held=self._guidance.sees,
                moved=movement.open,
                believed=self._believable,
            )
            for message in self._sheets.look(known):
                self._say(message)
