"""The board's stream and what staff ask of lanes."""

import json
from typing import Any, Literal

from flask import Blueprint, Response, abort, jsonify, session
from pydantic import BaseModel, ConfigDict, Field, model_validator

from kiosk.live import Command, CommandKind
from ui.access import TOKEN, signed_in
from ui.api.overrides import OpenReason
from ui.api.reading import read_request
from ui.api.screens import known
from ui.board_view import REASONS, held_lanes
from ui.board_words import NOT_OPENING
from ui.desk import desk
from ui.hub import BOARD, TooManyStreams
from ui.places import place_of_board
from ui.stream import event_stream
from ui.words import PENDING, RESULTS, UNHEARD, Result
from verification.catalogue import explain


class LaneRequest(BaseModel):
    """What staff may ask of one lane.

    ``visit`` is the one that the board showed: a key pressed for somebody who has left
    does nothing to whoever stands there now. A reason of opening may come later.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal[
        "open", "dismiss", "acknowledge", "arrived", "check_again", "pause", "resume",
        "hold_open", "show_code", "checkup", "checkup_relay", "checkup_voice",
    ]  # fmt: skip
    reason: OpenReason | None = None
    code: str | None = Field(None, min_length=1, max_length=40, repr=False)
    visit: str | None = Field(None, max_length=64)
    on: bool | None = None
    heard: bool | None = None

    @model_validator(mode="after")
    def _says_what_belongs_to_it(self) -> "LaneRequest":
        given = self.model_fields_set - {"kind"}
        may, must = FIELDS.get(self.kind, NOTHING)
        if not must <= given <= may | must:
            raise ValueError("this order is said with other fields")
        return self


Fields = tuple[frozenset[str], frozenset[str]]
NOTHING: Fields = (frozenset(), frozenset())
FIELDS: dict[str, Fields] = {  # what an order may say, and what it must say
    "open": (frozenset({"reason", "visit"}), frozenset()),
    "dismiss": (frozenset({"visit"}), frozenset()),
    "check_again": (frozenset(), frozenset({"visit"})),
    "show_code": (frozenset({"visit"}), frozenset({"code"})),
    "checkup": (frozenset({"heard"}), frozenset({"on"})),
}
OPENS = frozenset({CommandKind.OPEN, CommandKind.CHECKUP_RELAY})
NAMED = frozenset({"acknowledge", "arrived"})  # say on the screen who comes


def add_to(api: Blueprint) -> None:
    """Add these routes."""
    api.add_url_rule("/board", view_func=board_state)
    api.add_url_rule("/board/events", view_func=board_events)
    api.add_url_rule("/lanes/<lane>/commands", view_func=lane_command, methods=["POST"])
    api.add_url_rule("/standing", view_func=standing)
    api.add_url_rule("/evacuation", view_func=begin_evacuation, methods=["POST"])
    api.add_url_rule("/evacuation/end", view_func=end_evacuation, methods=["POST"])
    api.add_url_rule("/commands/<command_id>", view_func=command)


def board_state() -> Response:
    """Lanes, devices, events and counters at once, for a page without a stream."""
    hub = desk().hub
    if not hub.alive:
        abort(503)
    parts = hub.snapshot(BOARD)
    said = {name: json.loads(part.data) for name, part in parts.items()}
    return jsonify(said | {"locked": signed_in().locked})


def board_events() -> Response:
    """The board's stream; it ends when the session does."""
    at, token = desk(), session[TOKEN]
    sessions = at.staff.sessions
    try:
        client = at.hub.subscribe(BOARD, place_of_board(signed_in().account))
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
    body = asked.model_dump(exclude={"kind"}, exclude_unset=True)
    if asked.kind == "open":
        body = {"visit": asked.visit} | (
            {"reason": asked.reason} if asked.reason else {}
        )
    if asked.kind in NAMED:
        body = {"by": account.display_name}
    key = desk().commands.ask(lane, CommandKind(asked.kind), account.id, body)
    return jsonify(command=key), 202


def begin_evacuation() -> tuple[Response, int]:
    """Hold all lanes open: one command for each."""
    return _every_lane(CommandKind.HOLD_OPEN)


def end_evacuation() -> tuple[Response, int]:
    """Hold no lane open any more: one command for each; who paused one ends that."""
    return _every_lane(CommandKind.RESUME, {"ends": "evacuation"})


def _every_lane(
    kind: CommandKind, body: dict[str, Any] | None = None
) -> tuple[Response, int]:
    at, own = desk(), signed_in().account.id
    lanes = [lane.id for lane in at.house.config.lanes]
    keys = {lane: at.commands.ask(lane, kind, own, body) for lane in lanes}
    return jsonify(commands=keys), 202


def standing() -> Response:
    """The lanes that are held open now, for a page of the office that stays open."""
    return jsonify(lanes=held_lanes())


def command(command_id: str) -> Response:
    """What became of a command; only for who gave it."""
    found = desk().commands.get(command_id)
    if found is None or found.staff != signed_in().account.id:
        abort(404)
    return jsonify(result_json(found))


def result_json(found: Command) -> dict[str, Any]:
    """A command's result in words; one that nobody took in time has expired."""
    word = found.result
    untaken = not word and found.taken_ms is None and found.expired
    if untaken:
        word = "expired"
    said = result_words(word, found.kind) if word else PENDING
    if untaken and not desk().hub.hears_gate:
        said = UNHEARD  # to press again would not help
    return {"result": word, "zh": said.zh, "en": said.en, "tone": said.tone}


def result_words(word: str, kind: CommandKind) -> Result:
    """A result in words; what was decided about a card or a code is a reason."""
    if word in REASONS and word not in RESULTS:
        told = explain(REASONS[word])
        return Result(told.staff_zh, told.staff_en, "wait")
    plain = RESULTS.get(word, Result(word, word, "wait"))
    return plain if kind in OPENS else NOT_OPENING.get(word, plain)
