"""The readers on the desks of the office: told where their clerks begin.

They belong to no lane, so no board shows them and no lane goes out of service for them;
whoever lays cards on them can mostly mend them, too: a cable, a plug.
"""

from dataclasses import dataclass
from datetime import datetime

from kiosk.live import DeviceView
from kiosk.live.store import now_ms
from kiosk.staff import Account, Right
from ui.board_view import UNSEEN, device_words
from ui.desk import desk
from ui.language import t
from ui.office.common import zone
from ui.words import Word

UNHEARD = Word("还没有消息", "not heard of yet")
SILENT = Word("闸机程序没有回应：请报修", "the gate process is silent: call service")


@dataclass(frozen=True, slots=True)
class Unwell:
    """One reader that cannot be used now."""

    name: str
    says: str
    since: str
    remedy: str


def unwell_readers(account: Account) -> list[Unwell]:
    """Those that do not work, for who uses them and who looks after the site."""
    role = account.role
    if not (role.may(Right.REGISTER) or role.may(Right.SET_UP)):
        return []
    known = {view.device: view for view in desk().live.devices()}
    found = (
        _unwell(table.id, known.get(table.id))
        for table in desk().house.config.enrolment
    )
    return [one for one in found if one is not None]


def _unwell(name: str, view: DeviceView | None) -> Unwell | None:
    if not desk().hub.hears_gate:
        since = now_ms() - (desk().live.beat_age_ms("gate") or 0)
        says = t(UNSEEN["zh"], UNSEEN["en"])
        return Unwell(name, says, _moment(since), t(SILENT.zh, SILENT.en))
    if view is None:
        return Unwell(name, t(UNHEARD.zh, UNHEARD.en), "", "")
    told = device_words(view)
    if told["well"]:
        return None
    says, remedy = told["condition"], told["remedy"]
    return Unwell(
        name,
        t(says["zh"], says["en"]),
        _moment(view.since_ms),
        t(remedy["zh"], remedy["en"]) if remedy else "",
    )


def _moment(ms: int) -> str:
    """A time of today, or a day and a time, by the site's clock."""
    own = zone()
    at, today = datetime.fromtimestamp(ms / 1000, own), datetime.now(own).date()
    return f"{at:%H:%M}" if at.date() == today else f"{at:%m-%d %H:%M}"
