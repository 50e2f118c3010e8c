"""The people as a table for the office: CSV or XLSX, with inert cells.

Full values are written for a purpose only, and the purpose is recorded before
the first of them leaves the registry. A full export can be imported again and
changes nothing.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.people.columns import CHINESE, Column
from kiosk.people.errors import BadPurpose, TableProblem
from kiosk.people.importer import Record
from kiosk.people.kinds import CHINESE as KINDS
from kiosk.people.person import CARDS
from kiosk.people.progress import Progress, Stage, no_progress
from kiosk.people.texts import FileFault
from kiosk.people.writers import write_csv, write_xlsx
from verification.masks import mask_name, mask_number, mask_phone
from verification.registry import PersonDetails, Registry

PERSONAL_EXPORTED = "personal.exported"
EVERY = 500
LONGEST_PURPOSE = 200
CARD_SEPARATOR = ";"

Line = list[str]
WRITERS: dict[str, Callable[[Path, Iterator[Line]], None]] = {
    ".csv": write_csv,
    ".xlsx": write_xlsx,
}
_NUMBER = re.compile(r"\d{6,}")


@dataclass(frozen=True, slots=True)
class Exporter:
    """Exports people in one author's name.

    Attributes:
        registry: a connection of this thread.
        record: told before the first full value is written.

    """

    registry: Registry
    record: Record

    def full(self, path: Path, purpose: str, progress: Progress = no_progress) -> int:
        """Write everything that is known, for a purpose.

        Returns:
            How many people.

        Raises:
            BadPurpose: no purpose, or one that holds a number; it is kept for ever.
            TableProblem: neither .csv nor .xlsx.
            FileExistsError: the file is there already.

        """
        purpose = " ".join(purpose.split())
        if not purpose or len(purpose) > LONGEST_PURPOSE or _NUMBER.search(purpose):
            raise BadPurpose
        writer = _writer(path)
        people = self.registry.count()
        self.record(PERSONAL_EXPORTED, {"purpose": purpose, "people": people})
        return self._write(path, writer, _full, progress)

    def masked(self, path: Path, progress: Progress = no_progress) -> int:
        """Write masked names and numbers, and no free text.

        Returns:
            How many people.

        Raises:
            TableProblem: neither .csv nor .xlsx.
            FileExistsError: the file is there already.

        """
        return self._write(path, _writer(path), _masked, progress)

    def _write(
        self,
        path: Path,
        writer: Callable[[Path, Iterator[Line]], None],
        cells: Callable[[PersonDetails], Mapping[Column, str]],
        progress: Progress,
    ) -> int:
        count = 0
        total = self.registry.count()

        def lines() -> Iterator[Line]:
            nonlocal count
            yield [CHINESE[column] for column in Column]
            for person in self.registry.people():
                count += 1
                values = cells(person)
                yield [values.get(column, "") for column in Column]
                if count % EVERY == 0:
                    progress(Stage.WRITING, count, total)

        writer(path, lines())
        progress(Stage.WRITING, count, total)
        return count


def _writer(path: Path) -> Callable[[Path, Iterator[Line]], None]:
    try:
        return WRITERS[path.suffix.lower()]
    except KeyError:
        raise TableProblem(FileFault.WRONG_TYPE) from None


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
