"""The words for attestations and for what they were seen on: office and board."""

from collections.abc import Iterable

from ui.words import Word

ATTESTED: dict[str, Word] = {
    "travel": Word("行程卡", "travel card"),
    "test": Word("检测结果", "test result"),
    "vaccination": Word("接种证明", "vaccination record"),
    "temperature": Word("体温", "temperature"),
}
SHOWN_ON: dict[str, Word] = {
    "sms": Word("短信", "a text message"),
    "paper": Word("纸质", "paper"),
    "phone": Word("手机画面", "the screen of a telephone"),
    "measured": Word("当场量的", "measured here"),
    "other": Word("其他", "something else"),
}


def attested_kinds(required: Iterable[str]) -> dict[str, Word]:
    """What may be recorded: first what the rules ask for, then what is common.

    A word that a site's rules ask for and that is not ours stands for itself.
    """
    words = [*required, *ATTESTED]
    return {word: ATTESTED.get(word, Word(word, word)) for word in dict.fromkeys(words)}
