"""Whether a sheet is held as the reading ladder wants it: place, size and angle."""

import math

from drivers.camera.guidance import SMALL_MODULE
from drivers.camera.wire import Points
from drivers.codes.interest import Box

FLAT = 0.8  # of two opposite edges: the shorter one's part of the longer
SQUARE_DEGREES = 20.0  # that a corner may differ from a right angle


def is_near(module: float) -> bool:
    """Whether a module, in pixels of the frame, is large enough."""
    return module >= SMALL_MODULE


def is_whole(box: Box, shape: tuple[int, ...]) -> bool:
    """Whether a code's place with its quiet zone lies within the frame."""
    left, top, right, bottom = box
    return left > 0 and top > 0 and right < shape[1] and bottom < shape[0]


def is_straight(points: Points, aspect: float) -> bool:
    """Whether an outline is about that of a sheet that faces the camera.

    Args:
        points: of the outline, parts of the frame.
        aspect: the frame's width over its height.

    """
    if len(points) != 4:
        return False
    corners = [(x * aspect, y) for x, y in points]
    edges = [math.dist(corners[n], corners[n - 1]) for n in range(4)]
    flat = all(_share(edges[n], edges[n + 2]) >= FLAT for n in (0, 1))
    return flat and all(_is_square(corners, nth) for nth in range(4))


def _share(one: float, other: float) -> float:
    return min(one, other) / max(one, other, 1e-9)


def _is_square(corners: list[tuple[float, float]], nth: int) -> bool:
    (x, y), before, after = corners[nth], corners[nth - 1], corners[(nth + 1) % 4]
    turn = math.atan2(before[1] - y, before[0] - x) - math.atan2(
        after[1] - y, after[0] - x
    )
    degrees = abs(math.degrees(turn)) % 360
    return abs(min(degrees, 360 - degrees) - 90) <= SQUARE_DEGREES
