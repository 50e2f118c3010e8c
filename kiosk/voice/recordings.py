"""Recordings of people: `data_dir/voice/<lang>/<id>.ogg` comes before our own clip.

A familiar guard's voice beats any synthesiser, and it is the answer for dialects:
the folder of a language may bear any name, such as ``yue`` or ``sichuan``.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.voice.ogg import NotOggError, OggSound, read_ogg
from kiosk.voice.sentences import sentences

MOST_BYTES = 512 * 1024
MOST_SECONDS = 20.0
LEAST_SECONDS = 0.2
SLOW = ".slow"
CREDIT = ".json"  # who recorded it, beside it
_LANGUAGE = re.compile(r"[a-z]{2,12}(-[a-z0-9]{2,8})?")


class RecordingError(ValueError):
    """A recording that cannot be used; the message says why, in both languages."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A recording that is passed over, and why."""

    file: Path
    why: str

    @property
    def name(self) -> str:
        """Folder and file, fit to be shown whatever bytes the names are made of."""
        name = Path(self.file.parent.name, self.file.name)
        return os.fsencode(name).decode("utf-8", "replace")


def check_recording(data: bytes) -> OggSound:
    """What a recording holds; RecordingError when it cannot be used."""
    if len(data) > MOST_BYTES:
        raise RecordingError(
            f"录音太大，最多 {MOST_BYTES // 1024} KB。 The recording is too large."
        )
    try:
        sound = read_ogg(data)
    except NotOggError as error:
        raise RecordingError(str(error)) from error
    if not LEAST_SECONDS <= sound.seconds <= MOST_SECONDS:
        raise RecordingError(
            f"录音要有 {LEAST_SECONDS}–{MOST_SECONDS:.0f} 秒，这段 {sound.seconds:.1f}"
            " 秒。 The recording is too short or too long."
        )
    if sound.channels not in (1, 2):
        raise RecordingError("录音要单声道或立体声。 One or two channels are needed.")
    return sound


def recording(data_dir: Path, lang: str, name: str) -> Path | None:
    """The usable recording of a clip; None where there is none or it is broken."""
    file = data_dir / "voice" / lang / f"{name}.ogg"
    return file if file.is_file() and not _problem(file) else None


def recording_problems(data_dir: Path) -> list[Problem]:
    """Every file below the folder of recordings that is passed over."""
    return [Problem(file, why) for file in _files(data_dir) if (why := _unfit(file))]


def is_language(lang: str) -> bool:
    """Whether this may be the name of a language's folder."""
    return _LANGUAGE.fullmatch(lang) is not None


def _files(data_dir: Path) -> Iterator[Path]:
    folder = data_dir / "voice"
    return (file for file in sorted(folder.glob("*/*")) if file.is_file())


def _unfit(file: Path) -> str:
    name = file.stem.removesuffix(SLOW)
    if file.suffix not in (".ogg", CREDIT) or name not in sentences():
        return "没有这句话，不会播放 no sentence has this name"
    if not is_language(file.parent.name):
        return "文件夹不是语言名 the folder is not named like a language"
    return _problem(file) if file.suffix == ".ogg" else ""


def _problem(file: Path) -> str:
    """Why a file cannot be played; empty when it can."""
    try:
        with file.open("rb") as stream:
            check_recording(stream.read(MOST_BYTES + 1))
    except OSError as error:
        return f"读不了 it cannot be read: {error.strerror}"
    except RecordingError as error:
        return str(error)
    return ""
