"""A virtual sheet of paper, and how it is held before a camera.

A `Sheet` is a page drawn in whole dots; a `Pose` says how it is held, lit and
taken; `render` gives the frame that a camera would deliver. The same arguments
with the same random generator give the same frame.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
import zxingcpp

from drivers.protocols import Symbology
from drivers.twins.clutter import clutter
from drivers.twins.optics import Light, Sensor, take
from drivers.twins.pixels import Image, grey_to_bgr, image
from drivers.twins.sheet_warp import Held, lay, seen_at

DOTS = 8  # page pixels of one module
QUIET = {Symbology.DATA_MATRIX: 2, Symbology.AZTEC: 2, Symbology.CODE128: 10}
QUIET_MODULES = 4  # what ISO/IEC 18004 asks of a QR code
LEVELS = {Symbology.QR: "Q"}
BAR_HEIGHT = 0.3  # of the width of a linear code
LINE_MODULES = 9  # from one line of text to the next
LINES = ("PAPER PASS", "No. 0000-0000-0000", "Show this sheet at the gate.")
FIELD_OF_VIEW = 1.4  # width seen over distance: 70 degrees, as most webcams


@dataclass(frozen=True, slots=True)
class Pose:
    """How a sheet is held before the camera, lit and taken.

    Attributes:
        px_per_module: camera pixels of one module, were the sheet held straight.
        tilt: degrees that its upper edge leans away.
        turn: degrees that its right edge leans away.
        roll: degrees turned clockwise in the picture.
        curl: degrees of a cylinder that its width is bent to; 0 is flat.
        x, y: where the code's centre is, in widths and heights of the frame.
        blur: sigma of the defocus in camera pixels.
        motion: camera pixels that it moves during the exposure.
        glare: 0 to 1, how much a lamp's reflection drowns.
        light: brightness of everything; 1 is good light.
        uneven: 0 to 1, how much darker the dark side of the sheet is.
        noise: sigma of the sensor's noise in grey levels.
        jpeg: quality of the camera's compression; ``None`` for none.

    """

    px_per_module: float = 4.0
    tilt: float = 0.0
    turn: float = 0.0
    roll: float = 0.0
    curl: float = 0.0
    x: float = 0.5
    y: float = 0.5
    blur: float = 0.4
    motion: float = 0.0
    glare: float = 0.0
    light: float = 1.0
    uneven: float = 0.0
    noise: float = 2.0
    jpeg: int | None = 90


STRAIGHT = Pose()


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One page of paper.

    Attributes:
        page: its pixels, BGR.
        module: page pixels of one module of its code.
        centre: the code's centre (x, y) in page pixels.

    """

    page: Image
    module: float
    centre: tuple[float, float]

    @classmethod
    def of(
        cls,
        content: str | bytes,
        symbology: Symbology = Symbology.QR,
        lines: Sequence[str] = LINES,
        level: str | None = None,
    ) -> Self:
        """A sheet with one code and some lines of text around it."""
        code = draw_code(content, symbology, level)
        return cls.of_codes([code], lines)

    @classmethod
    def of_codes(cls, codes: Sequence[Image], lines: Sequence[str] = LINES) -> Self:
        """A sheet with several codes side by side, as `draw_code` gives them."""
        row = _side_by_side(codes)
        text = _text(lines, row.shape[1])
        foot = np.full((4 * DOTS, row.shape[1]), 255, np.uint8)
        page = np.vstack([text, row, _text(lines[-1:], row.shape[1]), foot])
        page = cv2.copyMakeBorder(
            page, 0, 0, 6 * DOTS, 6 * DOTS, cv2.BORDER_CONSTANT, value=(255,)
        )
        centre = page.shape[1] / 2, text.shape[0] + row.shape[0] / 2
        return cls(grey_to_bgr(image(page)), DOTS, centre)

    @classmethod
    def of_page(
        cls,
        page: Image,
        module: float = 1.0,
        centre: tuple[float, float] | None = None,
    ) -> Self:
        """A sheet from any page image, grey or BGR; ``centre`` is the middle."""
        if page.ndim == 2:
            page = grey_to_bgr(page)
        middle = page.shape[1] / 2, page.shape[0] / 2
        return cls(page, module, centre or middle)

    def back(self, shows_through: float = 0.0) -> Self:
        """The other side of the sheet, on which nothing is printed.

        ``shows_through``, 0 to 1, is how much of the print is seen through it.
        """
        white = np.full_like(self.page, 255)
        mirrored = image(self.page[:, ::-1])
        page = cv2.addWeighted(mirrored, shows_through, white, 1 - shows_through, 0)
        x, y = self.centre
        return type(self)(image(page), self.module, (self.page.shape[1] - x, y))


