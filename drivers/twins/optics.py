"""Light on a sheet, and what lens, sensor and compression make of a view."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from drivers.twins.pixels import Image, image

GLARE_SIZE = 0.35  # radius of a reflection over the sheet's shorter side
GLARE_REACH = 0.5  # how far from the code's centre it may fall
SMALL = 64  # a smooth field of light is made this coarse


@dataclass(frozen=True, slots=True)
class Light:
    """How light falls on a sheet; both 0 to 1."""

    uneven: float
    glare: float

    def fall(
        self, page: Image, centre: tuple[float, float], rng: np.random.Generator
    ) -> Image:
        """``page`` in this light; the direction is random."""
        angle = rng.uniform(0, 2 * np.pi)
        if not self.uneven and not self.glare:
            return page
        size = page.shape[1], page.shape[0]
        across, down = np.meshgrid(*[np.linspace(-0.5, 0.5, SMALL)] * 2)
        slope = across * np.cos(angle) + down * np.sin(angle)
        gain = 1 - self.uneven * (0.5 + slope.astype(np.float32))
        lit = page * cv2.resize(gain, size)[..., None].astype(np.float32)
        if self.glare:
            lit = lit + self._shine(size, centre, rng)[..., None]
        return image(np.clip(lit, 0, 255))

    def _shine(
        self,
        size: tuple[int, int],
        centre: tuple[float, float],
        rng: np.random.Generator,
    ) -> npt.NDArray[np.float32]:
        """What the reflection of a lamp adds."""
        reach = min(size) * GLARE_REACH
        x, y = np.asarray(centre) + rng.uniform(-reach, reach, 2)
        radius = min(size) * GLARE_SIZE
        across = np.exp(-(((np.arange(size[0]) - x) / radius) ** 2))
        down = np.exp(-(((np.arange(size[1]) - y) / radius) ** 2))
        return np.asarray(255 * self.glare * down[:, None] * across, np.float32)


@dataclass(frozen=True, slots=True)
class Sensor:
    """What makes a picture worse on its way; see `drivers.twins.sheet.Pose`."""

    light: float
    blur: float
    motion: float
    noise: float
    jpeg: int | None


def take(view: Image, sensor: Sensor, rng: np.random.Generator) -> Image:
    """The frame that a camera makes of ``view``."""
    angle = rng.uniform(0, np.pi)
    frame = view
    if sensor.light != 1.0:
        frame = image(cv2.convertScaleAbs(frame, alpha=sensor.light))
    if sensor.motion >= 1:
        frame = image(cv2.filter2D(frame, -1, _smear(sensor.motion, angle)))
    if sensor.blur:
        frame = image(cv2.GaussianBlur(frame, (0, 0), sensor.blur))
    if sensor.noise:
        frame = _noisy(frame, sensor.noise, rng)
    return frame if sensor.jpeg is None else compressed(frame, sensor.jpeg)


def compressed(frame: Image, quality: int) -> Image:
    """``frame`` after one JPEG compression."""
    packed = cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)


def _noisy(frame: Image, sigma: float, rng: np.random.Generator) -> Image:
    grain = rng.standard_normal(frame.shape, np.float32)
    grain *= sigma
    grain += frame
    return image(np.clip(np.rint(grain), 0, 255))


def _smear(length: float, angle: float) -> npt.NDArray[np.float32]:
    """The kernel of a straight motion of ``length`` pixels."""
    size = int(length) // 2 * 2 + 3
    kernel = np.zeros((size, size), np.float32)
    middle = size / 2 - 0.5
    reach = np.array([np.cos(angle), np.sin(angle)]) * length / 2
    for part in np.linspace(-1, 1, 8 * size):
        x, y = np.rint(middle + part * reach).astype(int)
        kernel[y, x] += 1
    return np.asarray(kernel / kernel.sum(), np.float32)
