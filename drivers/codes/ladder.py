"""The reading ladder: cheap attempts first, dear ones only where those fail."""

import itertools
import threading
import time
from collections import deque
from collections.abc import Sequence
from typing import Any

import cv2

from drivers.codes.agreement import Agreement
from drivers.codes.picture import Picture, Rendition, picture
from drivers.codes.rungs import QUICK, STILL, THOROUGH, Rung
from drivers.codes.zxing import Found, Grey
from drivers.protocols import Code

QUICK_SECONDS = 0.04
THOROUGH_SECONDS = 0.5
STILL_SECONDS = 10.0
REMEMBERED = 4  # frames, of which those that show the same are averaged


class Ladder:
    """Reads codes from camera frames and from photographs.

    Frames are uint8 numpy arrays, grey (h, w) or BGR (h, w, 3); anything else
    holds no code. No method raises on an image. `quick` and `thorough` may be
    called from two threads; a ladder serves one camera.

    Args:
        quick_seconds, thorough_seconds, still_seconds: the budget of one image,
            kept between rungs: a rung that has begun is finished.

    """

    def __init__(
        self,
        *,
        quick_seconds: float = QUICK_SECONDS,
        thorough_seconds: float = THOROUGH_SECONDS,
        still_seconds: float = STILL_SECONDS,
    ) -> None:
        self._quick_seconds = quick_seconds
        self._thorough_seconds = thorough_seconds
        self._still_seconds = still_seconds
        self._lock = threading.Lock()
        self._recent: deque[Grey] = deque(maxlen=REMEMBERED)
        self._agreement = Agreement(strict=True)
        self._frames = itertools.count(1)

    def quick(self, frame: Any) -> tuple[Code, ...]:
        """QR codes of a frame, in a few milliseconds: for every frame."""
        shown = picture(frame)
        if shown is None:
            return ()
        with self._lock:
            self._recent.append(shown.grey)
        return _climb(shown, QUICK, self._quick_seconds, Agreement(strict=True), "")

    def thorough(self, frame: Any, colour: Any = None) -> tuple[Code, ...]:
        """All kinds of codes of a frame that `quick` did not read.

        A Code 128 or PDF417 comes out only when it was read twice alike, by two
        rungs or in two frames.

        Args:
            frame: the frame.
            colour: the same in BGR where ``frame`` is grey.
        """
        with self._lock:
            earlier = tuple(grey for grey in self._recent if grey is not frame)
        shown = picture(frame, colour)
        if shown is None:
            return ()
        shown = Picture(shown.grey, shown.colour, earlier)
        image = str(next(self._frames))
        return _climb(shown, THOROUGH, self._thorough_seconds, self._agreement, image)

    def still(self, image: Any) -> tuple[Code, ...]:
        """All codes of a photograph, at the first rung that finds any."""
        shown = picture(image)
        if shown is None:
            return ()
        return _climb(shown, STILL, self._still_seconds, Agreement(strict=False), "")

    def forget(self) -> None:
        """Drop the remembered frames and doubtful reads: the paper is gone."""
        with self._lock:
            self._recent.clear()
            self._agreement = Agreement(strict=True)


def _climb(
    shown: Picture,
    rungs: Sequence[Rung],
    seconds: float,
    agreement: Agreement,
    image: str,
) -> tuple[Code, ...]:
    until = time.monotonic() + seconds
    for rung in rungs:
        source = rung.opinion or f"{image} {rung.name}"
        codes = agreement.believed(attempt(rung, shown), source)
        if codes:
            return distinct(codes)
        if time.monotonic() >= until:
            break
    return ()


def attempt(rung: Rung, shown: Picture) -> tuple[Code, ...]:
    """What one rung reads in a picture; nothing where a library gives up."""
    try:
        rendition = rung.render(shown)
        if rendition is None:
            return ()
        found = rung.read(rendition.grey)
    except (cv2.error, ValueError):
        return ()
    return tuple(_code(code, rung.name, rendition) for code in found)


def _code(found: Found, rung: str, rendition: Rendition) -> Code:
    corners = tuple(rendition.place(x, y) for x, y in found.corners)
    return Code(found.symbology, found.data, rung, corners, found.modules)


def distinct(codes: Sequence[Code]) -> tuple[Code, ...]:
    """Each code once, in their order."""
    seen = {(code.symbology, code.data): code for code in reversed(codes)}
    return tuple(reversed(seen.values()))
