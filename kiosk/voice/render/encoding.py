"""Clips as Opus in OGG (RFC 7845), by libsndfile."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kiosk.voice.render.chain import RATE
from kiosk.voice.render.materials import module

LEVEL = 0.9  # of libsndfile's compression: about 31 kbit/s


def write_ogg(file: Path, samples: NDArray[np.float32]) -> None:
    """Write mono samples at 24 kHz."""
    file.parent.mkdir(parents=True, exist_ok=True)
    module("soundfile").write(
        file, samples, RATE, format="OGG", subtype="OPUS", compression_level=LEVEL
    )
