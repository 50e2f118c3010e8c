"""A sound from outside becomes a clip, in a process of its own.

What a decoder does with a file that was made to hurt it happens there, within
bounds of memory and time; this process never looks into the file.
"""

import json
import os
import subprocess
import sys
import threading

from kiosk.voice.intake_flaws import MOST_UPLOAD, Flaw, RefusedSound
from kiosk.voice.recordings import RecordingError, check_recording

SECONDS = 30.0  # from start to end; a sentence needs one
# -P: no soundfile.py of the folder that we were started in is imported.
COMMAND = [sys.executable, "-P", "-B", "-m", "kiosk.voice.intake_child"]
_WAIT = 10.0  # seconds for somebody else's recording to be done
_ONE = threading.Lock()


def take_in(data: bytes, seconds: float = SECONDS) -> bytes:
    """The clip of a sound file: Opus in OGG, one channel, as loud as ours.

    Args:
        data: OGG, WAV, MP3 or FLAC of at most `MOST_UPLOAD` bytes.
        seconds: how long it may take.

    Raises:
        RefusedSound: it cannot be used; the text says what to do.

    """
    if not data:
        raise RefusedSound(Flaw.EMPTY)
    if len(data) > MOST_UPLOAD:
        raise RefusedSound(Flaw.TOO_LARGE)
    if not _ONE.acquire(timeout=_WAIT):
        raise RefusedSound(Flaw.BUSY)
    try:
        answer = _asked(data, seconds)
    finally:
        _ONE.release()
    return _clip(answer)


def _asked(data: bytes, seconds: float) -> bytes:
    """What the child says; nothing when it came to no end of its own."""
    bare = {"PATH": os.defpath, "OPENBLAS_NUM_THREADS": "1"}  # each asks for memory
    try:
        done = subprocess.run(
            COMMAND,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            env=bare,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return b""
    return done.stdout


def _clip(answer: bytes) -> bytes:
    head, _, clip = answer.partition(b"\n")
    if not head:
        raise RefusedSound(Flaw.TOO_MUCH)
    if flaw := json.loads(head).get("flaw"):
        raise RefusedSound(Flaw(flaw))
    try:
        check_recording(clip)  # else it would be passed over at the gate
    except RecordingError as error:
        raise RefusedSound(Flaw.NO_SOUND) from error
    return clip
