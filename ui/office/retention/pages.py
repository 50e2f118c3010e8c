"""The page of retention: look, change within bounds, erase now, print a receipt."""

from collections.abc import Mapping
from datetime import UTC, datetime

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kiosk.backup.making import last_backup
from kiosk.backup.shelf import backups_in
from kiosk.config.keeping import RetentionTable
from kiosk.house import kiosk_id
from kiosk.retention.settings import bounds, limits_of, store
from ui.access import signed_in
from ui.confirming import FIELD, confirmed
from ui.desk import desk
from ui.language import t
from ui.office.common import staff_names
from ui.office.retention import rows
from ui.office.retention.common import local, may_change, retention_pages
from ui.office.retention.work import purge_work
from verification.ledger import Entry, EventKind

SETTINGS = tuple(RetentionTable.model_fields)
DIGITS = 4


@retention_pages.get("")
def page() -> Response:
    """Classes, limits, what is due, what went when."""
    return _page()


@retention_pages.post("")
def change() -> Response:
    """Let other days count, within the bounds, after the password."""
    form = {name: request.form.get(name, "").strip() for name in SETTINGS}
    days, problems = _read(form)
    problem = None if problems else confirmed()
    if problem:
        problems[FIELD] = problem
    if problems:
        return _page(form, problems)
    house = desk().house
    before = limits_of(house.config)
    after = store(house.config, days)
    _record(before, after)
    return redirect(url_for(".page", done="changed"), 303)


@retention_pages.post("/purge")
def purge() -> Response:
    """Erase now what is due; whoever asks has looked at date and time."""
    problem = confirmed()
    if problem:
        return _page(problems={"purge_password": problem})
    purge_work().begin(signed_in().account.id)
    return redirect(url_for(".page", done="begun"), 303)


@retention_pages.get("/receipt/<int:seq>")
def receipt(seq: int) -> str:
    """One purge on paper: what went, how many, and where the ledger keeps it."""
    event = desk().house.ledger.reader.event(seq)
    if event is None or event.kind is not EventKind.RETENTION_PURGED:
        abort(404)
    return render_template(
        "office_retention_receipt.html",
        event=event,
        at=local(event.at, "%Y-%m-%d %H:%M:%S"),
        counts=rows.counts_of(event),
        by=staff_names().get(event.staff or "", ""),
    )


def _page(
    form: Mapping[str, str] | None = None, problems: dict[str, str] | None = None
) -> Response:
    house, work = desk().house, purge_work()
    limits = limits_of(house.config).model_dump()
    page = render_template(
        "office_retention.html",
        rows=rows.rows(house),
        state=rows.state_of(house),
        receipts=rows.receipts(rows.purges(house)),
        form=form or {name: str(days) for name, days in limits.items()},
        problems=problems or {},
        may_change=may_change(),
        running=work.running,
        failed=work.failed,
        now=local(datetime.now(UTC)),
        done=request.args.get("done", ""),
        backup=_backup(),
    )
    return make_response(page, 400 if problems else 200)


def _read(form: Mapping[str, str]) -> tuple[dict[str, int], dict[str, str]]:
    days, problems = {}, {}
    for name, text in form.items():
        least, most = bounds(name)
        whole = text.isascii() and text.isdigit() and len(text) <= DIGITS
        if whole and least <= int(text) <= most:
            days[name] = int(text)
        else:
            problems[name] = t(
                f"请写 {least} 到 {most} 之间的整数。",
                f"A whole number from {least} to {most}.",
            )
    return days, problems


def _record(before: RetentionTable, after: RetentionTable) -> None:
    old, new = before.model_dump(), after.model_dump()
    changed = {
        f"{name}.{when}": days[name]
        for name in old
        if old[name] != new[name]
        for when, days in (("old", old), ("new", new))
    }
    if changed:
        kind, staff = EventKind.RETENTION_CHANGED, signed_in().account.id
        desk().house.ledger.append(Entry(kind, staff=staff, more=changed))


def _backup() -> dict[str, object]:
    house = desk().house
    folder = house.config.backup.place(house.folder.root)
    return {
        "wanted": house.config.backup.recipient is not None,
        "last": local(last_backup(house)),
        "count": len(backups_in(folder, kiosk_id(house.keys))),
        "keep": house.config.backup.keep,
    }
