"""Pictures of pages in the system's Chromium, in few colours."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image

from kiosk.bench.dom import FLAGS, browser_path

COLOURS = 64
# Whatever time a page is given, it writes this one: 2026-11-21, 09:41 in Shanghai.
STILL_CLOCK = """(() => {
  const own = Object.getOwnPropertyDescriptor(Intl.DateTimeFormat.prototype, "format");
  Object.defineProperty(Intl.DateTimeFormat.prototype, "format", {
    get() {
      const format = own.get.call(this);
      return () => format(1795225260000);
    },
  });
})();"""


class NoBrowserError(Exception):
    """There is no Chromium here, or nothing to drive it with."""


@contextmanager
def browser() -> Iterator[Any]:
    """The system's Chromium.

    Raises:
        NoBrowserError: it is missing, or playwright is.
    """
    if browser_path() is None:
        raise NoBrowserError
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=browser_path(), args=FLAGS)
        try:
            yield opened
        finally:
            opened.close()


def still_page(opened: Any, size: tuple[int, int]) -> Any:
    """A page of that size whose clock stands and whose pictures do not move."""
    page = opened.new_page(
        viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce"
    )
    page.add_init_script(STILL_CLOCK)
    return page


def take(page: Any, file: Path) -> bool:
    """Write a picture of the page; False where it is the one that is there."""
    taken = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
    few = taken.convert("RGB").quantize(
        COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
    )
    if file.exists() and _same(few, file):
        return False
    few.save(file, optimize=True)
    return True


def _same(picture: Image.Image, file: Path) -> bool:
    with Image.open(file) as known:
        wanted = picture.convert("RGB")
        return known.size == wanted.size and (
            known.convert("RGB").tobytes() == wanted.tobytes()
        )
