"""What a gate screen is told, as one event: look, words, clip, end."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from kiosk.live import LaneView, ScreenView
from kiosk.looks import Look

SILENT = ScreenView(Look.FAULT, clip=Look.FAULT.clip)


def screen_payload(
    lane: str, view: LaneView | None, gate_ok: bool, now_ms: int
) -> dict[str, Any]:
    """The payload of a lane's screen; a silent gate process is a fault.

    A name whose time is over is not in it, however long the gate stands open.

    ``tag`` changes whenever anything else does; it also tells two runs of the
    gate process apart, which both count from one.
    """
    if view is None or not gate_ok:
        tag = f"{view.seq}-{view.at_ms}-silent" if view else "0-0-silent"
        return {"tag": tag, "seq": view.seq if view else 0} | _shown(lane, SILENT)
    screen, word = view.screen, "live"
    if screen.name and screen.until_ms is not None and screen.until_ms <= now_ms:
        screen, word = replace(screen, name=None), "past"
    tag = f"{view.seq}-{view.at_ms}-{word}"
    return {"tag": tag, "seq": view.seq} | _shown(lane, screen)


def forgotten_at(views: Iterable[LaneView], now_ms: int) -> int | None:
    """When the time of a name that is shown now is over; ``None`` for no name."""
    ends = (view.screen.until_ms for view in views if view.screen.name is not None)
    return min((end for end in ends if end is not None and end > now_ms), default=None)


def _shown(lane: str, screen: ScreenView) -> dict[str, Any]:
    return {
        "lane": lane,
        "state": screen.state.value,
        "look": screen.look.value,
        "line": screen.line,
        "name": screen.name,
        "hint": screen.hint,
        "clip": screen.clip,
        "until_ms": screen.until_ms,
    }
