"""Lanes and devices as the board shows them: words for people, not states."""

from collections.abc import Mapping, Sequence
from typing import Any

from kiosk.config import Config
from kiosk.live import BoardView, DeviceView, LaneView, Live
from kiosk.live.store import now_ms
from ui.board_words import CHECKS, MODES, SEEN
from ui.desk import desk
from ui.words import (
    CAMERA_FAULTS,
    CAMERA_REMEDIES,
    CONDITIONS,
    DOCUMENTS,
    NOTES,
    PHASES,
    REMEDIES,
    ROLES,
    SCREEN_FAULTS,
    SCREEN_REMEDIES,
    SPEAKER_FAULTS,
    SPEAKER_REMEDIES,
    Word,
    said,
)
from verification.catalogue import explain
from verification.reasons import Reason

REASONS = {reason.value: reason for reason in Reason}
WELL = "ok"
HELD = frozenset({"held", "fire"})
SILENT_LANE = {
    "zh": "不知道：闸机程序没有回应",
    "en": "unknown: the gate process is silent",
}
UNSEEN = {"zh": "情况不明", "en": "unknown"}
FAULTS: dict[str, tuple[dict[str, Word], dict[str, Word]]] = {  # by role: and remedies
    "camera": (CAMERA_FAULTS, CAMERA_REMEDIES),
    "screen": (SCREEN_FAULTS, SCREEN_REMEDIES),
    "speaker": (SPEAKER_FAULTS, SPEAKER_REMEDIES),
}


def held_lanes() -> list[str]:
    """The names of the lanes that are held open for an evacuation or a fire now."""
    views = {view.lane: view.board for view in desk().live.lanes()}
    lanes = desk().house.config.lanes
    return [lane.name for lane in lanes if is_held(views.get(lane.id))]


def is_held(board: BoardView | None) -> bool:
    """Whether a lane lets everybody out."""
    return board is not None and board.mode in HELD


def lanes_part(
    config: Config, live: Live, views: Sequence[LaneView], gate_ok: bool
) -> dict[str, Any]:
    """All lanes of the site with their devices.

    While the gate process is silent nobody knows how they are: nothing is called well.
    """
    by_lane = {view.lane: view for view in views}
    devices = live.devices()
    lanes = [
        _lane(table.id, table.name, by_lane.get(table.id))
        | {"hours": " · ".join(table.open_hours)}
        | {"devices": [device_words(d) for d in devices if d.lane == table.id]}
        for table in config.lanes
    ]
    if not gate_ok:
        since_ms = now_ms() - (live.beat_age_ms("gate") or 0)
        lanes = [_unknown(lane, since_ms) for lane in lanes]
    return {"gate_ok": gate_ok, "clock": live.clock(), "lanes": lanes}


def _lane(lane: str, name: str, view: LaneView | None) -> dict[str, Any]:
    board = view.board if view else BoardView("starting", 0)
    return {
        "lane": lane,
        "title": name,
        "phase": board.phase,
        "phase_words": said(PHASES, board.phase),
        "since_ms": board.since_ms,
        "visit": board.visit,
        "waiting_since_ms": board.call_since_ms,
        "rung_ms": board.rung_ms,
        "called": board.pressed,
        "acknowledged_by": board.acknowledged_by,
        "acknowledged_ms": board.acknowledged_ms,
        "arrived_ms": board.arrived_ms,
        "arrived_by": board.arrived_by,
        "escalated": board.escalated,
        "can_register": board.can_register,
        "mode": board.mode,
        "mode_words": said(MODES, board.mode),
        "checkup": checkup_of(board.checkup),
        "by_hand": board.by_hand,
        "name": board.name,
        "number": board.number,
        "document": said(DOCUMENTS, board.document) if board.document else None,
        "outcome": board.outcome,
        "lacks_attestation": board.reason == Reason.ATTESTATION_MISSING,
        "why": why(board),
        "note": said(NOTES, board.note) if board.note in NOTES else None,
        "wants_clock": board.note == "hours_unknown",
    }


def _unknown(lane: dict[str, Any], since_ms: int) -> dict[str, Any]:
    """A lane as nobody sees it; who waited there is shown still, and its mode."""
    told: dict[str, Any] = {"well": False, "condition": UNSEEN, "remedy": None}
    devices = [one | told | {"since_ms": since_ms} for one in lane["devices"]]
    phase = {"phase": "out_of_service", "phase_words": SILENT_LANE}
    unsaid = {"note": None, "wants_clock": False}
    return lane | phase | unsaid | {"devices": devices}


def checkup_of(seen: Mapping[str, str] | None) -> list[dict[str, Any]] | None:
    """The parts of a check in their order, each with what it came to so far."""
    if seen is None:
        return None
    return [
        {
            "part": part,
            "words": said(CHECKS, part),
            "word": seen[part],
            "seen": said(SEEN, seen[part]),
        }
        for part in CHECKS
        if part in seen
    ]


def why(board: BoardView) -> dict[str, str] | None:
    """The true reason with what staff can do; pages for guards only."""
    if board.reason not in REASONS:
        return None
    told = explain(REASONS[board.reason])
    return {
        "zh": told.staff_zh,
        "en": told.staff_en,
        "remedy_zh": told.remedy_zh,
        "remedy_en": told.remedy_en,
    }


def device_words(device: DeviceView) -> dict[str, Any]:
    """A device's role and condition in words, since when, and what to do."""
    words: Mapping[str, str] = said(CONDITIONS, device.condition)
    remedy = REMEDIES.get(device.condition)
    faults, remedies = FAULTS.get(device.role, ({}, {}))
    if device.reason in faults:
        words, remedy = said(faults, device.reason), remedies[device.reason]
    return {
        "device": device.device,
        "role": said(ROLES, device.role),
        "well": device.condition == WELL,
        "condition": words,
        "since_ms": device.since_ms,
        "remedy": {"zh": remedy.zh, "en": remedy.en} if remedy else None,
    }
