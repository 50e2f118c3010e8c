"""/admin: what somebody of the office can do here."""

from flask import Blueprint, render_template

from ui.access import signed_in
from ui.office.sections import sections_of

office = Blueprint("office", __name__, url_prefix="/admin")


@office.get("")
def page() -> str:
    """The sections that this account may enter."""
    account = signed_in().account
    return render_template("office_landing.html", sections=sections_of(account))
