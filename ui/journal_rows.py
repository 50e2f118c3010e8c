"""One event as a row of the board: icon shape, words, whose doing, which device."""

from collections.abc import Mapping
from typing import Any

from ui.board_words import CHECKS, SEEN
from ui.words import (
    CAMERA_FAULTS,
    EVENTS,
    OPEN_REASONS,
    OUTCOMES,
    ROLES,
    SCREEN_FAULTS,
    SPEAKER_FAULTS,
    Word,
    said,
)
from verification.catalogue import explain
from verification.ledger import Event, EventKind, StoredEvent

PARTS = ("gate", "camera", "inputs", "screen", "speaker")
FAULTS = {  # by the part of a lane: what ails it, in the words of the board
    "camera": CAMERA_FAULTS,
    "screen": SCREEN_FAULTS,
    "speaker": SPEAKER_FAULTS,
}
HERE = {
    "person.registered": Word("门口登记", "registered at the gate"),
    "attestation.recorded": Word("记录证明", "attestation recorded"),
}
CLOSED = {
    "timed_out": Word("呼叫没有人来", "nobody came to a call"),
    "dismissed": Word("呼叫处理好了", "call dealt with"),
}


def worth_a_look(event: StoredEvent) -> bool:
    """Whether a guard is shown it."""
    if event.kind is EventKind.REGISTRY_CHANGE:
        return event.more.get("source") == "gate" and _change(event) in HERE
    return event.kind is EventKind.VERDICT or event.kind.value in EVENTS


def result_of(event: StoredEvent, by: str, reason: str = "") -> dict[str, str]:
    """What came of an event: icon and words.

    Args:
        event: as it stands in the ledger.
        by: the name of whose doing it was; empty where there is none.
        reason: why staff opened, a word of `ui.words.OPEN_REASONS`.

    """
    if event.kind is EventKind.VERDICT and event.outcome is not None:
        word, icon = OUTCOMES[event.outcome.value]
        if icon != "well" and event.reason is not None:
            told = explain(event.reason)
            word = Word(told.staff_zh, told.staff_en)
        return {"icon": icon, "zh": word.zh, "en": word.en}
    word, icon = _said(event)
    why = OPEN_REASONS.get(reason, Word("", ""))
    return {
        "icon": icon,
        "zh": " · ".join(filter(None, (word.zh, why.zh, by))),
        "en": " · ".join(filter(None, (word.en, why.en, by))),
    }


def _said(event: StoredEvent) -> tuple[Word, str]:
    if event.kind is EventKind.REGISTRY_CHANGE:
        return HERE[_change(event)], "person"
    word, icon = EVENTS[event.kind.value]
    if event.kind is EventKind.DEVICE_LOST:
        part = str(event.more.get("device")).rpartition("-")[2]
        word = FAULTS.get(part, {}).get(str(event.more.get("why")), word)
    if event.kind is EventKind.CALL_CLOSED:
        how = str(event.more.get("how"))
        word, icon = CLOSED.get(how, word), "bad" if how == "timed_out" else icon
    return word, icon


def _change(event: StoredEvent) -> str:
    return str(event.more.get("change", ""))


def device_of(event: StoredEvent) -> dict[str, str] | None:
    """Which device an event is about: its id and what it is; ``None`` for none."""
    device = event.more.get("device")
    if not device:
        return None
    part = str(device).rpartition("-")[2]
    role = ROLES[part if part in PARTS else "reader"]
    return {"id": str(device), "zh": role.zh, "en": role.en}


def parts_of(event: Event) -> list[dict[str, Any]]:
    """What the check of a lane saw, part by part in their order."""
    return [
        {"words": said(CHECKS, part), "word": word, "seen": said(SEEN, word)}
        for part in CHECKS
        if (word := str(event.more.get(part, "")))
    ]


def person_of(
    event: StoredEvent, people: Mapping[str, Mapping[str, str]]
) -> Mapping[str, str]:
    """Whom an event is about, masked: itself says so, or another one of its visit."""
    return event.personal or people.get(event.visit or "") or {}
