"""Outlines of a sheet before the camera, as often as a camera worker tells of one."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.bench.site import LANE
from kiosk.live import Live
from kiosk.live.outlines import OutlineTable, OutlineView, Points
from kiosk.live.store import now_ms

A_SECOND = 6  # outlines, at most
SHEET: Points = ((0.3, 0.2), (0.7, 0.2), (0.7, 0.8), (0.3, 0.8))
SHAKE = 0.02  # of the frame: no two outlines are the same


def outline(number: int) -> OutlineView:
    """The sheet of that number: it trembles as a hand does."""
    moved = SHAKE * (number % 2)
    points = tuple((x + moved, y) for x, y in SHEET)
    return OutlineView(LANE, now_ms(), points, number % 3 == 0, 4.0)


@contextmanager
def moving_sheet(live: Live) -> Iterator[None]:
    """A sheet is seen at the bench's lane, until the end of the block."""
    over, table = threading.Event(), OutlineTable(live)

    def tell() -> None:
        number = 0
        while not over.wait(1 / A_SECOND):
            number += 1
            table.show(outline(number))
        table.show(OutlineView(LANE, now_ms()))

    thread = threading.Thread(target=tell, name="moving-sheet", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
