"""A sheet without anything on it: whoever holds it shows the wrong side.

Everything has to agree, for a request that nobody needs is worse than none: four
straight and sharp edges within the frame, the colour of paper, nothing on it, and
none of it there while nobody was. A shirt has no such edges, a wall was there
before, a door reaches to the floor, and print is no blank sheet.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.camera.outline import DIFFERS, Small, corners_of, fractions
from drivers.camera.posture import is_straight
from drivers.camera.wire import Points
from drivers.codes.zxing import Grey

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]

LEAST_AREA, MOST_AREA = 0.05, 0.7  # of the frame
PAPER = 0.75  # of the paper's brightness: still paper
LEAST_LIGHT = 90  # grey levels
FILLED = 0.95  # of its four corners' area
NEW = 0.85  # of it differs from the empty scene
COLOURLESS = 0.28  # of the brightest channel: even in warm light
EVEN = 9.0  # grey levels between neighbours, where there is no ink
MARGIN = 2  # pixels to the frame's edge
INSET = 4  # pixels from the sheet's edge to where nothing of it is seen
ALONG = np.linspace(0.12, 0.88, 12)  # where an edge is looked at
NEAR_EDGE, FAR_FROM_EDGE = 2.0, 5.0  # pixels on both sides of it
SHARP = 0.6  # of the step lies so near to the edge
STEP = 20.0  # grey levels
CLEAR = 0.7  # of an edge's places that are sharp; a thumb hides some


def blank_sheet(view: Small, colour: Grey) -> Points:
    """The four corners of a blank sheet; empty where there is none.

    Args:
        view: the frame in small, with the empty scene.
        colour: the frame as it is, BGR.

    """
    if view.empty is None:
        return ()
    new = cv2.absdiff(view.grey, view.empty) > DIFFERS
    if np.count_nonzero(new) < LEAST_AREA * new.size:
        return ()
    quad = _quad(view.grey, np.asarray(new, np.uint8))
    if quad is None:
        return ()
    points = fractions(quad, view.grey)
    height, width = view.grey.shape
    straight = is_straight(points, width / height)
    return points if straight and _is_blank(view.grey, new, quad, colour) else ()


def _quad(grey: Grey, new: Grey) -> cv2.typing.MatLike | None:
    """Four corners of the largest bright new piece, if that is all it has."""
    paper = float(np.percentile(grey[new > 0], 85))
    if paper < LEAST_LIGHT:
        return None
    bright = new & (grey > PAPER * paper)
    pieces, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    piece = max(pieces, key=cv2.contourArea, default=None)
    if piece is None or not _is_within(piece, grey):
        return None
    quad = corners_of(piece).reshape(-1, 2)
    area = cv2.contourArea(quad)
    size = LEAST_AREA <= area / grey.size <= MOST_AREA
    if len(quad) != 4 or not size or cv2.contourArea(piece) < FILLED * area:
        return None
    inside = _filled(quad, grey)
    full = np.count_nonzero(bright[inside]) >= FILLED * np.count_nonzero(inside)
    return quad if full else None


def _is_within(piece: cv2.typing.MatLike, grey: Grey) -> bool:
    left, top, wide, high = cv2.boundingRect(piece)
    right, bottom = left + wide, top + high
    height, width = grey.shape
    return bool(min(left, top, width - right, height - bottom) >= MARGIN)


def _is_blank(grey: Grey, new: Mask, quad: cv2.typing.MatLike, colour: Grey) -> bool:
    size = (INSET * 2 + 1, INSET * 2 + 1)
    whole = _filled(quad, grey).astype(np.uint8)
    inner = cv2.erode(whole, np.ones(size, np.uint8)) > 0
    if not inner.any() or np.count_nonzero(new[inner]) < NEW * np.count_nonzero(inner):
        return False
    return (
        _is_even(grey, inner) and _is_colourless(colour, inner) and _is_cut(grey, quad)
    )


def _is_even(grey: Grey, inner: Mask) -> bool:
    smooth = cv2.blur(grey, (2 * INSET + 1, 2 * INSET + 1))
    return bool(np.percentile(cv2.absdiff(grey, smooth)[inner], 99) <= EVEN)


def _is_colourless(colour: Grey, inner: Mask) -> bool:
    size = inner.shape[1], inner.shape[0]
    few = cv2.resize(colour, size, interpolation=cv2.INTER_NEAREST)[inner]
    highest, lowest = few.max(axis=1), few.min(axis=1)
    return bool((highest - lowest).mean() <= COLOURLESS * highest.mean())


def _is_cut(grey: Grey, quad: cv2.typing.MatLike) -> bool:
    """Whether each edge is a sharp step from something darker to the sheet."""
    middle = quad.mean(axis=0)
    edges = zip(quad, np.roll(quad, -1, axis=0), strict=True)
    return all(_is_sharp(grey, start, end, middle) for start, end in edges)


def _is_sharp(
    grey: Grey,
    start: cv2.typing.MatLike,
    end: cv2.typing.MatLike,
    middle: cv2.typing.MatLike,
) -> bool:
    along = np.asarray(end - start, np.float64)
    across = np.array([along[1], -along[0]]) / max(1e-9, float(np.hypot(*along)))
    if float(across @ (middle - start)) < 0:
        across = -across
    places = np.asarray(start + ALONG[:, None] * (end - start), np.float64)
    near = _seen(grey, places, across, NEAR_EDGE)
    far = _seen(grey, places, across, FAR_FROM_EDGE)
    clear = (far >= STEP) & (near >= SHARP * far)
    return bool(clear.mean() >= CLEAR)


def _seen(
    grey: Grey,
    places: Floats,
    across: Floats,
    distance: float,
) -> Floats:
    """How much brighter the sheet is than what is behind it, at each place."""
    inside, outside = places + distance * across, places - distance * across
    return _at(grey, inside) - _at(grey, outside)


def _at(grey: Grey, places: Floats) -> Floats:
    height, width = grey.shape
    xs = np.clip(np.rint(places[:, 0]), 0, width - 1).astype(int)
    ys = np.clip(np.rint(places[:, 1]), 0, height - 1).astype(int)
    return np.asarray(grey[ys, xs], np.float64)


def _filled(quad: cv2.typing.MatLike, grey: Grey) -> Mask:
    mask = np.zeros(grey.shape, np.uint8)
    cv2.fillConvexPoly(mask, np.asarray(np.rint(quad), np.int32), (1,))
    return mask > 0
