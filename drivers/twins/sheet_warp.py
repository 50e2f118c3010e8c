"""Where each pixel of a frame lies on a sheet that is tilted, turned and bent.

The camera is a pinhole at the origin whose focal length is the frame's width
over 1.4 (70 degrees). The sheet is a piece of a cylinder, flat when its radius
is huge; each pixel's ray is cut with it. The cut is made on a coarse grid and
interpolated, which is exact to a few hundredths of a pixel.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from drivers.twins.pixels import Image, image

Floats = npt.NDArray[np.float64]

FOCAL = 1 / 1.4  # of the frame's width
FINER = 2  # rays along each side of a camera pixel, which has an area
STEP = 16  # rays from one node of the coarse grid to the next
FLAT_RADIUS = 1e7
MOST_CURL = 120.0


@dataclass(frozen=True, slots=True)
class Held:
    """How a sheet is held.

    Attributes:
        scale: camera pixels of one page pixel, were it held straight.
        angles: tilt, turn and roll in degrees.
        curl: degrees of the cylinder that the page's width is bent to.
        at: where the code's centre is in the frame, in pixels.

    """

    scale: float
    angles: tuple[float, float, float]
    curl: float
    at: tuple[float, float]


def lay(page: Image, centre: tuple[float, float], held: Held, frame: Image) -> None:
    """Draw ``page`` into ``frame`` so that its ``centre`` comes to ``held.at``."""
    page, centre, held = _shrunk(page, centre, held)
    radius = _radius(held, page.shape[1])
    box, grid = _seen(page, centre, held, radius, frame)
    if box is None:
        return
    (left, top), (right, bottom) = box
    across = _finer(grid[..., 0], right - left, bottom - top)
    down = _finer(grid[..., 1], right - left, bottom - top)
    sheet = np.dstack([page, np.full(page.shape[:2], 255, np.uint8)])
    fine = cv2.remap(sheet, across, down, cv2.INTER_LINEAR, borderMode=0)
    seen = cv2.resize(fine, (right - left, bottom - top), interpolation=cv2.INTER_AREA)
    covered = seen[..., 3:].astype(np.float32) / 255
    part = frame[top:bottom, left:right]
    part[:] = image(seen[..., :3] + part * (1 - covered))


def seen_at(points: Floats, held: Held, size: tuple[int, int]) -> Floats:
    """The frame's pixels (n, 2) in which points of a flat page are seen.

    Args:
        points: (n, 2), page pixels from the page's ``centre``.
        held: how the page is held.
        size: width and height of the frame.

    """
    middle, focal = np.array(size) / 2, size[0] * FOCAL
    flat = np.column_stack([points * held.scale, np.zeros(len(points))])
    away = flat @ _rotation(held.angles).T + [*(np.array(held.at) - middle), focal]
    return np.asarray(focal * away[:, :2] / away[:, 2:] + middle, np.float64)


def _shrunk(
    page: Image, centre: tuple[float, float], held: Held
) -> tuple[Image, tuple[float, float], Held]:
    """The page with about as many pixels as rays fall on it, or as it is."""
    factor = held.scale * FINER
    if factor >= 1:
        return page, centre, held
    small = image(
        cv2.resize(page, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    )
    moved = centre[0] * factor, centre[1] * factor
    return small, moved, Held(1 / FINER, held.angles, held.curl, held.at)


def _radius(held: Held, width: int) -> float:
    curl = np.radians(min(held.curl, MOST_CURL))
    return float(width * held.scale / curl) if curl else FLAT_RADIUS


Box = tuple[tuple[int, int], tuple[int, int]]


def _seen(
    page: Image,
    centre: tuple[float, float],
    held: Held,
    radius: float,
    frame: Image,
) -> tuple[Box | None, Floats]:
    """The part of the frame that shows the page, and the page's pixels there.

    The second is a coarse grid (rows, columns, 2) over that part, with half a
    step beyond its nodes.
    """
    height, width = frame.shape[:2]
    step = STEP // FINER
    rows = (np.arange(-(-height // step)) + 0.5) * step
    columns = (np.arange(-(-width // step)) + 0.5) * step
    grid = _cut(columns[None, :], rows[:, None], centre, held, radius, width)
    room = 2 * np.abs(np.diff(grid, axis=1)).max(initial=1)
    across, down = grid[..., 0], grid[..., 1]
    inside = (
        (across > -room)
        & (across < page.shape[1] + room)
        & (down > -room)
        & (down < page.shape[0] + room)
    )
    if not inside.any():
        return None, grid
    ys, xs = np.nonzero(inside.any(axis=1))[0], np.nonzero(inside.any(axis=0))[0]
    part = grid[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1]
    corner = int(xs[0]) * step, int(ys[0]) * step
    end = min(width, int(xs[-1] + 1) * step), min(height, int(ys[-1] + 1) * step)
    return (corner, end), part


def _finer(grid: Floats, width: int, height: int) -> npt.NDArray[np.float32]:
    """One coordinate for each ray of a part of ``width`` by ``height`` pixels."""
    fine = cv2.resize(
        grid.astype(np.float32), None, fx=STEP, fy=STEP, interpolation=cv2.INTER_LINEAR
    )
    return np.asarray(fine[: height * FINER, : width * FINER], np.float32)


def _cut(
    xs: Floats,
    ys: Floats,
    centre: tuple[float, float],
    held: Held,
    radius: float,
    width: int,
) -> Floats:
    """The page pixel that each frame pixel sees; (rows, columns, 2)."""
    rows, columns = ys.shape[0], xs.shape[1]
    focal = width * FOCAL
    middle = width / 2, rows * STEP / FINER / 2
    x, y = np.broadcast_arrays(xs - middle[0], ys - middle[1])
    rays = np.stack([x, y, np.full((rows, columns), focal)], axis=-1)
    turned = _rotation(held.angles)
    at = np.array([held.at[0] - middle[0], held.at[1] - middle[1], focal])
    origin, rays = -at @ turned, rays @ turned
    reach = _reach(origin, rays, radius)
    point = origin + rays * reach[..., None]
    across = radius * np.arctan2(point[..., 0], radius - point[..., 2])
    return np.stack(
        [across / held.scale + centre[0], point[..., 1] / held.scale + centre[1]], -1
    )


def _reach(origin: Floats, rays: Floats, radius: float) -> Floats:
    """How many rays' lengths lie between the camera and the cylinder's near side."""
    away = origin[2] - radius
    a = rays[..., 0] ** 2 + rays[..., 2] ** 2
    b = origin[0] * rays[..., 0] + away * rays[..., 2]
    c = origin[0] ** 2 + origin[2] ** 2 - 2 * origin[2] * radius
    # Beside the cylinder the root is imaginary; its edge is far outside the page.
    root = np.sqrt(np.maximum(b**2 - a * c, 0))
    return np.asarray(c / (root - b), np.float64)


def _rotation(angles: tuple[float, float, float]) -> Floats:
    tilt, turn, roll = np.radians(angles)
    about_x = _turned(tilt, 1, 2)
    about_y = _turned(-turn, 2, 0)
    about_z = _turned(roll, 0, 1)
    return np.asarray(about_x @ about_y @ about_z, np.float64)


def _turned(angle: float, one: int, other: int) -> Floats:
    matrix = np.eye(3)
    matrix[one, one] = matrix[other, other] = np.cos(angle)
    matrix[other, one], matrix[one, other] = np.sin(angle), -np.sin(angle)
    return matrix
