"""Does things later, in one thread."""

import heapq
import threading
import time
from collections.abc import Callable
from itertools import count


class Clockwork:
    """Runs actions at their time; those still to come at `stop` are forgotten."""

    def __init__(self, name: str) -> None:
        self._changed = threading.Condition()
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = count()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin to run actions."""
        self._thread.start()

    def later(self, seconds: float, action: Callable[[], None]) -> None:
        """Run ``action`` after ``seconds``."""
        with self._changed:
            entry = (time.monotonic() + seconds, next(self._numbers), action)
            heapq.heappush(self._due, entry)
            self._changed.notify()

    def stop(self) -> None:
        """End the thread; may be called twice and before `start`."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        while True:
            action = self._next_action()
            if action is None:
                return
            action()

    def _next_action(self) -> Callable[[], None] | None:
        with self._changed:
            while not self._stopping:
                wait = self._due[0][0] - time.monotonic() if self._due else None
                if wait is not None and wait <= 0:
                    return heapq.heappop(self._due)[2]
                self._changed.wait(wait)
        return None
