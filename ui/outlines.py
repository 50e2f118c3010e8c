"""Outlines of sheets on their way from live.db to the pages of gate screens."""

from collections.abc import Iterator

from kiosk.live import Live
from kiosk.live.outlines import OutlineTable, OutlineView
from kiosk.live.store import now_ms
from ui.stream import Message

EVENT = "outline"
FRESH_MS = 2000  # an older one may be of somebody who has left


class Outlines:
    """What pages have to be told of outlines; one thread asks."""

    def __init__(self, live: Live) -> None:
        self._table = OutlineTable(live)
        self._newest: dict[str, OutlineView] = {}
        self._drawn: set[str] = set()  # lanes whose pages show one

    def news(self, written: bool) -> Iterator[OutlineView]:
        """What is to be drawn now, lane by lane; without points: nothing more.

        Args:
            written: whether live.db has changed since the last time.

        """
        before = self._newest
        if written:
            self._newest = {view.lane: view for view in self._table.newest()}
        fresh = {v.lane: v for v in self._newest.values() if v.points and _is_fresh(v)}
        for lane in self._drawn - fresh.keys():
            yield OutlineView(lane, 0)
        for lane, view in fresh.items():
            if lane not in self._drawn or view != before.get(lane):
                yield view
        self._drawn = set(fresh)


def _is_fresh(view: OutlineView) -> bool:
    return abs(now_ms() - view.at_ms) < FRESH_MS


def outline_message(view: OutlineView) -> Message:
    """What a page gets."""
    told = {"points": view.points, "good": view.good, "module_px": view.module_px}
    return Message.of(EVENT, "", told)
