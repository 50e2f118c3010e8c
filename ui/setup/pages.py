"""The pages of the set-up: an overview, five steps, the acceptance sheet, the way out.

They change what a gate shows and says, and are used on a screen in a public place:
only administrators may, and the way out ends their session.
"""

from http import HTTPStatus

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from kiosk.screens import Screens, Step
from ui.access import TOKEN, arrived, is_local, signed_in
from ui.desk import desk
from ui.setup.forms import BadStep, Problems, figures, read_step, sent
from ui.setup.views import SetUp
from ui.setup.words import NOT_KEPT
from ui.words import Word
from verification.errors import VerificationError

setup = Blueprint("setup", __name__)

SET_HERE = Word("这里设的", "set up here")
SET_IN_CONFIG = Word("config.toml 里的", "from config.toml")
CANNOT_KEEP = (OSError, VerificationError)  # a full disk meets both
BASE = "/screen/<lane>/setup"
Answer = str | Response | BaseResponse


@setup.get(BASE)
def overview(lane: str) -> str:
    """All steps of a lane and what came of them."""
    arrived()
    return render_template("setup_overview.html", at=found(lane))


@setup.get(f"{BASE}/sheet")
def sheet(lane: str) -> str:
    """The acceptance sheet, to be printed and signed."""
    return render_template("setup_sheet.html", at=found(lane))


@setup.get(f"{BASE}/touch/run")
def touch_run(lane: str) -> str:
    """The circles and keys of the touch test, with the keys of the gate screen."""
    return render_template("setup_touch_run.html", at=found(lane))


@setup.get(f"{BASE}/<step>")
def step(lane: str, step: str) -> str:
    """One step: what to do, and what came of it the last time."""
    return _page(found(lane, step), step, {}, {})


@setup.post(f"{BASE}/<step>")
def save(lane: str, step: str) -> Answer:
    """Keep what was measured or chosen; what cannot be is said beside its field."""
    at = found(lane, step)
    try:
        _keep(lane, step, read_step(step))
    except BadStep as bad:
        page = _page(at, step, sent(step), bad.problems)
        return make_response(page, HTTPStatus.BAD_REQUEST)
    except CANNOT_KEEP:
        return _not_kept(at, step, sent(step))
    return redirect(url_for("setup.step", lane=lane, step=step), HTTPStatus.SEE_OTHER)


@setup.post(f"{BASE}/<step>/forget")
def forget(lane: str, step: str) -> Answer:
    """Go back to what `config.toml` says, and to a step that is not done."""
    at = found(lane, step)
    try:
        _keep(lane, step, None)
    except CANNOT_KEEP:
        return _not_kept(at, step, {})
    return redirect(url_for("setup.step", lane=lane, step=step), HTTPStatus.SEE_OTHER)


@setup.post(f"{BASE}/finish")
def finish(lane: str) -> Answer:
    """End the session, for this screen stands in public; then show the gate screen."""
    found(lane)
    desk().staff.sessions.end(session[TOKEN])
    session.clear()
    return redirect(url_for("screen.page", lane=lane), HTTPStatus.SEE_OTHER)


@setup.context_processor
def helpers() -> dict[str, object]:
    """What the templates ask of the request, and where a value comes from."""

    def origin(step: Step | None) -> Word:
        return SET_IN_CONFIG if step is None else SET_HERE

    return {"here": lambda: is_local(request.remote_addr), "origin": origin}


def found(lane: str, step: str | None = None) -> SetUp:
    """The set-up of a lane, or the end of the request."""
    at = desk()
    table = at.house.config.lane(lane)
    if table is None:
        abort(404)
    view = SetUp(at.house.config, table, Screens(at.house.folder.root).read(lane))
    if step is not None and step not in view.steps:
        abort(404)
    return view


def _keep(lane: str, name: str, kept: Step | None) -> None:
    at = desk()
    facts = {"change": "screen.set_up" if kept else "screen.reset"}
    facts |= {"lane": lane, "step": name} | (figures(kept) if kept else {})
    # Before it is done: nobody shall wonder who made a gate silent.
    at.house.recorder(signed_in().account.id)(facts)
    Screens(at.house.folder.root).keep(lane, name, kept)
    at.hub.renew_screen(lane)


def _not_kept(at: SetUp, name: str, given: dict[str, str]) -> Response:
    page = _page(at, name, given, {"": NOT_KEPT})
    return make_response(page, HTTPStatus.INSUFFICIENT_STORAGE)


def _page(at: SetUp, name: str, given: dict[str, str], problems: Problems) -> str:
    return render_template(
        f"setup_{name}.html", at=at, step=name, given=given, problems=problems
    )
