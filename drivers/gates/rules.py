"""What must hold of a gate's settings, and what its wiring needs."""

import math
from collections.abc import Iterable

from drivers.errors import WrongSetting
from drivers.inputs import InputSource, InputSpec
from drivers.protocols import MAX_PULSE_SECONDS

BOARD_TIMED = frozenset({"waveshare", "fc16", "r421a08"})
SOFTWARE_TIMED = frozenset({"lcus", "kmtronic", "numato"})
WITH_INPUTS = frozenset({"waveshare", "fc16"})
BY_HAND = "manual"
MIN_PULSE_SECONDS = 0.1
WHOLE_SECONDS = "r421a08"

WIRING_NOTES = {
    "zh": (
        "{driver} 继电器板不会自行断开：脉冲由软件计时。"
        "若程序在开、关之间崩溃，触点会一直闭合。"
        "请只接到识别脉冲边沿、自带通行计时的闸机控制器，或在其后加装断电延时继电器；"
        "把触点当作“常开门”电平的控制器必须改用 waveshare、fc16 或 r421a08。"
    ),
    "en": (
        "A {driver} board does not let go by itself: the software times the pulse, "
        "and a crash between on and off leaves the contact closed. Wire it only to "
        "a gate controller that takes the edge of a short pulse and has a passage "
        "time of its own, or put a delay relay behind it. A controller that takes "
        "the contact as a level needs waveshare, fc16 or r421a08."
    ),
}


def wiring_note(driver: str) -> str | None:
    """What wiring a board needs that cannot end a pulse itself, in both languages."""
    if driver not in SOFTWARE_TIMED:
        return None
    return "\n".join(text.format(driver=driver) for text in WIRING_NOTES.values())


def check_pulse(driver: str, seconds: float) -> None:
    """Refuse a pulse that the board cannot make or that nobody may want.

    Raises:
        WrongSetting: the text names the nearest possible value.

    """
    if not math.isfinite(seconds) or seconds <= 0:
        raise WrongSetting(f"pulse_seconds = {seconds}: must be more than 0; try 0.5")
    if seconds > MAX_PULSE_SECONDS:
        raise WrongSetting(
            f"pulse_seconds = {seconds}: a gate is never opened for longer than "
            f"{MAX_PULSE_SECONDS:g} s at once; to keep it open, hold it"
        )
    if driver == BY_HAND:
        return
    if driver == WHOLE_SECONDS and seconds != round(seconds):
        raise WrongSetting(
            f"pulse_seconds = {seconds}: {driver} counts whole seconds; "
            f"try {max(1, round(seconds))}"
        )
    if seconds < MIN_PULSE_SECONDS:
        raise WrongSetting(
            f"pulse_seconds = {seconds}: shorter than {MIN_PULSE_SECONDS} s no relay "
            "moves for sure"
        )
    if driver in BOARD_TIMED and not math.isclose(seconds * 10, round(seconds * 10)):
        raise WrongSetting(
            f"pulse_seconds = {seconds}: {driver} counts tenths of a second; "
            f"try {round(seconds, 1)}"
        )


def check_inputs(driver: str, inputs: Iterable[InputSpec]) -> None:
    """Refuse inputs that the gate's board does not have.

    Raises:
        WrongSetting: the text says where the contact can go instead.

    """
    for spec in inputs:
        if spec.source is InputSource.BOARD and driver not in WITH_INPUTS:
            raise WrongSetting(
                f"input {spec}: a {driver} gate has no inputs that are read; use a "
                "control line (line:cts) or a waveshare or fc16 board"
            )
