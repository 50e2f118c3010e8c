"""What is played for a sentence now, and whose voice it is."""

import shutil
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kiosk.voice import stand_in
from kiosk.voice.files import CLIPS, LANGUAGES, SPOKEN_BY_ALL, clip_path
from kiosk.voice.keeping import Credit, credit_of
from kiosk.voice.recordings import SLOW, is_language


class Source(StrEnum):
    """Whose voice is heard."""

    OURS = "ours"
    RECORDING = "recording"
    STAND_IN = "stand_in"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Played:
    """What is played for a sentence.

    Attributes:
        source: whose voice it is.
        lang: the language that it comes from; empty when nothing is played.
        slow: whether it is spoken slowly.
        credit: who recorded it, where that is known.

    """

    source: Source
    lang: str = ""
    slow: bool = False
    credit: Credit | None = None


def played(data_dir: Path, lang: str, name: str, slow: bool = False) -> Played:
    """What the gate plays for a sentence, as `sound_path` chooses it."""
    for spoken in dict.fromkeys((lang, SPOKEN_BY_ALL)):
        if file := clip_path(data_dir, spoken, name, slow):
            ours = file.is_relative_to(CLIPS)
            source = Source.OURS if ours else Source.RECORDING
            return Played(source, spoken, SLOW in file.suffixes, credit_of(file))
    if shutil.which(stand_in.ESPEAK) is None:
        return Played(Source.NONE)
    return Played(Source.STAND_IN, lang, slow)


def languages(data_dir: Path) -> list[str]:
    """Those that are shipped, then every folder of recordings."""
    folders = sorted((data_dir / "voice").glob("*/"))
    found = [folder.name for folder in folders if is_language(folder.name)]
    return list(dict.fromkeys((*LANGUAGES, *found)))
