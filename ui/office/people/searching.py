"""The search for somebody: by a full number, by a pass's short code, by the whole name.

What is typed is sent, never put into an address; who was found is recorded with the
purpose before anything is shown.
"""

from flask import make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ui.access import signed_in
from ui.brakes import braked
from ui.language import t
from ui.office.common import own_registry
from ui.office.people.common import people_pages, record_found, to_person, who_has
from ui.office.people.forms import Problems, document_typed, typed
from ui.office.people.found import found_people
from ui.office.people.laid import filled_in, gone
from ui.office.people.listing import list_page
from ui.office.people.registering import new_page
from ui.office.people.words import (
    BY_NAME,
    BY_PASS,
    CODE_SAYS,
    NUMBERS,
    PURPOSES,
    say,
)
from ui.statuses import say_status
from ui.words import DOCUMENTS
from verification.masks import mask_number
from verification.passes.code import parse_code
from verification.passes.errors import CodeProblem
from verification.registry import PersonDetails, Registry

MOST = 50  # of one name; whoever is not among them is found by the number
LONGEST_NAME = 60


@people_pages.get("/search")
def search_anew() -> Response:
    """Whoever loads the answer to a search anew: what was typed is gone."""
    return redirect(url_for("people_pages.page"), 303)


@people_pages.get("/search/<found>")
def choose(found: str) -> Response:
    """Those of one name whom this clerk found a while ago: one is to be chosen."""
    kept = found_people().find(signed_in().account.id, found)
    if kept is None:
        return redirect(url_for("people_pages.page"), 303)
    with own_registry() as registry:
        people = [one for key in kept.people if (one := registry.details(key))]
    text = render_template(
        "office_people_found.html", people=map(_masked, people), more=kept.more
    )
    return make_response(text)


@people_pages.post("/search")
def search() -> Response:
    """To the one who is found, or to a choice where several have the name."""
    form = typed("number", "kind", "purpose", "laid")
    filled = filled_in(form, "number", "kind")
    cells = filled.cells if filled else form
    kind = form["kind"] = _kind(cells)
    problems: Problems = {}
    if problem := _problem(kind, cells["number"]) if filled else gone():
        problems["number"] = problem
    if form["purpose"] not in PURPOSES:
        problems["purpose"] = t("请选查找的用途。", "Choose what you search for.")
    if problems:
        return list_page(form, problems)
    if wait := braked("search"):
        return list_page(form, {"number": wait}, 429)
    with own_registry() as registry:
        found = _find(registry, kind, cells["number"])
        record_found(form["purpose"], found[:MOST])
        if len(found) > 1:
            own = signed_in().account.id
            kept = tuple(found[:MOST]), len(found) > MOST
            key = found_people().keep(own, *kept)
            return redirect(url_for("people_pages.choose", found=key), 303)
        if found and filled:
            filled.done()
            return to_person(found[0])
        return _nobody(registry, form)


def _kind(form: dict[str, str]) -> str:
    """What was typed: whatever has no digit is a name, whatever else was chosen."""
    chosen, text = form["kind"] or NUMBERS[0], form["number"]
    wordy = bool(text) and not any(character.isdigit() for character in text)
    return BY_NAME if chosen == NUMBERS[0] and wordy else chosen


def _problem(kind: str, text: str) -> str:
    if kind == BY_NAME:
        if not 1 <= len(text) <= LONGEST_NAME:
            return t("请打完整的姓名。", "Type the whole name.")
        return ""
    if kind == BY_PASS:
        try:
            parse_code(text)
        except CodeProblem as problem:
            return say(CODE_SAYS[problem.code])
        return ""
    document = document_typed(text, kind)
    return document if isinstance(document, str) else ""


def _find(registry: Registry, kind: str, text: str) -> list[bytes]:
    if kind == BY_NAME:
        return registry.names.find(text, MOST + 1)
    if kind == BY_PASS:
        record = registry.papers.pass_by_code(parse_code(text))
        return [record.person] if record else []
    document = document_typed(text, kind)
    there = None if isinstance(document, str) else who_has(registry, document)
    return [there] if there else []


def _nobody(registry: Registry, form: dict[str, str]) -> Response:
    kind = form["kind"]
    if kind in NUMBERS:
        told = t(
            "这个号码还没有登记。要登记，请接着填。",
            "This number is not registered. To register it, go on here.",
        )
        typed_so_far = {"document_number": form["number"], "document_kind": kind}
        typed_so_far["laid"] = form["laid"]
        return new_page(typed_so_far, told=told)
    if kind == BY_PASS:
        said = t("没有这个短码的通行证。", "No pass has this code.")
    elif registry.names.missing():
        said = t(
            "还没有找到；姓名还没有全部编好，请过几分钟再查，或者按号码查。",
            "Not found so far: not all names are entered yet. Try again in some "
            "minutes, or search by the number.",
        )
    else:
        said = t(
            "没有叫这个名字的人；姓名要完整，一个字不差。",
            "Nobody has exactly this name; it must be whole.",
        )
    return list_page(form, {"number": said}, 200)


def _masked(one: PersonDetails) -> dict[str, str]:
    """Enough to tell people of one name from each other."""
    return {
        "key": one.record.subject.hex(),
        "name": one.record.masked_name,
        "kind": say(DOCUMENTS[one.kind]),
        "number": mask_number(one.number),
        "born": str(one.record.birth_year or "—"),
        "status": say_status(one.record.status),
    }
