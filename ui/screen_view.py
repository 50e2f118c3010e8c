"""What a gate screen is told, as one event: look, words, clip, end."""

from typing import Any

from kiosk.live import LaneView, ScreenView
from kiosk.looks import Look

SILENT = ScreenView(Look.FAULT, clip=Look.FAULT.clip)


def screen_payload(lane: str, view: LaneView | None, gate_ok: bool) -> dict[str, Any]:
    """The payload of a lane's screen; a silent gate process is a fault.

    ``tag`` changes whenever anything else does; it also tells two runs of the
    gate process apart, which both count from one.
    """
    if view is None or not gate_ok:
        tag = f"{view.seq}-{view.at_ms}-silent" if view else "0-0-silent"
        return {"tag": tag, "seq": view.seq if view else 0} | _shown(lane, SILENT)
    tag = f"{view.seq}-{view.at_ms}-live"
    return {"tag": tag, "seq": view.seq} | _shown(lane, view.screen)


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
