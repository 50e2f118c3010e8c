"""/admin/staff: who may sign in, as what, and since when not any more."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, abort, make_response, render_template, request

from kiosk.staff import Account, NoSuchStaff, Role
from kiosk.staff.accounts import LOGIN, LONGEST_NAME, normal_login
from kiosk.staff.errors import NameTaken
from ui.access import signed_in
from ui.desk import desk
from ui.language import t
from ui.office.common import zone
from ui.words import ROLE_WORDS

staff_pages = Blueprint("staff_pages", __name__, url_prefix="/admin/staff")

Problems = dict[str, str]


@dataclass(frozen=True, slots=True)
class Handed:
    """A one-time code that is shown once, and to whom it is to be handed."""

    name: str
    login: str
    code: str


@staff_pages.get("")
def page() -> Response:
    """Everybody who may sign in, and a form for one more."""
    return _page()


@staff_pages.post("")
def add() -> Response:
    """Make an account; its one-time code is on the answer and nowhere else."""
    form = {key: request.form.get(key, "").strip() for key in ("login", "name", "role")}
    problems = _problems(form)
    if problems:
        return _page(form, problems)
    try:
        made, code = desk().staff.accounts.add(
            form["login"], Role(form["role"]), form["name"]
        )
    except NameTaken:
        taken = t("已经有人用这个登录名。", "Somebody has this login name already.")
        return _page(form, {"login": taken})
    _record(made, "staff.add")
    return _page(handed=Handed(made.display_name, made.login, code))


@staff_pages.post("/<key>/code")
def renew_code(key: str) -> Response:
    """A new one-time code; password and sessions of the account end at once."""
    account = _other(key)
    code = desk().staff.accounts.issue_code(account.login)
    _record(account, "staff.code")
    return _page(handed=Handed(account.display_name, account.login, code))


@staff_pages.post("/<key>/disable")
def disable(key: str) -> Response:
    """Shut an account; whoever uses it now is out with the next request."""
    account = _other(key)
    desk().staff.accounts.disable(account.login)
    _record(account, "staff.disable")
    return _page(told=t("已停用：", "Disabled: ") + account.display_name)


@staff_pages.post("/<key>/enable")
def enable(key: str) -> Response:
    """Open a disabled account again."""
    account = _other(key)
    desk().staff.accounts.enable(account.login)
    _record(account, "staff.enable")
    return _page(told=t("已恢复：", "Enabled: ") + account.display_name)


@staff_pages.post("/<key>/sign-out")
def sign_out(key: str) -> Response:
    """End all sessions of an account."""
    account = _other(key)
    desk().staff.accounts.end_sessions(account.login)
    _record(account, "staff.sign_out")
    return _page(told=t("已退出：", "Signed out: ") + account.display_name)


@staff_pages.post("/<key>/role")
def change_role(key: str) -> Response:
    """Let somebody work as something else."""
    account = _other(key)
    word = request.form.get("role", "")
    if word not in ROLE_WORDS:
        abort(400)
    desk().staff.accounts.change_role(account.login, Role(word))
    _record(desk().staff.accounts.with_id(key), "staff.role")
    return _page(told=t("已改工作：", "Changed: ") + account.display_name)


def _page(
    form: dict[str, str] | None = None,
    problems: Problems | None = None,
    handed: Handed | None = None,
    told: str = "",
) -> Response:
    staff = desk().staff
    page = render_template(
        "office_staff.html",
        accounts=sorted(staff.accounts.all(), key=lambda one: one.disabled),
        seen=_seen(),
        roles=[(role.value, _role(role)) for role in Role],
        role_of=lambda account: _role(account.role),
        me=signed_in().account,
        form=form or {},
        problems=problems or {},
        handed=handed,
        told=told,
    )
    return make_response(page, 400 if problems else 200)


def _seen() -> dict[str, str]:
    own = zone()
    return {
        key: datetime.fromtimestamp(ms / 1000, own).strftime("%m-%d %H:%M")
        for key, ms in desk().staff.sessions.last_seen().items()
    }


def _problems(form: dict[str, str]) -> Problems:
    problems: Problems = {}
    if not LOGIN.fullmatch(normal_login(form["login"])):
        problems["login"] = t(
            "登录名要 2 到 32 个小写字母或数字，中间可以有 . _ -",
            "A login name has 2 to 32 of a-z 0-9, and . _ - between them.",
        )
    if not 1 <= len(form["name"]) <= LONGEST_NAME:
        problems["name"] = t(
            f"请写名字，最多 {LONGEST_NAME} 个字。",
            f"A name, of {LONGEST_NAME} characters at most.",
        )
    if form["role"] not in ROLE_WORDS:
        problems["role"] = t("请选一种工作。", "Choose what they work as.")
    return problems


def _other(key: str) -> Account:
    """The account that is to be changed; nobody changes their own."""
    try:
        account = desk().staff.accounts.with_id(key)
    except NoSuchStaff:
        abort(404)
    if account.id == signed_in().account.id:
        abort(409)
    return account


def _record(account: Account, what: str) -> None:
    record = desk().house.recorder(signed_in().account.id)
    record({"change": what, "account": account.id, "role": account.role.value})


def _role(role: Role) -> str:
    word = ROLE_WORDS[role.value]
    return t(word.zh, word.en)
