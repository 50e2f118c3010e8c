"""Everybody, masked, in pages."""

from dataclasses import dataclass

from flask import make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from ui.desk import desk
from ui.language import t
from ui.office.common import own_registry
from ui.office.people.common import (
    SUBJECT,
    people_pages,
)
from ui.office.people.forms import Problems
from ui.office.people.laid import laid_part
from ui.office.people.waiting import waiting
from ui.office.people.words import (
    KINDS,
    OTHER_WAYS,
    PURPOSES,
    Options,
    kinds,
    options,
    say,
)
from ui.statuses import say_status, status_choices
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
    return list_page()


def list_page(
    form: dict[str, str] | None = None,
    problems: Problems | None = None,
    status: int = 400,
    told: str = "",
) -> Response:
    """The search with what was typed, and a page of the list."""
    asked = _asked()
    with own_registry() as registry:
        people = _people(registry, asked)
        count, unnamed = registry.count(), registry.names.missing()
        still = waiting(registry.asked.open())
    more = people[PAGE - 1].subject.hex() if len(people) > PAGE else ""
    text = render_template(
        "office_people.html",
        people=people[:PAGE],
        count=count,
        unnamed=unnamed,
        waiting=still,
        told=told,
        asked=asked,
        next_page=more and asked.address(more),
        first_page=asked.after and asked.address(),
        statuses=_statuses(),
        say_status=say_status,
        kinds=search_kinds(),
        kind_of=lambda one: say(DOCUMENTS[one.kind]),
        purposes=options(PURPOSES),
        form=form or {},
        **laid_part(form or {}),
        problems=problems or {},
    )
    return make_response(text, status if problems else 200)


def search_kinds() -> Options:
    """What somebody can be found by."""
    return [*kinds(KINDS), *((word, say(other)) for word, other in OTHER_WAYS.items())]


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
    words = status_choices(desk().house.policy.status)
    return [("", t("全部", "all")), *words, (NO_STATUS, t("没有状态", "no status"))]
