"""/admin/clock: somebody looks at date and time, and vouches for them.

What may be done by a clock that no time service keeps stands in `verification.clock`
and `kiosk.gate.hours`. Here an order goes to the gate process, which records who gave
it and trusts its clock.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import (
    Blueprint,
    Response,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import session as cookie
from werkzeug.wrappers import Response as BaseResponse

from kiosk.live import CommandKind
from kiosk.live.store import CONFIRMED
from ui.access import signed_in
from ui.confirming import FIELD, confirmed
from ui.desk import desk
from ui.language import t
from ui.office.common import staff_names, zone
from ui.words import Word
from verification.ledger import Event, EventKind
from verification.moments import ClockState

clock_pages = Blueprint("clock_pages", __name__, url_prefix="/admin/clock")

TOLD = "clock"  # the key under which the cookie keeps what became of the order
NO_LANE = ""
PATIENCE_SECONDS = 12.0  # longer than an order lives: it is not said of one that does
POLL_SECONDS = 0.05
DAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
STATES: dict[str, tuple[Word, str]] = {  # and how the page shows them
    ClockState.SYNCED: (
        Word(
            "有校时服务管着，不用人核对。",
            "A time service keeps it; nobody needs to confirm it.",
        ),
        "well",
    ),
    CONFIRMED: (
        Word(
            "没有校时服务；有人核对过。一直算数，到闸机程序重启或者时间跳动为止。",
            "No time service; somebody confirmed it, which holds until the gate process"
            " is started anew or the clock jumps.",
        ),
        "well",
    ),
    ClockState.HOLDOVER: (
        Word(
            "现在没有校时服务管着，时间看起来是连贯的。",
            "No time service keeps it now; it looks plausible.",
        ),
        "wait",
    ),
    ClockState.UNTRUSTED: (
        Word(
            "不可信：时间跳过，或者比账本里的还早。凡是要看日期的，都请人处理。",
            "Not trusted: it jumped, or is behind the ledger. Whatever depends on a"
            " date is left to staff.",
        ),
        "bad",
    ),
}
UNVOUCHED = frozenset({ClockState.HOLDOVER.value, ClockState.UNTRUSTED.value})
SILENT = Word(
    "闸机程序没有回应，现在不能确认。",
    "The gate process is silent: nothing can be confirmed now.",
)
CAME_OF: dict[str, Word] = {
    "done": Word("记下了：这个时间是对的。", "Recorded: this time is right."),
    "clock_before_release": Word(
        "这个时间比软件做出来还早，一定不对：请先把时间设好。",
        "That is before this software was made and cannot be right: set it first.",
    ),
    "clock_moved_on": Word(
        "页面开得太久，或者时间刚跳过：请再看一遍现在的时间。",
        "The page was open for too long, or the clock jumped: look at it again.",
    ),
    "record_failed": Word(
        "记录写不进去，没有确认。", "It could not be recorded; nothing was confirmed."
    ),
    "unanswered": Word(
        "闸机程序收到了，还没有回话：请看上面现在的状态。",
        "The gate process has the order and has not answered: see above how it is now.",
    ),
    "expired": Word(
        "闸机程序没有回应，没有确认；请再试一次。",
        "The gate process did not answer; nothing was confirmed. Try again.",
    ),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """The time that somebody is asked about."""

    ms: int
    date: str
    day: str
    time: str
    command: str  # what sets a clock that is wrong
    zone: str  # of that command, where it is not the site's


@clock_pages.get("")
def page() -> Response:
    """Date and time now, how far they are trusted, and the question."""
    return _page(told=cookie.pop(TOLD, ""))


@clock_pages.post("")
def confirm() -> BaseResponse:
    """Somebody says that what the page showed is right."""
    problem = confirmed()
    if problem:
        return _page(problem)
    cookie[TOLD] = came = _ordered() if desk().hub.hears_gate else "expired"
    if came == "done":
        desk().house.clock.confirm()  # codes that go by the time, see `ui.coming_in`
    return redirect(url_for(".page"), 303)


def _ordered() -> str:
    shown = request.form.get("shown_ms", 0, type=int)
    own, asked = signed_in().account.id, {"shown_ms": shown}
    return _came_of(desk().commands.ask(NO_LANE, CommandKind.CONFIRM_CLOCK, own, asked))


def _came_of(key: str) -> str:
    """Wait for the gate process's answer, or until the order counts no more."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        found = desk().commands.get(key)
        if found is None or found.result:
            return found.result if found else "expired"
        if found.expired and found.taken_ms is None:
            return "expired"
        time.sleep(POLL_SECONDS)
    return "unanswered"


def _page(problem: str = "", told: str = "") -> Response:
    at = desk()
    word = at.live.clock() if at.hub.hears_gate else ""
    says, tone = STATES.get(word, (SILENT, "bad"))
    text = render_template(
        "office_clock.html",
        shown=_shown(),
        says=says,
        tone=tone,
        asks=word in UNVOUCHED,
        shut=_shut(word),
        last=_last() if word == CONFIRMED else None,
        problems={FIELD: problem} if problem else {},
        told=CAME_OF.get(told),
        well=told == "done",
    )
    return make_response(text, 400 if problem else 200)


def _shown() -> Shown:
    now = datetime.now(UTC)
    local, own = now.astimezone(zone()), now.astimezone()  # the machine's own zone
    return Shown(
        int(now.timestamp() * 1000),
        t(f"{local:%Y} 年 {local.month} 月 {local.day} 日", f"{local:%-d %B %Y}"),
        t(DAYS[local.weekday()], f"{local:%A}"),
        f"{local:%H:%M}",
        f'sudo timedatectl set-time "{own:%Y-%m-%d %H:%M:00}"',
        "" if own.utcoffset() == local.utcoffset() else f"{own:%Z}",
    )


def wants_look() -> bool:
    """Whether something is not done because nobody vouches for the clock."""
    word = desk().live.clock()
    return word == ClockState.UNTRUSTED or bool(_shut(word))


def _shut(word: str) -> list[str]:
    """The lanes that do not open by their hours because of the clock."""
    if word not in UNVOUCHED:
        return []  # what a lane shows may be a second old
    names = {lane.id: lane.name for lane in desk().house.config.lanes if lane.hours}
    views = desk().live.lanes()
    return [
        names[view.lane]
        for view in views
        if view.lane in names and view.board.note == "hours_unknown"
    ]


def _last() -> dict[str, str] | None:
    """Who confirmed the clock last, and when."""
    kind = EventKind.CLOCK_CONFIRMED
    found: list[Event] = desk().house.ledger.reader.before(limit=1, kind=kind)
    if not found:
        return None
    at = found[0].at.astimezone(zone())
    who = staff_names().get(found[0].staff or "", "—")
    return {"who": who, "at": f"{at:%m-%d %H:%M}"}
