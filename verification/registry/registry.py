"""`Registry`: the one door to ``registry.db``."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlite_utils import Database

from verification.documents import Document, DocumentKind, subject
from verification.errors import BoxError
from verification.keys import Keys
from verification.registry.asked import Asked
from verification.registry.batches import ApplyReport, apply_many
from verification.registry.change import Change, Editor
from verification.registry.changes import apply
from verification.registry.history import KeptChange, Story, changes_of
from verification.registry.imports import (
    ImportRecord,
    begin_import,
    finish_import,
    list_imports,
)
from verification.registry.names import Names
from verification.registry.papers import HolderSource, Papers
from verification.registry.policies import Policies
from verification.registry.records import (
    Attestation,
    Basis,
    CardDetails,
    CardRecord,
    ImportCounts,
    PersonDetails,
    PersonRecord,
    unpack_date,
    unpack_time,
)
from verification.registry.schema import MMAP_BYTES, open_registry
from verification.registry.shelf import Shelf
from verification.registry.vault import Vault

PAGE = 500

PERSON = (
    "SELECT subject, kind, status, source, status_at, valid_until, masked_name, "
    "birth_year, revoked, withdrawn_at IS NOT NULL, died_at IS NOT NULL FROM people"
)
FIND = f"{PERSON} WHERE subject = ?"
NEXT = (
    f"{PERSON} WHERE subject > ? AND coalesce(status, '') = coalesce(?, status, '') "
    "ORDER BY subject LIMIT ?"
)
FIND_CARD = (
    "SELECT card, person, kind, revoked, (SELECT valid_until FROM certificates "
    "WHERE certificates.card = cards.card) FROM cards WHERE card = ?"
)
CARDS_OF = (
    "SELECT card, kind, revoked, box, what, valid_until FROM cards "
    "JOIN boxes ON subject = card LEFT JOIN certificates USING (card) "
    "WHERE cards.person = ?"
)
ATTESTATIONS_OF = (
    "SELECT kind, valid_until, recorded_at, shown FROM attestations WHERE person = ?"
)
BASIS = "SELECT basis, notice, basis_at, withdrawn_at FROM people WHERE subject = ?"
DATA_AT = "SELECT value FROM marks WHERE name = 'data_at'"


class Registry:
    """People, cards and statuses of a site.

    One connection; a process that writes from several threads gives each thread a
    registry of its own, because a transaction belongs to its connection.

    Args:
        db: opened by `schema.open_registry`.
        keys: of the site.
        holder: gives what compares passes with documents, where there is that key.

    """

    def __init__(
        self, db: Database, keys: Keys, holder: HolderSource | None = None
    ) -> None:
        self.db = db
        self.keys = keys
        self.papers = Papers(db, holder)
        self.shelf = Shelf(db)
        self.policies = Policies(db)
        self.names = Names(db, keys)
        self.asked = Asked(db)
        self.story = Story(db, keys)
        self._connection: sqlite3.Connection = db.conn

    @classmethod
    def open(
        cls,
        path: Path,
        keys: Keys,
        *,
        holder: HolderSource | None = None,
        mmap_bytes: int = MMAP_BYTES,
    ) -> "Registry":
        """Open the file, making its tables where they are missing.

        Raises:
            StorageProblem: it cannot be opened as we need it.

        """
        return cls(open_registry(path, mmap_bytes=mmap_bytes), keys, holder)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def subject(self, document: Document) -> bytes:
        """The keyed name of a document or card."""
        return subject(self.keys, document)

    def find(self, subject: bytes) -> PersonRecord | None:
        """The person with this document; opens no box (13 to 20 µs)."""
        row = self._connection.execute(FIND, (subject,)).fetchone()
        return _person(row) if row else None

    def find_card(self, card: bytes) -> CardRecord | None:
        """Whom a senior, social-security or citizen card leads to."""
        row = self._connection.execute(FIND_CARD, (card,)).fetchone()
        return _card(row) if row else None

    def attestations(self, subject: bytes) -> Mapping[str, Attestation]:
        """The newest attestation of each kind that this person showed."""
        rows = self._connection.execute(ATTESTATIONS_OF, (subject,))
        return {row[0]: _attestation(*row) for row in rows}

    def basis(self, subject: bytes) -> Basis | None:
        """On what legal basis a person is registered; ``None`` without the person."""
        row = self._connection.execute(BASIS, (subject,)).fetchone()
        return row and Basis(row[0], row[1], unpack_time(row[2]), unpack_time(row[3]))

    def data_at(self) -> datetime | None:
        """When somebody last changed or confirmed the data; ``None`` for never."""
        row = self._connection.execute(DATA_AT).fetchone()
        return row and unpack_time(row[0])

    def count(self) -> int:
        """How many people are registered."""
        return int(
            self._connection.execute("SELECT count(*) FROM people").fetchone()[0]
        )

    def details(self, subject: bytes) -> PersonDetails | None:
        """Everything about a person, out of the box; never at a gate.

        Raises:
            BoxError: the box does not open with this site's keys.

        """
        record = self.find(subject)
        vault = Vault(self._connection, self.keys)
        return record and self._details(record, vault)

    def page(
        self, after: bytes = b"", limit: int = PAGE, status: str | None = None
    ) -> list[PersonRecord]:
        """The next people after a subject; opens no box.

        Sorted by subject, which means in no order that says anything.

        Args:
            after: the last subject of the page before.
            limit: how many at most.
            status: only people with this one; an empty word: with none.

        """
        rows = self._connection.execute(NEXT, (after, status, limit)).fetchall()
        return [_person(row) for row in rows]

    def people(self, status: str | None = None) -> Iterator[PersonDetails]:
        """Everybody, or everybody with a status, in pages: no lock is held between."""
        after = b""
        while page := self.page(after, status=status):
            after = page[-1].subject
            vault = Vault(self._connection, self.keys)
            for record in page:
                details = self._details(record, vault)
                if details:
                    yield details

    def history(self, subject: bytes) -> list[KeptChange]:
        """Every kept change about a person, oldest first."""
        return changes_of(self._connection, subject)

    def apply(self, changes: Iterable[Change], seen: int | None = None) -> int:
        """Carry changes out in one transaction, all or none.

        Args:
            changes: in this order.
            seen: of these people, the newest change that the author knew of.

        Raises:
            RegistryConflict: one does not fit; the registry is as before.

        """
        return apply(self.db, self.keys, changes, seen)

    def apply_many(
        self,
        groups: Iterable[Sequence[Change]],
        progress: Callable[[int], None] | None = None,
        seen: int | None = None,
    ) -> ApplyReport:
        """Carry out groups of changes in many short transactions."""
        return apply_many(self.db, self.keys, groups, progress, seen)

    def erase(self, subject: bytes, author: str, at: datetime) -> None:
        """Destroy the person's key and everything under it; a receipt stays."""
        self.apply([Editor(self.keys, author, at).erase(subject)])

    def begin_import(
        self, author: str, label: str, at: datetime, undoes: UUID | None = None
    ) -> UUID:
        """Note that an import starts; give its id to the `Editor` as origin."""
        return begin_import(self.db, author, label, at, undoes)

    def finish_import(self, identity: UUID, counts: ImportCounts, at: datetime) -> None:
        """Note that it is through; the data's age counts from ``at``."""
        finish_import(self.db, identity, counts, at)

    def imports(self) -> list[ImportRecord]:
        """All imports, newest first."""
        return list_imports(self._connection)

    def _details(self, record: PersonRecord, vault: Vault) -> PersonDetails | None:
        subject = record.subject
        content = vault.look(subject, subject)
        if content is None:
            if self.find(subject):
                raise BoxError("a registered person has no box; restore a backup")
            return None  # erased by somebody else just now
        return PersonDetails(
            record=record,
            kind=DocumentKind(content["kind"]),
            number=content["number"],
            name=content["name"],
            phone=content.get("phone"),
            relative=content.get("relative"),
            note=content.get("note"),
            cards=self._cards(subject, vault),
            attestations=tuple(self.attestations(subject).values()),
        )

    def _cards(self, person: bytes, vault: Vault) -> tuple[CardDetails, ...]:
        rows = self._connection.execute(CARDS_OF, (person,)).fetchall()
        return tuple(
            CardDetails(
                card=card,
                kind=DocumentKind(kind),
                number=vault.open_box(person, card, box)["number"],
                revoked=bool(revoked),
                what=what,
                valid_until=unpack_date(until),
            )
            for card, kind, revoked, box, what, until in rows
        )


def _person(row: tuple[Any, ...]) -> PersonRecord:
    subject, kind, status, source, at, until, name, year, *flags = row
    return PersonRecord(
        subject,
        kind,
        status,
        source,
        unpack_time(at),
        unpack_date(until),
        name,
        year,
        *map(bool, flags),
    )


def _card(row: tuple[Any, ...]) -> CardRecord:
    card, person, kind, revoked, until = row
    return CardRecord(card, person, kind, bool(revoked), unpack_date(until))


def _attestation(
    kind: str, until: int | None, at: int, shown: str | None
) -> Attestation:
    moment = unpack_time(at)
    assert moment is not None  # noqa: S101 the column is NOT NULL
    return Attestation(kind, unpack_date(until), moment, shown)
