"""The change gate: whether something moved before the camera, for next to nothing.

The thorough tiers would take a whole core if they ran on every frame; an empty
scene passes none of them. A paper that is held still moves nothing, so the gate
stays open for a while after the last change.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from drivers.codes.picture import picture
from drivers.codes.zxing import Grey

SMALL = (160, 90)  # pixels: as coarse as a hand is large
CHANGED = 12  # grey levels: more than noise, flicker and a sun behind clouds
MOVED = 0.01  # share of changed pixels that is more than a shadow
OPEN_SECONDS = 2.0
SEED_SECONDS = 0.3  # age of the image compared with: a slow hand moves by then


@dataclass(frozen=True, slots=True)
class Movement:
    """What one frame showed beside one a moment before.

    Attributes:
        share: how much of the image changed, 0 to 1.
        open: whether the thorough tiers are worth their price now.

    """

    share: float
    open: bool

    @property
    def moved(self) -> bool:
        """Whether something moved in this very frame."""
        return self.share > MOVED


class ChangeGate:
    """Compares each frame with one a moment before; serves one camera.

    The image compared with is replaced again and again, whatever it shows, so
    that a lamp that goes out opens the gate once and not for ever.

    Args:
        open_seconds: how long the gate stays open after the last change.

    """

    def __init__(self, open_seconds: float = OPEN_SECONDS) -> None:
        self._open_seconds = open_seconds
        self._seed: Grey | None = None
        self._seeded = float("-inf")
        self._open_until = float("-inf")

    def look(self, frame: Any, now: float) -> Movement:
        """Take one frame, grey or BGR in uint8; anything else has not moved.

        Args:
            frame: the frame.
            now: when it was taken, in monotonic seconds.
        """
        shown = picture(frame)
        share = 0.0 if shown is None else self._share(shown.grey, now)
        if share > MOVED:
            self._open_until = now + self._open_seconds
        return Movement(share, now < self._open_until)

    def _share(self, grey: Grey, now: float) -> float:
        shrunk = cv2.resize(grey, SMALL, interpolation=cv2.INTER_AREA)
        small = np.asarray(shrunk, dtype=np.uint8)
        seed = small if self._seed is None else self._seed
        if now - self._seeded >= SEED_SECONDS:
            self._seed, self._seeded = small, now
        changed = np.count_nonzero(cv2.absdiff(seed, small) > CHANGED)
        return float(changed / small.size)
