"""What the pages of retention share."""

from datetime import datetime

from flask import Blueprint

from kiosk.staff import Right
from ui.access import signed_in
from ui.office.common import zone

retention_pages = Blueprint("retention_pages", __name__, url_prefix="/admin/retention")


def local(moment: datetime | None, form: str = "%Y-%m-%d %H:%M") -> str:
    """A moment in the site's own time; empty for never."""
    return moment.astimezone(zone()).strftime(form) if moment else ""


def may_change() -> bool:
    """Whether whoever looks may change something here, or only look."""
    return signed_in().account.role.may(Right.KEEP_DATA)
