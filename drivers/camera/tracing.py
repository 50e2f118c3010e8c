"""One outline after the other: without jitter, told again, ended with the paper.

The time is given from outside.
"""

from dataclasses import dataclass

from drivers.camera.wire import Outline, Points

STEP_SECONDS = 1 / 6  # between two looks, and so between two outlines
AGAIN_SECONDS = 0.5  # an outline that stays is told again: the old one fades
HELD_SECONDS = 0.6  # not each frame shows it
JITTER = 0.015  # of the frame: less is no movement
FOLLOW = 0.3  # of it is followed


@dataclass(slots=True)
class Tracing:
    """The outline that was told last, and what is told next."""

    points: Points = ()
    good: bool = False
    _told: Outline | None = None
    _found_at: float = float("-inf")

    def take(self, found: Points, good: bool, at: float) -> Outline | None:
        """Take what a frame shows, empty for nothing; what is to be told now."""
        if found:
            self._found_at = at
            self.points, self.good = steadied(self.points, found), good
        elif at - self._found_at > HELD_SECONDS:
            return self.end(at)
        if not self.points or self._is_known(at):
            return None
        self._told = Outline(at, self.points, self.good)
        return self._told

    def end(self, at: float) -> Outline | None:
        """It is gone; what is to be told, if anything was told before."""
        told, self._told = self._told, None
        self.points, self.good = (), False
        return None if told is None else Outline(at)

    def _is_known(self, at: float) -> bool:
        told = self._told
        if told is None or at - told.at >= AGAIN_SECONDS:
            return False
        return (told.points, told.good) == (self.points, self.good)


def steadied(old: Points, new: Points) -> Points:
    """The new outline, without the trembling of its points from frame to frame."""
    if not old or any(
        abs(a - b) > JITTER for a, b in zip(_bounds(old), _bounds(new), strict=True)
    ):
        return new
    if len(old) != len(new):
        return old
    pairs = zip(old, new, strict=True)
    if any(abs(x - u) + abs(y - v) > 4 * JITTER for (x, y), (u, v) in pairs):
        return new
    return tuple(
        (_between(x, u), _between(y, v))
        for (x, y), (u, v) in zip(old, new, strict=True)
    )


def _bounds(points: Points) -> tuple[float, float, float, float]:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _between(old: float, new: float) -> float:
    return round(old + FOLLOW * (new - old), 3)
