"""/admin: what somebody of the office can do here."""

from flask import Blueprint, render_template

from kiosk.staff import Account, Right
from ui.access import signed_in
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
    )


def _waiting(account: Account) -> dict[str, int]:
    """What waits for somebody's decision, by the section where it is made."""
    if not account.role.may(Right.REGISTER):
        return {}
    return {"request_pages.page": count_open()}
