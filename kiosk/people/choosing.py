"""What somebody says the columns of a list are."""

from collections.abc import Sequence

from kiosk.people.columns import REQUIRED, Chosen, Column
from kiosk.people.seen import Seen

KEPT_OUT = ""
TWICE = ("两列不能读成同一项。", "Two columns cannot be taken for the same.")
NOBODY = (
    "要有一列是证件号码，一列是姓名。",
    "One column must be the document number and one the name.",
)


def choice_of(seen: Sequence[Seen], words: Sequence[str]) -> Chosen | None:
    """What each column was chosen for; none if the choice fits no columns of ours."""
    if len(seen) != len(words) or not {*words} <= {*Column, KEPT_OUT}:
        return None
    return {
        one.word: Column(word) if word else None
        for one, word in zip(seen, words, strict=True)
    }


def problem_of(chosen: Chosen) -> tuple[str, str] | None:
    """Why nobody can be read with that choice, in Chinese and in English."""
    taken = [column for column in chosen.values() if column]
    if len(taken) != len(set(taken)):
        return TWICE
    return None if set(REQUIRED) <= set(taken) else NOBODY
