"""The kinds of events: a stable part of the export format."""

from enum import StrEnum


class EventKind(StrEnum):
    """What happened."""

    PRESENTED = "presented"
    VERDICT = "verdict"
    GATE_INTENT = "gate.intent"
    GATE_PULSE = "gate.pulse"
    GATE_PASSED = "gate.passed"
    GATE_NOBODY = "gate.nobody"
    GATE_UNKNOWN = "gate.unknown"
    GATE_HELD_OPEN = "gate.held_open"
    GATE_FORCED_OPEN = "gate.forced_open"
    OVERRIDE = "override"
    CALL_RAISED = "call.raised"
    CALL_ACKNOWLEDGED = "call.acknowledged"
    CALL_CLOSED = "call.closed"
    DEVICE_LOST = "device.lost"
    DEVICE_BACK = "device.back"
    CLOCK_UNTRUSTED = "clock.untrusted"
    EVACUATION_ON = "evacuation.on"
    EVACUATION_OFF = "evacuation.off"
    LANE_PAUSED = "lane.paused"
    LANE_RESUMED = "lane.resumed"
    REGISTRY_CHANGE = "registry.change"
    PERSONAL_VIEWED = "personal.viewed"
    PERSONAL_EXPORTED = "personal.exported"
    PERSONAL_ERASED = "personal.erased"
    SIGNIN = "signin"
    CHECKPOINT = "checkpoint"
