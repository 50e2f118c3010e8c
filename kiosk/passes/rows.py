"""Passes as an office lists them: masked, each with its state of the day."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from verification.passes.code import short_code
from verification.registry import PassRecord, Registry

SOON = timedelta(days=7)


class PassState(StrEnum):
    """How a pass stands on a day."""

    IN_FORCE = "in_force"
    EXPIRING = "expiring"  # within `SOON`
    EXPIRED = "expired"
    REVOKED = "revoked"  # also by a later one


GOOD = (PassState.IN_FORCE, PassState.EXPIRING)


@dataclass(frozen=True, slots=True)
class PassRow:
    """One pass; ``person`` is the subject that commands and pages take."""

    record: PassRecord = field(repr=False)
    code: str
    masked_name: str = field(repr=False)
    state: PassState

    @property
    def person(self) -> str:
        """Subject of the holder's document, hex digits."""
        return self.record.person.hex()


def pass_rows(registry: Registry, now: datetime) -> Iterator[PassRow]:
    """All passes, the ones that were issued last first."""
    records = sorted(registry.papers.passes(), key=_issued, reverse=True)
    for record in records:
        row = pass_row(registry, record, now)
        if row is not None:
            yield row


def pass_row(registry: Registry, record: PassRecord, now: datetime) -> PassRow | None:
    """One pass; ``None`` when its holder was erased by somebody else just now."""
    person = registry.find(record.person)
    if person is None:
        return None
    code, name = short_code(record.id), person.masked_name
    return PassRow(record, code, name, state_of(record, now))


def good_passes(
    registry: Registry, now: datetime, days: int | None = None
) -> Iterator[PassRow]:
    """Passes that count now, all or those that end within so many days."""
    for row in pass_rows(registry, now):
        soon = days is None or row.record.expires <= now + timedelta(days)
        if row.state in GOOD and soon:
            yield row


def state_of(record: PassRecord, now: datetime) -> PassState:
    """How a pass stands now."""
    if record.ended:
        return PassState.REVOKED
    if record.expires <= now:
        return PassState.EXPIRED
    return PassState.EXPIRING if record.expires <= now + SOON else PassState.IN_FORCE


def _issued(record: PassRecord) -> tuple[datetime, bytes]:
    return record.issued_at, record.id
