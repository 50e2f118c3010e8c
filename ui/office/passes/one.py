"""One pass: how it stands; print it, renew it, end it."""

from flask import abort, make_response, render_template, request
from werkzeug.wrappers import Response

from kiosk.passes.desk import DAYS as USUAL
from kiosk.passes.desk import PassDesk
from kiosk.people.steps import Told
from ui.language import t
from ui.office.common import own_registry
from ui.office.passes.common import (
    PASS_ID,
    pass_desk,
    pass_pages,
    shown,
    to_pass,
    tried,
)
from ui.office.passes.doubts import bearing, not_let_in
from ui.office.passes.words import (
    DAYS,
    DONE,
    FAILED,
    REASONS,
    day_options,
    reason_options,
    say,
)
from ui.office.people.history import lines
from ui.office.people.meanwhile import CONFLICT, since
from ui.office.warned import Doubt
from verification.passes.issued import IssuedPass
from verification.registry import PassEnd, PassRecord, Registry


@pass_pages.get("/<pass_id>")
def page_of(pass_id: str) -> Response:
    """A pass with its state and what can be done with it."""
    with own_registry() as registry:
        return pass_page(registry, known(registry, pass_id))


@pass_pages.post("/<pass_id>/renew")
def renew(pass_id: str) -> Response:
    """A new pass for the same person; this one ends with it."""
    with own_registry() as registry:
        record = known(registry, pass_id)
        before, person = since(registry, record.person), registry.find(record.person)
        if record.generation < record.newest:  # a second press of the same key
            newest = registry.papers.passes_of(record.person)[0]
            return to_pass(newest.id, "meanwhile")
        if late := bearing(before):
            return pass_page(registry, record, meanwhile=late)
        if person and (doubts := not_let_in(registry, person)):
            return pass_page(registry, record, doubts=doubts)
        made = tried(lambda: _renewed(pass_desk(registry), record))
        if isinstance(made, str):
            return pass_page(registry, record, {"days": made})
    return to_pass(made.claims.id, "renewed")


@pass_pages.post("/<pass_id>/revoke")
def revoke(pass_id: str) -> Response:
    """End a pass for ever, for one of a few reasons."""
    why = request.form.get("why", "")
    with own_registry() as registry:
        record = known(registry, pass_id)
        if record.ended:  # its page says by what; the first reason stays
            return to_pass(record.id, "ended")
        if why not in REASONS:
            problem = t("请选为什么作废。", "Choose why it ends.")
            return pass_page(registry, record, {"why": problem})
        listed = tried(lambda: _revoked(pass_desk(registry), record, PassEnd(why)))
    return to_pass(record.id, "revoked" if listed is True else "revoked_here")


def known(registry: Registry, pass_id: str) -> PassRecord:
    """The pass of an address; anything else is no page."""
    if not PASS_ID.fullmatch(pass_id):
        abort(404)
    record = registry.papers.pass_record(bytes.fromhex(pass_id))
    if record is None:
        abort(404)
    return record


def pass_page(
    registry: Registry,
    record: PassRecord,
    problems: dict[str, str] | None = None,
    *,
    meanwhile: list[Told] | None = None,
    doubts: tuple[Doubt, ...] = (),
) -> Response:
    """The page, with what is wrong about what was sent to it."""
    seen = registry.story.newest(record.person)
    rows = shown(registry, [record])
    if not rows:
        abort(404)
    word = request.args.get("done", "")
    text = render_template(
        "office_pass.html",
        one=rows[0],
        told=say(DONE[word]) if word in DONE else "",
        failed=word in FAILED,
        problems=problems or {},
        seen=seen,
        meanwhile=lines(meanwhile or []),
        doubts=doubts,
        day_options=day_options(),
        usual=str(days_asked()),
        reasons=reason_options(),
    )
    wrong = problems or doubts
    return make_response(text, CONFLICT if meanwhile else 400 if wrong else 200)


def days_asked() -> int:
    """For how long; only what the page offers."""
    days = request.form.get("days", USUAL, type=int)
    return days if days in DAYS else USUAL


def _renewed(desk: PassDesk, record: PassRecord) -> IssuedPass:
    made = desk.renew(record.id.hex(), days_asked())
    desk.publish()
    return made


def _revoked(desk: PassDesk, record: PassRecord, why: PassEnd) -> bool:
    desk.revoke(record.id.hex(), why)
    return desk.publish()
