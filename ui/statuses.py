"""What people read for a status: the usual words of a site have names, others stay."""

from collections.abc import Iterable

from kiosk.people.statuses import CHINESE
from ui.language import t
from ui.words import Word

# In the order in which people name them; the board's form for admitting says the same.
STATUSES: dict[str, Word] = {
    word: Word(written[0], word) for word, written in CHINESE.items()
}


def status_word(word: str) -> Word:
    """A status in both languages; a site's own word stands for itself."""
    return STATUSES.get(word.lower(), Word(word, word))


def say_status(word: str | None) -> str:
    """A status in the language of this request; of none, that there is none."""
    if not word:
        return t("没有", "none")
    said = status_word(word)
    return t(said.zh, said.en)


def in_order(words: Iterable[str]) -> list[str]:
    """The usual words first, in their own order; then the site's, in the site's."""
    places = {word: place for place, word in enumerate(STATUSES)}
    return sorted(words, key=lambda word: places.get(word.lower(), len(places)))


def status_choices(words: Iterable[str]) -> list[tuple[str, str]]:
    """Each status that may be chosen, and what it is called."""
    return [(word, say_status(word)) for word in in_order(words)]