def px_per_module(module_mm: float, distance_mm: float, width: int) -> float:
    """Camera pixels of a printed module, seen by a frame of ``width`` pixels."""
    return width / (FIELD_OF_VIEW * distance_mm) * module_mm


def draw_code(
    content: str | bytes, symbology: Symbology = Symbology.QR, level: str | None = None
) -> Image:
    """A code in whole dots, `DOTS` a module, with its quiet zone; grey."""
    options = {"ec_level": level or LEVELS[symbology]} if symbology in LEVELS else {}
    kind = zxingcpp.barcode_format_from_str(str(symbology))
    barcode = zxingcpp.create_barcode(content, kind, **options)
    cells = np.array(barcode.to_image(scale=1, add_quiet_zones=False), np.uint8)
    if symbology is Symbology.CODE128:
        height = round(cells.shape[1] * BAR_HEIGHT)
        cells = np.repeat(cells[:1], height, axis=0)
    quiet = QUIET.get(symbology, QUIET_MODULES)
    cells = np.pad(cells, quiet, constant_values=255)
    return np.kron(cells, np.ones((DOTS, DOTS), np.uint8))


def render(
    sheet: Sheet | None,
    pose: Pose = STRAIGHT,
    width: int = 1280,
    height: int = 720,
    rng: np.random.Generator | None = None,
    background: Image | None = None,
) -> Image:
    """The frame (height, width, 3), BGR, that a camera would deliver.

    Args:
        sheet: what is held before it; ``None`` for nothing.
        pose: how.
        width: of the frame in pixels.
        height: of the frame in pixels.
        rng: of all that is random; seeded with 1 when not given.
        background: what is behind, of the frame's size; `clutter` when not given.

    """
    rng = rng or np.random.default_rng(1)
    frame = clutter(width, height, rng) if background is None else background.copy()
    if sheet is not None:
        held = _held(sheet, pose, width, height)
        shine = Light(pose.uneven, pose.glare)
        lay(shine.fall(sheet.page, sheet.centre, rng), sheet.centre, held, frame)
    sensor = Sensor(pose.light, pose.blur, pose.motion, pose.noise, pose.jpeg)
    return take(frame, sensor, rng)


def outline(
    sheet: Sheet, pose: Pose = STRAIGHT, width: int = 1280, height: int = 720
) -> list[tuple[float, float]]:
    """Where `render` draws the corners of a flat sheet, in parts of the frame."""
    high, wide = sheet.page.shape[:2]
    corners = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float64)
    held = _held(sheet, pose, width, height)
    drawn = seen_at(corners - sheet.centre, held, (width, height))
    return [(float(x) / width, float(y) / height) for x, y in drawn]


def _held(sheet: Sheet, pose: Pose, width: int, height: int) -> Held:
    return Held(
        scale=pose.px_per_module / sheet.module,
        angles=(pose.tilt, pose.turn, pose.roll),
        curl=pose.curl,
        at=(pose.x * width, pose.y * height),
    )


def _side_by_side(codes: Sequence[Image]) -> Image:
    height = max(code.shape[0] for code in codes)
    padded = [
        np.pad(code, ((0, height - code.shape[0]), (0, 0)), constant_values=255)
        for code in codes
    ]
    return image(np.hstack(padded))


def _text(lines: Sequence[str], width: int) -> Image:
    """Lines of text as wide as the code, with room above and below; grey."""
    step = LINE_MODULES * DOTS
    block = np.full((step * (len(lines) + 1), width), 255, np.uint8)
    for number, line in enumerate(lines, 1):
        at = (4 * DOTS, step * number)
        scale = min(1.6, width / (24.0 * max(10, len(line))))
        cv2.putText(block, line, at, cv2.FONT_HERSHEY_SIMPLEX, scale, 0, 3)
    return block
