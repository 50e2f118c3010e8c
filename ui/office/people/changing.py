"""Correct what is known of somebody, set a status, link and end cards."""

from collections.abc import Callable

from flask import abort
from werkzeug.wrappers import Response

from kiosk.people.columns import Column
from ui.language import t
from ui.office.common import own_registry
from ui.office.people.asking import answered
from ui.office.people.common import (
    carry_out,
    editor,
    known,
    people_pages,
    subject_of,
    to_person,
)
from ui.office.people.forms import document_typed, person_typed, typed
from ui.office.people.laid import filled_in, gone
from ui.office.people.person import Answer, shown_page
from ui.office.people.registering import personal
from ui.office.people.words import CARD_KINDS
from verification.documents import Document
from verification.errors import RegistryConflict
from verification.registry import AskedKind, Change, Editor, PersonDetails, Registry

OPTIONAL = (Column.PHONE, Column.RELATIVE, Column.NOTE)
GONE = tuple(f"no_{column}" for column in OPTIONAL)
CARD_CHANGES: dict[str, Callable[[Editor, bytes, bytes], Change]] = {
    "unlinked": Editor.unlink_card,
    "revoked": Editor.revoke_card,
    "restored": Editor.restore_card,
}


@people_pages.post("/<key>/correct")
def correct(key: str) -> Response:
    """New values; what is left empty stays, so that nobody needs to see the old."""
    subject, form = subject_of(key), typed(Column.NAME, *OPTIONAL, *GONE)
    with own_registry() as registry:
        cells = _corrected(known(registry, subject), form)
        person, problems = person_typed(cells)
        if not any(form.values()):
            problems = {Column.NAME: t("请填要改的内容。", "Fill in what changes.")}
        if person is None or problems:
            return shown_page(registry, subject, Answer(form, problems))
        answer = do(registry, "corrected", editor().correct(subject, personal(person)))
        answered(registry, subject, AskedKind.CORRECTION)
        return answer


@people_pages.post("/<key>/status")
def set_status(key: str) -> Response:
    """Another status, from today on."""
    subject, form = subject_of(key), typed(Column.STATUS, Column.VALID_UNTIL)
    with own_registry() as registry:
        person, problems = person_typed(_kept(known(registry, subject)) | form)
        if person is None:
            return shown_page(registry, subject, Answer(form, problems))
        change = editor().set_status(subject, person.status, person.valid_until)
        return do(registry, "status", change)


@people_pages.post("/<key>/cards")
def link(key: str) -> Response:
    """A card, by its number, leads to this person from now on."""
    subject, form = subject_of(key), typed("card_kind", "card_number", "laid")
    filled = filled_in(form, "card_number", "card_kind")
    with own_registry() as registry:
        known(registry, subject)
        card = _card_typed(filled.cells) if filled else gone()
        problem = card if isinstance(card, str) else _taken(registry, subject, card)
        if problem or isinstance(card, str):
            problems = {"card_number": problem}
            return shown_page(registry, subject, Answer(form, problems))
        if filled:
            filled.done()
        return do(registry, "linked", editor().link_card(subject, card))


@people_pages.post("/<key>/cards/<card>/<what>")
def end_card(key: str, card: str, what: str) -> Response:
    """Take a card away, report it lost, or let it count again.

    The card may be the person's own document, which cannot be taken away.
    """
    subject, number = subject_of(key), subject_of(card)
    own = number == subject and what == "unlinked"
    if what not in CARD_CHANGES or own:
        abort(404)
    with own_registry() as registry:
        known(registry, subject)
        return do(registry, what, CARD_CHANGES[what](editor(), subject, number))


def do(registry: Registry, done: str, change: Change) -> Response:
    """Carry one change out and lead back to the page, which says ``done``."""
    try:
        carry_out(registry, change.kind.value, change)
    except RegistryConflict:
        done = "meanwhile"
    return to_person(change.key, done)


def _kept(person: PersonDetails) -> dict[str, str]:
    """What is known of somebody as a row of an import would say it."""
    return {
        Column.DOCUMENT_KIND: person.kind,
        Column.DOCUMENT_NUMBER: person.number,
        Column.NAME: person.name,
        Column.PHONE: person.phone or "",
        Column.RELATIVE: person.relative or "",
        Column.NOTE: person.note or "",
    }


def _corrected(person: PersonDetails, form: dict[str, str]) -> dict[str, str]:
    cells = _kept(person)
    for column in (Column.NAME, *OPTIONAL):
        if form[column]:
            cells[column] = form[column]
        elif form.get(f"no_{column}"):
            cells[column] = ""
    return cells


def _card_typed(form: dict[str, str]) -> Document | str:
    if form["card_kind"] not in set(CARD_KINDS):
        return t("请选是哪种卡。", "Choose the kind of card.")
    return document_typed(form["card_number"], form["card_kind"])


def _taken(registry: Registry, subject: bytes, card: Document) -> str:
    """Why this card cannot be linked; empty where it can."""
    key = registry.subject(card)
    there = registry.find_card(key)
    if registry.find(key) or (there and there.person != subject):
        return t(
            "这张卡登记在另一人名下；请核对卡号，或先在那一位的页面去掉。",
            "The card is somebody else's; compare it, or unlink it there first.",
        )
    if there and there.revoked:
        return t(
            "这张卡已挂失；找到了就在上面按“解除挂失”。",
            "The card was reported lost; if it was found, press 'It counts again'.",
        )
    return ""
