"""Everybody, masked, in pages; and the search for one by a full number."""

from dataclasses import dataclass

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ui.desk import desk
from ui.language import t
from ui.office.common import own_registry
from ui.office.people.common import (
    SUBJECT,
    people_pages,
    record_viewed,
    to_person,
    who_has,
)
from ui.office.people.forms import Problems, document_typed, typed
from ui.office.people.rate import may
from ui.office.people.registering import new_page
from ui.office.people.words import (
    KINDS,
    PURPOSES,
    TOO_OFTEN,
    kinds,
    options,
    say,
)
from ui.words import DOCUMENTS
from verification.registry import PersonRecord, Registry

PAGE = 50
NO_STATUS = "-"  # as a filter; the words of a site are its own


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list was asked for; only what exists is taken over."""

    status: str
    after: str

    def address(self, after: str = "") -> str:
        """Of a page of the same list."""
        status, place = self.status or None, after or None
        return url_for("people_pages.page", status=status, after=place)


@people_pages.get("")
def page() -> Response:
    """The search and a page of the list."""
    return _page()


@people_pages.get("/search")
def search_anew() -> Response:
    """Whoever loads the answer to a search anew: what was typed is gone."""
    return redirect(url_for("people_pages.page"), 303)


@people_pages.post("/search")
def search() -> Response:
    """To the one with this number; a number is sent, never put into an address."""
    form = typed("number", "kind", "purpose")
    document = document_typed(form["number"], form["kind"] or "resident")
    problems: Problems = {}
    if isinstance(document, str):
        problems["number"] = document
    if form["purpose"] not in PURPOSES:
        problems["purpose"] = t("请选查找的用途。", "Choose what you search for.")
    if problems or isinstance(document, str):
        return _page(form, problems)
    if not may("search"):
        return _page(form, {"number": say(TOO_OFTEN)}, 429)
    with own_registry() as registry:
        subject = who_has(registry, document)
    record_viewed("search", form["purpose"], subject)
    if subject is not None:
        return to_person(subject)
    told = t(
        "这个号码还没有登记。要登记，请接着填。",
        "This number is not registered. To register it, go on here.",
    )
    return new_page({"document_number": form["number"], "document_kind": form["kind"]},
                    told=told)  # fmt: skip


def _page(
    form: dict[str, str] | None = None,
    problems: Problems | None = None,
    status: int = 400,
) -> Response:
    asked = _asked()
    with own_registry() as registry:
        people = _people(registry, asked)
        count = registry.count()
    more = people[PAGE - 1].subject.hex() if len(people) > PAGE else ""
    text = render_template(
        "office_people.html",
        people=people[:PAGE],
        count=count,
        asked=asked,
        next_page=more and asked.address(more),
        first_page=asked.after and asked.address(),
        statuses=_statuses(),
        kinds=kinds(KINDS),
        kind_of=lambda one: say(DOCUMENTS[one.kind]),
        purposes=options(PURPOSES),
        form=form or {},
        problems=problems or {},
    )
    return make_response(text, status if problems else 200)


def _people(registry: Registry, asked: Asked) -> list[PersonRecord]:
    """One more than a page, which says whether there is another."""
    status = "" if asked.status == NO_STATUS else asked.status or None
    return registry.page(bytes.fromhex(asked.after), PAGE + 1, status)


def _asked() -> Asked:
    status, after = request.args.get("status", ""), request.args.get("after", "")
    known = {word for word, _ in _statuses()}
    return Asked(
        status if status in known else "", after if SUBJECT.fullmatch(after) else ""
    )


def _statuses() -> list[tuple[str, str]]:
    words = [(word, word) for word in desk().house.config.policy.status]
    return [("", t("全部", "all")), *words, (NO_STATUS, t("没有状态", "no status"))]
