"""The process that opens the sounds of the voice; what hurts a decoder hurts it alone.

Standard input: for each sound its rate at the output, its length and its bytes.
Standard output: for each the length and the samples, 16 bits, one channel, in the
same order; no sample where it cannot be opened.

Start it as ``python -m kiosk.voice.decoding_child``.
"""

import io
import os
import struct
import sys
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from kiosk.voice.intake_child import FORMATS, MOST_CHANNELS, RATES, limit_process
from kiosk.voice.recordings import MOST_SECONDS

HEAD = struct.Struct(">II")  # samples a second at the output; bytes that follow
ANSWER = struct.Struct(">I")
NICE = 10  # a lane goes before
_FULL = 32767


def decoded(data: bytes, rate: int) -> bytes:
    """One channel of 16-bit samples; empty when it cannot be opened or is too long."""
    import soundfile

    try:
        with soundfile.SoundFile(io.BytesIO(data)) as file:
            if file.format not in FORMATS or file.samplerate not in RATES:
                return b""
            if file.channels > MOST_CHANNELS:
                return b""
            most = round(MOST_SECONDS * file.samplerate)
            frames = file.read(most + 1, dtype="float32", always_2d=True)
            given = file.samplerate
    except (soundfile.SoundFileError, ValueError):
        return b""
    if not 0 < len(frames) <= most or not np.isfinite(frames).all():
        return b""
    sound = _at_rate(frames.mean(axis=1), given, rate)
    return np.rint(np.clip(sound, -1, 1) * _FULL).astype("<i2").tobytes()


def _at_rate(
    sound: NDArray[np.float32], given: int, wanted: int
) -> NDArray[np.float32]:
    """Resampled by the spectrum; the silence around it keeps the ends apart."""
    if given == wanted:
        return sound
    padded = np.pad(sound, given // 10)
    size = round(len(padded) * wanted / given)
    full = np.fft.irfft(np.fft.rfft(padded), size) * (size / len(padded))
    return full[wanted // 10 : size - wanted // 10].astype(np.float32)


def sounds(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """What is asked for, one by one: rate and bytes."""
    while head := stream.read(HEAD.size):
        rate, length = HEAD.unpack(head)
        yield rate, stream.read(length)


def main() -> None:
    """Read standard input, write standard output."""
    limit_process()
    os.nice(NICE)
    for rate, data in sounds(sys.stdin.buffer):
        samples = decoded(data, rate)
        sys.stdout.buffer.write(ANSWER.pack(len(samples)) + samples)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
