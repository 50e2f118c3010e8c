"""What a gate screen is told, as one event: state, words, clip, end."""

from typing import Any

from kiosk.live import LaneView, ScreenState, ScreenView

NO_HINT = ""
SILENT = ScreenView(ScreenState.FAULT, clip="fault")
HINTED = frozenset({ScreenState.IDLE, ScreenState.READING, ScreenState.CHECKING})
BEFORE_A_PAPER = frozenset({ScreenState.IDLE, ScreenState.READING})
PAPER = "paper_"
CARD_ONLY = "idle_card_only"


def screen_payload(
    lane: str, view: LaneView | None, gate_ok: bool, camera_ok: bool = True
) -> dict[str, Any]:
    """The payload of a lane's screen; a silent gate process is a fault.

    Where the camera is not well, nobody is asked for a paper.
    ``tag`` changes whenever anything else does; it also tells two runs of the
    gate process apart, which both count from one.
    """
    if view is None or not gate_ok:
        tag = f"{view.seq}-{view.at_ms}-silent" if view else "0-0-silent"
        return {"tag": tag, "seq": view.seq if view else 0} | _shown(lane, SILENT)
    tag = f"{view.seq}-{view.at_ms}-{'live' if camera_ok else 'card'}"
    shown = _shown(lane, view.screen)
    if shown["look"] == ScreenState.IDLE and not camera_ok:
        shown["look"] = CARD_ONLY
    return {"tag": tag, "seq": view.seq} | shown


def look_of(screen: ScreenView) -> str:
    """Which look of the page shows this state and hint."""
    if screen.state in HINTED and screen.hint == "lay_again":
        return "again"
    if screen.state in BEFORE_A_PAPER and screen.hint.startswith(PAPER):
        return screen.hint
    if screen.state is ScreenState.IDLE and screen.hint == "take_card":
        return "take"
    return screen.state.value


def _shown(lane: str, screen: ScreenView) -> dict[str, Any]:
    return {
        "lane": lane,
        "state": screen.state.value,
        "look": look_of(screen),
        "line": screen.line,
        "name": screen.name,
        "hint": screen.hint,
        "clip": screen.clip,
        "until_ms": screen.until_ms,
    }
