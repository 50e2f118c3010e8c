"""The voice of the gate: sentences, clips, recordings of people, and a stand-in.

What is played for a clip: the recording of a person, the shipped clip, what espeak-ng
says, and when all are missing the chime and the words on the screen.
"""

from kiosk.voice.files import (
    CHIMES,
    LANGUAGES,
    chime_path,
    clip_path,
    sound_path,
    spare_path,
)
from kiosk.voice.recordings import (
    Problem,
    RecordingError,
    check_recording,
    recording_problems,
)
from kiosk.voice.sentences import Sentence, sentences
from kiosk.voice.stand_in import espeak_clip

__all__ = [
    "CHIMES",
    "LANGUAGES",
    "Problem",
    "RecordingError",
    "Sentence",
    "check_recording",
    "chime_path",
    "clip_path",
    "espeak_clip",
    "recording_problems",
    "sentences",
    "sound_path",
    "spare_path",
]
