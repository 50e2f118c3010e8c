"""One table of a report, in both languages."""

from dataclasses import dataclass

from kiosk.reports.words import Text

Row = tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One table: what it is about, its head, its rows; every cell in both languages."""

    key: str
    title: Text
    head: tuple[Text, ...]
    rows: tuple[Row, ...]


def plain(text: object) -> Text:
    """A number or a name, which is the same in every language."""
    return str(text), str(text)
