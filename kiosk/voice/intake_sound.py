"""A person's recording made fit for the gate: judged, cleaned, as loud as our clips.

The samples that came stay single floats: of the longest sound at the highest rate
there are millions, and the web process shares its memory with the one that is here.
The sound goes the way of our own clips (`kiosk.voice.render.chain`): high-pass at
120 Hz, clear, dense, -15 dBFS while somebody speaks, no peak above -2.5 dBFS.
"""

import numpy as np
from numpy.typing import NDArray

from kiosk.voice.intake_flaws import LEAST_SPOKEN, MOST_SPOKEN, Flaw, RefusedSound
from kiosk.voice.render.chain import RATE, finish, peak, speech_rms

Samples = NDArray[np.float32]
Floats = NDArray[np.float64]

_BLOCK = RATE // 50  # samples: 20 ms
_WORKING = -20.0  # dBFS of speech before the chain, as our voice has it
_DEAF, _FAINT = -70.0, -50.0  # dBFS: nothing was heard; too little of it
_BELOW = 35.0  # dB below the loudest 20 ms there is no speech
_ABOVE_NOISE, _NOISE = 10.0, 10  # dB above the quietest tenth there is some
_BEFORE, _AFTER = 4, 8  # blocks kept around it: a sentence begins and ends softly
_FULL, _FLAT, _DISTORTED = 0.985, 4, 0.001  # of full scale; samples; share of them


def made_fit(frames: Samples, rate: int) -> Samples:
    """A clip of 24 kHz from a decoded sound.

    Args:
        frames: (samples, channels), full scale is 1.
        rate: samples a second.

    Raises:
        RefusedSound: nothing fit for a gate can be made of it.

    """
    sound = _one_channel(frames)
    if not len(sound) or not np.isfinite(sound).all() or peak(sound + 1e-9) < _DEAF:
        raise RefusedSound(Flaw.SILENT)
    if _distorted(sound):
        raise RefusedSound(Flaw.CLIPPED)
    sound -= sound.mean()
    spoken = _spoken(_resampled(sound, rate))
    loudness = speech_rms(spoken)
    if loudness < _FAINT:
        raise RefusedSound(Flaw.QUIET)
    even = spoken * 10 ** ((_WORKING - loudness) / 20)
    return finish(even.astype(np.float32)).samples


def _one_channel(frames: Samples) -> Samples:
    """The mean of the channels; the strongest where they cancel each other."""
    mean: Samples = frames.mean(axis=1)
    if not len(frames):
        return mean
    powers = [float(np.mean(channel**2)) for channel in frames.T]
    if float(np.mean(mean**2)) < max(powers) / 8:
        mean = frames[:, int(np.argmax(powers))].copy()
    return mean


def _distorted(sound: Samples) -> bool:
    """Whether tops are cut off: runs of samples that stay at the highest value."""
    top = float(np.abs(sound).max())
    full = np.abs(sound) >= top * _FULL
    runs = np.lib.stride_tricks.sliding_window_view(full, min(_FLAT, len(full)))
    loud = max(1000, int(np.count_nonzero(np.abs(sound) > top / 10)))
    flat = np.count_nonzero(runs.all(axis=1))
    return bool(top >= _FULL and flat > _DISTORTED * loud)


def _resampled(sound: Samples, rate: int) -> Floats:
    """At 24 kHz, by the spectrum; the silence around it keeps the ends apart."""
    length = len(sound) + rate // 5
    size = round(length * RATE / rate)
    spectrum = np.fft.rfft(sound, length)[: size // 2 + 1].astype(np.complex128)
    return np.asarray(np.fft.irfft(spectrum, size) * (size / length))


def _spoken(sound: Floats) -> Floats:
    """Without the silence before and after.

    Raises:
        RefusedSound: too short or too long for a sentence.

    """
    pieces = sound[: len(sound) // _BLOCK * _BLOCK].reshape(-1, _BLOCK)
    level = 10 * np.log10(np.mean(pieces**2, axis=1) + 1e-12)
    loudest, noise = level.max(), np.percentile(level, _NOISE)
    quiet = max(loudest - _BELOW, min(noise + _ABOVE_NOISE, loudest - _BELOW / 2))
    heard = np.flatnonzero(level > quiet)
    seconds = (heard[-1] + 1 - heard[0]) * _BLOCK / RATE
    if seconds < LEAST_SPOKEN:
        raise RefusedSound(Flaw.SHORT)
    if seconds > MOST_SPOKEN - 1:  # of which the chain adds a third
        raise RefusedSound(Flaw.LONG)
    first, last = max(0, heard[0] - _BEFORE), heard[-1] + 1 + _AFTER
    return np.asarray(sound[first * _BLOCK : last * _BLOCK])
