"""The pitch of a voice, by autocorrelation, and what a tone should do with it."""

import numpy as np
from numpy.typing import NDArray

RATE = 24_000  # Hz
HOP = RATE // 100
_FRAME = RATE // 25
_LOW, _HIGH = 110.0, 480.0  # Hz: a woman's voice
_VOICED = 0.55  # of a perfect repetition
_QUIET = 0.02  # of the loudest frame's RMS

Floats = NDArray[np.float64]


def pitch_track(sound: NDArray[np.floating]) -> Floats:
    """Pitch in semitones over 100 Hz, 100 values a second; NaN where there is none."""
    starts = range(0, len(sound) - _FRAME, HOP)
    frames = np.stack([sound[at : at + _FRAME] for at in starts]).astype(float)
    frames -= frames.mean(axis=1, keepdims=True)
    size = 2 * _FRAME
    power = np.abs(np.fft.rfft(frames * np.hanning(_FRAME), size)) ** 2
    ramp = np.fft.irfft(np.abs(np.fft.rfft(np.hanning(_FRAME), size)) ** 2, size)
    same = np.fft.irfft(power, size)[:, :_FRAME] / np.maximum(ramp[:_FRAME], 1e-9)
    loud = frames.std(axis=1)
    least, most = int(RATE / _HIGH), int(RATE / _LOW)
    score = same[:, least:most] / np.maximum(same[:, :1], 1e-12)
    score = score - np.linspace(0, 0.08, most - least)  # rather the short period
    best = score.argmax(axis=1)
    hz = RATE / (best + least)
    unvoiced = (score.max(axis=1) < _VOICED) | (loud < _QUIET * loud.max())
    return np.where(unvoiced, np.nan, 12 * np.log2(hz / 100))


def as_its_tone(tone: int, pitch: Floats, middle: float) -> bool:
    """Whether a syllable's pitch goes as its tone wants.

    The first tone stays level and is not low; the second rises from its lowest point;
    the third dips well below the middle, and at the end of a phrase may come up again;
    the fourth falls.

    Args:
        tone: 1 to 4.
        pitch: its voiced values, in semitones.
        middle: the median of the whole clip.

    """
    third = max(1, len(pitch) // 3)
    begin, end = float(pitch[:third].mean()), float(pitch[-third:].mean())
    return {
        1: abs(end - begin) < 3 and float(pitch.mean()) > middle - 1.5,
        2: float(pitch[-third:].max() - pitch[:-third].min()) > 1,
        3: float(pitch.min()) < min(middle, begin) - 1,
        4: begin - end > 1,
    }[tone]


def voiced(track: Floats, begin: float, end: float) -> Floats:
    """The voiced values between two moments, in seconds."""
    middles = (np.arange(len(track)) * HOP + _FRAME / 2) / RATE
    part = track[(middles >= begin) & (middles < end)]
    return part[~np.isnan(part)]
