"""Somebody new, typed in at the desk."""

from flask import make_response, render_template
from werkzeug.wrappers import Response

from kiosk.people.columns import Column
from ui.brakes import braked
from ui.desk import desk
from ui.language import t
from ui.office.common import own_registry
from ui.office.people.common import (
    carry_out,
    editor,
    people_pages,
    record_viewed,
    to_person,
    who_has,
)
from ui.office.people.forms import Problems, document_typed, person_typed, typed
from ui.office.people.laid import filled_in, gone, laid_part
from ui.office.people.words import BASES, KINDS, kinds, options
from ui.office.warned import Doubt, last_day, unconfirmed
from ui.statuses import status_choices
from verification.documents import Document
from verification.registry import Personal
from verification.registry import Row as PersonRow

SEE_OTHER = 303
COLUMNS = (
    Column.DOCUMENT_KIND,
    Column.DOCUMENT_NUMBER,
    Column.NAME,
    Column.PHONE,
    Column.RELATIVE,
    Column.NOTE,
    Column.STATUS,
    Column.VALID_UNTIL,
)


@people_pages.get("/new")
def new() -> Response:
    """The empty form."""
    return new_page()


@people_pages.post("/new")
def register() -> Response:
    """Register somebody, or lead to whoever has this number already."""
    form = typed(*COLUMNS, "basis", "laid")
    filled = filled_in(form, Column.DOCUMENT_NUMBER, Column.DOCUMENT_KIND, Column.NAME)
    if filled is None:
        return new_page(form, {Column.DOCUMENT_NUMBER: gone()})
    cells: dict[str, str] = {column: filled.cells[column] for column in COLUMNS}
    document = document_typed(
        cells[Column.DOCUMENT_NUMBER], cells[Column.DOCUMENT_KIND]
    )
    person, problems = person_typed(cells)
    if form["basis"] not in {"", *BASES}:
        problems["basis"] = t("请选登记依据。", "Choose the legal basis.")
    if isinstance(document, str):
        return new_page(form, problems | {Column.DOCUMENT_NUMBER: document})
    # It says of a number whether it is known, so it is counted like a search.
    if wait := braked("search"):
        return new_page(form, {Column.DOCUMENT_NUMBER: wait}, status=429)
    answer = _register(document, person, form, problems)
    if answer.status_code == SEE_OTHER:
        filled.done()
    return answer


def _register(
    document: Document,
    person: PersonRow | None,
    form: dict[str, str],
    problems: Problems,
) -> Response:
    with own_registry() as registry:
        there = who_has(registry, document)
        if there is not None:
            record_viewed("search", "register", there)
            return to_person(there, "already")
        if person is None or problems:
            return new_page(form, problems)
        if doubts := unconfirmed(last_day(Column.VALID_UNTIL, person.valid_until)):
            return new_page(form, doubts=doubts)
        mine = editor(form["basis"])
        made = mine.register(personal(person), person.status, person.valid_until)
        carry_out(registry, "person.registered", made)
        return to_person(made.key, "registered")


def personal(person: PersonRow) -> Personal:
    """What goes into the box of a person."""
    return Personal(
        kind=person.document.kind,
        number=person.document.number,
        name=person.name,
        phone=person.phone,
        relative=person.relative,
        note=person.note,
    )


def new_page(
    form: dict[str, str] | None = None,
    problems: Problems | None = None,
    *,
    told: str = "",
    doubts: tuple[Doubt, ...] = (),
    status: int = 400,
) -> Response:
    """The form with what was typed and what is wrong with it."""
    text = render_template(
        "office_people_new.html",
        form=form or {},
        **laid_part(form or {}),
        problems=problems or {},
        doubts=doubts,
        told=told,
        kinds=kinds(KINDS),
        statuses=status_options(),
        bases=[("", t("还没有问", "not asked yet")), *options(BASES)[1:]],
        basis_wanted=desk().house.config.notice.basis or "",
    )
    return make_response(text, status if problems or doubts else 200)


def status_options() -> list[tuple[str, str]]:
    """The words of the site for a status, or none."""
    words = status_choices(desk().house.policy.status)
    return [("", t("不清楚", "not known")), *words]
