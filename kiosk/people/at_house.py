"""Imports at a site: with its status words, in somebody's name, into its ledger."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.house import House
from kiosk.people.export import Exporter
from kiosk.people.importer import Importer, Record
from verification.ledger import Entry, EventKind
from verification.registry import Registry

# A confirmed status is set anew before it runs out, but not at every import.
REFRESHES = 4
LONGEST_LABEL = 60
_LONG_NUMBER = re.compile(r"\d{9}")


def recorder(house: House, author: str) -> Record:
    """Writes facts about nobody into the ledger of a house."""

    def record(kind: str, more: Mapping[str, str | int]) -> None:
        house.ledger.append(Entry(EventKind(kind), staff=author, more=more))

    return record


def importer_at(house: House, registry: Registry, author: str) -> Importer:
    """Imports over that connection, with the status words of the rules in force."""
    policy, notice = house.policy, house.config.notice
    hours = policy.max_status_age_hours
    return Importer(
        registry,
        tuple(policy.status),
        author,
        utc_now,
        recorder(house, author),
        timedelta(hours=hours / REFRESHES) if hours else None,
        notice.basis,
        notice.version or None,
    )


def is_label(text: str) -> bool:
    """A label is kept in the clear: short, and no number of anybody in it."""
    return len(text) <= LONGEST_LABEL and not _LONG_NUMBER.search(text)


def utc_now() -> datetime:
    """Wall-clock time, aware."""
    return datetime.now(UTC)


def exporter_at(house: House, author: str) -> Exporter:
    """Exports of a house in somebody's name, dated by the site's own time."""
    site = house.config.site
    zone = ZoneInfo(site.timezone)
    return Exporter(
        house.registry,
        recorder(house, author),
        site.name,
        author,
        lambda: house.clock.moment().utc.astimezone(zone),
    )
