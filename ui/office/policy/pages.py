"""The pages of the rules: what is in force, a form, its rehearsal, the last step."""

from http import HTTPStatus

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from kiosk.config.models import PolicyTable
from kiosk.policy import InForce, body_of, in_force, policy_from
from kiosk.rehearsal import Plan, RehearsalWork
from kiosk.reports import words as report_words
from kiosk.staff import Right
from ui.access import signed_in
from ui.attested import attested_kinds
from ui.confirming import FIELD, confirmed
from ui.desk import desk
from ui.language import t
from ui.office.common import own_registry, staff_names, zone
from ui.office.policy.forms import Form, Problems, filled, read, sent
from ui.office.policy.words import (
    OUTCOMES,
    PAPERS,
    UNREGISTERED,
    WORTH,
    differences,
    lines,
)
from verification.errors import RegistryConflict
from verification.ledger import Entry, EventKind
from verification.policy import Policy
from verification.registry import StoredPolicy

EXTENSION = "changxing.rehearsal"
DAYS = (7, 30)
SHOWN = 20  # versions on the page

policy_pages = Blueprint("policy_pages", __name__, url_prefix="/admin/policy")

Page = Response | BaseResponse


@policy_pages.get("")
def page() -> str:
    """The rules in force, where they come from, and what was set before."""
    with own_registry() as registry:
        now = in_force(registry.policies, desk().house.config)
        before = registry.policies.all(SHOWN)
    return render_template(
        "office_policy.html",
        now=now,
        lines=lines(_policy(now.table)),
        versions=_versions(now.table),
        history=[_told(one) for one in before],
        may_set=_may_set(),
        rehearsal=_work().state,
    )


@policy_pages.get("/change")
def change() -> Response:
    """The form, as the rules in force fill it."""
    now = _now()
    return _form(now, filled(now.table), {})


@policy_pages.post("/rehearse")
def rehearse() -> Page:
    """Try the sent rules out on the visits of the last days."""
    now, form = _now(), sent(request.form)
    table, problems = read(form)
    if table is None:
        return _form(now, form, problems)
    if table == now.table:
        same = t(
            "和现在的规则一样，没有要改的。", "These are the rules in force already."
        )
        return _form(now, form, {"status_word": same})
    return _begin(Plan(now.number, now.table, table, reset=False))


@policy_pages.post("/reset")
def reset() -> Page:
    """Try out what the rules of config.toml would change."""
    now = _now()
    return _begin(Plan(now.number, now.table, desk().house.config.policy, reset=True))


@policy_pages.get("/rehearsal")
def rehearsal() -> Page:
    """How the rehearsal goes, or what came of it."""
    return _rehearsal()


@policy_pages.get("/rehearsal/state")
def state() -> Response:
    """How far it is."""
    now = _work().state
    return jsonify(running=now.running, done=now.done, total=now.total)


@policy_pages.post("/drop")
def drop() -> BaseResponse:
    """Break a rehearsal off, or leave everything as it is."""
    _work().forget()
    return redirect(url_for(".page"), HTTPStatus.SEE_OTHER)


@policy_pages.post("/apply")
def apply() -> Page:
    """Let exactly what was rehearsed count, from now on."""
    found = _work().state
    plan = found.plan
    if plan is None or found.result is None or plan.name != request.form.get("plan"):
        return _rehearsal(_other())
    problem = confirmed()
    if problem:
        return _rehearsal(wrong=problem)
    try:
        _put(plan, found.days, found.result.changed)
    except RegistryConflict:
        return _rehearsal(_other())
    _work().forget()
    return redirect(url_for(".page"), HTTPStatus.SEE_OTHER)


def close_rehearsal(app: Flask) -> None:
    """End a rehearsal that is under way."""
    work = app.extensions.get(EXTENSION)
    if isinstance(work, RehearsalWork):
        work.close()


