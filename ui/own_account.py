"""One's own password and PIN."""

from collections.abc import Callable

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
)
from werkzeug.wrappers import Response as BaseResponse

from kiosk.staff import Account, Role
from kiosk.staff.errors import BadPassword, BadPin
from ui.access import page_after_sign_in, signed_in
from ui.coming_in import address
from ui.desk import desk

own_pages = Blueprint("own_pages", __name__)

Page = str | Response | BaseResponse
TWICE = "两次写的不一样。 The two are not the same."
OLD_PASSWORD = "原来的密码不对。 The old password is not right."  # noqa: S105 - words
OLD_PIN = "原来的 PIN 不对。 The old PIN is not right."


@own_pages.get("/password")
def password() -> Page:
    """The form for one's own password."""
    return _page("password")


@own_pages.post("/password")
def set_password() -> Page:
    """Set it; somebody who has a password or a PIN must say it first."""
    return _set("password", desk().staff.accounts.set_password)


@own_pages.get("/pin")
def pin() -> Page:
    """The form for a guard's own PIN."""
    _guards_only()
    return _page("pin")


@own_pages.post("/pin")
def set_pin() -> Page:
    """Set it, as `set_password`."""
    _guards_only()
    return _set("pin", desk().staff.accounts.set_pin)


def _guards_only() -> None:
    if signed_in().account.role is not Role.GUARD:
        abort(403)


def record(what: str, account: Account) -> None:
    """Keep in the ledger that somebody changed how they come in."""
    said = {"change": what, "account": account.id, "role": account.role.value}
    desk().house.recorder(account.id)(said)


def _set(what: str, keep: Callable[[Account, str], None]) -> Page:
    account, new = signed_in().account, request.form.get("new", "")
    if new != request.form.get("again", ""):
        return _page(what, TWICE)
    if account.has_secret and not _knows_old(account):
        return _page(what, OLD_PIN if account.uses_pin else OLD_PASSWORD)
    try:
        keep(account, new)
    except (BadPassword, BadPin) as problem:
        return _page(what, str(problem))
    record(f"staff.{what}", account)
    return redirect(page_after_sign_in(), 303)


def _knows_old(account: Account) -> bool:
    old = request.form.get("old", "")
    return desk().staff.confirms_own(account, old, address())


def _page(what: str, problem: str = "") -> Response:
    page = render_template(f"own_{what}.html", session=signed_in(), problem=problem)
    return make_response(page, 400 if problem else 200)
