"""Image files as arrays for the ladder: PNG, JPEG, WebP, TIFF, BMP, GIF and more.

Whoever made the file may be hostile or careless: the number of pixels is known
from the header and limited before anything is unpacked.
"""

import struct
import warnings
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from drivers.errors import DriverError

MOST_PIXELS = 64_000_000  # above any telephone's camera
BROKEN = (SyntaxError, ValueError, EOFError, struct.error, MemoryError, OverflowError)


class NotAPhotograph(DriverError, ValueError):
    """The file is missing, no image, broken or too large; the text says which."""


def photograph(path: Path) -> NDArray[np.uint8]:
    """One image file in uint8: grey (h, w) or BGR (h, w, 3).

    It stands upright, transparency lies on white, deeper samples keep their
    upper eight bits, and of several pictures the first is taken.

    Raises:
        NotAPhotograph: nothing could be made of it.
    """
    try:
        with warnings.catch_warnings():
            # A doubtful tag or a large header is no reason to write to the console.
            warnings.simplefilter("ignore")
            return _decoded(path)
    except NotAPhotograph:
        raise
    except UnidentifiedImageError as error:
        raise NotAPhotograph("不是图片 not an image") from error
    except Image.DecompressionBombError as error:
        raise NotAPhotograph(_too_large()) from error
    except OSError as error:
        reason = error.strerror or "图片已损坏 the image is broken"
        raise NotAPhotograph(reason) from error
    except BROKEN as error:
        raise NotAPhotograph("图片已损坏 the image is broken") from error


def _decoded(path: Path) -> NDArray[np.uint8]:
    # WeasyPrint switches this on for the whole process: half a picture is no picture.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with Image.open(path) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise NotAPhotograph(_too_large())
        image = ImageOps.exif_transpose(opened)
        if image.mode in ("1", "L"):
            return np.asarray(image.convert("L"))
        if image.mode.startswith(("I", "F")):
            return _eight_bits(np.asarray(image), image.mode)
        if image.has_transparency_data:
            clear = image.convert("RGBA")
            paper = Image.new("RGBA", clear.size, "white")
            image = Image.alpha_composite(paper, clear)
        return np.ascontiguousarray(np.asarray(image.convert("RGB"))[:, :, ::-1])


def _eight_bits(samples: NDArray[np.generic], mode: str) -> NDArray[np.uint8]:
    """16-bit samples by their upper byte, others spread over their own range."""
    if mode.startswith("I;16"):
        return (samples.astype(np.uint16) >> 8).astype(np.uint8)
    values = np.nan_to_num(samples.astype(np.float64), posinf=0.0, neginf=0.0)
    lowest, span = values.min(), values.max() - values.min()
    spread = (values - lowest) * (255 / (span or 1.0))
    return np.asarray(spread, dtype=np.uint8)


def _too_large() -> str:
    millions = MOST_PIXELS // 1_000_000
    return f"图片太大 the image has more than {millions} million pixels"
