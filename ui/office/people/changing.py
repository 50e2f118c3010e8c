"""Correct what is known of somebody, set a status, link and end cards."""

from collections.abc import Callable

from flask import abort
from werkzeug.wrappers import Response

from kiosk.people.columns import Column
from kiosk.people.steps import Told, told
from ui.language import t
from ui.office.common import own_registry
from ui.office.people.asking import answered
from ui.office.people.change_words import WHYS
from ui.office.people.common import (
    carry_out,
    editor,
    known,
    people_pages,
    subject_of,
    to_person,
)
from ui.office.people.forms import Problems, document_typed, person_typed, typed
from ui.office.people.history import lines
from ui.office.people.laid import filled_in, gone
from ui.office.people.meanwhile import CARDS, STATUS_FIELDS, Since, since
from ui.office.people.person import Answer, shown_page
from ui.office.people.registering import personal
from ui.office.people.words import CARD_KINDS
from ui.office.warned import Doubt, last_day, unconfirmed
from verification.documents import Document
from verification.errors import RegistryConflict
from verification.registry import (
    AskedKind,
    Change,
    ChangeKind,
    Editor,
    PersonDetails,
    Registry,
)
from verification.registry import Row as PersonRow

OPTIONAL = (Column.PHONE, Column.RELATIVE, Column.NOTE)
WHY, STATUS_WHY = "why", "status_why"
MEANWHILE = "changed_meanwhile"  # code of a `RegistryConflict`
GONE = tuple(f"no_{column}" for column in OPTIONAL)
CARD_CHANGES: dict[str, Callable[[Editor, bytes, bytes], Change]] = {
    "unlinked": Editor.unlink_card,
    "revoked": Editor.revoke_card,
    "restored": Editor.restore_card,
}


@people_pages.post("/<key>/correct")
def correct(key: str) -> Response:
    """New values; what is left empty stays, so that nobody needs to see the old."""
    subject, form = subject_of(key), typed(Column.NAME, *OPTIONAL, *GONE, WHY)
    with own_registry() as registry:
        before, there = since(registry, subject), known(registry, subject)
        person, problems = person_typed(_corrected(there, form))
        if not _meant(form):
            problems = {Column.NAME: t("请填要改的内容。", "Fill in what changes.")}
        elif person is not None and _as_before(person, there):
            same = t("和登记的一样，没有改。", "As registered: nothing would change.")
            problems = {Column.NAME: same}
        if person is None or problems or form[WHY] not in WHYS:
            problems |= _without_why(form[WHY], WHY)
            return shown_page(registry, subject, Answer(form, problems))
        if late := before.fields(_meant(form)):
            return changed_meanwhile(registry, subject, form, late, "correct")
        change = editor(why=form[WHY]).correct(subject, personal(person))
        return do(registry, "corrected", change, before, form)


@people_pages.post("/<key>/status")
def set_status(key: str) -> Response:
    """Another status, from today on."""
    subject, form = subject_of(key), typed(Column.STATUS, Column.VALID_UNTIL)
    why = typed(STATUS_WHY)[STATUS_WHY]
    with own_registry() as registry:
        before = since(registry, subject)
        person, problems = person_typed(_kept(known(registry, subject)) | form)
        problems |= _without_why(why, STATUS_WHY)
        form |= {STATUS_WHY: why}
        if person is None or problems:
            return shown_page(registry, subject, Answer(form, problems))
        if late := before.fields(STATUS_FIELDS):
            return changed_meanwhile(registry, subject, form, late, "change-status")
        if doubts := unconfirmed(last_day(Column.VALID_UNTIL, person.valid_until)):
            return doubtful(registry, subject, form, "change-status", doubts)
        mine = editor(why=why)
        change = mine.set_status(subject, person.status, person.valid_until)
        return do(registry, "status", change, before, form)


@people_pages.post("/<key>/cards")
def link(key: str) -> Response:
    """A card, by its number, leads to this person from now on."""
    subject, form = subject_of(key), typed("card_kind", "card_number", "laid")
    filled = filled_in(form, "card_number", "card_kind")
    with own_registry() as registry:
        before = since(registry, subject)
        known(registry, subject)
        card = _card_typed(filled.cells) if filled else gone()
        problem = card if isinstance(card, str) else _taken(registry, subject, card)
        if problem or isinstance(card, str):
            problems = {"card_number": problem}
            return shown_page(registry, subject, Answer(form, problems))
        if filled:
            filled.done()
        return do(registry, "linked", editor().link_card(subject, card), before, form)


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
        before = since(registry, subject)
        known(registry, subject)
        if late := before.kinds(CARDS, number.hex()):
            return changed_meanwhile(registry, subject, {}, late, "cards")
        change = CARD_CHANGES[what](editor(), subject, number)
        return do(registry, what, change, before)


def do(
    registry: Registry,
    done: str,
    change: Change,
    before: Since,
    form: dict[str, str] | None = None,
) -> Response:
    """Carry one change out and lead back to the page, which says ``done``.

    Args:
        registry: over a connection of this request's own.
        done: a word for what was done.
        change: of the person of the page.
        before: how she stood when this request began to look.
        form: as it was typed, where it must not be typed again.

    """
    subject = change.key
    try:
        carry_out(registry, change.kind.value, change, seen=before.newest)
    except RegistryConflict as conflict:
        if conflict.code != MEANWHILE or registry.find(subject) is None:
            return to_person(subject, "meanwhile")
        late = told(registry.story.of(subject, before.newest))
        return changed_meanwhile(registry, subject, form or {}, late)
    if change.kind is ChangeKind.CORRECTED:
        answered(registry, subject, AskedKind.CORRECTION)
    return to_person(subject, done)


def changed_meanwhile(
    registry: Registry,
    subject: bytes,
    form: dict[str, str],
    late: list[Told],
    place: str = "",
) -> Response:
    """The page with what a colleague did and with what was typed; nothing was saved.

    Args:
        registry: over a connection of this request's own.
        subject: of the person.
        form: as it was typed.
        late: what the colleague did.
        place: the id of the part of the page where the form stands.

    """
    answer = Answer(form, {}, place=place, meanwhile=tuple(lines(late)))
    return shown_page(registry, subject, answer)


def doubtful(
    registry: Registry,
    subject: bytes,
    form: dict[str, str],
    place: str,
    doubts: tuple[Doubt, ...],
) -> Response:
    """The page with what is to be ticked beside the form; nothing was saved."""
    answer = Answer(form, {}, place=place, doubts=doubts)
    return shown_page(registry, subject, answer)


def _meant(form: dict[str, str]) -> set[str]:
    """The fields that a correction is to change."""
    named = {column for column in (Column.NAME, *OPTIONAL) if form[column]}
    return named | {column for column in OPTIONAL if form[f"no_{column}"]}


def _without_why(why: str, field: str) -> Problems:
    return {} if why in WHYS else {field: t("请选为什么改。", "Choose why.")}


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


def _as_before(typed_in: PersonRow, there: PersonDetails) -> bool:
    ours = (typed_in.name, typed_in.phone, typed_in.relative, typed_in.note)
    return ours == (there.name, there.phone, there.relative, there.note)


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
