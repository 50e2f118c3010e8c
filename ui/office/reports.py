"""/admin/reports: what a span of days came to, on a page, on paper and as a file."""

import tempfile
from datetime import date
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)

from kiosk.reports import (
    CountsAhead,
    Names,
    Report,
    blocks_of,
    counts_ahead,
    words,
    write_sheet,
)
from kiosk.reports.blocks import seconds
from kiosk.staff import Right
from ui.access import signed_in
from ui.desk import NAME, desk
from ui.language import t
from ui.office.common import staff_names
from ui.office.reports_asked import SPANS, Asked, asked
from ui.office.reports_charts import HIGH, KINDS, beams, columns
from verification.ledger.errors import LedgerProblem

EXTENSION = "changxing.reports"
TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

report_pages = Blueprint("report_pages", __name__, url_prefix="/admin/reports")


@report_pages.get("")
def page() -> Response:
    """A report of the days that were asked for, of one lane or of all."""
    wanted, report, status = _asked(), None, HTTPStatus.OK
    if wanted.days is None:
        status = HTTPStatus.BAD_REQUEST
    else:
        try:
            report = _counting().report(wanted.days, wanted.lane)
        except LedgerProblem:  # the page says where the ledger is checked
            status = HTTPStatus.INTERNAL_SERVER_ERROR
    return make_response(_page(wanted, report), status)


@report_pages.get("/file.<kind>")
def download(kind: str) -> Response:
    """The same numbers for a spreadsheet."""
    wanted = _asked()
    if kind not in TYPES or wanted.days is None:
        abort(400)
    report = _counting().report(wanted.days, wanted.lane)
    if report.uncounted:  # half a month in a file would be taken for all of it
        return make_response(redirect(_address(wanted), HTTPStatus.SEE_OTHER))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report.{kind}"
        write_sheet(path, report, _names(), desk().house.config.site.name)
        answer = make_response(path.read_bytes())
    answer.mimetype = TYPES[kind]
    span = report.span
    name = f"report-{span.first}-{span.last}.{kind}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _address(wanted: Asked) -> str:
    return f"{url_for('report_pages.page')}?{urlencode(wanted.arguments())}"


def _page(wanted: Asked, report: Report | None) -> str:
    most, bars = columns(report) if report else (0, [])
    lanes = [(lane.id, lane.name) for lane in desk().house.config.lanes]
    return render_template(
        "office_report.html",
        asked=wanted,
        report=report,
        spans=SPANS,
        lanes=lanes,
        names=dict(lanes),
        blocks=blocks_of(report, _names()) if report else [],
        most=most,
        bars=bars,
        beams=beams(report) if report else [],
        high=HIGH,
        kinds=[(kind, words.OUTCOMES[kind]) for kind in KINDS],
        reasons=words.REASONS,
        seconds=seconds,
        dated=_dated,
    )


def _dated(day: date | str) -> str:
    found = date.fromisoformat(str(day))
    return t(f"{found.year}年{found.month}月{found.day}日", str(found))


def _asked() -> Asked:
    lane = request.args.get("lane", "")
    known = lane if desk().house.config.lane(lane) else None
    return asked(request.args, known, _counting().book.today())


def _names() -> Names:
    lanes = {lane.id: lane.name for lane in desk().house.config.lanes}
    if not signed_in().account.role.may(Right.AUDIT):
        return Names(lanes)  # who registers people does not supervise colleagues
    return Names(lanes, staff_names())


def _counting() -> CountsAhead:
    return reports_of(current_app)


def reports_of(app: Flask) -> CountsAhead:
    """What counts the reports of this app."""
    house = app.extensions[NAME].house
    found = app.extensions.setdefault(EXTENSION, counts_ahead(house))
    assert isinstance(found, CountsAhead)  # noqa: S101 - the line above put it there
    return found


def close_reports(app: Flask) -> None:
    """End what is counted."""
    found = app.extensions.get(EXTENSION)
    if isinstance(found, CountsAhead):
        found.stop()
