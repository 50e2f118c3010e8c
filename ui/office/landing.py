"""/admin: what somebody of the office can do here."""

from flask import Blueprint, render_template

from kiosk.staff import Account, Right
from ui.access import signed_in
from ui.language import t
from ui.office.clock import wants_look
from ui.office.readers import unwell_readers
from ui.office.requests.queue import count_open
from ui.office.sections import sections_of

office = Blueprint("office", __name__, url_prefix="/admin")


@office.get("")
def page() -> str:
    """The sections that this account may enter."""
    account = signed_in().account
    return render_template(
        "office_landing.html",
        sections=sections_of(account),
        waiting=_waiting(account),
        readers=unwell_readers(account),
    )


def _waiting(account: Account) -> dict[str, str]:
    """What waits for somebody's decision, by the section where it is made."""
    waiting = {}
    if account.role.may(Right.REGISTER) and (count := count_open()):
        waiting["request_pages.page"] = t(f"等着办：{count} 份", f"{count} waiting")
    if account.role.may(Right.VOUCH_CLOCK) and wants_look():
        waiting["clock_pages.page"] = t("要核对", "to be looked at")
    return waiting
