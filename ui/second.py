"""The second factor: asked for after the password, and set up at the first sign-in."""

import segno
import structlog
from flask import (
    Blueprint,
    Response,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from kiosk.staff import Answer, SignedIn
from kiosk.staff.errors import BadFactor
from kiosk.staff.factors import address_of
from kiosk.staff.secrets import LONGEST
from kiosk.staff.steps import Step
from ui.coming_in import STEP, address, clock_trusted, let_in, on_from, too_often
from ui.desk import desk

second = Blueprint("second", __name__, url_prefix="/sign-in/second")
log = structlog.get_logger()

Page = str | Response | BaseResponse
WRONG = (
    "验证码不对，或者已经用过。请等下一个再试。"
    " Not right, or used already: try the next."
)
WRONG_CLOCK = (
    "本机的时间不可信，现在只认恢复码。"
    " The clock of this machine is not trusted: only a recovery code counts."
)


@second.get("")
def page() -> Page:
    """The form for a code, or for a new app; only for who knows the password."""
    step = _step()
    return _form(step) if step else _anew()


@second.post("")
def enter() -> Page:
    """Try a code of the app, a recovery code, or the first code of a new app."""
    step = _step()
    if step is None:
        return _anew()
    code = request.form.get("code", "")[:LONGEST]
    try:
        tried = desk().staff.second(session[STEP], code, address(), clock_trusted())
    except BadFactor as problem:
        return make_response(_form(step, str(problem)), 401)
    if tried.answer is Answer.LATE:
        return _anew()
    if tried.account is None:
        log.warning("sign_in_refused", answer=tried.answer.value, how="second")
        return _refused(step, tried)
    let_in(tried, tried.account)
    on = on_from(tried.account, tried.how)
    if tried.codes:
        return codes_page(tried.codes, on)
    return redirect(on, 303)


def codes_page(codes: tuple[str, ...], on: str) -> str:
    """The recovery codes, this once; ``on`` is where one goes from there."""
    return render_template("recovery_codes.html", codes=codes, on=on)


def picture(secret: str, login: str) -> str:
    """The QR code that an app reads, as an image's address."""
    made = segno.make(address_of(secret, login, desk().house.config.site.name))
    drawn: str = made.svg_data_uri(scale=5, border=4)
    return drawn


def grouped(secret: str) -> str:
    """A secret in groups of four, to be typed where no camera is."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def _step() -> Step | None:
    token = session.get(STEP)
    return desk().staff.steps.find(token) if isinstance(token, str) else None


def _anew() -> BaseResponse:
    session.pop(STEP, None)
    return redirect(url_for("sign_in.form"), 303)


def _form(step: Step, problem: str = "") -> str:
    secret, login = step.secret, step.account.login
    return render_template(
        "second.html",
        account=step.account,
        problem=problem,
        picture=picture(secret, login) if secret else "",
        secret=grouped(secret),
        clock_trusted=clock_trusted(),
    )


def _refused(step: Step, tried: SignedIn) -> Response:
    if tried.answer is Answer.WAIT:
        return make_response(_form(step, too_often(tried.wait_ms)), 429)
    problem = WRONG if clock_trusted() else WRONG_CLOCK
    return make_response(_form(step, problem), 401)
