"""A request in full, for whoever calls the relative; and what is corrected in it."""

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from kiosk.people.columns import Column
from kiosk.requests import DecidedMeanwhile, Kept
from kiosk.requests.book import Helped
from kiosk.requests.reading import PERSON, person_read
from ui.brakes import braked
from ui.help_words import KINDS, RELATIONS
from ui.language import t
from ui.office.common import own_registry
from ui.office.people.common import record_viewed
from ui.office.people.forms import column_of
from ui.office.requests.common import (
    Mistakes,
    kept_request,
    request_desk,
    request_pages,
    to_request,
)
from ui.office.requests.one import request_page
from ui.office.requests.words import PURPOSE, say
from verification.documents import DocumentKind
from verification.registry import Registry, Row

CARDS = {
    DocumentKind.SENIOR: Column.SENIOR_CARD,
    DocumentKind.SOCIAL_SECURITY: Column.SOCIAL_SECURITY_CARD,
    DocumentKind.CITIZEN: Column.CITIZEN_CARD,
}


@request_pages.post("/<key>/show")
def show(key: str) -> Response:
    """Everything that was typed, kept in the ledger before it is shown."""
    with own_registry() as registry:
        kept = kept_request(registry, key)
        wait = braked("view")
        if wait:
            return request_page(registry, kept, Mistakes({}, {"show": wait}, 429))
        for one in kept.people:
            subject = registry.subject(one.row.document)
            record_viewed("request", PURPOSE, subject)
        return _page(kept)


@request_pages.post("/<key>/amend/<int:place>")
def amend(key: str, place: int) -> Response:
    """What the clerk heard on the telephone stands in the request from now on."""
    cells: dict[str, str] = {}
    for name in PERSON:
        cells[name] = request.form.get(name, "").strip()
    with own_registry() as registry:
        kept = kept_request(registry, key)
        person = person_read(cells)
        if not isinstance(person, Row):
            problems = {
                f"p{place}-{column_of(one)}": t(one.chinese, one.english)
                for one in person
            }
            return _page(kept, {place: cells}, problems)
        return _amended(registry, kept, place, person)


def _amended(registry: Registry, kept: Kept, place: int, person: Row) -> Response:
    try:
        request_desk(registry).amend(kept, place, person)
    except DecidedMeanwhile:
        return to_request(kept.id.hex(), "meanwhile")
    return to_request(kept.id.hex(), "amended")


def _page(
    kept: Kept,
    typed: dict[int, dict[str, str]] | None = None,
    problems: dict[str, str] | None = None,
) -> Response:
    text = render_template(
        "office_request_full.html",
        key=kept.id.hex(),
        receipt=kept.receipt,
        relative=kept.relative,
        relation=say(RELATIONS[kept.relative.relation]),
        people=[
            (one.place, (typed or {}).get(one.place) or _cells(one))
            for one in kept.people
            if one.outcome is None
        ],
        kinds=[(kind, say(word)) for kind, word in KINDS.items()],
        problems=problems or {},
    )
    return make_response(text, 400 if problems else 200)


def _cells(one: Helped) -> dict[str, str]:
    """A person as the fields of the form."""
    row = one.row
    cards: dict[str, str] = {}
    for card in row.cards:
        column = CARDS[card.kind]
        there = cards.get(column)
        cards[column] = f"{there}; {card.number}" if there else card.number
    return {
        Column.NAME: row.name,
        Column.DOCUMENT_KIND: row.document.kind,
        Column.DOCUMENT_NUMBER: row.document.number,
        Column.PHONE: row.phone or "",
        Column.NOTE: row.note or "",
        **cards,
    }
