"""Everything that is kept about one person, as the file that she takes with her.

Personal Information Protection Law of the People's Republic of China (2021),
article 45.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import chain
from typing import Any

from kiosk.people.steps import TOLD, Told, told
from kiosk.requests import RequestBook
from kiosk.retention.settings import limits_of
from ui.desk import desk
from ui.office.common import staff_names
from ui.office.people.common import local
from ui.office.people.words import LOOK_PURPOSES
from ui.words import Word
from verification.ledger import StoredEvent
from verification.ledger.explain import sentences
from verification.registry import AskedFor, Attestation, PersonDetails, Registry


def subjects_of(person: PersonDetails) -> list[bytes]:
    """The person and their cards: a card may have been shown before it was linked."""
    return [person.record.subject, *(card.card for card in person.cards)]


def everything(registry: Registry, person: PersonDetails) -> dict[str, Any]:
    """What is kept, in values of JSON; dates as the site's own time has them."""
    site, record, named = desk().house.config.site, person.record, staff_names().get
    return {
        "site": site.name,
        "timezone": site.timezone,
        "person": _who(person),
        "status": {
            "status": record.status,
            "source": record.source,
            "known_at": local(record.status_at),
            "valid_until": record.valid_until,
        },
        "cards": [
            {"kind": card.kind, "number": card.number, "revoked": card.revoked}
            for card in person.cards
        ],
        "attestations": [_attestation(one) for one in person.attestations],
        "legal_basis": _basis(registry, record.subject),
        "passes": _passes(registry, record.subject),
        "requests": _requests(registry, record.subject),
        "asked": [_asked(one) for one in registry.asked.of(record.subject)],
        "kept_days": limits_of(desk().house.config).model_dump(),
        "changes": [
            _change(one, named) for one in told(registry.story.of(record.subject))
        ],
        "events": [_event(event, named) for event in _told_of(person)],
    }


def _who(person: PersonDetails) -> dict[str, Any]:
    return {
        "document_kind": person.kind,
        "document_number": person.number,
        "name": person.name,
        "phone": person.phone,
        "relative": person.relative,
        "note": person.note,
        "document_revoked": person.record.revoked,
        "recorded_as_dead": person.record.dead,
    }


def _attestation(one: Attestation) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "valid_until": one.valid_until,
        "seen_on": one.shown,
        "recorded_at": local(one.recorded_at),
    }


def _change(one: Told, named: Callable[[str, str], str | None]) -> dict[str, Any]:
    """What was changed, from what to what; the relative's own data stay theirs."""
    change = one.change
    return {
        "at": local(change.at),
        "what": change.kind,
        "by": named(change.author, change.author),
        "why": change.body.get("why"),
        "fields": [
            {"field": step.field, "from": step.old, "to": step.new}
            for step in one.steps
            if step.field not in TOLD
        ],
    }


def _asked(one: AskedFor) -> dict[str, Any]:
    return {
        "for": one.kind,
        "relation": one.relation,
        "asked_on": one.asked_on,
        "due": one.due,
        "answered_at": local(one.done_at),
        "how": one.how,
    }


def _basis(registry: Registry, subject: bytes) -> dict[str, Any] | None:
    basis = registry.basis(subject)
    if basis is None:
        return None
    return {
        "basis": basis.word,
        "notice": basis.notice,
        "recorded_at": local(basis.at),
        "withdrawn_at": local(basis.withdrawn_at),
    }


def _requests(registry: Registry, subject: bytes) -> list[dict[str, Any]]:
    """What somebody asked for this person; who asked is somebody else's data."""
    return [
        {
            "received": local(received),
            "name": one.row.name,
            "document_number": one.row.document.number,
            "phone": one.row.phone,
            "note": one.row.note,
            "cards": [card.number for card in one.row.cards],
        }
        for received, one in RequestBook(registry).about(subject)
    ]


def _passes(registry: Registry, subject: bytes) -> list[dict[str, Any]]:
    return [
        {
            "issued_at": local(one.issued_at),
            "expires": local(one.expires),
            "ended": one.ended,
        }
        for one in registry.papers.passes_of(subject)
    ]


def _event(
    event: StoredEvent, named: Callable[[str, str], str | None]
) -> dict[str, Any]:
    """What the ledger tells of somebody: entries, and who looked, when and why."""
    staff = event.staff or ""
    chinese, english = _said(event, named(staff, staff))
    known_facts = {
        "at": local(event.at),
        "what": event.kind,
        "lane": event.lane,
        "outcome": event.outcome,
        "reason": event.reason,
        "by": named(staff, staff),
        "said": chinese,
        "said_en": english,
        "looked_at": event.more.get("what"),
        "purpose": event.more.get("purpose"),
    }
    return {name: fact for name, fact in known_facts.items() if fact}


def _said(event: StoredEvent, who: str | None) -> tuple[str, str]:
    """An event in words, with names in place of what machines call them."""
    lanes = {lane.id: lane.name for lane in desk().house.config.lanes}
    lane = lanes.get(event.lane or "", event.lane)
    word = event.more.get("purpose")
    purpose = LOOK_PURPOSES.get(str(word), Word(str(word), str(word)))
    both = (
        replace(event, staff=who, lane=lane, more={**event.more, "purpose": said})
        for said in (purpose.zh, purpose.en)
    )
    (chinese, _), (_, english) = (sentences(one) for one in both)
    return chinese, english


def _told_of(person: PersonDetails) -> list[StoredEvent]:
    reader = desk().house.ledger.reader
    told = chain.from_iterable(reader.about(one) for one in subjects_of(person))
    return sorted(told, key=lambda event: event.seq)


def as_text(everything: dict[str, Any]) -> str:
    """The file's content."""
    return json.dumps(everything, ensure_ascii=False, indent=1, default=str)
