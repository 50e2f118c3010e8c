"""The front page, signing in and out, and one's own password."""

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

from kiosk.staff import Account, Answer, Right, Role, SignedIn
from kiosk.staff.secrets import LONGEST
from ui.access import (
    TOKEN,
    current,
    is_gates_own,
    lane_to_set_up,
    page_after_sign_in,
)
from ui.coming_in import (
    address,
    ask_second,
    let_in,
    on_from,
    remembering,
    too_often,
)
from ui.cookies import remembered_login
from ui.desk import desk

sign_in = Blueprint("sign_in", __name__)
log = structlog.get_logger()

Page = str | Response | BaseResponse
WRONG = "名字或密码不对，请再试一次。 Name, password or one-time code is not right."
WRONG_PIN = "名字或 PIN 不对，请再试一次。 Name or PIN is not right."
BUSY = "现在登录的人太多，请再试一次。 Too many at once; please try again."
STATUS = {Answer.WAIT: 429, Answer.BUSY: 503}
NOT_HERE = (
    "通道的屏幕上只有管理员能登录，请回到通道画面。"
    " Only administrators sign in at a gate screen; please go back to it."
)
CODE_SPENT = (
    " 一次性密码已经用掉了，请要一个新的。 The code is spent: ask for a new one."
)


@sign_in.get("/")
def front() -> Page:
    """In a drill the index of all pages, otherwise the way in."""
    if desk().house.config.site.drill:
        return render_template("index.html", lanes=desk().house.config.lanes)
    return form()


@sign_in.get("/sign-in")
def form() -> Page:
    """The way in that this browser knows; the own page of who is in already."""
    if current() is not None:
        return redirect(page_after_sign_in(), 303)
    if not desk().staff.accounts.all():  # nobody could sign in: the first one is made
        return redirect(url_for("first_run.page"), 303)
    if remembered_login() and not is_gates_own():
        return _pin_page(remembered_login())
    return _form("", "")


@sign_in.get("/sign-in/password")
def by_password() -> Page:
    """The form for a name with a password or a one-time code."""
    return _form(remembered_login(), "")


@sign_in.post("/sign-in")
def enter() -> Page:
    """Try a name with a password or a one-time code."""
    login = request.form.get("login", "")[:64]
    secret = request.form.get("secret", "")
    tried = desk().staff.sign_in(login, secret, address())
    account = tried.account
    if account is None:
        return make_response(_form(login, _said(tried, WRONG)), _status(tried))
    if is_gates_own() and not account.role.may(Right.SET_UP):
        return _not_here(tried)
    if tried.answer is Answer.SECOND:
        return ask_second(tried, account)
    let_in(tried, account)
    return redirect(on_from(account, tried.how), 303)


@sign_in.get("/sign-in/pin")
def pin() -> Page:
    """The form for a guard's PIN; also for who takes over from somebody else."""
    if is_gates_own():
        return redirect(url_for("sign_in.form"), 303)
    return _pin_page("" if current() else remembered_login())


@sign_in.post("/sign-in/pin")
def enter_by_pin() -> Page:
    """Try a guard's name with the PIN; whoever was in on this tablet is out then."""
    login = request.form.get("login", "")[:64]
    tried = desk().staff.sign_in_by_pin(
        login, request.form.get("pin", "")[:LONGEST], address()
    )
    if tried.account is None:
        problem = _said(tried, WRONG_PIN)
        return make_response(_pin_page(login, problem), _status(tried))
    if is_gates_own():
        return _not_here(tried)
    let_in(tried, tried.account)
    return remembering(redirect(page_after_sign_in(), 303), tried.account)


@sign_in.post("/sign-out")
def leave() -> Page:
    """End the session here and in the browser."""
    lane = lane_to_set_up() if is_gates_own() else None
    desk().staff.sessions.end(session[TOKEN])
    session.clear()
    front = url_for("screen.page", lane=lane) if lane else url_for("sign_in.front")
    response = redirect(front, 303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _form(login: str, problem: str) -> str:
    return render_template("sign_in.html", login=login, problem=problem)


def _pin_page(login: str, problem: str = "") -> str:
    found = current()
    before: Account | None = found.account if found else None
    return render_template(
        "sign_in_pin.html",
        login=login,
        problem=problem,
        before=before,
        takes_over=before is not None and before.role is Role.GUARD,
    )


def _said(tried: SignedIn, wrong: str) -> str:
    log.warning("sign_in_refused", answer=tried.answer.value)
    if tried.answer is Answer.BUSY:
        return BUSY
    return too_often(tried.wait_ms) if tried.answer is Answer.WAIT else wrong


def _status(tried: SignedIn) -> int:
    return STATUS.get(tried.answer, 401)


def _not_here(tried: SignedIn) -> Response:
    """A board on a public touch panel would let any passer-by open the gate."""
    staff = desk().staff
    ends = staff.steps.end if tried.answer is Answer.SECOND else staff.sessions.end
    ends(tried.token)
    log.warning("sign_in_refused", answer="not_here")
    problem = NOT_HERE + (CODE_SPENT if tried.by_code else "")
    return make_response(_form("", problem), 403)
