"""What the office took the columns of its lists for, kept by set of headings.

Lists without headings are kept by their shape. The file holds headings, letters and
our columns, never a cell of a list.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from kiosk.people.columns import Chosen, Column

MOST_SETS = 50


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


def _chosen(choice: Mapping[str, str | None]) -> Chosen:
    return {word: Column(name) if name else None for word, name in choice.items()}
