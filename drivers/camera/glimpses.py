"""Whether the most code-like place of a frame looks like a code on a paper."""

import numpy as np

from drivers.camera.guidance import Glimpse
from drivers.codes import Interest, interest
from drivers.codes.zxing import Grey

PAPER_ENERGY = 7.0  # a room without papers has less than 6
LEAST_SIDE, MOST_SIDE = 0.06, 0.95  # of the frame's height
MOST_ASPECT = 2.2
BRIGHT = 55  # paper is brighter than clothes, in the same light


def glimpse(grey: Grey, moving: bool) -> Glimpse:
    """What a grey frame shows; ``moving`` is known from the change gate."""
    place = interest(grey)
    if place is None:
        return Glimpse(moving=moving)
    paper = place.energy >= PAPER_ENERGY and _like_a_code(place, grey)
    return Glimpse(place.energy, paper, place.module, moving, place.box)


def _like_a_code(place: Interest, grey: Grey) -> bool:
    """About as wide as high, neither tiny nor everything, on bright ground."""
    left, top, right, bottom = place.box
    wide, high = right - left, bottom - top
    least, most = sorted((wide, high))
    size = LEAST_SIDE * grey.shape[0] <= least <= MOST_SIDE * grey.shape[0]
    crop = grey[top:bottom:4, left:right:4]
    bright = float(np.percentile(crop, 75)) >= BRIGHT
    return size and bright and most <= MOST_ASPECT * least
