"""Photographs of papers and of other things, where a machine has them."""

import os
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from drivers.twins.pixels import Image

VECTORS = Path(os.environ.get("CHANGXING_VECTORS", "../shared/data"))
PHOTOGRAPHS = VECTORS / "codes" / "kiosk"
SIZE = 1280, 720
MOST = 20


def photographs(most: int = MOST) -> Iterator[Image]:
    """Some of them, as frames of a camera; those without a code first."""
    files = sorted(PHOTOGRAPHS.glob("nocode/*.jpg")) + sorted(PHOTOGRAPHS.glob("q*/*"))
    for file in files[:most]:
        frame = cv2.imread(str(file))
        if frame is not None:
            yield np.asarray(cv2.resize(frame, SIZE), np.uint8)
