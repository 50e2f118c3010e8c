"""The papers of one person: passes, and numbers of certificates from elsewhere."""

from dataclasses import dataclass, field

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kiosk.paper.numbers import NumberDesk, NumberProblem, Step
from kiosk.passes.desk import DAYS as USUAL
from kiosk.passes.desk import PassDesk
from ui.access import signed_in
from ui.desk import desk
from ui.office.common import own_registry
from ui.office.passes.common import (
    Shown,
    pass_desk,
    pass_pages,
    shown,
    to_pass,
    tried,
    utc_now,
)
from ui.office.passes.one import days_asked
from ui.office.passes.words import DONE, FAILED, day_options, say
from ui.office.people.common import known, subject_of
from verification.documents import DocumentKind
from verification.masks import mask_number
from verification.passes.issued import IssuedPass
from verification.registry import CardDetails, PersonDetails, Registry


@dataclass(frozen=True, slots=True)
class Papers:
    """What a person's page says of papers."""

    passes: list[Shown] = field(default_factory=list)
    numbers: list[tuple[str, str, bool]] = field(default_factory=list)

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
        known(registry, subject)
        there = registry.papers.passes_of(subject)
        seen = request.form.get("newest", 0, type=int)
        if there and there[0].generation > seen:
            return to_pass(there[0].id, "meanwhile")
        made = tried(lambda: _issued(pass_desk(registry), subject))
        if isinstance(made, str):
            return _page(registry, key, {"days": made})
    return to_pass(made.claims.id, "issued")


@pass_pages.post("/of/<key>/numbers")
def link_number(key: str) -> Response:
    """The number of a certificate from elsewhere leads to this person."""
    subject, number = subject_of(key), request.form.get("number", "").strip()
    with own_registry() as registry:
        known(registry, subject)
        try:
            _numbers(registry).link(number, subject)
        except NumberProblem as problem:
            return _page(registry, key, {"number": str(problem)}, number)
    return _to_holder(key, "number")


@pass_pages.post("/of/<key>/numbers/<card>/<step>")
def change_number(key: str, card: str, step: str) -> Response:
    """A certificate is lost, found again, or not this person's."""
    subject, name = subject_of(key), subject_of(card)
    if step not in set(Step):
        abort(404)
    with own_registry() as registry:
        certificates = _certificates(known(registry, subject))
        numbers = {one.card: one.number for one in certificates}
        if name not in numbers:
            abort(404)
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
    number: str = "",
) -> Response:
    person, word = known(registry, subject_of(key)), request.args.get("done", "")
    text = render_template(
        "office_pass_holder.html",
        key=key,
        record=person.record,
        papers=_papers(registry, person),
        told=say(DONE[word]) if word in DONE else "",
        failed=word in FAILED,
        problems=problems or {},
        number=number,
        day_options=day_options(),
        usual=str(USUAL),
    )
    return make_response(text, 400 if problems else 200)


def _papers(registry: Registry, person: PersonDetails) -> Papers:
    passes = shown(registry, registry.papers.passes_of(person.record.subject))
    numbers = [
        (one.card.hex(), mask_number(one.number), one.revoked)
        for one in _certificates(person)
    ]
    return Papers(passes, numbers)


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
