"""What the office took the columns of its lists for, kept by set of headings.

The file holds headings and our columns, never a cell of a list.
"""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from kiosk.people.columns import REQUIRED, Chosen, Column, normal_heading
from ui.language import t

MOST_SETS = 50
KEPT_OUT = ""


class Choices:
    """The remembered choices of a site."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / "import_columns.json"

    def all(self) -> dict[str, Chosen]:
        """By set of headings; a file that cannot be read is as none."""
        try:
            kept = json.loads(self._path.read_text())
            return {key: _chosen(choice) for key, choice in kept.items()}
        except (OSError, ValueError, AttributeError):
            return {}

    def keep(self, key: str, chosen: Chosen) -> None:
        """Remember one; of very many sets the oldest is forgotten.

        Raises:
            OSError: it cannot be written.

        """
        kept = self.all()
        kept.pop(key, None)
        newest = dict([*kept.items(), (key, chosen)][-MOST_SETS:])
        new = self._path.with_suffix(".new")
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(newest, file, ensure_ascii=False)
        new.replace(self._path)


def choice_of(headings: Sequence[str], words: Sequence[str]) -> Chosen | None:
    """What each heading was chosen for; none if the choice fits no headings of ours."""
    if len(headings) != len(words) or not {*words} <= {*Column, KEPT_OUT}:
        return None
    return {
        normal_heading(heading): Column(word) if word else None
        for heading, word in zip(headings, words, strict=True)
    }


def problem_of(chosen: Chosen) -> str:
    """Why nobody can be read with that choice; empty if they can."""
    taken = [column for column in chosen.values() if column]
    if len(taken) != len(set(taken)):
        return t("两列不能读成同一项。", "Two columns cannot be taken for the same.")
    if not set(REQUIRED) <= set(taken):
        return t(
            "要有一列是证件号码，一列是姓名。",
            "One column must be the document number and one the name.",
        )
    return ""


def _chosen(choice: Mapping[str, str | None]) -> Chosen:
    return {word: Column(name) if name else None for word, name in choice.items()}
