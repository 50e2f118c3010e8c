"""What is done to a picture before a decoder looks at it, one function each.

Each takes a `Picture` and gives a `Rendition`, or ``None`` where it does not
apply: no code-like region, no colour, no earlier frames, too large.
"""

from collections.abc import Callable

import cv2
import numpy as np

from drivers.codes.picture import Picture, Rendition, changed, scaled
from drivers.codes.zxing import Grey

Render = Callable[[Picture], Rendition | None]

STILL = 4.0  # mean difference of two frames that show the same, in grey levels
COARSE = 4  # pixels that are taken together before frames are compared
NOISE = 0.01  # share of the noise in the power of the image


def whole(picture: Picture) -> Rendition | None:
    """The grey image as it is."""
    return picture.whole


def part(picture: Picture) -> Rendition | None:
    """The code-like region as it is."""
    return picture.part


def enlarged(render: Render, times: float) -> Render:
    """Another rendition, enlarged (cubic)."""
    return lambda picture: scaled(render(picture), times)


def larger_part(times: float) -> Render:
    """The code-like region, enlarged."""
    return enlarged(part, times)


def larger(times: float) -> Render:
    """The whole image, enlarged."""
    return enlarged(whole, times)


def even(picture: Picture) -> Rendition | None:
    """Local contrast made even: against glare and shadow."""
    return changed(picture.whole, _even(picture.whole))


def sharp(render: Render, sigma: float, amount: float) -> Render:
    """Another rendition with an unsharp mask: against defocus."""

    def rendered(picture: Picture) -> Rendition | None:
        return _unsharp(render(picture), sigma, amount)

    return rendered


def soothed(render: Render, sigma: float) -> Render:
    """Another rendition with its noise and moiré blurred away."""

    def rendered(picture: Picture) -> Rendition | None:
        given = render(picture)
        if given is None:
            return None
        return changed(given, cv2.GaussianBlur(given.grey, (0, 0), sigma))

    return rendered


def refocused(render: Render, sigma: float) -> Render:
    """Another rendition with a defocus undone (Wiener's filter): against blur.

    Args:
        render: the rendition that is blurred.
        sigma: of the blur that is assumed, in its pixels.

    """

    def rendered(picture: Picture) -> Rendition | None:
        given = render(picture)
        return None if given is None else changed(given, _refocus(given.grey, sigma))

    return rendered


def least_channel(picture: Picture) -> Rendition | None:
    """The least of the three channels: a coloured code on white becomes dark."""
    if picture.colour is None:
        return None
    blue, green, red = cv2.split(picture.colour)
    return changed(picture.whole, cv2.min(cv2.min(blue, green), red))


def mean_of_still(picture: Picture) -> Rendition | None:
    """The mean of frames that show the same region: less noise than any of them."""
    newest = picture.part or picture.whole
    left, top = newest.offset
    height, width = newest.grey.shape
    pieces = [
        grey[top : top + height, left : left + width]
        for grey in picture.earlier
        if grey.shape == picture.grey.shape
    ]
    alike = [piece for piece in pieces if _alike(piece, newest.grey)]
    if not alike:
        return None
    total = np.asarray(newest.grey, np.uint16)
    for piece in alike:
        total = total + piece
    return changed(newest, total // (len(alike) + 1))


def _alike(one: Grey, other: Grey) -> bool:
    """Whether two frames show the same; the very same frame twice is no help."""
    if np.array_equal(one, other):
        return False
    size = (max(1, one.shape[1] // COARSE), max(1, one.shape[0] // COARSE))
    first, second = (
        cv2.resize(grey, size, interpolation=cv2.INTER_AREA) for grey in (one, other)
    )
    return float(cv2.absdiff(first, second).mean()) < STILL


def larger_mean(times: float) -> Render:
    """The mean of still frames, enlarged."""
    return enlarged(mean_of_still, times)


def _even(rendition: Rendition) -> cv2.typing.MatLike:
    return cv2.createCLAHE(3.0, (8, 8)).apply(rendition.grey)


def _unsharp(given: Rendition | None, sigma: float, amount: float) -> Rendition | None:
    if given is None:
        return None
    soft = cv2.GaussianBlur(given.grey, (0, 0), sigma)
    return changed(given, cv2.addWeighted(given.grey, 1 + amount, soft, -amount, 0))


def _refocus(grey: Grey, sigma: float) -> cv2.typing.MatLike:
    """Divide by a Gaussian in the spectrum, where it is above the noise."""
    height, width = grey.shape
    down, across = np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None, :]
    blur = np.exp(-2 * (np.pi * sigma) ** 2 * (down**2 + across**2))
    spectrum = np.fft.rfft2(grey.astype(np.float32)) * blur / (blur**2 + NOISE)
    return np.clip(np.fft.irfft2(spectrum, s=grey.shape), 0, 255).astype(np.uint8)
