"""Images as arrays of bytes."""

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]


def image(pixels: npt.ArrayLike) -> Image:
    """``pixels`` as an image; OpenCV's own type admits any kind of number."""
    return np.asarray(pixels, np.uint8)


def grey_to_bgr(grey: Image) -> Image:
    """The same picture in three equal channels."""
    return image(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR))
