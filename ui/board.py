"""/board: the guard's page."""

import json

from flask import Blueprint, render_template

from kiosk.staff import Right
from ui.access import signed_in
from ui.desk import desk
from ui.words import OPEN_REASONS, said

board = Blueprint("board", __name__)


@board.get("/board")
def page() -> str:
    """The frame of the page; its script fills it from the stream."""
    session = signed_in()
    return render_template(
        "board.html",
        session=session,
        lock_seconds=desk().staff.rules.lock_ms // 1000,
        may_work=session.account.role.may(Right.WORK_LANES),
        may_clock=session.account.role.may(Right.VOUCH_CLOCK),
        may_register=session.account.role.may(Right.REGISTER_AT_GATE),
        reasons_json=json.dumps(
            {word: said(OPEN_REASONS, word) for word in OPEN_REASONS},
            ensure_ascii=False,
        ),
    )
