"""The end of a site: a page with few steps, each behind the password and a name.

No step can be taken by one tap: gates stop checking first, the site's name has to be
typed, and destruction has a day at least a week ahead that can be called off.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kiosk.retention.sunset import (
    LEAST_DAYS,
    MOST_DAYS,
    NotNow,
    Stage,
    Sunset,
    read_sunset,
    write_sunset,
)
from ui.access import signed_in
from ui.confirming import FIELD, confirmed
from ui.desk import desk
from ui.language import t
from ui.office.common import staff_names, zone
from ui.office.retention.common import local, may_change, retention_pages
from verification.ledger import Entry, Event, EventKind
from verification.ledger.records import instant

PASSED = (
    "SELECT count(*) FROM events WHERE kind = 'gate.passed' AND visit IS NULL "
    "AND at >= ?"
)
MONTH = timedelta(days=30)
NAMES: dict[str, tuple[str, str]] = {
    "people": ("登记的人员", "People registered"),
    "cards": ("关联的卡", "Linked cards"),
    "passes": ("通行证", "Passes"),
    "attestations": ("证明", "Attestations"),
    "events": ("记录中的个人信息", "Personal parts of events"),
    "backups": ("本机上的备份", "Backups on this machine"),
    "keys": ("密钥文件", "Key files"),
}


@retention_pages.get("/end")
def end() -> Response:
    """Where the site stands, and the next step."""
    return _page()


@retention_pages.post("/end/stop")
def stop_checking() -> Response:
    """Gates stand open from now on; nobody is read."""
    return _step(lambda now: _sunset().stop_checking(_me(), now), named=True)


@retention_pages.post("/end/check-again")
def check_again() -> Response:
    """Take that back."""
    return _step(lambda now: _sunset().check_again(_me(), now))


@retention_pages.post("/end/schedule")
def schedule() -> Response:
    """Let everything be destroyed on a day."""
    try:
        day = date.fromisoformat(request.form.get("day", ""))
    except ValueError:
        day = date.min
    today = datetime.now(zone()).date()
    return _step(
        lambda now: _sunset().schedule(day, _me(), now, today),
        named=True,
        field="destroy_password",
    )


@retention_pages.post("/end/call-off")
def call_off() -> Response:
    """Destroy nothing; gates go on standing open."""
    return _step(lambda now: _sunset().call_off(_me(), now))


@retention_pages.get("/end/certificate")
def certificate() -> str:
    """What was destroyed, how many, when, by whom, and how it is proved."""
    event = _certified()
    if event is None:
        abort(404)
    note = desk().house.ledger.checkpoints(newest=1)
    return render_template(
        "office_retention_certificate.html",
        event=event,
        at=local(event.at, "%Y-%m-%d %H:%M:%S"),
        by=staff_names().get(event.staff or "", event.staff or ""),
        counts=[
            (t(*words), int(event.more.get(name) or 0)) for name, words in NAMES.items()
        ],
        kiosk=desk().house.ledger.genesis.kiosk,
        copies=_copies(event),
        note=note[-1].note if note else "",
    )


def _step(
    decide: Callable[[datetime], Sunset], *, named: bool = False, field: str = FIELD
) -> Response:
    """One decision, after name and password, recorded before it holds."""
    problems = _problems(field, named=named)
    if problems:
        return _page(problems)
    house, now = desk().house, datetime.now(UTC)
    try:
        after = decide(now)
    except NotNow:
        if "day" in request.form:
            return _page({"day": _bad_day()})
        abort(409)
    day = after.day.isoformat() if after.day else None
    facts = {"stage": after.stage.value, "day": day}
    house.ledger.append(Entry(EventKind.SITE_SUNSET, staff=_me(), more=facts))
    write_sunset(house.folder.root, after)
    return redirect(url_for(".end"), 303)


def _problems(field: str, *, named: bool) -> dict[str, str]:
    name = desk().house.config.site.name
    if named and request.form.get("site", "").strip() != name:
        return {"site": t(f"请照样写站点的名字：{name}", f"The site's name: {name}")}
    problem = confirmed()
    return {field: problem} if problem else {}


def _page(problems: dict[str, str] | None = None) -> Response:
    sunset, today = _sunset(), datetime.now(zone()).date()
    page = render_template(
        "office_retention_end.html",
        sunset=sunset,
        stage=sunset.stage.value,
        overdue=sunset.is_due(today),
        since=local(sunset.since),
        open_since=local(sunset.open_since),
        by=staff_names().get(sunset.by, sunset.by),
        passed=_passed(sunset),
        least=today + timedelta(days=LEAST_DAYS),
        most=today + timedelta(days=MOST_DAYS),
        day=request.form.get("day", ""),
        problems=problems or {},
        may_change=may_change(),
    )
    return make_response(page, 400 if problems else 200)


def _passed(sunset: Sunset) -> int:
    if sunset.open_since is None:
        return 0
    rows = desk().house.ledger.reader.rows(PASSED, (instant(sunset.open_since),))
    return int(rows[0][0])


def _certified() -> Event | None:
    reader = desk().house.ledger.reader
    for event in reader.before(limit=50, kind=EventKind.SITE_SUNSET):
        if event.more.get("stage") == Stage.DESTROYED:
            return event
    return None


def _copies(event: Event) -> int:
    """Backups made within the month before: copies of them may lie elsewhere."""
    made = desk().house.ledger.reader.before(
        limit=500, kind=EventKind.BACKUP_MADE, since=event.at - MONTH
    )
    return len(made)


def _bad_day() -> str:
    return t(
        f"请选一天，最早 {LEAST_DAYS} 天以后，最晚 {MOST_DAYS} 天以后。",
        f"A day from {LEAST_DAYS} to {MOST_DAYS} days ahead.",
    )


def _sunset() -> Sunset:
    return read_sunset(desk().house.folder.root)


def _me() -> str:
    return signed_in().account.id
