"""What a set-up screen must keep: each measured value beside its limit.

Loudness as in EN 301 549 V3.2.1, clauses 5.1.3.12 and 5.1.3.13 (at least 65 dB(A) can
be had, and the level goes back to 65 dB(A) or less after each use) and in 36 CFR part
1194, 402.3.2 (20 dB above a loud place).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.screens import sizes
from kiosk.screens.setup import SPOTS, Aim, Panel, ScreenSetup, Speaker, Touch

USUAL_DBA, ABOVE_AMBIENT_DB = 65.0, 20.0
LEAST_PX = 3.5
SPOT_MM = 10.0  # radius of the circle of twenty millimetres that must be hit


@dataclass(frozen=True, slots=True)
class Check:
    """One value of a step; ``ok`` is ``None`` for what is only told.

    ``value`` is ``None`` where nothing was measured. ``limit`` is a text as "≥ 0.7".
    """

    step: str
    name: str
    value: float | int | None
    unit: str = ""
    limit: str = ""
    ok: bool | None = None


def checks(setup: ScreenSetup) -> tuple[Check, ...]:
    """All checks of the steps that were done, in order."""
    return (
        *_panel(setup.panel),
        *_speaker(setup.speaker),
        *_touch(setup.touch),
        *_aim(setup.camera),
    )


def _panel(panel: Panel | None) -> Iterator[Check]:
    if panel is None:
        return
    seen, key = sizes.degrees(panel), sizes.key_mm(panel)
    yield Check("panel", "distance", round(panel.distance_cm), "cm")
    yield Check("panel", "capital", round(sizes.capital_mm(panel), 2), "mm")
    limit, enough = f"≥ {sizes.LEAST_DEGREES:g}", seen >= sizes.LEAST_DEGREES
    yield Check("panel", "degrees", _down(seen, 2), "°", limit, enough)
    yield Check("panel", "farthest", int(sizes.farthest_cm(panel)), "cm")
    limit, enough = f"≥ {sizes.LEAST_KEY_MM:g}", key >= sizes.LEAST_KEY_MM
    yield Check("panel", "key", _down(key, 1), "mm", limit, enough)


def _speaker(speaker: Speaker | None) -> Iterator[Check]:
    if speaker is None:
        return
    yield Check("speaker", "volume", speaker.volume_db, "dB")
    yield Check("speaker", "ambient", speaker.ambient_dba, "dB(A)")
    usual, loudest = speaker.normal_dba, speaker.loudest_dba
    fits = None if usual is None else usual <= USUAL_DBA
    yield Check("speaker", "usual", usual, "dB(A)", f"≤ {USUAL_DBA:g}", fits)
    least = max(USUAL_DBA, (speaker.ambient_dba or 0) + ABOVE_AMBIENT_DB)
    reaches = None if loudest is None else loudest >= least
    yield Check("speaker", "loudest", loudest, "dB(A)", f"≥ {least:g}", reaches)


def _touch(touch: Touch | None) -> Iterator[Check]:
    if touch is None:
        return
    hit = len(SPOTS) - len(set(touch.missed))
    whole = f"= {len(SPOTS)}"
    yield Check("touch", "spots", hit, "", whole, hit == len(SPOTS))
    yield Check("touch", "largest", touch.largest_mm, "mm")
    pressed = "call" in touch.keys
    yield Check("touch", "call_key", int(pressed), "", "= 1", pressed)


def _aim(aim: Aim | None) -> Iterator[Check]:
    if aim is None:
        return
    enough = aim.px_per_module >= LEAST_PX
    value = _down(aim.px_per_module, 2)
    yield Check("camera", "module", value, "px", f"≥ {LEAST_PX:g}", enough)


def _down(value: float, digits: int) -> float:
    """Rounded so that what is shown never passes where the value itself fails."""
    scale = float(10**digits)
    return int(value * scale) / scale
