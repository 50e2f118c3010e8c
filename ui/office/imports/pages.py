"""/admin/import: upload a list, look at what it would do, write it, take it back.

No number and no name is in any address; the name of the file is not kept.
"""

from datetime import UTC, datetime
from pathlib import PurePath
from uuid import UUID

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from kiosk.people.at_house import LONGEST_LABEL, is_label
from kiosk.people.choosing import choice_of, problem_of
from kiosk.people.columns import REQUIRED, Column
from kiosk.people.errors import TableProblem
from kiosk.people.limits import MIB, UPLOAD
from kiosk.people.reports import RowReport
from kiosk.people.tables import SUFFIXES
from kiosk.people.template import empty_csv, empty_xlsx
from kiosk.people.texts import FileFault
from ui.access import signed_in
from ui.desk import NAME, desk
from ui.language import t
from ui.office.common import own_registry, staff_names, zone
from ui.office.imports import rows
from ui.office.imports.state import State, Step
from ui.office.imports.work import ImportWork
from ui.office.people.words import BASES, looked_up
from verification.registry.imports import ImportRecord

EXTENSION = "changxing.import"
MOST_FORM = 64 * 1024  # bytes around the file
MOST_TABLE = UPLOAD.file_bytes + MOST_FORM
TEMPLATES = {
    "csv": ("text/csv; charset=utf-8", empty_csv),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        empty_xlsx,
    ),
}

import_pages = Blueprint("import_pages", __name__, url_prefix="/admin/import")

Problems = dict[str, str]
Answer = Response | BaseResponse


def begin_imports(app: Flask) -> None:
    """At the start of the pages, so that what an end left behind is deleted then."""
    app.extensions[EXTENSION] = ImportWork(app.extensions[NAME].house)


def import_work() -> ImportWork:
    """The imports of the app that serves this request."""
    found = current_app.extensions[EXTENSION]
    assert isinstance(found, ImportWork)  # noqa: S101 - `begin_imports` put it there
    return found


def let_upload() -> None:
    """A table may be larger than all else that is sent, for those who register."""
    # `guard` has let nobody else come this far.
    if request.endpoint == "import_pages.upload":
        request.max_content_length = MOST_TABLE
        # Werkzeug counts what is left of one piece of a file together with the next.
        request.max_form_memory_size = 2 * MOST_FORM


@import_pages.get("")
def page() -> Response:
    """Where an import stands, and the earlier ones."""
    return _page()


@import_pages.get("/state")
def state() -> Response:
    """How far it is, for the page that waits."""
    now = import_work().state
    says = rows.doing(now) if now.running else ""
    return jsonify(running=now.running, says=says, done=now.done, total=now.total)


@import_pages.post("")
def upload() -> Answer:
    """Take a file in and begin to compare it; nothing is written."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return _page({"file": t("请先选一个文件。", "Choose a file first.")})
    suffix = PurePath(file.filename).suffix.lower()
    if suffix not in SUFFIXES:
        old = FileFault.OLD_EXCEL if suffix == ".xls" else FileFault.WRONG_TYPE
        problem = TableProblem(old)
        return _page({"file": t(problem.chinese, problem.english)})
    return _started(import_work().read(_me(), file.stream, suffix))


@import_pages.post("/rows")
def accept() -> Answer:
    """Take the chosen doubtful rows, or none of them any more, and compare again."""
    now = _planned()
    assert now.plan is not None  # noqa: S101 - `_planned` saw to it
    doubtful = {report.row for report in now.plan.reports if report.doubtful}
    chosen = doubtful.intersection(request.form.getlist("row", type=int))
    kept = frozenset() if "none" in request.form else now.accepted | chosen
    return _started(import_work().accept(_me(), kept))


@import_pages.post("/columns")
def choose() -> Answer:
    """Remember what the columns of such a list are, and compare it (again)."""
    now = import_work().state_for(_me())
    chosen = choice_of(now.seen, request.form.getlist("column"))
    if now.owner != _me() or not now.waits or chosen is None:
        abort(409)
    problem = problem_of(chosen)
    if problem:
        return _page({"columns": t(*problem)})
    import_work().choices.keep(now.key, chosen)
    return _started(import_work().accept(_me(), ()))


@import_pages.post("/sheet")
def turn_to() -> Answer:
    """Compare another worksheet of the same file."""
    now, sheet = import_work().state_for(_me()), request.form.get("sheet", "")
    if now.owner != _me() or not now.waits or sheet not in now.sheets:
        abort(409)
    return _started(import_work().turn_to(_me(), sheet))


@import_pages.post("/write")
def write() -> Answer:
    """Write what was compared."""
    now = _planned()
    label, whole = request.form.get("label", "").strip(), "whole" in request.form
    problems = _problems(now, label, whole)
    if problems:
        return _page(problems)
    return _started(import_work().write(_me(), label, all_or_nothing=whole))


@import_pages.post("/drop")
def drop() -> Answer:
    """Forget a list that waits, whose ever it is, or how one's own last one ended."""
    if not import_work().drop():
        import_work().forget_end(_me())
    return redirect(url_for(".page"), 303)


