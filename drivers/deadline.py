"""Deadlines on the monotonic clock."""

import time


class Deadline:
    """A moment in the future; wall-clock jumps do not move it.

    ``Deadline(None)`` never expires.
    """

    def __init__(self, seconds: float | None) -> None:
        self._at = None if seconds is None else time.monotonic() + seconds

    @property
    def remaining(self) -> float | None:
        """Seconds left, never negative; ``None`` when there is no end."""
        if self._at is None:
            return None
        return max(0.0, self._at - time.monotonic())

    @property
    def expired(self) -> bool:
        """Whether the moment has passed."""
        return self._at is not None and time.monotonic() >= self._at
