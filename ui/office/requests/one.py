"""One request: masked, in full when somebody needs it, amended and decided."""

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import make_response, render_template, request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from kiosk.requests import DecidedMeanwhile, Declined, Kept
from kiosk.requests.deciding import Granted, NeedsLook, Standing
from ui.desk import desk
from ui.help_words import RELATIONS
from ui.language import t
from ui.office.common import own_registry
from ui.office.people.common import local
from ui.office.people.registering import status_options
from ui.office.requests.common import (
    Mistakes,
    kept_request,
    masked_person,
    masked_relative,
    request_desk,
    request_pages,
    to_request,
)
from ui.office.requests.words import (
    DONE,
    DOUBTS,
    FAILED,
    FIELDS,
    OUTCOMES,
    REASONS,
    STANDINGS,
    reason_options,
    say,
)
from ui.words import DOCUMENTS
from verification.errors import RegistryConflict
from verification.registry import PlanKind, Registry

UNKNOWN = "-"  # as a status; the words of a site are its own


@dataclass(frozen=True, slots=True)
class Line:
    """One person of a request as its page shows them."""

    place: int
    name: str = field(repr=False)
    kind: str
    number: str = field(repr=False)
    says: str
    doubtful: bool = False
    outcome: str = ""
    person: str = ""


@request_pages.get("/<key>")
def page_of(key: str) -> Response:
    """A request, masked."""
    with own_registry() as registry:
        return request_page(registry, kept_request(registry, key))


@request_pages.get("/<key>/<doing>")
def go_back(key: str, doing: str) -> Response:
    """Whoever loads the answer to a form anew, in another language perhaps."""
    with own_registry() as registry:
        return to_request(kept_request(registry, key).id.hex())


@request_pages.post("/<key>/approve")
def approve(key: str) -> Response:
    """Register the chosen people, with the status that the clerk gives."""
    places, status = _places("who"), request.form.get("status", "")
    with own_registry() as registry:
        kept = kept_request(registry, key)
        granted, problems = _granted(status)
        if not places:
            problems["who"] = t("请先选登记谁。", "Choose whom.")
        if problems:
            return request_page(registry, kept, Mistakes(dict(request.form), problems))

        def work() -> None:
            request_desk(registry).approve(kept, places, granted, _places("sure"))

        try:
            return _done(registry, kept, work, "approved")
        except NeedsLook:
            said = t(
                "有要看一看的：核对过，请在那一位打“看过了”。",
                'Somebody is doubtful: compare, then tick "I looked" there.',
            )
            wrong = Mistakes(dict(request.form), {"who": said})
            return request_page(registry, kept, wrong)


@request_pages.post("/<key>/decline")
def decline(key: str) -> Response:
    """Leave the chosen people as they are, for one of a few reasons."""
    places, why = _places("who"), request.form.get("why", "")
    with own_registry() as registry:
        kept, problems = kept_request(registry, key), {}
        if not places:
            problems["who"] = t("请先选是谁。", "Choose whom.")
        if why not in REASONS:
            problems["why"] = t("请选为什么不登记。", "Choose why not.")
        if problems:
            return request_page(registry, kept, Mistakes(dict(request.form), problems))

        def work() -> None:
            request_desk(registry).decline(kept, places, Declined(why))

        return _done(registry, kept, work, "declined")


def request_page(
    registry: Registry, kept: Kept, mistakes: Mistakes | None = None
) -> Response:
    """The page, with what is wrong about what was sent to it."""
    word, mistakes = request.args.get("done", ""), mistakes or Mistakes()
    name, phone = masked_relative(kept.relative)
    standings = request_desk(registry).standings(kept)
    text = render_template(
        "office_request.html",
        key=kept.id.hex(),
        receipt=kept.receipt,
        received=local(kept.received),
        relative=name,
        phone=phone,
        relation=say(RELATIONS[kept.relative.relation]),
        notice=kept.relative.notice,
        lines=[_line(registry, one) for one in standings],
        decided=_decided(registry, kept),
        statuses=_statuses(),
        reasons=reason_options(),
        form=mistakes.form,
        problems=mistakes.problems,
        chosen=_places("who") if mistakes.form else None,
        told=say(DONE[word]) if word in DONE else "",
        failed=word in FAILED,
    )
    return make_response(text, mistakes.status if mistakes.problems else 200)


def _done(
    registry: Registry, kept: Kept, work: Callable[[], None], word: str
) -> Response:
    """Back to the request, or to the queue once nobody of it waits any more."""
    key = kept.id.hex()
    try:
        work()
    except (DecidedMeanwhile, RegistryConflict):
        return to_request(key, "meanwhile")
    if kept_request(registry, key).open:
        return to_request(key, word)
    if word == "approved":  # a pass may be next, so the people are one step away
        return to_request(key, word)
    return redirect(url_for("request_pages.page", done=word), 303)


def _line(registry: Registry, one: Standing) -> Line:
    row, kind = one.helped.row, one.planned.kind
    name, number = masked_person(row.name, row.document.number)
    if one.doubts:
        parts = [say(DOUBTS[word]) for word in one.doubts]
        says = say(STANDINGS[PlanKind.DOUBTFUL]) + t("；", "; ").join(parts)
    else:
        says = say(STANDINGS[kind])
        if kind is PlanKind.CHANGED:
            says += t("、", ", ").join(say(FIELDS[f]) for f in one.planned.fields)
    return Line(
        one.helped.place,
        name,
        say(DOCUMENTS[row.document.kind]),
        number,
        says,
        bool(one.doubts),
        person=_registered(registry, one.planned.subject),
    )


def _decided(registry: Registry, kept: Kept) -> list[Line]:
    return [
        Line(
            one.place,
            masked_person(one.row.name, one.row.document.number)[0],
            say(DOCUMENTS[one.row.document.kind]),
            masked_person(one.row.name, one.row.document.number)[1],
            "",
            outcome=say(OUTCOMES[one.outcome]),
            person=_registered(registry, registry.subject(one.row.document)),
        )
        for one in kept.people
        if one.outcome
    ]


def _registered(registry: Registry, subject: bytes) -> str:
    return subject.hex() if registry.find(subject) else ""


def _granted(status: str) -> tuple[Granted, dict[str, str]]:
    if status == UNKNOWN:
        return Granted(), {}
    if status not in desk().house.policy.status:
        return Granted(), {"status": t("请选状态。", "Choose the status.")}
    return Granted(status), {}


def _statuses() -> list[tuple[str, str]]:
    """Nothing is chosen yet: whoever has no status is stopped at each gate."""
    unknown = (UNKNOWN, t("不清楚（进门时要人看）", "not known (staff look each time)"))
    words = [one for one in status_options() if one[0]]
    return [("", t("请选择", "choose")), *words, unknown]


def _places(name: str) -> list[int]:
    return [int(word) for word in request.form.getlist(name) if word in set("01234")]
