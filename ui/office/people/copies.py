"""What somebody may ask of us: a copy of everything, and to be forgotten.

Personal Information Protection Law of the People's Republic of China (2021),
articles 45 and 47.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import make_response, render_template, url_for
from werkzeug.wrappers import Response

from kiosk.people.steps import TOLD
from kiosk.requests import forget
from kiosk.sealed import Taken
from ui.access import signed_in
from ui.brakes import braked
from ui.confirming import confirmed
from ui.desk import desk
from ui.language import t
from ui.office.common import own_registry
from ui.office.people.asking import answered, seen_by_two
from ui.office.people.change_words import HEIRS
from ui.office.people.changing import changed_meanwhile
from ui.office.people.common import (
    known,
    local,
    people_pages,
    subject_of,
    to_person,
)
from ui.office.people.everything import as_text, everything, subjects_of
from ui.office.people.forms import Problems, typed
from ui.office.people.heirs import newest_heir
from ui.office.people.meanwhile import since
from ui.office.people.person import Answer, shown_page
from ui.office.people.readable import parts
from ui.office.people.words import COPY_PURPOSES, ERASE_REASONS, say
from ui.office.sealed import SEALED, sealed_page, taken_by_me
from verification.ledger import Entry, EventKind
from verification.registry import AskedKind, PersonDetails, Registry

ENTRY, READABLE = "person.json", "person.html"
LAST = 4  # characters of the number, typed to be sure who is meant
FILE = "person.zip"  # a name of ours: it says nobody's
RELATIVE, BY_LAW = "relative", "authority"  # of `COPY_PURPOSES`
PRINTED = {"as": "page"}  # said in the ledger


@dataclass(frozen=True, slots=True)
class Copy:
    """What is handed out, and to whom.

    Attributes:
        told: values of JSON.
        heir: the relative of a dead person who asked for it.

    """

    key: str
    told: dict[str, Any] = field(repr=False)
    taken: Taken
    purpose: str
    heir: dict[str, Any] | None = field(default=None, repr=False)


@people_pages.post("/<key>/export")
def export(key: str) -> Response:
    """Everything about one person in a sealed file; the ledger knows it before."""
    return _handed_out(key, {"sealed": SEALED}, _sealed_file)


@people_pages.post("/<key>/copy")
def copy(key: str) -> Response:
    """The same as a page in plain words, to be printed and handed over.

    Nothing is downloaded: the bytes are one HTML page, kept nowhere.
    """
    return _handed_out(key, PRINTED, _printed)


def _handed_out(
    key: str, how: dict[str, str], made: Callable[[Copy], Response]
) -> Response:
    """A copy for a purpose that is kept in the ledger before anything leaves."""
    subject, form = subject_of(key), typed("copy_purpose")
    with own_registry() as registry:
        person, purpose = known(registry, subject), form["copy_purpose"]
        heir = newest_heir(registry, subject)
        if problems := _export_problems(form, heir, dead=person.record.dead):
            return shown_page(registry, subject, Answer(form, problems))
        if not seen_by_two(registry, subject, AskedKind.COPY, purpose):
            return to_person(subject, "prepared")
        if wait := braked("export"):
            answer = Answer(form, {"copy_purpose": wait}, status=429)
            return shown_page(registry, subject, answer)
        asked_by = heir if purpose == RELATIVE else None
        _record_export(subject, purpose, how, asked_by)
        taken = taken_by_me(say(COPY_PURPOSES[purpose]))
        told = {"exported": _exported(taken)} | everything(registry, person)
        answered(registry, subject, AskedKind.COPY)
    return made(Copy(key, told, taken, purpose, asked_by))


def _sealed_file(copy: Copy) -> Response:
    """The data for programs, and the same in words for whoever reads no JSON."""
    back = url_for("people_pages.page_of", key=copy.key)
    words = render_template("office_people_copy_file.html", **_in_words(copy))
    inside = {ENTRY: as_text(copy.told), READABLE: words}
    return sealed_page(FILE, inside, copy.taken, back)


def _printed(copy: Copy) -> Response:
    text = render_template("office_people_copy.html", key=copy.key, **_in_words(copy))
    return make_response(text)


def _in_words(copy: Copy) -> dict[str, Any]:
    heir = copy.heir or {}
    exported = {
        "by": copy.taken.who,
        "at": local(copy.taken.at),
        "purpose": COPY_PURPOSES[copy.purpose],
        "relative": HEIRS.get(str(heir.get("relation"))),
        "asker": heir.get("asker"),
    }
    return {"exported": exported, "parts": parts(json.loads(as_text(copy.told)))}


def _exported(taken: Taken) -> dict[str, str]:
    return {"by": taken.who, "at": local(taken.at), "purpose": taken.purpose}


def _export_problems(
    form: dict[str, str], heir: dict[str, Any] | None, *, dead: bool
) -> Problems:
    """What is wrong; for the dead only a relative asks, or the law."""
    purpose = form["copy_purpose"]
    if purpose not in COPY_PURPOSES:
        return {"copy_purpose": t("请选导出的用途。", "Choose what the copy is for.")}
    if purpose == RELATIVE and heir is None:
        first = t(
            "请先在最下面记下近亲属和看过的证明材料。",
            "First note the relative and the papers that you saw, below.",
        )
        return {"copy_purpose": first}
    if purpose not in (RELATIVE, BY_LAW) and dead:
        by_heir = t(
            "这一位登记为已去世；请选“已故者近亲属要求”。",
            "This person is recorded as deceased; a close relative asks.",
        )
        return {"copy_purpose": by_heir}
    wrong = confirmed()
    return {"export_password": wrong} if wrong else {}


@people_pages.post("/<key>/erase")
def erase(key: str) -> Response:
    """Forget somebody everywhere; the answer is a receipt that names nobody."""
    subject, form = subject_of(key), typed("last", "erase_reason")
    with own_registry() as registry:
        before, person = since(registry, subject), known(registry, subject)
        reason, problems = form["erase_reason"], _unsure(person, form)
        if not problems and (problem := confirmed()):
            problems["erase_password"] = problem
        if problems:
            return shown_page(registry, subject, Answer(form, problems))
        if late := list(before.changes):  # perhaps she is wanted after all
            return changed_meanwhile(registry, subject, form, late, "rights")
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


def _record_export(
    subject: bytes, purpose: str, how: dict[str, str], heir: dict[str, Any] | None
) -> None:
    facts: dict[str, str | int] = {"purpose": purpose, "people": 1, **how}
    told: dict[str, str] = {}
    if heir:  # who asked and by which papers lies in the box beside it
        facts["relation"] = str(heir["relation"])
        told = {name: str(heir.get(name) or "") for name in TOLD}
    entry = Entry(
        EventKind.PERSONAL_EXPORTED,
        staff=signed_in().account.id,
        more=facts,
        subject=subject,
        personal=told,
    )
    desk().house.ledger.append(entry)
