"""What is behind a paper: a room with people, signs and clothes, and no code."""

import cv2
import numpy as np

from drivers.twins.pixels import Image, image

SHAPES = 30
STRIPES = 12


def clutter(width: int, height: int, rng: np.random.Generator) -> Image:
    """A frame (height, width, 3) with nothing to read in it."""
    frame = _wall(width, height, rng)
    for _ in range(SHAPES):
        _shape(frame, rng)
    _stripes(frame, rng)
    _sign(frame, rng)
    return image(cv2.GaussianBlur(frame, (0, 0), 1.2))


def _wall(width: int, height: int, rng: np.random.Generator) -> Image:
    few = rng.integers(70, 190, (3, 4, 3)).astype(np.uint8)
    return image(cv2.resize(few, (width, height), interpolation=cv2.INTER_CUBIC))


def _colour(rng: np.random.Generator) -> tuple[int, int, int]:
    blue, green, red = (int(part) for part in rng.integers(20, 235, 3))
    return blue, green, red


def _place(frame: Image, rng: np.random.Generator) -> tuple[int, int]:
    height, width = frame.shape[:2]
    return int(rng.integers(0, width)), int(rng.integers(0, height))


def _shape(frame: Image, rng: np.random.Generator) -> None:
    x, y = _place(frame, rng)
    wide, high = (int(part) for part in rng.integers(10, frame.shape[0] // 4, 2))
    if rng.random() < 0.5:
        cv2.rectangle(frame, (x, y), (x + wide, y + high), _colour(rng), -1)
    else:
        angle = float(rng.uniform(0, 180))
        cv2.ellipse(frame, (x, y), (wide, high), angle, 0, 360, _colour(rng), -1)


def _stripes(frame: Image, rng: np.random.Generator) -> None:
    """A striped shirt."""
    x, y = _place(frame, rng)
    for number in range(STRIPES):
        top = y + 12 * number
        cv2.rectangle(frame, (x, top), (x + 120, top + 6), _colour(rng), -1)


def _sign(frame: Image, rng: np.random.Generator) -> None:
    x, y = _place(frame, rng)
    text, font = "EXIT 2 - WARD B", cv2.FONT_HERSHEY_SIMPLEX
    cv2.putText(frame, text, (x // 2, y), font, 1.1, _colour(rng), 2)
