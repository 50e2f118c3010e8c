"""The papers of one person: passes, and numbers of certificates from elsewhere."""

from dataclasses import dataclass, field
from datetime import date

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kiosk.paper.numbers import NumberDesk, NumberProblem, Step, What
from kiosk.passes.desk import DAYS as USUAL
from kiosk.passes.desk import PassDesk
from kiosk.passes.printing.wanted import wanted_by
from kiosk.people.steps import Told
from ui.access import signed_in
from ui.desk import desk
from ui.language import t
from ui.office.common import own_registry, zone
from ui.office.passes.common import (
    Shown,
    pass_desk,
    pass_pages,
    shown,
    to_pass,
    tried,
    utc_now,
)
from ui.office.passes.doubts import bearing, not_let_in
from ui.office.passes.one import days_asked
from ui.office.passes.words import (
    DONE,
    FAILED,
    NUMBER_WANTS,
    WHAT,
    day_options,
    say,
    what_options,
)
from ui.office.people.common import known, subject_of
from ui.office.people.forms import document_typed, typed
from ui.office.people.history import lines
from ui.office.people.meanwhile import CARDS, CONFLICT, Since, since
from ui.office.warned import Doubt, last_day, unconfirmed
from verification.documents import DocumentKind
from verification.masks import mask_number
from verification.passes.issued import IssuedPass
from verification.registry import CardDetails, PersonDetails, Registry


@dataclass(frozen=True, slots=True)
class Number:
    """A registered number as a page shows it."""

    card: str
    masked: str
    what: str
    until: str
    revoked: bool
    over: bool


@dataclass(frozen=True, slots=True)
class Papers:
    """What a person's page says of papers."""

    passes: list[Shown] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)

    @property
    def newest(self) -> int:
        """Generation of the newest pass; a key pressed twice is known by it."""
        return max((one.generation for one in self.passes), default=0)


@pass_pages.get("/of/<key>")
def holder(key: str) -> Response:
    """The papers of one person."""
    with own_registry() as registry:
        return _page(registry, key)


@pass_pages.post("/of/<key>/issue")
def issue(key: str) -> Response:
    """A new pass; the earlier ones of this person end with it."""
    subject = subject_of(key)
    with own_registry() as registry:
        before, person = since(registry, subject), known(registry, subject)
        there = registry.papers.passes_of(subject)
        seen = request.form.get("newest", 0, type=int)
        if there and there[0].generation > seen:
            return to_pass(there[0].id, "meanwhile")
        asked = dict(request.form)
        if late := bearing(before):
            return _page(registry, key, form=asked, meanwhile=late)
        if doubts := not_let_in(registry, person.record):
            return _page(registry, key, form=asked, doubts=doubts)
        made = tried(lambda: _issued(pass_desk(registry), subject))
        if isinstance(made, str):
            return _page(registry, key, {"days": made})
    return to_pass(made.claims.id, "issued")


@pass_pages.post("/of/<key>/numbers")
def link_number(key: str) -> Response:
    """The number of a certificate from elsewhere leads to this person."""
    subject, form = subject_of(key), typed("number", "what", "until")
    with own_registry() as registry:
        before = since(registry, subject)
        known(registry, subject)
        until, problems = _until(form["until"])
        if form["what"] not in WHAT:
            problems["what"] = t("请选是什么证明。", "Choose what it is.")
        if problems:
            return _page(registry, key, problems, form)
        if late := _of_number(registry, before, form["number"]):
            return _page(registry, key, form=form, meanwhile=late)
        if doubts := unconfirmed(last_day("until", until)):
            return _page(registry, key, form=form, doubts=doubts)
        desk_of = _numbers(registry)
        try:
            desk_of.link(form["number"], subject, What(form["what"]), until)
        except NumberProblem as problem:
            return _page(registry, key, {"number": str(problem)}, form)
    return _to_holder(key, "number")


@pass_pages.post("/of/<key>/numbers/<card>/<step>")
def change_number(key: str, card: str, step: str) -> Response:
    """A certificate is lost, found again, or not this person's."""
    subject, name = subject_of(key), subject_of(card)
    if step not in set(Step):
        abort(404)
    with own_registry() as registry:
        before = since(registry, subject)
        certificates = _certificates(known(registry, subject))
        numbers = {one.card: one.number for one in certificates}
        if name not in numbers:
            abort(404)
        if late := before.kinds(CARDS, card):
            return _page(registry, key, meanwhile=late)
        try:
            _numbers(registry).change(numbers[name], Step(step))
        except NumberProblem as problem:
            return _page(registry, key, {"number": str(problem)})
    return _to_holder(key, step)


def papers_of(key: str) -> Papers:
    """What a person's page shows of papers, in short."""
    subject = subject_of(key)
    with own_registry() as registry:
        return _papers(registry, known(registry, subject))


def _page(
    registry: Registry,
    key: str,
    problems: dict[str, str] | None = None,
    form: dict[str, str] | None = None,
    *,
    meanwhile: list[Told] | None = None,
    doubts: tuple[Doubt, ...] = (),
) -> Response:
    seen = registry.story.newest(subject_of(key))
    person, word = known(registry, subject_of(key)), request.args.get("done", "")
    wrong = problems or doubts
    text = render_template(
        "office_pass_holder.html",
        key=key,
        record=person.record,
        papers=_papers(registry, person),
        told=say(DONE[word]) if word in DONE else "",
        failed=word in FAILED,
        problems=problems or {},
        form=form or {},
        seen=seen,
        meanwhile=lines(meanwhile or []),
        doubts=doubts,
        what_options=what_options(),
        day_options=day_options(),
        usual=str(USUAL),
        number_wants=say(NUMBER_WANTS[wanted_by(desk().house.policy, "number")]),
    )
    return make_response(text, CONFLICT if meanwhile else 400 if wrong else 200)


def _papers(registry: Registry, person: PersonDetails) -> Papers:
    passes = shown(registry, registry.papers.passes_of(person.record.subject))
    numbers = [_number(one) for one in _certificates(person)]
    return Papers(passes, numbers)


def _number(one: CardDetails) -> Number:
    today = utc_now().astimezone(zone()).date()
    over = one.valid_until is not None and one.valid_until < today
    return Number(
        one.card.hex(),
        mask_number(one.number),
        say(WHAT[one.what]) if one.what in WHAT else "—",
        f"{one.valid_until}" if one.valid_until else "",
        one.revoked,
        over,
    )


def _until(text: str) -> tuple[date | None, dict[str, str]]:
    """The last day, or what is wrong with it; without one there is no end."""
    try:
        return (date.fromisoformat(text) if text else None), {}
    except ValueError:
        return None, {"until": t("日期不对。", "Not a date.")}


def _of_number(registry: Registry, before: Since, number: str) -> list[Told]:
    """What a colleague did with this certificate; of another one it does not matter."""
    card = document_typed(number, DocumentKind.PAPER)
    if isinstance(card, str):
        return []
    return before.kinds(CARDS, registry.subject(card).hex())


def _certificates(person: PersonDetails) -> list[CardDetails]:
    return [one for one in person.cards if one.kind is DocumentKind.PAPER]


def _numbers(registry: Registry) -> NumberDesk:
    own = signed_in().account.id
    return NumberDesk(registry, own, utc_now, desk().house.recorder(own))


def _issued(desk: PassDesk, subject: bytes) -> IssuedPass:
    made = desk.issue(subject, days_asked())
    if made.claims.generation > 1:
        desk.publish()
    return made


def _to_holder(key: str, done: str) -> Response:
    return redirect(url_for("pass_pages.holder", key=key, done=done), 303)
