"""The sentences of the voice; they lie in ``sentences.toml`` beside this file."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

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
        first: milliseconds from the moment to the words.
        again: milliseconds to the first repeat; 0 as for every further one.
        every: milliseconds to every further repeat; 0 for none.
        most: how often at most to one visitor, until the screen is at rest; of what
            is repeated, how often in a row; 0 for no bound.
        least: it is not said of itself but to whoever comes or touches the screen,
            and not again before so many milliseconds; 0 for all others.

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
    first: int = 0
    again: int = 0
    every: int = 0
    most: int = 0
    least: int = 0

    @property
    def times(self) -> dict[str, int]:
        """When it is spoken: those of first, again, every, most, least that are set."""
        words = ("first", "again", "every", "most", "least")
        return {word: value for word in words if (value := getattr(self, word))}

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


def _sentence(name: str, entry: dict[str, Any]) -> Sentence:
    outcomes = tuple(entry.pop("outcomes", ()))
    return Sentence(id=name, **entry, outcomes=outcomes)
