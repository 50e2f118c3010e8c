"""/admin/ledger: what happened, why it was decided, and whether it can be proved.

No personal part is ever opened here: an auditor sees what was done, not to whom.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from ui.desk import desk
from ui.language import t
from ui.office.checking import EXTENSION, CheckState, LedgerCheck
from ui.office.common import staff_names, zone
from verification.ledger import Event, EventKind
from verification.ledger.errors import LedgerProblem
from verification.ledger.explain import explain, sentences
from verification.ledger.reading import NEWEST

PAGE = 50
DAY = timedelta(days=1) - timedelta(milliseconds=1)

ledger_pages = Blueprint("ledger_pages", __name__, url_prefix="/admin/ledger")


@dataclass(frozen=True, slots=True)
class Row:
    """One event as the list shows it."""

    seq: int
    at: str
    lane: str
    says: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list was asked for; only what exists is taken over."""

    lane: str | None
    kind: EventKind | None
    day: date | None
    before: int

    def arguments(self) -> dict[str, Any]:
        """The same, for the address of another page of it."""
        found = {"lane": self.lane, "kind": self.kind, "day": self.day}
        return {name: str(value) for name, value in found.items() if value}


@ledger_pages.get("")
def page() -> str:
    """The events, newest first; a page is found by its row, however many there are."""
    asked, config = _asked(), desk().house.config
    begin = datetime.combine(asked.day, time(), zone()) if asked.day else None
    events = desk().house.ledger.reader.before(
        asked.before,
        PAGE + 1,
        lane=asked.lane,
        kind=asked.kind,
        since=begin,
        until=begin + DAY if begin else None,
    )
    names, staff = {lane.id: lane.name for lane in config.lanes}, staff_names()
    rows = [_row(event, names, staff) for event in events[:PAGE]]
    older = rows[-1].seq if len(events) > PAGE else None
    return render_template(
        "office_ledger.html",
        rows=rows,
        asked=asked,
        older=older and url_for(".page", before=older, **asked.arguments()),
        newest=url_for(".page", **asked.arguments()) if asked.before < NEWEST else "",
        lanes=[(lane.id, lane.name) for lane in config.lanes],
        kinds=[(kind.value, _kind(kind)) for kind in EventKind],
        check=_check().state,
        said=_said(_check().state),
        checkpoint=_checkpoint(),
    )


@ledger_pages.get("/<int:seq>")
def story(seq: int) -> str:
    """What an event belongs to, and why it was decided."""
    try:
        told = explain(desk().house.ledger, seq)
    except (LedgerProblem, OverflowError):
        abort(404)
    staff = staff_names()
    steps = [
        (step, _named(t(step.chinese, step.english), staff)) for step in told.steps
    ]
    return render_template("office_story.html", told=told, steps=steps, zone=zone())


@ledger_pages.post("/check")
def check() -> BaseResponse:
    """Begin to check the whole ledger; the list says how it goes."""
    _check().begin()
    return redirect(url_for(".page"), 303)


@ledger_pages.get("/check")
def check_state() -> Response:
    """How far the check is, for the page that waits for it."""
    state = _check().state
    return jsonify(running=state.running, done=state.done, total=state.total)


def _asked() -> Asked:
    args = request.args
    lane, kind = args.get("lane", ""), args.get("kind", "")
    try:
        day = date.fromisoformat(args.get("day", ""))
    except ValueError:
        day = None
    return Asked(
        lane=lane if desk().house.config.lane(lane) else None,
        kind=EventKind(kind) if kind in list(EventKind) else None,
        day=day if day and day.year > 1 else None,
        before=min(args.get("before", NEWEST, type=int), NEWEST),
    )


def _row(event: Event, lanes: Mapping[str, str], staff: Mapping[str, str]) -> Row:
    chinese, english = sentences(event)
    return Row(
        event.seq,
        f"{event.at.astimezone(zone()):%Y-%m-%d %H:%M:%S}",
        lanes.get(event.lane or "", event.lane or ""),
        _named(t(chinese, english), staff),
    )


def _named(text: str, staff: Mapping[str, str]) -> str:
    """A sentence with names in place of the internal ids that the ledger keeps."""
    for key, name in staff.items():
        text = text.replace(key, name)
    return text


