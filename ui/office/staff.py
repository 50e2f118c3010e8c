"""/admin/staff: who may sign in, as what, and since when not any more."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, abort, make_response, render_template, request

from kiosk.staff import Account, NoSuchStaff, Role
from kiosk.staff.accounts import LOGIN, LONGEST_NAME, normal_login
from kiosk.staff.errors import LastAdmin, NameTaken
from ui.access import signed_in
from ui.confirming import FIELD, confirmed
from ui.desk import desk
from ui.language import t
from ui.office.common import zone
from ui.office.staff_deeds import DEEDS, Deed
from ui.words import ROLE_WORDS, Word

staff_pages = Blueprint("staff_pages", __name__, url_prefix="/admin/staff")

Problems = dict[str, str]
OWN = Word(
    "自己的账号不能自己停用，也不能自己改：请另一位管理员来做；还没有，就先在下面加一位。",
    "Nobody disables or changes their own account: another administrator does; add one"
    " below first if there is none.",
)
LAST = Word(
    "这是最后一位能登录的管理员，不能停用，也不能改做别的：请先在下面加一位管理员；您自己还没有密码，就先设置密码。",
    "This is the last administrator who can sign in: add another one below"
    " first, or set your own password if you have none.",
)


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
    wrong = None if problems else confirmed()
    if wrong:
        problems[FIELD] = wrong
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


@staff_pages.post("/<key>/<what>")
def do(key: str, what: str) -> Response:
    """Do something with somebody's account; what is grave asks for the password."""
    account, deed = _account(key), DEEDS.get(what)
    if deed is None:
        abort(404)
    if account.id == signed_in().account.id:
        return _page(refused=OWN)
    if deed.sure:
        problem = confirmed() if FIELD in request.form else ""
        if problem is not None:
            return _sure(account, what, deed, problem)
    try:
        code = deed.do(account)
    except LastAdmin:
        return _page(refused=LAST)
    account = desk().staff.accounts.with_id(key)
    _record(account, deed.change)
    if code:
        return _page(handed=Handed(account.display_name, account.login, code))
    return _page(told=say(deed.done) + account.display_name)


def _sure(account: Account, what: str, deed: Deed, problem: str) -> Response:
    """Ask for the password, and carry on what else was filled in."""
    page = render_template(
        "office_staff_sure.html",
        account=account,
        what=what,
        key=say(deed.key),
        sure=say(deed.sure) if deed.sure else "",
        role=request.form.get("role", ""),
        problem=problem,
    )
    return make_response(page, 400 if problem else 200)


def _page(
    form: dict[str, str] | None = None,
    problems: Problems | None = None,
    handed: Handed | None = None,
    told: str = "",
    refused: Word | None = None,
) -> Response:
    staff = desk().staff
    page = render_template(
        "office_staff.html",
        accounts=sorted(staff.accounts.all(), key=lambda one: one.disabled),
        seen=_seen(),
        state_of=_state,
        asks_second=staff.rules.second_factor,
        deeds={what: say(deed.key) for what, deed in DEEDS.items()},
        roles=[(role.value, _role(role)) for role in Role],
        role_of=lambda account: _role(account.role),
        me=signed_in().account,
        form=form or {},
        problems=problems or {},
        handed=handed,
        told=told,
        refused=say(refused) if refused else "",
    )
    return make_response(page, 409 if refused else 400 if problems else 200)


def _state(account: Account) -> list[str]:
    """How somebody can come in, without a word of what they type."""
    said = []
    if account.has_password:
        said.append(t("密码", "password"))
    if account.uses_pin:
        said.append("PIN")
    if not said:
        said.append(t("还没有密码", "no password yet"))
    if account.has_totp:
        said.append(t("手机验证码", "app"))
    if account.has_second:
        left = account.recovery_codes
        said.append(t(f"恢复码 {left} 个", f"{left} recovery codes"))
    elif account.role is not Role.GUARD and desk().staff.rules.second_factor:
        said.append(t("第二道验证下次登录时设置", "second factor at the next sign-in"))
    return said


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


def _account(key: str) -> Account:
    try:
        return desk().staff.accounts.with_id(key)
    except NoSuchStaff:
        abort(404)


def _record(account: Account, what: str) -> None:
    record = desk().house.recorder(signed_in().account.id)
    record({"change": what, "account": account.id, "role": account.role.value})


def _role(role: Role) -> str:
    return say(ROLE_WORDS[role.value])


def say(word: Word) -> str:
    """A word in the language of this request."""
    return t(word.zh, word.en)
