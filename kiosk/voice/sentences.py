"""The sentences of the voice; they lie in ``sentences.toml`` beside this file."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

TABLE = "sentences.toml"
_SYLLABLE = re.compile(r"[a-z]+[1-5]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the voice.

    Attributes:
        id: the name of its clip.
        zh: the words, as the screen shows them; so ``en``.
        pinyin: as it is heard, after tone sandhi, words parted by spaces.
        ipa: the phonemes that the voice is given; so ``en_ipa``.
        when: the moment at which it is spoken, in both languages.
        look: the look of the screen that shows the words; empty for a passing hint.
        chime: what sounds before it; empty for none.
        outcomes: words of `verification.reasons.Outcome` that it speaks for.

    """

    id: str
    zh: str
    pinyin: str
    ipa: str
    en: str
    en_ipa: str
    when: str
    look: str = ""
    chime: str = ""
    outcomes: tuple[str, ...] = ()

    @property
    def syllables(self) -> list[str]:
        """The syllables one by one, as ``qing3``."""
        return _SYLLABLE.findall(self.pinyin)

    def text(self, lang: str) -> str:
        """The words: English for ``en``, for every other language the Chinese ones."""
        return self.en if lang == "en" else self.zh


@cache
def sentences() -> Mapping[str, Sentence]:
    """All sentences by the name of their clip."""
    text = files("kiosk.voice").joinpath(TABLE).read_text(encoding="utf-8")
    return MappingProxyType(
        {name: _sentence(name, entry) for name, entry in tomllib.loads(text).items()}
    )


def _sentence(name: str, entry: dict[str, str | list[str]]) -> Sentence:
    outcomes = tuple(entry.pop("outcomes", ()))
    words = {key: value for key, value in entry.items() if isinstance(value, str)}
    return Sentence(id=name, **words, outcomes=outcomes)
