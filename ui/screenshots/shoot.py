"""Takes all pictures of a stage."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from kiosk.bench.dom import answers
from kiosk.bench.site import wait_until
from kiosk.live import BoardView, ScreenView
from kiosk.live.outlines import Points
from kiosk.live.store import now_ms
from kiosk.looks import Look
from ui.screenshots.camera import still_page, take
from ui.screenshots.samples import (
    PAGE_SIZE,
    SAMPLES,
    SHEETS,
    SIZES,
    look_file,
    page_file,
)
from ui.screenshots.stage import LANE, LOGIN, Stage

WAITS = BoardView(
    "waiting_for_staff",
    0,
    "v1",
    "refer",
    "not_registered",
    "欧**明",
    "999999********0427",
    "senior",
)
# How long somebody has waited goes on by itself, and events have the time of this
# run; here both stand.
STILL_TIMES = """() => {
  for (const node of document.querySelectorAll("[data-since]")) {
    node.removeAttribute("data-since");
    node.textContent = "42 秒";
  }
  for (const node of document.querySelectorAll(".answered .quiet")) {
    node.textContent = " 09:40:18";
  }
  document.querySelectorAll("#events td:first-child").forEach((cell, index) => {
    cell.textContent = `09:${40 - index}:18`;
  });
}"""
Taken = tuple[str, bool]


def shoot(stage: Stage, browser: Any, folder: Path) -> Iterator[Taken]:
    """Each file's name as soon as it is taken, and whether it has changed.

    Raises:
        BenchFailed: the pages were not served.
    """
    wait_until(lambda: answers(f"{stage.address}/healthz"), "the pages")
    for size in SIZES:
        page = still_page(browser, size)
        page.goto(f"{stage.address}/screen/{LANE}")
        for look, view in SAMPLES.items():
            stage.show(view)
            page.wait_for_selector(f"body[data-look='{look}']")
            with _sheet(stage, page, SHEETS.get(look)):
                yield _taken(page, folder, look_file(look, size))
        page.close()
    yield from _staff_pages(stage, browser, folder)


@contextmanager
def _sheet(stage: Stage, page: Any, corners: Points | None) -> Iterator[None]:
    """The outline of a sheet, gone from the page before there is another."""
    if corners is None:
        yield
        return
    stage.show_sheet(corners)
    page.wait_for_selector("body[data-seen]")
    yield
    stage.show_sheet(())
    page.wait_for_selector("body:not([data-seen])")


def _staff_pages(stage: Stage, browser: Any, folder: Path) -> Iterator[Taken]:
    page = still_page(browser, PAGE_SIZE)
    _sign_in(page, stage)
    now = now_ms()
    stage.show(SAMPLES[Look.WAIT], replace(WAITS, since_ms=now, call_since_ms=now))
    page.goto(f"{stage.address}/board")
    page.wait_for_selector("article.call")
    page.wait_for_selector("#live.on")
    page.wait_for_selector("#events tr")
    page.evaluate(STILL_TIMES)
    yield _taken(page, folder, page_file("board"))
    stage.show(ScreenView(Look.IDLE))
    page.goto(f"{stage.address}/screen/{LANE}/setup")
    yield _taken(page, folder, page_file("setup"))
    page.close()


def _sign_in(page: Any, stage: Stage) -> None:
    page.goto(f"{stage.address}/sign-in")
    page.fill("#login", LOGIN)
    page.fill("#secret", stage.password)
    page.click("form.sheet .strong")
    page.wait_for_url("**/board")


def _taken(page: Any, folder: Path, name: str) -> Taken:
    return name, take(page, folder / name)
