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

from kiosk.staff import Account, Answer, Right, SignedIn
from kiosk.staff.errors import BadPassword
from ui.access import (
    AFTER,
    TOKEN,
    current,
    is_gates_own,
    lane_to_set_up,
    page_after_sign_in,
    signed_in,
)
from ui.desk import desk
from verification.errors import VerificationError
from verification.ledger import Entry, EventKind

sign_in = Blueprint("sign_in", __name__)
log = structlog.get_logger()

Page = str | Response | BaseResponse
WRONG = "名字或密码不对，请再试一次。 Name, password or one-time code is not right."
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
    """The form, or the board for somebody who is in already."""
    if current() is not None:
        return redirect(page_after_sign_in(), 303)
    return render_template("sign_in.html", login="", problem="")


@sign_in.post("/sign-in")
def enter() -> Page:
    """Try a name with a password or a one-time code."""
    login = request.form.get("login", "")[:64]
    secret = request.form.get("secret", "")
    tried = desk().staff.sign_in(login, secret, request.remote_addr or "")
    if tried.account is None:
        return _refused(tried, login)
    may_set_up = tried.account.role.may(Right.SET_UP)
    if is_gates_own() and not may_set_up:
        return _not_here(tried)
    lane = session.get(AFTER)
    session.clear()  # a new CSRF secret for somebody else's rights
    session[TOKEN] = tried.token
    if lane is not None and may_set_up:
        session[AFTER] = lane
    _record(tried.account)
    page = url_for("sign_in.password") if tried.by_code else page_after_sign_in()
    return redirect(page, 303)


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


@sign_in.get("/password")
def password() -> Page:
    """The form for one's own password."""
    return _password_page("")


@sign_in.post("/password")
def set_password() -> Page:
    """Set it; somebody who has one must say it first."""
    found, new = signed_in(), request.form.get("new", "")
    if new != request.form.get("again", ""):
        return _password_page("两次写的不一样。 The two are not the same.")
    if found.account.has_password and not _knows_old(found.account):
        return _password_page("原来的密码不对。 The old password is not right.")
    try:
        desk().staff.accounts.set_password(found.account, new)
    except BadPassword as problem:
        return _password_page(str(problem))
    return redirect(page_after_sign_in(), 303)


def _knows_old(account: Account) -> bool:
    return desk().staff.confirms(
        account, request.form.get("old", ""), request.remote_addr or ""
    )


def _password_page(problem: str) -> Response:
    page = render_template("password.html", session=signed_in(), problem=problem)
    return make_response(page, 400 if problem else 200)


def _refused(tried: SignedIn, login: str) -> Response:
    problem, status = WRONG, 401
    if tried.answer is Answer.WAIT:
        seconds = -(-tried.wait_ms // 1000)
        problem = (
            f"试的次数太多，请过 {seconds} 秒再试。 Too many tries; wait {seconds} s."
        )
        status = 429
    log.warning("sign_in_refused", answer=tried.answer.value)
    page = render_template("sign_in.html", login=login, problem=problem)
    return make_response(page, status)


def _not_here(tried: SignedIn) -> Response:
    """A board on a public touch panel would let any passer-by open the gate."""
    desk().staff.sessions.end(tried.token)
    log.warning("sign_in_refused", answer="not_here")
    problem = NOT_HERE + (CODE_SPENT if tried.by_code else "")
    return make_response(
        render_template("sign_in.html", login="", problem=problem), 403
    )


def _record(account: Account) -> None:
    # A ledger that cannot be written is the very moment in which a guard must get
    # to the board; what opens a gate is recorded by the gate process or not done.
    try:
        desk().house.ledger.append(Entry(EventKind.SIGNIN, staff=account.id))
    except VerificationError as error:
        log.error("sign_in_not_recorded", error=type(error).__name__)
