"""The queue: open requests, the oldest first, and what was decided."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from kiosk.requests import Kept, RequestBook
from kiosk.requests.book import Decision
from kiosk.requests.ending import UNDECIDED
from ui.help_words import RELATIONS
from ui.language import t
from ui.office.common import own_registry, staff_names
from ui.office.people.common import local
from ui.office.requests.common import (
    masked_person,
    masked_relative,
    request_desk,
    request_pages,
    to_request,
    utc_now,
)
from ui.office.requests.words import DONE, FAILED, OUTCOMES, REASONS, say
from verification.registry import Registry

PAGE = 25
NEWEST = 30  # decisions
ONE_DAY = timedelta(days=1)
DUE_DAYS = 7  # so few days before the end it is marked


@dataclass(frozen=True, slots=True)
class Waiting:
    """One request as the queue shows it."""

    key: str
    receipt: str
    relative: str = field(repr=False)
    relation: str
    people: list[str] = field(repr=False)
    received: str
    days: int
    left: int
    due: bool
    doubtful: int


@request_pages.get("")
def page() -> Response:
    """Open requests and the newest decisions."""
    return _page()


@request_pages.post("/find")
def find() -> Response:
    """To the request with this receipt."""
    receipt = request.form.get("receipt", "").strip()
    digits = "".join(filter(str.isdecimal, receipt))
    with own_registry() as registry:
        found = RequestBook(registry).with_receipt(f"{digits[:4]}-{digits[4:]}")
    if found is None:
        said = t(
            "没有这个回执号；办完 7 天、或没人办满 30 天的，已经销毁。",
            "No such receipt; a request is destroyed 7 days after it was decided, or "
            "after 30 days.",
        )
        return _page(said, receipt)
    return to_request(found.hex())


def count_open() -> int:
    """How many requests wait."""
    with own_registry() as registry:
        return RequestBook(registry).count_open()


def _page(problem: str = "", receipt: str = "") -> Response:
    number = max(request.args.get("page", 1, type=int), 1)
    with own_registry() as registry:
        book, now = RequestBook(registry), utc_now()
        total = book.count_open()
        pages = max(1, -(-total // PAGE))
        number = min(number, pages)
        rows = [
            _waiting(registry, kept, now)
            for kept in book.page(PAGE, (number - 1) * PAGE)
        ]
        history = [_line(one) for one in book.history(NEWEST)]
    word = request.args.get("done", "")
    text = render_template(
        "office_requests.html",
        rows=rows,
        total=total,
        number=number,
        pages=pages,
        history=history,
        problem=problem,
        receipt=receipt,
        told=say(DONE[word]) if word in DONE else "",
        failed=word in FAILED,
    )
    return make_response(text, 400 if problem else 200)


def _waiting(registry: Registry, kept: Kept, now: datetime) -> Waiting:
    age = now - kept.received
    left = max(0, -((age - UNDECIDED) // ONE_DAY))
    standings = request_desk(registry).standings(kept)
    return Waiting(
        kept.id.hex(),
        kept.receipt,
        masked_relative(kept.relative)[0],
        say(RELATIONS[kept.relative.relation]),
        [
            masked_person(one.helped.row.name, one.helped.row.document.number)[0]
            for one in standings
        ],
        local(kept.received),
        max(0, age.days),
        left,
        left <= DUE_DAYS,
        sum(bool(one.doubts) for one in standings),
    )


def _line(one: Decision) -> dict[str, str]:
    reason = say(REASONS[one.reason]) if one.reason in REASONS else ""
    took = (one.at - one.received).days
    return {
        "at": local(one.at),
        "who": staff_names().get(one.author, t("机器", "the machine")),
        "what": say(OUTCOMES[one.outcome]),
        "why": reason,
        "took": t(f"{took} 天", f"{took} days"),
    }
