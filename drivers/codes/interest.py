"""Where something code-like is in an image, and how large its modules are.

Codes change between dark and light in both directions at once; the edge of a
table, stripes and lines of a form do so in one. The least of the two gradient
energies is therefore high on codes, less so on print, and near nothing elsewhere.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.codes.zxing import Grey

Box = tuple[int, int, int, int]  # left, top, right, bottom

CELL = 8  # pixels of one cell of the energy map
SPREAD = 5  # cells over which the energy is averaged
SHARE = 0.4  # of the highest energy: still the same code
MARGIN = 3  # cells of quiet zone around it
FAINTEST = 3.0  # energy below which there is nothing at all
CODE_LIKE = 8.0  # energy of print and codes; an empty scene stays below


@dataclass(frozen=True, slots=True)
class Interest:
    """The place of an image that most resembles a code.

    Attributes:
        box: left, top, right, bottom in pixels.
        energy: mean change of brightness per pixel, the weaker direction; an
            empty scene has less than `CODE_LIKE`.
        module: estimated pixels per module, the mean run of one brightness
            being two modules; too large where the image is blurred.

    """

    box: Box
    energy: float
    module: float

    @property
    def code_like(self) -> bool:
        """Whether there is more than an empty scene."""
        return self.energy >= CODE_LIKE


def interest(grey: Grey) -> Interest | None:
    """The most code-like place; ``None`` where the image is even or tiny."""
    energy = _energy(grey)
    if energy is None or (highest := float(energy.max())) < FAINTEST:
        return None
    box = _box_of_peak(energy, highest, grey.shape)
    left, top, right, bottom = box
    return Interest(box, highest, _module(grey[top:bottom, left:right]))


def region(grey: Grey) -> Box | None:
    """The box of `interest` alone."""
    energy = _energy(grey)
    if energy is None or (highest := float(energy.max())) < FAINTEST:
        return None
    return _box_of_peak(energy, highest, grey.shape)


def _energy(grey: Grey) -> cv2.typing.MatLike | None:
    height, width = grey.shape
    if min(height, width) < 3 * CELL:
        return None
    cells = (width // CELL, height // CELL)
    across = cv2.absdiff(grey[:-1, 1:], grey[:-1, :-1])
    down = cv2.absdiff(grey[1:, :-1], grey[:-1, :-1])
    least = np.minimum(
        cv2.resize(across, cells, interpolation=cv2.INTER_AREA),
        cv2.resize(down, cells, interpolation=cv2.INTER_AREA),
    )
    return cv2.blur(least.astype(np.float32), (SPREAD, SPREAD))


def _box_of_peak(
    energy: cv2.typing.MatLike, highest: float, shape: tuple[int, ...]
) -> Box:
    mask = (energy > SHARE * highest).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    row, column = np.unravel_index(int(energy.argmax()), energy.shape)
    x, y, across, down, _ = (int(n) for n in stats[labels[row, column]])
    return (
        max(0, (x - MARGIN) * CELL),
        max(0, (y - MARGIN) * CELL),
        min(shape[1], (x + across + MARGIN) * CELL),
        min(shape[0], (y + down + MARGIN) * CELL),
    )


def _module(crop: Grey) -> float:
    """Half the mean run of dark or light along the rows that change most."""
    _, dark = cv2.threshold(crop, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    changes = np.count_nonzero(np.diff(dark.astype(np.int8), axis=1), axis=1)
    spans = _spans(dark)
    busy = changes >= max(2, int(np.percentile(changes, 60)))
    if not busy.any():
        return 0.0
    return float(np.median(spans[busy] / changes[busy]) / 2)


def _spans(dark: cv2.typing.MatLike) -> NDArray[np.float64]:
    """Pixels between the first and the last change of each row."""
    edges = np.diff(dark.astype(np.int8), axis=1) != 0
    first = edges.argmax(axis=1)
    last = edges.shape[1] - 1 - edges[:, ::-1].argmax(axis=1)
    return np.asarray(last - first, dtype=np.float64)
