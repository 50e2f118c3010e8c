"""What a reader of a file format hands over: sheets with numbered rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

Raw: TypeAlias = str | int | float | bool | date | None
"""A cell as the file holds it; a number may have lost its last digits there."""

Rows: TypeAlias = Iterator[tuple[int, Sequence[Raw]]]
"""Row numbers as a spreadsheet shows them, counted from 1."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One place of a file where the table may be.

    Attributes:
        title: of the sheet; empty for text files.
        rows: starts again from the top at every call.

    """

    title: str
    rows: Callable[[], Rows]


def is_blank(cells: Sequence[Raw]) -> bool:
    """No cell of the row holds anything."""
    return not any(
        cell is not None and not (isinstance(cell, str) and not cell.strip())
        for cell in cells
    )
