"""Why a gate was opened, said afterwards; and what this shift has opened."""

from typing import Literal

from flask import Blueprint, Response, abort, jsonify
from pydantic import BaseModel, ConfigDict

from ui.access import signed_in
from ui.api.reading import read_request
from ui.desk import desk
from ui.openings import Explained, ShiftOpenings
from verification.ledger.errors import RecordFailed

OpenReason = Literal["emergency", "unreadable", "system_fault", "other"]
STATUS = {
    Explained.KEPT: 200,
    Explained.UNKNOWN: 404,
    Explained.ANOTHERS: 409,
    Explained.UNOPENED: 409,
}
SAID = {
    Explained.KEPT: ("原因记好了", "the reason is kept"),
    Explained.UNKNOWN: ("没有这次放行，或已过 12 小时", "no such opening in 12 h"),
    Explained.UNOPENED: ("这次门没有开", "the gate did not open that time"),
    Explained.ANOTHERS: ("别人已经填过原因", "somebody else gave the reason"),
}


class ReasonRequest(BaseModel):
    """Why a gate was opened."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reason: OpenReason


def add_to(api: Blueprint) -> None:
    """Add these routes."""
    api.add_url_rule(
        "/overrides/<key>/reason", view_func=override_reason, methods=["POST"]
    )
    api.add_url_rule(
        "/overrides/<key>/by-hand", view_func=opened_by_hand, methods=["POST"]
    )
    api.add_url_rule("/board/shift", view_func=board_shift)


def override_reason(key: str) -> tuple[Response, int]:
    """Keep the reason of one opening, named by its command or its event."""
    asked = read_request(ReasonRequest)
    openings = ShiftOpenings(desk().house.ledger)
    try:
        came = openings.explain(key[:64], asked.reason, signed_in().account.id)
    except RecordFailed:
        abort(503)
    return _told(came)


def opened_by_hand(key: str) -> tuple[Response, int]:
    """Keep that a gate which did not answer was opened by hand."""
    openings = ShiftOpenings(desk().house.ledger)
    try:
        came = openings.by_hand(key[:64], signed_in().account.id)
    except RecordFailed:
        abort(503)
    return _told(came)


def _told(came: Explained) -> tuple[Response, int]:
    chinese, english = SAID[came]
    answer = jsonify(result=came, zh=chinese, en=english, error=came)
    return answer, STATUS[came]


def board_shift() -> Response:
    """How many gates whoever asks has opened in this shift; nobody else's number."""
    counts = ShiftOpenings(desk().house.ledger).counts()
    return jsonify(mine=counts[signed_in().account.id])
