"""The people as a table for the office: CSV or XLSX with inert cells, and sealed.

Full values are written for a purpose only, and the purpose is recorded before
the first of them leaves the registry. The table lies in a ZIP file under a password
that is told once; unpacked, a full export can be imported again and changes nothing.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import IO

from kiosk.people.columns import CHINESE, Column
from kiosk.people.errors import BadPurpose, NotSealed
from kiosk.people.importer import Record
from kiosk.people.kinds import CHINESE as KINDS
from kiosk.people.person import CARDS
from kiosk.people.progress import Progress, Stage, no_progress
from kiosk.people.writers import csv_into, new_file, xlsx_into
from kiosk.sealed import SealedZip, Taken, about, new_password
from kiosk.sealed.note import NAME as ABOUT
from verification.masks import mask_name, mask_number, mask_phone
from verification.registry import PersonDetails, Registry

PERSONAL_EXPORTED = "personal.exported"
EVERY = 500
LONGEST_PURPOSE = 200
CARD_SEPARATOR = ";"

MASKED = "masked"  # the purpose of a list that names nobody in full

Line = list[str]
Cells = Callable[[PersonDetails], Mapping[Column, str]]
_NUMBER = re.compile(r"\d{6,}")


class TableKind(StrEnum):
    """What lies in the sealed file."""

    CSV = "csv"
    XLSX = "xlsx"


WRITERS: dict[TableKind, Callable[[IO[bytes], Iterator[Line]], None]] = {
    TableKind.CSV: csv_into,
    TableKind.XLSX: xlsx_into,
}


def stated(purpose: str) -> str:
    """A purpose that may be kept for ever, in one line.

    Raises:
        BadPurpose: nothing, too long, or it holds a number.

    """
    purpose = " ".join(purpose.split())
    if not purpose or len(purpose) > LONGEST_PURPOSE or _NUMBER.search(purpose):
        raise BadPurpose
    return purpose


@dataclass(frozen=True, slots=True)
class Exported:
    """A sealed file: how many people are in it, and what opens it."""

    people: int
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Exporter:
    """Exports people in one author's name.

    Attributes:
        registry: a connection of this thread.
        record: told before the first value is written.
        site: the name of the site.
        who: the author, as it stands in the file.
        now: the site's own time.

    """

    registry: Registry
    record: Record
    site: str
    who: str
    now: Callable[[], datetime]

    def full(
        self,
        path: Path,
        purpose: str,
        kind: TableKind = TableKind.XLSX,
        progress: Progress = no_progress,
    ) -> Exported:
        """Write everything that is known, for a purpose, into a new sealed file.

        Raises:
            BadPurpose: no purpose, or one that holds a number; it is kept for ever.
            NotSealed: the file is no .zip.
            FileExistsError: the file is there already.

        """
        return self._export(path, stated(purpose), kind, _full, progress)

    def masked(
        self,
        path: Path,
        kind: TableKind = TableKind.XLSX,
        progress: Progress = no_progress,
    ) -> Exported:
        """Write masked names and numbers and no free text; sealed all the same.

        Raises:
            NotSealed: the file is no .zip.
            FileExistsError: the file is there already.

        """
        return self._export(path, MASKED, kind, _masked, progress)

    def _export(
        self,
        path: Path,
        purpose: str,
        kind: TableKind,
        cells: Cells,
        progress: Progress,
    ) -> Exported:
        if path.suffix.lower() != ".zip":
            raise NotSealed
        total, password = self.registry.count(), new_password()
        self.record(
            PERSONAL_EXPORTED, {"purpose": purpose, "people": total, "sealed": "zip"}
        )
        taken = Taken(self.site, self.who, self.now(), purpose)
        lines = _Lines(self.registry, cells, progress, total)
        with new_file(path) as file, SealedZip(file, password, taken.at) as sealed:
            sealed.write(ABOUT, about(taken).encode())
            with sealed.entry(f"people.{kind}") as table:
                WRITERS[kind](table, lines.under(taken.sentence))
        progress(Stage.WRITING, lines.count, total)
        return Exported(lines.count, password)


class _Lines:
    """The lines of a table, counted while they are written."""

    def __init__(
        self, registry: Registry, cells: Cells, progress: Progress, total: int
    ) -> None:
        self.count = 0
        self._registry, self._cells = registry, cells
        self._progress, self._total = progress, total

    def under(self, title: str) -> Iterator[Line]:
        """A title, the headings, the people; an import knows titles from headings."""
        yield [title]
        yield [CHINESE[column] for column in Column]
        for person in self._registry.people():
            self.count += 1
            values = self._cells(person)
            yield [values.get(column, "") for column in Column]
            if self.count % EVERY == 0:
                self._progress(Stage.WRITING, self.count, self._total)


def _full(person: PersonDetails) -> Mapping[Column, str]:
    return _common(person) | {
        Column.DOCUMENT_NUMBER: person.number,
        Column.NAME: person.name,
        Column.PHONE: person.phone or "",
        Column.RELATIVE: person.relative or "",
        Column.NOTE: person.note or "",
        **_cards(person, str),
    }


def _masked(person: PersonDetails) -> Mapping[Column, str]:
    return _common(person) | {
        Column.DOCUMENT_NUMBER: mask_number(person.number),
        Column.NAME: mask_name(person.name),
        Column.PHONE: mask_phone(person.phone or ""),
        **_cards(person, mask_number),
    }


def _common(person: PersonDetails) -> dict[Column, str]:
    until = person.record.valid_until
    status = person.record.status or ""
    return {
        Column.DOCUMENT_KIND: KINDS[person.kind],
        Column.STATUS: status,
        Column.VALID_UNTIL: until.isoformat() if until and status else "",
    }


def _cards(person: PersonDetails, shown: Callable[[str], str]) -> dict[Column, str]:
    """Cards that count, several of a kind in one cell; lost ones stay out."""
    return {
        column: CARD_SEPARATOR.join(
            shown(card.number)
            for card in person.cards
            if card.kind is kind and not card.revoked
        )
        for column, kind in CARDS.items()
    }
