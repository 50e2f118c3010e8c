"""The sentences of the voice as the page of recordings shows them."""

from dataclasses import dataclass
from pathlib import Path

from kiosk.voice.keeping import Credit
from kiosk.voice.recordings import SLOW
from kiosk.voice.sentences import Sentence, sentences
from kiosk.voice.sources import Played, Source, played
from ui.words import Word, moment

OURS = Word("自带的声音", "ours")
RECORDING = Word("真人录音", "a recording")
STAND_IN = Word("机器代念", "a machine's stand-in")
NONE = Word("没有声音，只有提示音和文字", "none: the chime and the words only")
IN_MANDARIN = Word("，普通话", ", in Mandarin")
NOT_SLOW = Word("，平常速度", ", at the usual speed")
LANGUAGES = {
    "zh": Word("普通话", "Mandarin"),
    "en": Word("英语", "English"),
    "yue": Word("粤语", "Cantonese"),
}


@dataclass(frozen=True, slots=True)
class Voice:
    """What is played for a sentence at one speed.

    Attributes:
        slow: which speed.
        source: whose voice it is.
        said: the same in words.
        credit: who recorded it and when, or empty.
        changed: whether other words were read than those of today.
        url: where it can be heard; empty when nothing is played.
        recorded: whether a recording lies in this very place, fit or not.

    """

    slow: bool
    source: Source
    said: Word
    credit: str
    changed: bool
    url: str
    recorded: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence: the words to read aloud, and what is played at both speeds."""

    sentence: Sentence
    aloud: str
    voices: tuple[Voice, Voice]


def rows(data_dir: Path, lang: str, zone: str) -> list[Row]:
    """Every sentence in a language, in the order of the table."""
    return [
        Row(
            sentence,
            sentence.text(lang),
            (
                _voice(data_dir, lang, sentence.id, False, zone),
                _voice(data_dir, lang, sentence.id, True, zone),
            ),
        )
        for sentence in sentences().values()
    ]


def _voice(data_dir: Path, lang: str, name: str, slow: bool, zone: str) -> Voice:
    found = played(data_dir, lang, name, slow)
    file = data_dir / "voice" / lang / f"{name}{SLOW if slow else ''}.ogg"
    url = f"/voice/{found.lang}/{name}{'?slow=1' if slow else ''}"
    credit = found.credit
    return Voice(
        slow,
        found.source,
        _said(found, lang, slow),
        _credit(credit, zone),
        credit is not None and credit.words != sentences()[name].text(found.lang),
        url if found.lang else "",
        file.is_file(),
    )


def _said(found: Played, lang: str, slow: bool) -> Word:
    parts = [
        {
            Source.OURS: OURS,
            Source.RECORDING: RECORDING,
            Source.STAND_IN: STAND_IN,
            Source.NONE: NONE,
        }[found.source]
    ]
    if found.lang and found.lang != lang:
        parts.append(IN_MANDARIN)
    if found.lang and slow and not found.slow:
        parts.append(NOT_SLOW)
    return Word("".join(p.zh for p in parts), "".join(p.en for p in parts))


def _credit(credit: Credit | None, zone: str) -> str:
    return f"{credit.by} · {moment(credit.at, zone)}" if credit else ""
