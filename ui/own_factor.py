"""One's own second factor: another app, and new recovery codes."""

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

from kiosk.staff import Account, Role
from kiosk.staff.factors import new_secret
from kiosk.staff.secrets import LONGEST
from kiosk.staff.steps import Step
from ui.access import page_after_sign_in, signed_in
from ui.coming_in import STEP, clock_trusted
from ui.confirming import confirmed
from ui.desk import desk
from ui.own_account import record
from ui.second import WRONG, WRONG_CLOCK, codes_page, grouped, picture

own_factor = Blueprint("own_factor", __name__, url_prefix="/factor")

Page = str | Response | BaseResponse


@own_factor.get("")
def page() -> Page:
    """What one has, and what can be done about it."""
    return _page(_account())


@own_factor.post("/app")
def begin() -> Page:
    """Begin to set an app up; the password is asked for once more."""
    account, problem = _account(), confirmed()
    if problem:
        return _page(account, "app", problem)
    steps = desk().staff.steps
    session[STEP] = steps.begin(account, by_code=False, secret=new_secret())
    step = _step(account)
    return _app_page(step) if step else _page(account)


@own_factor.post("/confirm")
def confirm() -> Page:
    """Take the app on, with a code of it; the recovery codes are new as well."""
    account = _account()
    step = _step(account)
    if step is None:
        return redirect(url_for(".page"), 303)
    code = request.form.get("code", "")[:LONGEST]
    codes = (
        desk().staff.factors.keep(account, step.secret, code)
        if clock_trusted()
        else None
    )
    if codes is None:
        return _app_page(step, WRONG if clock_trusted() else WRONG_CLOCK)
    desk().staff.steps.end(session.pop(STEP))
    record("staff.factor", account)
    return codes_page(tuple(codes), page_after_sign_in())


@own_factor.post("/codes")
def renew_codes() -> Page:
    """New recovery codes; the old ones are worth nothing."""
    account, problem = _account(), confirmed()
    if problem:
        return _page(account, "codes", problem)
    codes = desk().staff.factors.renew_codes(account)
    record("staff.recovery", account)
    return codes_page(tuple(codes), page_after_sign_in())


def _account() -> Account:
    account = signed_in().account
    if account.role is Role.GUARD:
        abort(403)
    return account


def _step(account: Account) -> Step | None:
    token = session.get(STEP)
    step = desk().staff.steps.find(token) if isinstance(token, str) else None
    return step if step and step.secret and step.account.id == account.id else None


def _page(account: Account, where: str = "", problem: str = "") -> Response:
    page = render_template(
        "own_factor.html",
        account=account,
        problems={where: problem},
        asked=desk().staff.rules.second_factor,
    )
    return make_response(page, 400 if problem else 200)


def _app_page(step: Step, problem: str = "") -> Response:
    page = render_template(
        "own_factor_app.html",
        picture=picture(step.secret, step.account.login),
        secret=grouped(step.secret),
        problem=problem,
    )
    return make_response(page, 400 if problem else 200)
