"""What somebody may ask of us: a copy of everything, and to be forgotten.

Personal Information Protection Law of the People's Republic of China (2021),
articles 45 and 47.
"""

from flask import make_response, render_template, url_for
from werkzeug.wrappers import Response

from kiosk.requests import forget
from kiosk.sealed import Taken
from ui.access import signed_in
from ui.brakes import braked
from ui.confirming import confirmed
from ui.desk import desk
from ui.language import t
from ui.office.common import own_registry
from ui.office.people.asking import answered, seen_by_two
from ui.office.people.common import (
    known,
    local,
    people_pages,
    subject_of,
    to_person,
)
from ui.office.people.everything import as_text, everything, subjects_of
from ui.office.people.forms import Problems, typed
from ui.office.people.person import Answer, shown_page
from ui.office.people.words import COPY_PURPOSES, ERASE_REASONS, say
from ui.office.sealed import SEALED, sealed_page, taken_by_me
from verification.ledger import Entry, EventKind
from verification.registry import AskedKind, PersonDetails, Registry

ENTRY = "person.json"
LAST = 4  # characters of the number, typed to be sure who is meant
FILE = "person.zip"  # a name of ours: it says nobody's


@people_pages.post("/<key>/export")
def export(key: str) -> Response:
    """Everything about one person in a sealed file; the ledger knows it before."""
    subject, form = subject_of(key), typed("copy_purpose")
    with own_registry() as registry:
        person, purpose = known(registry, subject), form["copy_purpose"]
        if problems := _export_problems(form):
            return shown_page(registry, subject, Answer(form, problems))
        if not seen_by_two(registry, subject, AskedKind.COPY, purpose):
            return to_person(subject, "prepared")
        if wait := braked("export"):
            answer = Answer(form, {"copy_purpose": wait}, status=429)
            return shown_page(registry, subject, answer)
        _record_export(subject, purpose)
        taken = taken_by_me(say(COPY_PURPOSES[purpose]))
        copy = {"exported": _exported(taken)} | everything(registry, person)
        answered(registry, subject, AskedKind.COPY)
    back = url_for("people_pages.page_of", key=key)
    return sealed_page(FILE, {ENTRY: as_text(copy)}, taken, back)


def _exported(taken: Taken) -> dict[str, str]:
    return {"by": taken.who, "at": local(taken.at), "purpose": taken.purpose}


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
        person, reason = known(registry, subject), form["erase_reason"]
        problems = _unsure(person, form)
        if not problems and (problem := confirmed()):
            problems["erase_password"] = problem
        if problems:
            return shown_page(registry, subject, Answer(form, problems))
        if not seen_by_two(registry, subject, AskedKind.ERASURE, reason):
            return to_person(subject, "prepared")
        return _erase(registry, person, reason)


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
    boxes = sum(house.ledger.forget(one, own.id) for one in subjects_of(person))
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
        more={"purpose": purpose, "people": 1, "sealed": SEALED},
        subject=subject,
    )
    desk().house.ledger.append(entry)
