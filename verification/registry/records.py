"""What the registry hands out: narrow records for gates, full ones for the office."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import NamedTuple

from verification.documents import DocumentKind

AT_GATE = "gate"  # the source of what a guard registered, until a list knows of it


class PersonRecord(NamedTuple):
    """What a gate needs of a person; nothing in it opens a box.

    Attributes:
        status: a word of the policy; ``None`` when nobody ever set one.
        status_at: when that status was known, UTC.
        valid_until: inclusive, in the site's time zone; ``None`` is no end.
        masked_name: staff form.
        revoked: the person's own document counts no longer (cards still do).
        withdrawn: the consent was taken back: no gate may match this person.
        dead: a relative proved it: no gate may match this person.

    """

    subject: bytes
    kind: str
    status: str | None
    source: str | None
    status_at: datetime | None
    valid_until: date | None
    masked_name: str
    birth_year: int | None
    revoked: bool
    withdrawn: bool = False
    dead: bool = False

    @property
    def matchable(self) -> bool:
        """Whether anybody who shows a card may be taken for this person."""
        return not (self.withdrawn or self.dead)

    def __repr__(self) -> str:
        """Without the name, even masked: logs know nobody."""
        return f"PersonRecord(kind={self.kind!r}, revoked={self.revoked!r})"


class CardRecord(NamedTuple):
    """A linked card and the person it leads to.

    Attributes:
        valid_until: of a certificate on paper, inclusive; ``None`` is no end.

    """

    card: bytes
    person: bytes
    kind: str
    revoked: bool
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Attestation:
    """What a person once showed in support: a travel card, a test, a vaccination.

    Attributes:
        recorded_at: when it was shown.
        shown: what it was seen on, a word such as ``sms``; ``None``: not noted.

    """

    kind: str
    valid_until: date | None
    recorded_at: datetime
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """On what legal basis a person is registered.

    Attributes:
        word: ``None`` when nobody recorded one.
        notice: the version of the notice that the person was given.
        withdrawn_at: since when it holds no longer.

    """

    word: str | None
    notice: str | None
    at: datetime | None
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class CardDetails:
    """A linked card with its number, out of its box.

    Attributes:
        what: of a certificate on paper, a word.
        valid_until: of a certificate, inclusive; ``None`` is no end.

    """

    card: bytes
    kind: DocumentKind
    number: str = field(repr=False)
    revoked: bool = False
    what: str | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """Everything about a person, out of the box: for the office and for export."""

    record: PersonRecord = field(repr=False)
    kind: DocumentKind
    number: str = field(repr=False)
    name: str = field(repr=False)
    phone: str | None = field(default=None, repr=False)
    relative: str | None = field(default=None, repr=False)
    note: str | None = field(default=None, repr=False)
    cards: tuple[CardDetails, ...] = ()
    attestations: tuple[Attestation, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """How the rows of an import came out."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    doubtful: int = 0
    refused: int = 0


def pack_date(day: date | None) -> int | None:
    """A date as the number YYYYMMDD: sorts, and reads in any tool."""
    return day.year * 10_000 + day.month * 100 + day.day if day else None


def unpack_date(number: int | None) -> date | None:
    """The date in YYYYMMDD."""
    if number is None:
        return None
    return date(number // 10_000, number // 100 % 100, number % 100)


def unpack_time(seconds: int | None) -> datetime | None:
    """The moment of a Unix time."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def pack_iso(day: object) -> int | None:
    """A date as a change's body holds it, as the number YYYYMMDD."""
    return pack_date(date.fromisoformat(str(day))) if day else None


def unpack_iso(number: int | None) -> str | None:
    """The number YYYYMMDD as a change's body holds a date."""
    day = unpack_date(number)
    return day.isoformat() if day else None
