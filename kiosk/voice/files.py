"""Which file is played: a person's recording, else our own clip, else none."""

from pathlib import Path

from kiosk.voice.recordings import SLOW, is_language, recording
from kiosk.voice.sentences import sentences
from kiosk.voice.stand_in import espeak_clip

CLIPS = Path(__file__).parent / "clips"
LANGUAGES = ("zh", "en")  # those that are shipped
SPOKEN_BY_ALL = "zh"  # of a sentence that is missing in another language
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


def sound_path(data_dir: Path, lang: str, name: str, slow: bool = False) -> Path | None:
    """The clip, or what takes its place: OGG or WAV.

    What a language has not is said in Mandarin, by a clip where there is one, else by
    espeak-ng. None for an unknown sentence, and where espeak-ng is missing or fails:
    then the chime and the words on the screen must do.
    """
    if not is_language(lang):
        return None
    for spoken in dict.fromkeys((lang, SPOKEN_BY_ALL)):
        if clip := clip_path(data_dir, spoken, name, slow):
            return clip
    return spare_path(data_dir, lang, name, slow)


def spare_path(data_dir: Path, lang: str, name: str, slow: bool = False) -> Path | None:
    """What espeak-ng says in the place of a clip; None as for `sound_path`."""
    if name not in sentences() or not is_language(lang):
        return None
    cache = data_dir / "cache" / "voice"
    return espeak_clip(sentences()[name].text(lang), cache, lang, slow)


def chime_path(name: str) -> Path | None:
    """The file of a chime: one of `CHIMES`."""
    return CLIPS / "chimes" / f"{name}.ogg" if name in CHIMES else None
