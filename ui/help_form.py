"""/help-register: somebody asks that old people be registered; no account needed.

The answer never says whether a person is registered: nothing is looked up here, and
nothing is shown that was not typed into this very form.
"""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime

from flask import (
    Blueprint,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response

from kiosk.people.columns import Column
from kiosk.people.reports import Fault
from kiosk.people.texts import RowFault
from kiosk.requests import QueueFull, Relative, Request, RequestBook, random_receipt
from kiosk.requests.content import MOST_PEOPLE, NOTICE
from kiosk.requests.reading import PERSON, Flaws, person_read, relative_read
from ui.brakes import braked
from ui.desk import desk
from ui.help_words import (
    CARD,
    DISAGREED,
    FULL,
    KINDS,
    RELATIONS,
    SLOWER,
    TWICE,
    UNRELATED,
    fault_word,
    relative_word,
)
from ui.office.common import own_registry
from ui.office.people.forms import column_of
from ui.office.people.words import NUMBER_SAYS
from ui.words import Word
from verification.documents import Document, DocumentKind
from verification.errors import DocumentError
from verification.registry import Row

LONGEST = 500  # characters of any field
TOKEN = 64
RECEIPT = "receipt"  # the key under which the cookie keeps the last one
TRAP = "website"  # no person sees this field

help_form = Blueprint("help_form", __name__, url_prefix="/help-register")

Problems = dict[str, Word]


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form; shown again with every answer but the last."""

    relative: dict[str, str] = field(default_factory=dict, repr=False)
    people: list[dict[str, str]] = field(default_factory=lambda: [{}], repr=False)
    agreed: bool = False
    token: str = field(default_factory=lambda: secrets.token_urlsafe(18), repr=False)


@help_form.get("")
def page() -> Response:
    """The empty form, for one person."""
    return _page(Typed())


@help_form.post("")
def send() -> Response:
    """Take the form, or show it again with one person more or with its mistakes."""
    typed, doing = _typed(), request.form.get("do", "send")
    if doing == "more" and len(typed.people) < MOST_PEOPLE:
        typed.people.append({})
        return _page(typed, status=200)
    if doing == "fewer" and len(typed.people) > 1:
        typed.people.pop()
        return _page(typed, status=200)
    asked, problems = _read(typed)
    if asked is None:
        return _page(typed, problems)
    if request.form.get(TRAP):  # a program: it is told what a person is told
        return _received_by(random_receipt())
    with own_registry() as registry:
        return _received(RequestBook(registry), asked, typed)


@help_form.get("/received")
def receipt() -> Response:
    """The number of what this browser sent last; it says nothing about anybody."""
    number = session.get(RECEIPT)
    if not isinstance(number, str):
        return redirect(url_for(".page"), 303)
    return make_response(render_template("help_receipt.html", number=number))


def _received(book: RequestBook, asked: Request, typed: Typed) -> Response:
    sent = book.receipt_of(asked, typed.token)
    if sent:  # a key pressed twice is counted once
        return _received_by(sent)
    if braked("request"):
        return _page(typed, {"send": SLOWER}, 429)
    try:
        return _received_by(book.receive(asked, typed.token, datetime.now(UTC)))
    except QueueFull:
        return _page(typed, {"send": FULL}, 503)


def _typed() -> Typed:
    def said(name: str) -> str:
        return request.form.get(name, "").strip()[:LONGEST]

    count = request.form.get("count", 1, type=int)
    token = said("form")[:TOKEN]
    return Typed(
        {name: said(name) for name in ("name", "phone", "relation")},
        [
            {column: said(f"p{place}-{column}") for column in PERSON}
            for place in range(min(max(count, 1), MOST_PEOPLE))
        ],
        bool(request.form.get("agreed")),
        token or secrets.token_urlsafe(18),
    )


def _read(typed: Typed) -> tuple[Request | None, Problems]:
    problems: Problems = {}
    relative = _relative(typed, problems)
    people: list[Row] = []
    for place, cells in enumerate(typed.people):
        person = _person(place, cells, problems)
        if person and any(person.document == one.document for one in people):
            problems[f"p{place}-{Column.DOCUMENT_NUMBER}"] = TWICE
        if person:
            people.append(person)
    if not typed.agreed:
        problems["agreed"] = DISAGREED
    if problems or relative is None:
        return None, problems
    return Request(relative, tuple(people)), {}


def _relative(typed: Typed, problems: Problems) -> Relative | None:
    found = relative_read(**typed.relative)
    if isinstance(found, Flaws):
        problems |= {name: relative_word(f) for name, f in found.faults.items()}
        if found.unrelated:
            problems["relation"] = UNRELATED
        return None
    notice = desk().house.config.notice.version or NOTICE
    return Relative(found.name, found.phone, found.relation, notice)


def _person(place: int, cells: dict[str, str], problems: Problems) -> Row | None:
    found = person_read(cells)
    if isinstance(found, Row):
        return found
    for fault in found:
        problems[f"p{place}-{column_of(fault)}"] = _says(fault, cells)
    return None


def _says(fault: Fault, cells: dict[str, str]) -> Word:
    """A mistyped number says what kind of mistake it is."""
    if fault.fault is RowFault.CARD_WRONG:
        return CARD
    if fault.fault is RowFault.NUMBER_WRONG:
        try:
            kind = cells[Column.DOCUMENT_KIND] or DocumentKind.RESIDENT
            Document.parse(cells[Column.DOCUMENT_NUMBER], kind)
        except DocumentError as error:
            return NUMBER_SAYS.get(error.code, NUMBER_SAYS["checksum"])
    return fault_word(fault)


def _page(
    typed: Typed, problems: Problems | None = None, status: int = 400
) -> Response:
    text = render_template(
        "help_form.html",
        typed=typed,
        problems=problems or {},
        relations=RELATIONS,
        kinds=KINDS,
        most=MOST_PEOPLE,
        trap=TRAP,
        notice=desk().house.config.notice.version or NOTICE,
    )
    return make_response(text, status if problems else 200)


def _received_by(number: str) -> Response:
    # On a page of its own: "back" from there shows an empty form.
    session[RECEIPT] = number
    return redirect(url_for(".receipt"), 303)
