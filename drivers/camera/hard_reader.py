"""The dear rungs of the ladder, in a thread of their own."""

import contextlib
import os
import threading
import time
from collections.abc import Callable, Sequence

from drivers.codes import Ladder
from drivers.codes.zxing import Grey
from drivers.protocols import Code

NICENESS = 5  # the gate and the first look at a paper come before it


class HardReader:
    """Always tries the newest of the frames that were not read at once.

    Args:
        ladder: reads codes.
        believe: takes what was read, and when that frame was taken.

    """

    def __init__(
        self, ladder: Ladder, believe: Callable[[Sequence[Code], float], None]
    ) -> None:
        self._ladder, self._believe = ladder, believe
        self._offered: tuple[Grey, Grey, float] | None = None
        self._ready = threading.Condition()
        self._stopping = False
        self.busy_since: float | None = None  # when the present attempt began
        self._thread = threading.Thread(
            target=self._run, name="hard-reader", daemon=True
        )
        self._thread.start()

    def offer(self, grey: Grey, colour: Grey, at: float) -> None:
        """A frame that was not read at once; an older one is dropped."""
        with self._ready:
            self._offered = grey, colour, at
            self._ready.notify()

    def drop(self) -> None:
        """Forget the frame that was offered."""
        with self._ready:
            self._offered = None

    def stop(self) -> None:
        """End the thread and wait for it."""
        with self._ready:
            self._stopping = True
            self._ready.notify()
        self._thread.join()

    def _run(self) -> None:
        with contextlib.suppress(OSError):  # Linux has a priority for each thread
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
        while (taken := self._take()) is not None:
            grey, colour, at = taken
            self.busy_since = time.monotonic()
            codes = self._ladder.thorough(grey, colour)
            self.busy_since = None
            if codes:
                self._believe(codes, at)

    def _take(self) -> tuple[Grey, Grey, float] | None:
        with self._ready:
            self._ready.wait_for(lambda: self._stopping or self._offered is not None)
            taken, self._offered = self._offered, None
            return None if self._stopping else taken
