"""What there is to render: every sentence in both languages at both speeds."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.voice.render.chain import CHAIN
from kiosk.voice.render.materials import MODEL_SHA256, VOICE_SHA256
from kiosk.voice.sentences import sentences

VOICES = {"zh": "zf_xiaoyi", "en": "af_heart"}
SPEEDS = {"": 0.8, ".slow": 0.65}  # of the model's own, which is too fast for the old
_SYLLABLES = re.compile(r"[^ ,.\-]+")


@dataclass(frozen=True, slots=True)
class Job:
    """One clip to be made; ``path`` is below the folder of the clips."""

    path: str
    ipa: str
    voice: str
    speed: float

    @property
    def phonemes(self) -> str:
        """What the voice is given: the parting of syllables is for readers only."""
        return self.ipa.replace("-", "")

    @property
    def key(self) -> str:
        """The same for the same sound: text, voice, speed, chain and model."""
        parts = (self.phonemes, str(self.speed), CHAIN)
        whole = "|".join((*parts, VOICE_SHA256[self.voice], MODEL_SHA256))
        return hashlib.sha256(whole.encode()).hexdigest()

    @property
    def syllables(self) -> list[tuple[int, int]]:
        """The first phoneme of each syllable, and the one after its last."""
        gone = [0]
        for sign in self.ipa:
            gone.append(gone[-1] + (sign == "-"))
        found = (match.span() for match in _SYLLABLES.finditer(self.ipa))
        return [(start - gone[start], end - gone[end]) for start, end in found]


def jobs() -> Iterator[Job]:
    """All of them."""
    for sentence in sentences().values():
        for suffix, speed in SPEEDS.items():
            for lang, ipa in (("zh", sentence.ipa), ("en", sentence.en_ipa)):
                path = f"{lang}/{sentence.id}{suffix}.ogg"
                yield Job(path, ipa, VOICES[lang], speed)
