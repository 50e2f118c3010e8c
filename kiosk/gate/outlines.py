"""A camera's outline of a sheet on its way to live.db.

The camera's thread only puts it down; the process's main thread writes the newest
of each lane. One that is overtaken is never written, and one that nobody renews is
wiped: a camera that is lost in the middle of a paper leaves nothing behind.
"""

import threading
import time
from collections.abc import Callable

import structlog

from drivers.protocols import PaperOutline
from kiosk.live import Live
from kiosk.live.outlines import OutlineTable, OutlineView
from kiosk.live.store import LIVE_ERRORS, now_ms

log = structlog.get_logger()
STEP_SECONDS = 0.15  # whatever a camera says, no lane is written more often
STALE_SECONDS = 1.5  # a camera renews what stays every half second
RETRY_SECONDS = 0.5


class Outlines:
    """Takes outlines from any thread; `publish` belongs to one thread alone.

    Args:
        live: where they are written.
        clock: monotonic seconds.

    """

    def __init__(self, live: Live, clock: Callable[[], float] = time.monotonic) -> None:
        self._table, self._clock = OutlineTable(live), clock
        self._lock = threading.Lock()
        self._noted: dict[str, PaperOutline] = {}
        self._shown: dict[str, float] = {}  # lanes that show one: since when
        self._written: dict[str, float] = {}
        self._wait_until = 0.0

    def note(self, lane: str, outline: PaperOutline) -> bool:
        """Put an outline down, from any thread; whether none waited there before."""
        with self._lock:
            first = lane not in self._noted
            self._noted[lane] = outline
        return first

    def publish(self) -> None:
        """Write what is new and due, and wipe what is stale; raises nothing."""
        now = self._clock()
        if now < self._wait_until or not (self._noted or self._shown):
            return
        try:
            for lane, outline in self._due(now):
                self._show(lane, outline, now)
            self._wipe(now)
        except LIVE_ERRORS as error:
            self._wait_until = now + RETRY_SECONDS
            log.error("not_shown", table="outlines", error=type(error).__name__)

    def _due(self, now: float) -> list[tuple[str, PaperOutline]]:
        """What is to be written now, taken out of what was noted."""
        with self._lock:
            due = [
                (lane, outline)
                for lane, outline in self._noted.items()
                if not outline.points
                or now - self._written.get(lane, 0.0) >= STEP_SECONDS
            ]
            for lane, _ in due:
                del self._noted[lane]
        return due

    def _show(self, lane: str, outline: PaperOutline, now: float) -> None:
        late_ms = max(0, int((now - outline.at) * 1000))
        view = OutlineView(
            lane,
            now_ms() - late_ms,
            outline.points,
            outline.good,
            outline.module_px,
        )
        self._table.show(view)
        self._written[lane] = now
        if outline.points:
            self._shown[lane] = now
        else:
            self._shown.pop(lane, None)

    def _wipe(self, now: float) -> None:
        for lane, since in list(self._shown.items()):
            if now - since > STALE_SECONDS:
                self._show(lane, PaperOutline("", (), now), now)