def _kind(kind: EventKind) -> str:
    return t(*KINDS[kind])


def _check() -> LedgerCheck:
    found = current_app.extensions.setdefault(EXTENSION, LedgerCheck(desk().house))
    assert isinstance(found, LedgerCheck)  # noqa: S101 - the line above put it there
    return found


def _said(state: CheckState) -> str:
    if state.result is None:
        return ""
    return t(*state.result.sentences())


def _checkpoint() -> dict[str, object] | None:
    newest = desk().house.ledger.checkpoints(newest=1)
    if not newest:
        return None
    event = desk().house.ledger.reader.event(newest[-1].size)
    at = f"{event.at.astimezone(zone()):%Y-%m-%d %H:%M}" if event else ""
    return {"size": newest[-1].size, "at": at, "note": newest[-1].note}


KINDS: dict[EventKind, tuple[str, str]] = {
    EventKind.PRESENTED: ("出示证件", "document shown"),
    EventKind.VERDICT: ("结论", "verdict"),
    EventKind.GATE_INTENT: ("放行意图", "intent to open"),
    EventKind.GATE_PULSE: ("开闸", "gate opened"),
    EventKind.GATE_PASSED: ("通过", "passed"),
    EventKind.GATE_NOBODY: ("没有人通过", "nobody passed"),
    EventKind.GATE_UNKNOWN: ("闸机没有回应", "gate did not answer"),
    EventKind.GATE_HELD_OPEN: ("门关不上", "gate held open"),
    EventKind.GATE_FORCED_OPEN: ("门被推开", "gate forced open"),
    EventKind.OVERRIDE: ("人工放行", "opened by staff"),
    EventKind.OVERRIDE_REASON: ("补填放行原因", "reason of an opening"),
    EventKind.CALL_RAISED: ("呼叫", "call for help"),
    EventKind.CALL_ACKNOWLEDGED: ("应答", "call answered"),
    EventKind.CALL_ARRIVED: ("已到场", "staff arrived"),
    EventKind.CALL_ESCALATED: ("没有人应答", "call unanswered"),
    EventKind.CALL_CLOSED: ("呼叫结束", "call closed"),
    EventKind.DEVICE_LOST: ("设备断开", "device lost"),
    EventKind.DEVICE_BACK: ("设备恢复", "device back"),
    EventKind.CLOCK_UNTRUSTED: ("时钟不可信", "clock untrusted"),
    EventKind.CLOCK_CONFIRMED: ("确认时钟", "clock confirmed"),
    EventKind.EVACUATION_ON: ("疏散开始", "evacuation"),
    EventKind.EVACUATION_OFF: ("疏散结束", "evacuation over"),
    EventKind.LANE_PAUSED: ("通道暂停", "lane paused"),
    EventKind.LANE_RESUMED: ("通道恢复", "lane resumed"),
    EventKind.LANE_OPENED: ("按时段开门", "opened by schedule"),
    EventKind.LANE_CLOSED: ("时段开门结束", "schedule over"),
    EventKind.LANE_CHECKED: ("开班检查", "shift-start check"),
    EventKind.REGISTRY_CHANGE: ("登记更改", "registry changed"),
    EventKind.POLICY_CHANGED: ("规则更改", "rules changed"),
    EventKind.PERSONAL_VIEWED: ("查看个人信息", "personal data viewed"),
    EventKind.PERSONAL_EXPORTED: ("导出个人信息", "personal data exported"),
    EventKind.PERSONAL_ERASED: ("删除个人信息", "personal data erased"),
    EventKind.SIGNIN: ("登录", "sign-in"),
    EventKind.CHECKPOINT: ("检查点", "checkpoint"),
    EventKind.RETENTION_PURGED: ("到期删除", "erased by age"),
    EventKind.RETENTION_CHANGED: ("更改留存期限", "retention changed"),
    EventKind.BACKUP_MADE: ("备份", "backup made"),
    EventKind.BACKUP_RESTORED: ("由备份恢复", "restored from a backup"),
    EventKind.SITE_SUNSET: ("停用步骤", "end of the site"),
}
