"""From the voice to a clip: trimmed, clear, dense, and as loud as every other one.

High-pass and presence filters are the biquads of R. Bristow-Johnson's "Cookbook
formulae for audio EQ biquad filter coefficients"; they are applied as frequency
responses, so that no loop runs over samples.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CHAIN = "2"  # a change here or of the pauses is a new chain: all clips are made anew
RATE = 24_000  # Hz
LEAD, TAIL = 0.10, 0.25  # seconds of silence before and after
TARGET = -15.0  # dBFS, RMS of the speech without its pauses
CEILING = -2.5  # dBFS; the encoder may add up to one decibel
_QUIET = 0.004  # of full scale: below this is no speech
_BLOCK = 24  # samples: 1 ms
_GATE = 30.0  # dB below the loudest 20 ms there is no speech
_CURVE_IN = (-90.0, -60.0, -30.0, -10.0, 0.0)  # dBFS
_CURVE_OUT = (-80.0, -50.0, -14.0, -4.0, -2.0)
_ATTACK, _DECAY = 0.010, 0.150  # seconds
_ROUNDS = 4  # of levelling and limiting

Samples = NDArray[np.float32]
Floats = NDArray[np.float64]
Complexes = NDArray[np.complex128]


@dataclass(frozen=True, slots=True)
class Clip:
    """A finished clip; ``shift`` samples were put before the voice's first one."""

    samples: Samples
    shift: int


def finish(voice: Samples) -> Clip:
    """The whole chain."""
    first, last = _bounds(voice)
    lead, tail = round(LEAD * RATE), round(TAIL * RATE)
    padded = np.pad(voice[first:last].astype(np.float64), (lead, tail))
    return Clip(level(_compress(_filtered(padded))), lead - first)


def level(sound: Floats) -> Samples:
    """As loud as `TARGET`, no peak above `CEILING`."""
    for _ in range(_ROUNDS):
        sound = _limited(sound * _ratio(TARGET - speech_rms(sound)))
    return sound.astype(np.float32)


def speech_rms(sound: NDArray[np.floating]) -> float:
    """RMS in dBFS of those 20 ms that are within 30 dB of the loudest."""
    size = RATE // 50
    pieces = sound[: len(sound) // size * size].reshape(-1, size).astype(np.float64)
    power = np.mean(pieces**2, axis=1)
    loud = power[power > power.max() * _ratio(-_GATE) ** 2]
    return float(10 * np.log10(np.mean(loud)))


def peak(sound: NDArray[np.floating]) -> float:
    """The highest sample in dBFS."""
    return float(20 * np.log10(np.max(np.abs(sound))))


def _bounds(voice: Samples) -> tuple[int, int]:
    size = RATE // 50
    pieces = np.abs(voice[: len(voice) // size * size]).reshape(-1, size).max(axis=1)
    loud = np.flatnonzero(pieces > _QUIET)
    return int(loud[0]) * size, (int(loud[-1]) + 1) * size


def _filtered(sound: Floats) -> Floats:
    size = len(sound) + RATE // 10  # the filters ring shorter than this
    turn = np.exp(-2j * np.pi * np.fft.rfftfreq(size))
    response = _high_pass(turn, 120.0, 0.7071) * _bell(turn, 2500.0, 1.2, 3.0)
    return np.fft.irfft(np.fft.rfft(sound, size) * response, size)[: len(sound)]


def _high_pass(turn: Complexes, hz: float, q: float) -> Complexes:
    w = 2 * np.pi * hz / RATE
    alpha, cos = np.sin(w) / (2 * q), np.cos(w)
    over = (1 + cos) / 2 * (1 - turn) ** 2
    return np.asarray(over / (1 + alpha - 2 * cos * turn + (1 - alpha) * turn**2))


def _bell(turn: Complexes, hz: float, q: float, gain: float) -> Complexes:
    w = 2 * np.pi * hz / RATE
    alpha, cos, a = np.sin(w) / (2 * q), np.cos(w), 10 ** (gain / 40)
    over = 1 + alpha * a - 2 * cos * turn + (1 - alpha * a) * turn**2
    under = 1 + alpha / a - 2 * cos * turn + (1 - alpha / a) * turn**2
    return np.asarray(over / under)


def _compress(sound: Floats) -> Floats:
    """Quiet sounds up, loud ones down; the gain looks 10 ms ahead."""
    envelope = _followed(_peaks(sound))
    heard = 20 * np.log10(np.maximum(envelope, 1e-5))
    gain = np.interp(heard, _CURVE_IN, _CURVE_OUT) - heard
    ahead = np.append(gain[round(_ATTACK * 1000) :], [gain[-1]] * 10)
    return sound * _ratio(_stretched(ahead, len(sound)))


def _followed(peaks: Floats) -> Floats:
    up, down = (1 - np.exp(-0.001 / seconds) for seconds in (_ATTACK, _DECAY))
    state, followed = 0.0, np.empty_like(peaks)
    for index, value in enumerate(peaks):
        state += (value - state) * (up if value > state else down)
        followed[index] = state
    return followed


def _limited(sound: Floats) -> Floats:
    """Gain down around each peak: the least of ±5 ms, then smoothed over 5 ms."""
    wanted = np.minimum(1.0, _ratio(CEILING) / np.maximum(_peaks(sound), 1e-9))
    wide = np.lib.stride_tricks.sliding_window_view(np.pad(wanted, 5, "edge"), 11)
    even = np.pad(wide.min(axis=1), 2, "edge")
    smooth = np.convolve(even, np.full(5, 0.2), "valid")
    return sound * _stretched(smooth, len(sound))


def _peaks(sound: Floats) -> Floats:
    whole = np.pad(np.abs(sound), (0, -len(sound) % _BLOCK))
    return np.asarray(whole.reshape(-1, _BLOCK).max(axis=1))


def _stretched(blocks: Floats, size: int) -> Floats:
    """One value a millisecond as one value a sample."""
    middles = np.arange(len(blocks)) * _BLOCK + _BLOCK / 2
    return np.interp(np.arange(size), middles, blocks)


def _ratio(decibels: float | Floats) -> Floats:
    return np.asarray(10 ** (np.asarray(decibels) / 20))
