"""The outline of the sheet before the lens, found on a small picture.

A sheet is an even, bright piece of the picture with straight edges that was not
there while nobody was. What is looked for lies where the code is or, while the sheet
moves and no code can be made out, where the sheet was a moment ago.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from drivers.camera.wire import LEAST_POINTS, MOST_POINTS, Points
from drivers.codes.interest import Box
from drivers.codes.zxing import Grey

WIDTH = 320  # pixels of the small picture
LEAST_SIDE = 24  # pixels of a frame in which anything can be made out
DIFFERS = 18  # grey levels from the empty scene: more than light that changes
SHADE = 0.7  # of the paper's brightness: still paper
LEAST_AREA, MOST_AREA = 0.02, 0.9  # of the frame
SOLID = 0.85  # of its convex hull; thumbs lie on it
CORNERED = (0.02, 0.03, 0.045, 0.06)  # of the hull's length: how bent an edge may be
DIGITS = 3


@dataclass(frozen=True, slots=True)
class Small:
    """A frame in small, and the empty scene behind it as far as that is known."""

    grey: Grey
    empty: Grey | None = None


def small(grey: Grey) -> Grey | None:
    """A grey frame, `WIDTH` pixels wide; ``None`` when there is too little of it."""
    height, width = grey.shape
    if min(height, width) < LEAST_SIDE:
        return None
    size = WIDTH, max(LEAST_SIDE, round(WIDTH * height / width))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)


def around_code(view: Small, box: Box) -> Points:
    """The outline of the sheet that has a code in ``box``, at worst that box.

    Args:
        view: the frame.
        box: left, top, right, bottom in pixels of ``view``.

    """
    bright = _bright(view.grey, box)
    if bright is None:
        return ()
    masks = [] if view.empty is None else [bright & _new(view.grey, view.empty)]
    for mask in [*masks, bright]:
        found = _polygon(mask, box)
        if found is not None:
            return fractions(found, view.grey)
    left, top, right, bottom = box
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    return fractions(np.array(corners), view.grey)


def where_it_was(view: Small, last: Points) -> Points:
    """The outline of a sheet that is about where it was; empty when it is not."""
    if view.empty is None or not last:
        return ()
    box = _box_of(last, view.grey)
    bright = _bright(view.grey, box)
    if bright is None:
        return ()
    found = _polygon(bright & _new(view.grey, view.empty), box)
    return () if found is None else fractions(found, view.grey)


def fractions(points: cv2.typing.MatLike, grey: Grey) -> Points:
    """Points in pixels as parts of the frame, clockwise from the upper left."""
    height, width = grey.shape
    scaled = (points.reshape(-1, 2) + 0.5) / (width, height)
    parts = [(float(x), float(y)) for x, y in np.clip(scaled, 0, 1)]
    if _turns_left(parts):
        parts.reverse()
    first = min(range(len(parts)), key=lambda nth: sum(parts[nth]))
    ordered = parts[first:] + parts[:first]
    return tuple((round(x, DIGITS), round(y, DIGITS)) for x, y in ordered)


def corners_of(contour: cv2.typing.MatLike) -> cv2.typing.MatLike:
    """The fewest corners, four to eight, that describe a contour's hull."""
    hull = cv2.convexHull(contour)
    around = cv2.arcLength(hull, closed=True)
    several = [cv2.approxPolyDP(hull, part * around, True) for part in CORNERED]
    good = [one for one in several if LEAST_POINTS <= len(one) <= MOST_POINTS]
    if good:
        return min(good, key=len)
    return np.asarray(cv2.boxPoints(cv2.minAreaRect(hull)), np.float32)


def _bright(grey: Grey, box: Box) -> Grey | None:
    """What is as bright as the paper around a code, as a mask of 0 and 1."""
    left, top, right, bottom = box
    crop = grey[top:bottom, left:right]
    if not crop.size:
        return None
    paper = float(np.percentile(crop, 90))
    return (grey > SHADE * paper).astype(np.uint8)


def _new(grey: Grey, empty: Grey) -> Grey:
    return (cv2.absdiff(grey, empty) > DIFFERS).astype(np.uint8)


def _polygon(mask: Grey, box: Box) -> cv2.typing.MatLike | None:
    """The corners of the solid piece of a mask that holds the middle of a box."""
    # Codes and lines of text are holes, and may open to the edge of the sheet.
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    pieces, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for piece in pieces:
        if cv2.pointPolygonTest(piece, middle, measureDist=False) >= 0:
            return corners_of(piece) if _is_sheet(piece, mask, box) else None
    return None


def _is_sheet(piece: cv2.typing.MatLike, mask: Grey, box: Box) -> bool:
    area = cv2.contourArea(piece)
    hull = cv2.contourArea(cv2.convexHull(piece))
    code = (box[2] - box[0]) * (box[3] - box[1])
    size = LEAST_AREA <= area / mask.size <= MOST_AREA
    return size and area >= SOLID * hull and area >= code / 2


def _box_of(points: Points, grey: Grey) -> Box:
    height, width = grey.shape
    xs, ys = zip(*points, strict=True)
    left, right = int(min(xs) * width), int(max(xs) * width)
    top, bottom = int(min(ys) * height), int(max(ys) * height)
    return left, top, max(left + 1, right), max(top + 1, bottom)


def _turns_left(parts: list[tuple[float, float]]) -> bool:
    following = parts[1:] + parts[:1]
    pairs = zip(parts, following, strict=True)
    return sum(x * below - right * y for (x, y), (right, below) in pairs) < 0
