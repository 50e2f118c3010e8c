"""The process that opens a sound from outside: standard input is the file.

It limits itself before it looks at the first byte, can write no file, has no
database and no key. It answers with one line of JSON, ``{"flaw": …}`` or ``{}``, and
after an empty one with the clip as Opus in OGG.

Start it as ``python -m kiosk.voice.intake_child``.
"""

import io
import json
import resource
import sys

from kiosk.voice.intake_flaws import MOST_HANDED_IN, Flaw, RefusedSound

MEMORY, PROCESSOR = 320 * 1024**2, 15  # bytes, of the unit's 512 MiB; seconds
FORMATS = frozenset({"WAV", "WAVEX", "RF64", "FLAC", "OGG", "MP3"})
RATES = range(8_000, 96_001)
MOST_CHANNELS = 2


def limit_process() -> None:
    """Bind this process: memory, processor time, no file may be written."""
    for kind, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, PROCESSOR),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (value, value))


def converted(data: bytes) -> bytes:
    """The clip of a sound file, encoded as ours are.

    Raises:
        RefusedSound: it cannot be opened, or it is not fit.

    """
    import soundfile

    from kiosk.voice.intake_sound import made_fit
    from kiosk.voice.render.chain import RATE
    from kiosk.voice.render.encoding import LEVEL

    try:
        with soundfile.SoundFile(io.BytesIO(data)) as file:
            _check(file.format, file.samplerate, file.channels)
            most = round(MOST_HANDED_IN * file.samplerate)
            frames = file.read(most + 1, dtype="float32", always_2d=True)
            rate = file.samplerate
    except (soundfile.SoundFileError, ValueError) as error:
        if isinstance(error, RefusedSound):
            raise
        raise RefusedSound(Flaw.NO_SOUND) from error
    if len(frames) > most:
        raise RefusedSound(Flaw.LONG)
    clip, out = made_fit(frames, rate), io.BytesIO()
    soundfile.write(
        out, clip, RATE, format="OGG", subtype="OPUS", compression_level=LEVEL
    )
    return out.getvalue()


def _check(kind: str, rate: int, channels: int) -> None:
    if kind not in FORMATS or rate not in RATES or channels > MOST_CHANNELS:
        raise RefusedSound(Flaw.NO_SOUND)


def main() -> None:
    """Read standard input, write standard output."""
    limit_process()
    head, clip = {}, b""
    try:
        clip = converted(sys.stdin.buffer.read())
    except RefusedSound as refused:
        head = {"flaw": refused.flaw}
    except MemoryError:
        head = {"flaw": Flaw.TOO_MUCH}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + clip)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
