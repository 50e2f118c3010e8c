"""One person's page: masked, and one full value at a time for a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kiosk.passes.printing.glyphs import missing_glyphs
from kiosk.passes.problems import PassProblem
from ui.attested import SHOWN_ON, attested_kinds
from ui.brakes import braked
from ui.desk import desk
from ui.language import t
from ui.office.common import own_registry, zone
from ui.office.people.change_words import HEIRS, WHYS, mask_note
from ui.office.people.common import (
    known,
    local,
    people_pages,
    record_viewed,
    subject_of,
    to_person,
)
from ui.office.people.forms import Problems, typed
from ui.office.people.history import Line, history_part, past_value
from ui.office.people.laid import laid_part
from ui.office.people.meanwhile import CONFLICT
from ui.office.people.registering import status_options
from ui.office.people.waiting import asked_part
from ui.office.people.words import (
    BASES,
    CARD_KINDS,
    COPY_PURPOSES,
    DONE,
    ERASE_REASONS,
    FAILED,
    FIELDS,
    PURPOSES,
    SOURCES,
    kinds,
    looked_up,
    options,
    say,
)
from ui.office.warned import Doubt
from ui.statuses import say_status
from ui.words import DOCUMENTS, Word
from verification.legal import LegalBasis
from verification.masks import mask_name, mask_number, mask_phone
from verification.registry import Attestation, PersonDetails, Registry


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page says besides what is known: of a form that was sent to it.

    Attributes:
        place: the id of the part of the page where that form stands.
        doubts: to be ticked before it is carried out.
        meanwhile: what a colleague changed since the page was opened.

    """

    form: dict[str, str]
    problems: Problems
    told: str = ""
    failed: bool = False
    shown: tuple[str, str] | None = None
    status: int = 400
    place: str = ""
    doubts: tuple[Doubt, ...] = ()
    meanwhile: tuple[Line, ...] = ()

    @property
    def code(self) -> int:
        """The status of the page."""
        if self.meanwhile:
            return CONFLICT
        return self.status if self.problems or self.doubts else 200


NOTHING = Answer({}, {})


@people_pages.get("/<key>")
def page_of(key: str) -> Response:
    """What is known of somebody, masked."""
    word = request.args.get("done", "")
    told = say(DONE[word]) if word in DONE else ""
    with own_registry() as registry:
        answer = Answer({}, {}, told, word in FAILED)
        return shown_page(registry, subject_of(key), answer)


@people_pages.get("/<key>/<doing>")
def go_back(key: str, doing: str) -> Response:
    """Whoever loads the answer to a form anew, in another language perhaps."""
    subject = subject_of(key)
    with own_registry() as registry:
        there = registry.find(subject)
    return to_person(subject) if there else redirect(url_for("people_pages.page"), 303)


@people_pages.post("/<key>/show")
def show(key: str) -> Response:
    """One full value for one reason, kept in the ledger before it is shown."""
    subject, form = subject_of(key), typed("field", "reason")
    with own_registry() as registry:
        values = _values(known(registry, subject))
        problems: Problems = {}
        if form["field"] not in values:
            problems["field"] = t("请选要看哪一项。", "Choose what you need to see.")
        if form["reason"] not in PURPOSES:
            problems["reason"] = t("请选为什么要看。", "Choose why you need it.")
        if problems:
            return shown_page(registry, subject, Answer(form, problems))
        if wait := braked("view"):
            slow = Answer(form, {"field": wait}, status=429)
            return shown_page(registry, subject, slow)
        what = form["field"].partition(":")[0]
        record_viewed(what, form["reason"], subject)
        return shown_page(
            registry, subject, Answer({}, {}, shown=values[form["field"]])
        )


@people_pages.post("/<key>/show-past")
def show_past(key: str) -> Response:
    """One full value of the history for one reason, kept in the ledger before."""
    subject, form = subject_of(key), typed("past", "past_reason")
    with own_registry() as registry:
        known(registry, subject)
        value = past_value(registry, subject, form["past"])
        problems: Problems = {}
        if value is None:
            problems["past"] = t("请选要看哪一项。", "Choose what you need to see.")
        if form["past_reason"] not in PURPOSES:
            problems["past_reason"] = t("请选为什么要看。", "Choose why you need it.")
        if problems or value is None:
            return shown_page(registry, subject, Answer(form, problems))
        if wait := braked("view"):
            slow = Answer(form, {"past": wait}, status=429)
            return shown_page(registry, subject, slow)
        what = "history." + form["past"].partition(":")[0]
        record_viewed(what, form["past_reason"], subject)
        return shown_page(registry, subject, Answer({}, {}, shown=value))