@import_pages.post("/undo")
def undo() -> Answer:
    """Take an import of the last day back."""
    records = _records()
    wanted = request.form.get("import", "")
    found = [record for record in records if str(record.id) == wanted]
    undone = {record.undoes for record in records if record.confirmed_at}
    if not found:
        abort(404)
    if not rows.may_undo(found[0], undone, datetime.now(UTC)):
        abort(409)
    return _started(import_work().undo(_me(), UUID(wanted)))


@import_pages.get("/template/<kind>")
def template(kind: str) -> Response:
    """An empty table with our headings."""
    if kind not in TEMPLATES:
        abort(404)
    content, make = TEMPLATES[kind]
    answer = make_response(make())
    answer.headers["Content-Type"] = content
    answer.headers["Content-Disposition"] = f"attachment; filename=people.{kind}"
    return answer


def _me() -> str:
    return signed_in().account.id


def _planned() -> State:
    """The plan that waits for this account's decision."""
    now = import_work().state
    if (now.step, now.owner) != (Step.PLANNED, _me()):
        abort(409)
    return now


def _started(begun: bool) -> Answer:
    if begun:
        return redirect(url_for(".page"), 303)
    wait = t(
        "另一份名单还没有处理完，请等它结束再来；这次什么也没有做。",
        "Another list is under way: come again when it is through. "
        "Nothing was done this time.",
    )
    return _page({"file": wait}, 409)


def _problems(now: State, label: str, whole: bool) -> Problems:
    problems: Problems = {}
    if not is_label(label):
        problems["label"] = t(
            f"名称最多 {LONGEST_LABEL} 个字，不能有号码。",
            f"At most {LONGEST_LABEL} characters, and no number.",
        )
    if whole and now.plan is not None and now.plan.reports:
        problems["whole"] = t(
            f"有 {len(now.plan.reports)} 行不能导入，所以什么也没有写入。",
            f"{len(now.plan.reports)} rows cannot be imported: nothing was written.",
        )
    return problems


def _page(problems: Problems | None = None, status: int = 400) -> Response:
    now, me = import_work().state_for(_me()), _me()
    args, names, local = request.args, staff_names(), zone()
    reports = _reports(now)
    records = rows.earlier(_records(), names, datetime.now(UTC), local)
    page = render_template(
        "office_import.html",
        now=now,
        mine=now.owner == me,
        who=names.get(now.owner, ""),
        since=f"{now.at.astimezone(local):%H:%M}" if now.at else "",
        doing=rows.doing(now) if now.running else "",
        see=rows,
        what=args.get("what", ""),
        left_out=rows.slice_of(
            rows.only(reports, args.get("what", "")), args.get("page", 1, type=int)
        ),
        earlier=rows.slice_of(records, args.get("list", 1, type=int)),
        columns=[(rows.column_name(one), one in REQUIRED) for one in Column],
        most=UPLOAD.file_bytes,
        most_mib=UPLOAD.file_bytes // MIB,
        most_rows=UPLOAD.rows,
        longest_label=LONGEST_LABEL,
        basis=looked_up(BASES, desk().house.config.notice.basis),
        form=request.form,
        chosen=request.form.getlist("column"),
        choices=[("", t("不读", "keep it out"))]
        + [(one.value, rows.column_name(one)) for one in Column],
        problems=problems or {},
    )
    return make_response(page, status if problems else 200)


def _reports(now: State) -> tuple[RowReport, ...]:
    if now.report is not None:
        return now.report.reports
    return now.plan.reports if now.plan is not None else ()


def _records() -> list[ImportRecord]:
    with own_registry() as registry:
        return registry.imports()
