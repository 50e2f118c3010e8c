"""Which frames are of now, and which waited in a buffer while something hung.

A line or a process that hangs and goes on delivers in a burst what it held back:
pictures of visitors who have left. Nothing in a stream says how old a picture is,
but a burst comes faster than a camera takes pictures.
"""

from dataclasses import dataclass

HANG_SECONDS = 1.0  # without a frame: what comes next may be old
FASTEST = 1 / 60  # seconds between frames before the camera's rate is known
BURST = 0.5  # of the usual time between two frames
LEARNING = 0.1
CATCHING_UP = 0.3  # one hiccup within a burst does not end it


@dataclass(slots=True)
class Arrivals:
    """Judges each frame by when it came; the time is given from outside."""

    _usual: float = FASTEST
    _recent: float = 0.0  # time between two frames since the hang
    _last: float | None = None
    _late_since: float | None = None

    def late(self, at: float) -> float:
        """Take a frame's time; 0, or for how long only late frames have come."""
        step = float("inf") if self._last is None else at - self._last
        self._last = at
        if step > HANG_SECONDS:
            self._late_since = at if self._late_since is None else self._late_since
            self._recent = 0.0
        elif self._late_since is None:
            self._usual += LEARNING * (step - self._usual)
        else:
            self._catch_up(step)
        if self._late_since is None:
            return 0.0
        return max(at - self._late_since, FASTEST)

    def _catch_up(self, step: float) -> None:
        self._recent += CATCHING_UP * (min(step, self._usual) - self._recent)
        if self._recent >= BURST * self._usual:
            self._late_since = None
