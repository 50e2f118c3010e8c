"""The four chimes: short, soft at both ends, and all below 2 kHz."""

import numpy as np
from numpy.typing import NDArray

RATE = 24_000  # Hz
LOUD = 0.35  # of full scale: a pure tone sounds louder than speech
_EDGE = 0.012  # seconds of rise and fall
_GAP = 0.03  # seconds after each tone
# name: tones in Hz, seconds of each
CHIMES: dict[str, tuple[tuple[int, ...], float]] = {
    "pass": ((660, 880), 0.12),
    "wait": ((440, 330), 0.20),
    "tick": ((1000,), 0.06),
    "call": ((523, 659, 784), 0.16),
}


def chime(name: str) -> NDArray[np.float32]:
    """The samples of a chime."""
    tones, seconds = CHIMES[name]
    return np.concatenate([_tone(hz, seconds) for hz in tones]).astype(np.float32)


def _tone(hz: int, seconds: float) -> NDArray[np.float64]:
    time = np.arange(round(seconds * RATE)) / RATE
    edge = np.minimum(1.0, np.minimum(time, seconds - time) / _EDGE)
    shape = np.sin(np.pi / 2 * edge) ** 2
    return np.pad(LOUD * shape * np.sin(2 * np.pi * hz * time), (0, round(_GAP * RATE)))