def shown_page(
    registry: Registry, subject: bytes, answer: Answer = NOTHING
) -> Response:
    """The page, with what is to be said about the form that was sent."""
    seen, person = registry.story.newest(subject), known(registry, subject)
    record = person.record
    text = render_template(
        "office_people_person.html",
        key=subject.hex(),
        record=record,
        kind=say(DOCUMENTS[person.kind]),
        masked=_masked(person),
        cards=[
            (card, say(DOCUMENTS[card.kind]), mask_number(card.number))
            for card in person.cards
        ],
        source=looked_up(SOURCES, record.source),
        status_said=say_status(record.status),
        status_at=local(record.status_at),
        seen=seen,
        **history_part(registry, subject),
        **_attested(person),
        **_basis(registry, subject),
        **asked_part(registry, subject),
        fields=[("", t("请选择", "choose"))]
        + [(word, label) for word, (label, _) in _values(person).items()],
        purposes=options(PURPOSES),
        copy_purposes=options(COPY_PURPOSES),
        erase_reasons=options(ERASE_REASONS),
        statuses=status_options(),
        whys=options(WHYS),
        heirs=options(HEIRS),
        card_kinds=kinds(CARD_KINDS),
        unprintable=_unprintable(person.name),
        **laid_part(answer.form),
        answer=answer,
    )
    return make_response(text, answer.code)


def _attested(person: PersonDetails) -> dict[str, Any]:
    """What the part about attestations needs."""
    words = attested_kinds(desk().house.policy.require)
    return {
        "attestations": [_shown(words, one) for one in person.attestations],
        "attested_kinds": options(words),
        "shown_on": options(SHOWN_ON),
        "today": datetime.now(zone()).date(),
    }


def _shown(words: Mapping[str, Word], one: Attestation) -> tuple[str, ...]:
    """Word, in words, on what it was seen, when, and until when it counts."""
    seen, day = looked_up(SHOWN_ON, one.shown), local(one.recorded_at)[:10]
    until = str(one.valid_until or "")
    return one.kind, looked_up(words, one.kind), seen, day, until


def _basis(registry: Registry, subject: bytes) -> dict[str, Any]:
    """What the part about the legal basis needs."""
    notice, basis = desk().house.config.notice, registry.basis(subject)
    word = basis.word if basis else None
    return {
        "basis": basis,
        "basis_word": looked_up(BASES, word),
        "basis_at": local(basis.at if basis else None),
        "withdrawn_at": local(basis.withdrawn_at if basis else None),
        "bases": options(BASES),
        "basis_wanted": word or notice.basis or "",
        "notice_wanted": notice.version,
        "may_withdraw": word in (None, LegalBasis.CONSENT),
    }


def _masked(person: PersonDetails) -> list[tuple[str, str]]:
    """Label and masked value; of a note only how long it is."""
    none = t("没有", "none")
    values = {
        "number": mask_number(person.number),
        "name": mask_name(person.name),
        "phone": mask_phone(person.phone or "") or none,
        "relative": mask_name(person.relative or "") or none,
        "note": mask_note(person.note) if person.note else none,
    }
    return [(say(FIELDS[word]), value) for word, value in values.items()]


def _values(person: PersonDetails) -> dict[str, tuple[str, str]]:
    """What there is to see in full: word of the choice to label and value."""
    fields = {word: getattr(person, word) for word in FIELDS}
    found = {word: (say(FIELDS[word]), v) for word, v in fields.items() if v}
    for card in person.cards:
        kind = say(DOCUMENTS[card.kind])
        label = f"{kind} {mask_number(card.number)}"
        found[f"card:{card.card.hex()}"] = (label, card.number)
    return found


def _unprintable(name: str) -> bool:
    try:
        return bool(missing_glyphs(name))
    except PassProblem:  # no font here: nothing is printed on this machine
        return False
