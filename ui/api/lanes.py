"""The board's stream and what staff ask of lanes."""

import json
from typing import Any, Literal

from flask import Blueprint, Response, abort, jsonify, request, session
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from kiosk.live import Command, CommandKind
from ui.access import TOKEN, signed_in
from ui.api.screens import known
from ui.board_view import REASONS
from ui.desk import desk
from ui.hub import BOARD, TooManyStreams
from ui.stream import event_stream
from ui.words import PENDING, RESULTS, Result
from verification.catalogue import explain

OpenReason = Literal["emergency", "unreadable", "system_fault", "other"]


class LaneRequest(BaseModel):
    """What staff may ask; opening needs its reason, and a code shown is typed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["open", "dismiss", "acknowledge", "pause", "resume", "show_code"]
    reason: OpenReason | None = None
    code: str | None = Field(None, min_length=1, max_length=40, repr=False)
    visit: str | None = Field(None, max_length=64)

    @model_validator(mode="after")
    def _open_says_why(self) -> "LaneRequest":
        if (self.kind == "open") != (self.reason is not None):
            raise ValueError("opening, and only opening, needs a reason")
        if (self.kind == "show_code") != (self.code is not None):
            raise ValueError("showing a code, and nothing else, needs a code")
        return self


def add_to(api: Blueprint) -> None:
    """Add these routes."""
    api.add_url_rule("/board", view_func=board_state)
    api.add_url_rule("/board/events", view_func=board_events)
    api.add_url_rule("/lanes/<lane>/commands", view_func=lane_command, methods=["POST"])
    api.add_url_rule("/commands/<command_id>", view_func=command)


def board_state() -> Response:
    """Lanes, devices, events and counters at once, for a page without a stream."""
    hub = desk().hub
    if not hub.alive:
        abort(503)
    parts = hub.snapshot(BOARD)
    return jsonify({name: json.loads(part.data) for name, part in parts.items()})


def board_events() -> Response:
    """The board's stream; it ends when the session does."""
    at, token = desk(), session[TOKEN]
    sessions = at.staff.sessions
    try:
        client = at.hub.subscribe(BOARD)
    except TooManyStreams:
        abort(503)
    return event_stream(
        client, at.hub.leave, lambda: sessions.find(token, touch=False) is not None
    )


def lane_command(lane: str) -> tuple[Response, int]:
    """Put a command down for the gate process."""
    known(lane)
    asked = read_request(LaneRequest)
    account = signed_in().account
    body: dict[str, Any] = {}
    if asked.kind == "open":
        body = {"reason": asked.reason, "visit": asked.visit}
    if asked.kind == "show_code":
        body = {"code": asked.code, "visit": asked.visit}
    if asked.kind == "acknowledge":
        body = {"by": account.display_name}
    key = desk().commands.ask(lane, CommandKind(asked.kind), account.id, body)
    return jsonify(command=key), 202


def command(command_id: str) -> Response:
    """What became of a command; only for who gave it."""
    found = desk().commands.get(command_id)
    if found is None or found.staff != signed_in().account.id:
        abort(404)
    return jsonify(result_json(found))


def result_json(found: Command) -> dict[str, Any]:
    """A command's result in words; one that nobody took in time has expired."""
    word = found.result
    if not word and found.taken_ms is None and found.expired:
        word = "expired"
    said = result_words(word) if word else PENDING
    return {"result": word, "zh": said.zh, "en": said.en, "tone": said.tone}


def result_words(word: str) -> Result:
    """A result in words; what was decided about a typed code is a reason."""
    if word in REASONS and word not in RESULTS:
        told = explain(REASONS[word])
        return Result(told.staff_zh, told.staff_en, "wait")
    return RESULTS.get(word, Result(word, word, "wait"))


def read_request(model: type[LaneRequest]) -> LaneRequest:
    """The request's JSON as a checked model, or an error 400."""
    try:
        return model.model_validate(request.get_json())
    except ValidationError:
        abort(400)