def _put(plan: Plan, days: int, changed: int) -> None:
    house, me = desk().house, signed_in().account.id
    facts: dict[str, str | int] = {
        "before": _policy(plan.before).version,
        "reset": plan.reset,
        "days": days,
        "changed": changed,
    }

    def record(number: int) -> None:
        rules, kind = _policy(plan.after).version, EventKind.POLICY_CHANGED
        more = {"number": number, **facts}
        house.ledger.append(Entry(kind, staff=me, rules=rules, more=more))

    with own_registry() as registry:
        if not plan.fits(in_force(registry.policies, house.config)):
            raise RegistryConflict("policy_changed", b"")
        body = None if plan.reset else body_of(plan.after)
        at = house.clock.moment().utc
        registry.policies.put(body, me, at, plan.number, record)


def _begin(plan: Plan) -> Page:
    days = request.form.get("days", type=int)
    days = days if days in DAYS else DAYS[0]
    if not _work().begin(plan, signed_in().account.id, days):
        busy = t("已经有一次试算在进行。", "A rehearsal is under way already.")
        return _rehearsal(busy)
    return redirect(url_for(".rehearsal"), HTTPStatus.SEE_OTHER)


def _rehearsal(problem: str = "", wrong: str = "") -> Page:
    found = _work().state
    if found.plan is None:
        return redirect(url_for(".page"), HTTPStatus.SEE_OTHER)
    before, after = _policy(found.plan.before), _policy(found.plan.after)
    shown = render_template(
        "office_policy_rehearsal.html",
        now=found,
        result=found.result,
        changes=differences(before, after),
        outcomes=report_words.OUTCOMES,
        reasons=report_words.REASONS,
        fits=found.plan.fits(_now()),
        may_set=_may_set(),
        problem=problem,
        wrong=wrong,
        field=FIELD,
    )
    if problem:
        return make_response(shown, HTTPStatus.CONFLICT)
    return make_response(shown, HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK)


def _form(now: InForce, form: Form, problems: Problems) -> Response:
    shown = render_template(
        "office_policy_change.html",
        now=now,
        form=form,
        problems=problems,
        outcomes=[(key.value, word) for key, word in OUTCOMES.items()],
        unregistered=[(key.value, word) for key, word in UNREGISTERED.items()],
        worth=[(key.value, word) for key, word in WORTH.items()],
        papers=[(key.value, word) for key, word in PAPERS.items()],
        kinds=attested_kinds(now.table.require),
        days=DAYS,
    )
    return make_response(shown, HTTPStatus.BAD_REQUEST if problems else HTTPStatus.OK)


def _other() -> str:
    return t(
        "规则在这期间改过，或者试算的不是这一次。请重新试算。",
        "The rules were changed meanwhile, or something else was rehearsed: try again.",
    )


def _now() -> InForce:
    with own_registry() as registry:
        return in_force(registry.policies, desk().house.config)


def _policy(table: PolicyTable, direction: str = "in") -> Policy:
    return policy_from(table, desk().house.config.site.timezone, direction)


def _versions(table: PolicyTable) -> list[str]:
    """As events carry them: lanes out of the site have one of their own."""
    directions = dict.fromkeys(lane.direction for lane in desk().house.config.lanes)
    return [_policy(table, one).version for one in directions]


def _told(one: StoredPolicy) -> dict[str, str]:
    at = one.at.astimezone(zone())
    return {
        "number": str(one.number),
        "at": f"{at:%Y-%m-%d %H:%M}",
        "who": staff_names().get(one.author, one.author),
        "what": "config" if one.body is None else "set",
    }


def _may_set() -> bool:
    return signed_in().account.role.may(Right.SET_POLICY)


def _work() -> RehearsalWork:
    found = current_app.extensions.get(EXTENSION)
    if not isinstance(found, RehearsalWork):
        found = current_app.extensions[EXTENSION] = RehearsalWork(desk().house)
    return found
