"""What is pictured: an example of each look, other pages, sizes and file names."""

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.live import ScreenView
from kiosk.live.outlines import Points
from kiosk.looks import Look

SIZES = ((1280, 800), (1920, 1080), (1080, 1920))
PAGES = ("board", "setup")
PAGE_SIZE = (1920, 1080)
NAME = "欧＊＊明"
COMES = "王保安马上就来"
PUBLIC_LINE = "今天没有查到登记"

_SAID: Mapping[Look, ScreenView] = MappingProxyType(
    {
        Look.PASS: ScreenView(Look.PASS, name=NAME),
        Look.WAIT: ScreenView(Look.WAIT, PUBLIC_LINE),
        Look.REFUSE: ScreenView(Look.REFUSE, PUBLIC_LINE),
        Look.COMING: ScreenView(Look.COMING, COMES),
    }
)
SAMPLES: Mapping[Look, ScreenView] = MappingProxyType(
    {look: _SAID.get(look, ScreenView(look)) for look in Look}
)


# Corners of the sheet that the camera sees, in shares of its frame.
SHEETS: Mapping[Look, Points] = MappingProxyType(
    {
        Look.PAPER_FLAT: ((0.24, 0.30), (0.76, 0.18), (0.70, 0.80), (0.30, 0.62)),
        Look.PAPER_NEARER: ((0.42, 0.38), (0.60, 0.40), (0.59, 0.66), (0.41, 0.64)),
    }
)


def look_file(look: Look, size: tuple[int, int]) -> str:
    """The file of a look in a size."""
    return f"{look}_{size[0]}x{size[1]}.png"


def page_file(page: str) -> str:
    """The file of another page."""
    return f"{page}_{PAGE_SIZE[0]}x{PAGE_SIZE[1]}.png"


def file_names() -> set[str]:
    """All files of docs/screens."""
    looks = {look_file(look, size) for look in Look for size in SIZES}
    return looks | {page_file(page) for page in PAGES}
