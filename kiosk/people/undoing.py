"""Taking an import back, and finding the one that is meant."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kiosk.people.errors import TooLate, UnknownImport
from kiosk.people.importer import REGISTRY_CHANGE, Record
from verification import registry as store
from verification.masks import mask_number
from verification.registry import Registry
from verification.registry.history import keys_from
from verification.registry.imports import ImportRecord

LAST = "last"
WITHIN = timedelta(hours=24)  # then what was there before is erased; see `retention`


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did.

    Attributes:
        id: of the undo, which is kept like an import.
        people: who are as they were before the import.
        removed: how many of these came with it and are gone now.
        kept: masked numbers of those who were changed since; they stay.

    """

    id: UUID
    people: int
    removed: int
    kept: tuple[str, ...]

    @property
    def restored(self) -> int:
        """How many were there before the import and have their former data back."""
        return self.people - self.removed


def find_import(registry: Registry, text: str) -> ImportRecord:
    """The import of that id, or the newest that still stands for ``last``.

    Raises:
        UnknownImport: there is none.

    """
    imports = [record for record in registry.imports() if record.undoes is None]
    if text == LAST:
        undone = {record.undoes for record in registry.imports()}
        imports = [record for record in imports if record.id not in undone]
    else:
        imports = [record for record in imports if str(record.id) == text.lower()]
    if not imports:
        raise UnknownImport(text)
    return imports[0]


def undo_import(
    registry: Registry, imported: UUID, author: str, at: datetime, record: Record
) -> Undone:
    """Everybody whom the import touched becomes as before, unless changed since.

    An undo that broke off goes on where it stopped when it is called again.

    Raises:
        TooLate: the import was made more than a day ago.

    """
    made = find_import(registry, str(imported)).at
    if made is None or at - made > WITHIN:
        raise TooLate
    report = store.undo(registry, imported, author, at)
    facts = {"undone": report.undone, "kept": len(report.kept)}
    names = {"import": str(report.id), "undoes": str(imported)}
    record(REGISTRY_CHANGE, {**names, **facts})
    people = (registry.details(key) for key in report.kept)
    kept = (mask_number(person.number) for person in people if person)
    touched = keys_from(registry.db.conn, report.id)
    removed = sum(registry.find(key) is None for key in touched)
    return Undone(report.id, report.undone, removed, tuple(kept))
