"""An image as the ladder takes it, and its renditions for the decoders."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.codes.interest import Box, region
from drivers.codes.zxing import Grey

Colour = NDArray[np.uint8]

LARGEST_RENDITION = 24_000_000  # pixels: what a decoder gets at most
LONGEST_SIDE = 32_000  # OpenCV counts some sides in 16 bits
WHITE = 255


@dataclass(frozen=True, slots=True)
class Rendition:
    """A grey image, and how its pixels lie in the picture it was made of."""

    grey: Grey
    scale: float = 1.0
    offset: tuple[int, int] = (0, 0)

    def place(self, x: float, y: float) -> tuple[int, int]:
        """A point of the rendition in pixels of the picture."""
        return (
            round(x / self.scale) + self.offset[0],
            round(y / self.scale) + self.offset[1],
        )


@dataclass(frozen=True)
class Picture:
    """One image: grey, in colour where that is at hand, and its neighbours.

    ``earlier`` are grey images of the same size taken just before.
    """

    grey: Grey = field(repr=False)
    colour: Colour | None = field(default=None, repr=False)
    earlier: tuple[Grey, ...] = field(default=(), repr=False)

    @cached_property
    def region(self) -> Box | None:
        """Where something code-like is."""
        return region(self.grey)

    @cached_property
    def whole(self) -> Rendition:
        """The grey image as it is."""
        return Rendition(self.grey)

    @cached_property
    def part(self) -> Rendition | None:
        """The code-like region, cut out."""
        if self.region is None:
            return None
        left, top, right, bottom = self.region
        return Rendition(self.grey[top:bottom, left:right], offset=(left, top))


def picture(image: Any, colour: Any = None) -> Picture | None:
    """Anything that a camera may hand over as a picture.

    Args:
        image: uint8, grey (h, w) or (h, w, 1), BGR (h, w, 3) or BGRA (h, w, 4),
            which is laid on white.
        colour: the same image in BGR where ``image`` is grey.

    Returns:
        ``None`` for what is no such image or has no pixel.
    """
    plain = _checked(image)
    if plain is None:
        return None
    if plain.ndim == 2:
        return Picture(plain, _matching(_checked(colour), plain))
    return Picture(cv2.cvtColor(plain, cv2.COLOR_BGR2GRAY).astype(np.uint8), plain)


def _checked(image: Any) -> NDArray[np.uint8] | None:
    if not isinstance(image, np.ndarray) or image.dtype != np.uint8 or not image.size:
        return None
    if image.ndim == 3 and image.shape[2] == 1:
        image = image[:, :, 0]
    if image.ndim == 3 and image.shape[2] == 4:
        return on_white(image)
    if image.ndim == 2 or (image.ndim == 3 and image.shape[2] == 3):
        return np.ascontiguousarray(image)
    return None


def _matching(colour: NDArray[np.uint8] | None, grey: Grey) -> Colour | None:
    if colour is None or colour.ndim != 3 or colour.shape[:2] != grey.shape:
        return None
    return colour


def on_white(image: NDArray[np.uint8]) -> Colour:
    """A BGRA image laid on white paper."""
    alpha = image[:, :, 3:].astype(np.uint16)
    laid = image[:, :, :3] * alpha + WHITE * (255 - alpha)
    return (laid // 255).astype(np.uint8)


def scaled(rendition: Rendition | None, times: float) -> Rendition | None:
    """A rendition enlarged (cubic); ``None`` where it would grow too large."""
    if rendition is None:
        return None
    height, width = rendition.grey.shape
    size = (max(1, round(width * times)), max(1, round(height * times)))
    if size[0] * size[1] > LARGEST_RENDITION or max(size) > LONGEST_SIDE:
        return None
    large = cv2.resize(rendition.grey, size, interpolation=cv2.INTER_CUBIC)
    return Rendition(
        large.astype(np.uint8, copy=False),
        rendition.scale * times,
        rendition.offset,
    )


def changed(rendition: Rendition | None, grey: Any) -> Rendition | None:
    """The same place with other pixels."""
    if rendition is None or grey is None:
        return None
    plain = np.asarray(grey, dtype=np.uint8)
    return Rendition(plain, rendition.scale, rendition.offset)
