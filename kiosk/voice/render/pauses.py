"""Pauses at the commas: the old hear a sentence in parts, the voice runs on."""

from dataclasses import replace

import numpy as np

from kiosk.voice.render.speech import RATE, Samples, Speech

PAUSE = 0.28  # seconds of silence at a comma, at the common speed
SIGNS = ",."
_BLOCK = RATE // 100
_NEAR = RATE // 20  # the voice's durations are right to about 50 ms
_QUIET = 0.01  # of full scale
_FADE = RATE // 60


def parted(speech: Speech, phonemes: str, speed: float) -> Speech:
    """The speech with a full pause at each comma and stop but the last."""
    wanted = round(PAUSE * 0.8 / speed * RATE)
    for place, sign in enumerate(phonemes[:-1]):
        if sign in SIGNS:
            speech = _with_pause(speech, place, wanted)
    return speech


def _with_pause(speech: Speech, place: int, wanted: int) -> Speech:
    begin = speech.ends[place - 1] - _NEAR
    end = speech.ends[place + 1] + _NEAR  # a space follows the sign
    at, silent = _gap(speech.samples[begin:end])
    missing = max(0, wanted - silent)
    cut = begin + at
    before, after = _faded(speech.samples[:cut], speech.samples[cut:])
    samples = np.concatenate([before, np.zeros(missing, np.float32), after])
    ends = [min(edge, cut) for edge in speech.ends[:place]]
    ends += [max(edge, cut) + missing for edge in speech.ends[place:]]
    return replace(speech, samples=samples, ends=tuple(ends))


def _gap(samples: Samples) -> tuple[int, int]:
    """Where it is quietest, and how many samples around there are silent."""
    count = len(samples) // _BLOCK
    loud = np.abs(samples[: count * _BLOCK]).reshape(count, _BLOCK).max(axis=1)
    at = int(loud.argmin())
    first, last = at, at
    while first > 0 and loud[first - 1] < _QUIET:
        first -= 1
    while last < count - 1 and loud[last + 1] < _QUIET:
        last += 1
    silent = (last - first + 1) * _BLOCK if loud[at] < _QUIET else 0
    return (first + last + 1) * _BLOCK // 2, silent


def _faded(before: Samples, after: Samples) -> tuple[Samples, Samples]:
    """Both sides of a cut, soft at the cut."""
    ramp = np.linspace(0, 1, _FADE, dtype=np.float32)
    before, after = before.copy(), after.copy()
    before[-_FADE:] *= ramp[::-1]
    after[:_FADE] *= ramp
    return before, after
