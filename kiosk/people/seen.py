"""What is known of a list before it is read, and what is seen of its columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kiosk.people.columns import Chosen, Column
from kiosk.people.statuses import CHINESE, status_words


@dataclass(frozen=True, slots=True)
class Known:
    """What a site told the reader.

    Attributes:
        chosen: what columns were taken for before.
        statuses: its status words.
        sheet: title of the only one to read; empty for the first with a table.

    """

    chosen: Mapping[str, Chosen] = field(default_factory=dict)
    statuses: tuple[str, ...] = ()
    sheet: str = ""

    @property
    def words(self) -> Mapping[str, str]:
        """Status words as offices write them."""
        return status_words((*self.statuses, *CHINESE))


@dataclass(frozen=True, slots=True)
class Seen:
    """One column of a file, for whoever says what it is.

    Attributes:
        word: by which a choice is remembered.
        heading: as the file has it; empty where there is none.
        letter: as a spreadsheet calls it.
        column: what it is taken for, or proposed as.
        examples: masked cells.

    """

    word: str
    heading: str
    letter: str
    column: Column | None
    examples: tuple[str, ...]

    @property
    def packed(self) -> list[Any]:
        """As JSON."""
        return [self.word, self.heading, self.letter, self.column, self.examples]

    @classmethod
    def unpacked(cls, value: list[Any]) -> "Seen":
        """From JSON."""
        word, heading, letter, column, found = value
        return cls(word, heading, letter, column and Column(column), tuple(found))
