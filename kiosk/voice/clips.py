"""Which file is played: a person's recording, else our own clip, else none."""

from pathlib import Path

from kiosk.voice.recordings import SLOW, is_language, recording
from kiosk.voice.sentences import sentences

CLIPS = Path(__file__).parent / "clips"
LANGUAGES = ("zh", "en")  # those that are shipped
CHIMES = ("pass", "wait", "tick", "call")


def clip_path(data_dir: Path, lang: str, name: str, slow: bool = False) -> Path | None:
    """The file of a sentence, or None when there is none in this language.

    First ``data_dir/voice/<lang>/<name>.ogg``, then what is shipped. A person's
    recording at the common speed goes before our own slow clip: the voice must not
    change in the middle of a conversation. A broken recording is passed over, so that
    the gate never falls silent; `recording_problems` tells of it.
    """
    if name not in sentences() or not is_language(lang):
        return None
    for wanted in (name + SLOW, name) if slow else (name,):
        if found := recording(data_dir, lang, wanted):
            return found
    shipped = CLIPS / lang / f"{name}{SLOW if slow else ''}.ogg"
    return shipped if shipped.is_file() else None


def chime_path(name: str) -> Path | None:
    """The file of a chime: one of `CHIMES`."""
    return CLIPS / "chimes" / f"{name}.ogg" if name in CHIMES else None
