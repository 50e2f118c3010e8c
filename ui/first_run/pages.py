"""The steps: the first account, colleagues, lanes, the first person, the card."""

import threading

from flask import (
    Blueprint,
    Response,
    abort,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from kiosk.people.columns import Column
from kiosk.staff import Answer, Role
from kiosk.staff.accounts import LOGIN, LONGEST_NAME, normal_login
from kiosk.staff.errors import BadPassword, NameTaken
from kiosk.staff.secrets import LONGEST, check_password
from ui.access import current, next_step, page_after_sign_in, signed_in
from ui.coming_in import address, ask_second, let_in, too_often
from ui.desk import desk
from ui.first_run.lanes import lane_parts, serial_ports, takes_cards
from ui.first_run.open import (
    STEPS,
    has_accounts,
    kept,
    may_resume,
    mine,
    resumable,
)
from ui.first_run.watching import seen
from ui.language import t
from ui.office.common import own_registry
from ui.office.people.common import carry_out, editor, who_has
from ui.office.people.forms import Problems, person_typed, typed
from ui.office.people.registering import personal, status_options

first_run = Blueprint("first_run", __name__, url_prefix="/first-run")

Page = Response | BaseResponse
BRAKE = "first run"  # no login name has a blank
PERSON = (Column.DOCUMENT_NUMBER, Column.NAME, Column.STATUS)
COLLEAGUES = ((Role.GUARD, "guard"), (Role.REGISTRAR, "registrar"))

_alone = threading.Lock()


@first_run.get("")
def page() -> Page:
    """The form for the code and the first administrator, or for what is left."""
    if not has_accounts():
        return _first({}, {})
    if resumable() is not None:
        return _resuming({})
    if current() is None:
        abort(404)
    return redirect(url_for(next_step(mine())), 303)


@first_run.post("")
def make() -> Page:
    """Make the first account, if the code is right."""
    with _alone:
        if has_accounts():
            return _resumed()
        form = typed("code", "name", "login")
        password = request.form.get("password", "")[: LONGEST + 1]
        problems = _account_problems(form, password)
        if problems:
            return _first(form, problems)
        wrong, status = _bad_code(form["code"])
        if wrong:
            return _first(form, {"code": wrong}, status)
        return _made(form, password)


@first_run.get("/people")
def people() -> Page:
    """A guard and a registrar, if they are to have accounts now."""
    mine()
    return _people({}, {})


@first_run.post("/people")
def add_people() -> Page:
    """Make their accounts; the one-time codes are on the answer and nowhere else."""
    mine()
    form = typed(*(f"{word}_{part}" for _, word in COLLEAGUES for part in _PARTS))
    wanted = [(role, word) for role, word in COLLEAGUES if form[f"{word}_login"]]
    problems = {
        f"{word}_login": _bad_login()
        for _, word in wanted
        if not LOGIN.fullmatch(normal_login(form[f"{word}_login"]))
    }
    if problems:
        return _people(form, problems)
    handed = []
    for role, word in wanted:
        try:
            handed.append(_add(form[f"{word}_login"], role, form[f"{word}_name"]))
        except NameTaken:
            taken = t("已经有人用这个登录名。", "Somebody has this login name already.")
            return _people(form, {f"{word}_login": taken}, handed)
    if not handed:
        return redirect(url_for(".lanes"), 303)
    return _people({}, {}, handed)


@first_run.get("/lanes")
def lanes() -> Page:
    """The site's name, its lanes, and how their devices are."""
    mine()
    return _shown("first_run_lanes.html", parts=lane_parts(), ports=serial_ports())


@first_run.get("/person")
def person() -> Page:
    """The form for the first person."""
    if mine().person:
        return redirect(url_for(".card"), 303)
    return _person({}, {})


@first_run.post("/person")
def register() -> Page:
    """Register one person as part of setting up; whoever runs a site does no more."""
    if mine().person:
        return redirect(url_for(".card"), 303)
    form = typed(*PERSON)
    row, problems = person_typed({column: form[column] for column in PERSON})
    if row is None or problems:
        return _person(form, problems)
    with own_registry() as registry:
        there = who_has(registry, row.document)
        if there is None:
            mine_ = editor(desk().house.config.notice.basis)
            made = mine_.register(personal(row), row.status, row.valid_until)
            carry_out(registry, "person.registered", made)
            there = made.key
    kept().registered(there)
    return redirect(url_for(".card"), 303)


@first_run.get("/card")
def card() -> Page:
    """Waits until the first person's card has opened a gate."""
    found = mine()
    if not found.person:
        return redirect(url_for(".person"), 303)
    cards = takes_cards()
    return _shown("first_run_card.html", seen=seen(found), takes_cards=cards)


@first_run.get("/state")
def state() -> Response:
    """What became of the card so far."""
    return jsonify(seen(mine()).as_dict())


@first_run.post("/end")
def end() -> Page:
    """Done, or the rest later: these pages are gone for ever."""
    mine()
    kept().end()
    return redirect(page_after_sign_in(), 303)


def _bad_code(code: str) -> tuple[str, int]:
    """What is wrong with a one-time code, and the status that says so."""
    attempt = desk().staff.lockout.attempt(BRAKE, address())
    if attempt.wait_ms:
        return too_often(attempt.wait_ms), 429
    if not kept().right(code):
        return t("密码不对，或者过了时间。", "Not right, or its hour is over."), 400
    desk().staff.lockout.succeeded(attempt)
    return "", 200


def _resumed() -> Page:
    """Go on where it was broken off: whoever has the code and looks after accounts."""
    if resumable() is None:
        abort(404)
    if not may_resume():
        return redirect(url_for("sign_in.form"), 303)
    wrong, status = _bad_code(typed("code")["code"])
    if wrong:
        return _resuming({"code": wrong}, status)
    kept().made(signed_in().account.id)
    return redirect(url_for(next_step(mine())), 303)


def _made(form: dict[str, str], password: str) -> Page:
    staff, house = desk().staff, desk().house
    account, _ = staff.accounts.add(form["login"], Role.ADMINISTRATOR, form["name"])
    staff.accounts.set_password(account, password)
    kept().made(account.id)
    house.recorder(account.id)({"change": "staff.first", "account": account.id})
    tried = staff.sign_in(account.login, password, address())
    if tried.account is None:
        return redirect(url_for("sign_in.form"), 303)
    if tried.answer is Answer.SECOND:
        return ask_second(tried, tried.account)
    let_in(tried, tried.account)
    return redirect(url_for(".people"), 303)


def _account_problems(form: dict[str, str], password: str) -> Problems:
    problems: Problems = {}
    if not form["code"]:
        problems["code"] = t("请填屏幕上的一次性密码。", "The code on the console.")
    if not 0 < len(form["name"]) <= LONGEST_NAME:
        problems["name"] = t(
            "请填名字，最多 20 个字。", "A name of 20 characters at most."
        )
    if not LOGIN.fullmatch(normal_login(form["login"])):
        problems["login"] = _bad_login()
    try:
        check_password(password, normal_login(form["login"]) or " ")
    except BadPassword as problem:
        problems["password"] = str(problem)
    if password != request.form.get("again", ""):
        problems["again"] = t("两次写的不一样。", "The two are not the same.")
    return problems


def _bad_login() -> str:
    return t("2 到 32 个小写字母或数字。", "2 to 32 small letters or digits.")


def _add(login: str, role: Role, name: str) -> dict[str, str]:
    made, code = desk().staff.accounts.add(login, role, name[:LONGEST_NAME])
    facts = {"change": "staff.add", "account": made.id, "role": made.role.value}
    desk().house.recorder(signed_in().account.id)(facts)
    return {
        "name": made.display_name,
        "login": made.login,
        "role": made.role.value,
        "code": code,
    }


def _first(form: dict[str, str], problems: Problems, status: int = 400) -> Response:
    open_now = kept().progress() is not None
    return _shown("first_run.html", status, form=form, problems=problems, open=open_now)


def _resuming(problems: Problems, status: int = 400) -> Response:
    return _shown("first_run_resumed.html", status, problems=problems, may=may_resume())


def _people(
    form: dict[str, str],
    problems: Problems,
    handed: list[dict[str, str]] | None = None,
) -> Response:
    there = [] if handed else desk().staff.accounts.all()
    return _shown(
        "first_run_people.html",
        form=form,
        problems=problems,
        handed=handed or [],
        there=[one for one in there if one.id != signed_in().account.id],
    )


def _person(form: dict[str, str], problems: Problems) -> Response:
    words = status_options()[1:]
    table = desk().house.policy.status
    good = next((word for word, outcome in table.items() if outcome == "admit"), "")
    return _shown(
        "first_run_person.html",
        form=form,
        problems=problems,
        statuses=words,
        good=form.get(Column.STATUS, good),
    )


def _shown(template: str, status: int = 400, **values: object) -> Response:
    text = render_template(template, steps=STEPS, **values)
    return make_response(text, status if values.get("problems") else 200)


_PARTS = ("name", "login")
