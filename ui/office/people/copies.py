"""What somebody may ask of us: a copy of everything, and to be forgotten.

Personal Information Protection Law of the People's Republic of China (2021),
articles 45 and 47.
"""

import json
from collections.abc import Callable
from itertools import chain
from typing import Any

from flask import make_response, render_template
from werkzeug.wrappers import Response

from kiosk.requests import forget
from ui.access import signed_in
from ui.confirming import confirmed
from ui.desk import desk
from ui.language import t
from ui.office.common import own_registry, staff_names
from ui.office.people.common import (
    known,
    local,
    people_pages,
    subject_of,
)
from ui.office.people.forms import Problems, typed
from ui.office.people.person import Answer, shown_page
from ui.office.people.rate import may
from ui.office.people.words import COPY_PURPOSES, ERASE_REASONS, TOO_OFTEN, say
from verification.ledger import Entry, EventKind, StoredEvent
from verification.registry import Attestation, PersonDetails, Registry

LAST = 4  # characters of the number, typed to be sure who is meant
FILE = "attachment; filename=person.json"  # a name of ours: it says nobody's


@people_pages.post("/<key>/export")
def export(key: str) -> Response:
    """Everything about one person as a file, kept in the ledger before it leaves."""
    subject, form = subject_of(key), typed("copy_purpose")
    with own_registry() as registry:
        person = known(registry, subject)
        if problems := _export_problems(form):
            return shown_page(registry, subject, Answer(form, problems))
        if not may("copy"):
            answer = Answer(form, {"copy_purpose": say(TOO_OFTEN)}, status=429)
            return shown_page(registry, subject, answer)
        _record_export(subject, form["copy_purpose"])
        response = make_response(_text(_everything(registry, person)))
    response.mimetype = "application/json"
    response.headers["Content-Disposition"] = FILE
    return response


def _export_problems(form: dict[str, str]) -> Problems:
    if form["copy_purpose"] not in COPY_PURPOSES:
        return {"copy_purpose": t("请选导出的用途。", "Choose what the copy is for.")}
    wrong = confirmed()
    return {"export_password": wrong} if wrong else {}


@people_pages.post("/<key>/erase")
def erase(key: str) -> Response:
    """Forget somebody everywhere; the answer is a receipt that names nobody."""
    subject, form = subject_of(key), typed("last", "erase_reason")
    with own_registry() as registry:
        person = known(registry, subject)
        problems = _unsure(person, form)
        if not problems and (problem := confirmed()):
            problems["erase_password"] = problem
        if problems:
            return shown_page(registry, subject, Answer(form, problems))
        return _erase(registry, person, form["erase_reason"])


def _unsure(person: PersonDetails, form: dict[str, str]) -> Problems:
    problems: Problems = {}
    if form["last"].upper() != person.number[-LAST:]:
        problems["last"] = t(
            "不是这一位证件号码的最后四位；请核对是不是要删除这个人。",
            "Not the last four of this person's number; is it this person?",
        )
    if form["erase_reason"] not in ERASE_REASONS:
        problems["erase_reason"] = t("请选删除的原因。", "Choose why.")
    return problems


def _erase(registry: Registry, person: PersonDetails, reason: str) -> Response:
    """Said first, then done: what fails half-way is seen, and can be done again."""
    house, own, subject = desk().house, signed_in().account, person.record.subject
    said = Entry(
        EventKind.REGISTRY_CHANGE,
        staff=own.id,
        more={"change": "person.erased", "purpose": reason},
    )
    event = house.ledger.append(said)[0]
    passes = sum(not one.ended for one in registry.papers.passes_of(subject))
    boxes = sum(house.ledger.forget(one, own.id) for one in _subjects(person))
    boxes += forget(registry, subject)
    registry.erase(subject, own.id, event.at)
    page = render_template(
        "office_people_receipt.html",
        number=event.seq,
        at=local(event.at),
        who=own.display_name,
        reason=say(ERASE_REASONS[reason]),
        cards=len(person.cards),
        passes=passes,
        boxes=boxes,
    )
    return make_response(page)


def _record_export(subject: bytes, purpose: str) -> None:
    entry = Entry(
        EventKind.PERSONAL_EXPORTED,
        staff=signed_in().account.id,
        more={"purpose": purpose, "people": 1},
        subject=subject,
    )
    desk().house.ledger.append(entry)


def _subjects(person: PersonDetails) -> list[bytes]:
    """The person and their cards: a card may have been shown before it was linked."""
    return [person.record.subject, *(card.card for card in person.cards)]


def _everything(registry: Registry, person: PersonDetails) -> dict[str, Any]:
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
        "changes": [
            {
                "at": local(change.at),
                "what": change.kind,
                "by": named(change.author, change.author),
            }
            for change in registry.history(record.subject)
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
    }


def _attestation(one: Attestation) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "valid_until": one.valid_until,
        "seen_on": one.shown,
        "recorded_at": local(one.recorded_at),
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
    known_facts = {
        "at": local(event.at),
        "what": event.kind,
        "lane": event.lane,
        "outcome": event.outcome,
        "reason": event.reason,
        "by": named(staff, staff),
        "looked_at": event.more.get("what"),
        "purpose": event.more.get("purpose"),
    }
    return {name: fact for name, fact in known_facts.items() if fact}


def _told_of(person: PersonDetails) -> list[StoredEvent]:
    reader = desk().house.ledger.reader
    told = chain.from_iterable(reader.about(one) for one in _subjects(person))
    return sorted(told, key=lambda event: event.seq)


def _text(everything: dict[str, Any]) -> str:
    return json.dumps(everything, ensure_ascii=False, indent=1, default=str)
