"""When to ask for the other side of a sheet; the time is given from outside.

Two requests for one showing, then silence: this alone calls nobody. The silence
ends the showing for whoever heard of it, so that no lane waits for a sheet that
nobody turns.
"""

from dataclasses import dataclass

from drivers.camera.guidance import GONE_SECONDS
from drivers.camera.wire import Points
from drivers.protocols import PaperSign

STILL_SECONDS = 1.5
STILL = 0.02  # of the frame: hands tremble
GAP_SECONDS = 0.5  # not each frame shows it
AGAIN_SECONDS = 4.0  # between the two requests, and until the silence, at least
MOST_REQUESTS = 2


@dataclass(slots=True)
class Turning:
    """One blank sheet after the other."""

    _anchor: Points = ()
    _still_since: float = 0.0
    _seen_at: float = float("-inf")
    _told_at: float = 0.0
    _requests: int = 0
    _over: bool = False

    @property
    def pending(self) -> bool:
        """Whether a blank sheet is, or may be, before the camera."""
        return bool(self._anchor) and not self._over

    @property
    def told(self) -> bool:
        """Whether somebody was asked to turn it, and it is not over."""
        return self._requests > 0 and not self._over

    def look(self, points: Points, at: float) -> PaperSign | None:
        """Take the corners of a blank sheet, empty for none; the sign to be given."""
        if points:
            self._see(points, at)
        elif at - self._seen_at > GONE_SECONDS:
            return self._end()
        if self.told and self._is_enough(at):
            self._over = True
            return PaperSign.GONE
        still = bool(points) and at - self._still_since >= STILL_SECONDS
        if self._over or not still:
            return None
        if self._requests and at - self._told_at < AGAIN_SECONDS:
            return None
        self._requests, self._told_at = self._requests + 1, at
        return PaperSign.TURN

    def forget(self) -> None:
        """The sheet was turned: what follows is about its code."""
        self._end()

    def _is_enough(self, at: float) -> bool:
        """Whether nothing came of the requests, in time."""
        left = MOST_REQUESTS - self._requests + 1
        return at - self._told_at >= left * AGAIN_SECONDS

    def _see(self, points: Points, at: float) -> None:
        moved = not self._anchor or at - self._seen_at > GAP_SECONDS
        if moved or _distance(self._anchor, points) > STILL:
            self._anchor, self._still_since = points, at
        self._seen_at = at

    def _end(self) -> PaperSign | None:
        told = self.told
        self._anchor, self._requests, self._over = (), 0, False
        return PaperSign.GONE if told else None


def _distance(one: Points, other: Points) -> float:
    """How far the corners of two sheets are apart, at most."""
    pairs = zip(one, other, strict=True)
    return max(max(abs(x - u), abs(y - v)) for (x, y), (u, v) in pairs)
