"""The gate screen's stream, its fallback, its one key, and its sign of life."""

import sqlite3
import threading
import time
from dataclasses import dataclass, field

from flask import Blueprint, Response, abort, current_app, jsonify, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kiosk.live import CommandKind
from kiosk.live.screens import CLOSED, ScreenBeats
from kiosk.live.store import now_ms
from ui.access import is_local
from ui.desk import desk
from ui.hub import TooManyStreams, screen_topic
from ui.stream import event_stream

REPEAT_SECONDS = 1.0
BEAT_SECONDS = 2.0
ALIVE_MS = 12_000  # two beats were missed
AWAY_MS = 900_000
WORD = r"^[a-z_]*$"
TAG = r"^[0-9a-z_-]*$"
VISITOR = "visitor"


@dataclass(slots=True)
class Presses:
    """When each lane was last heeded; what repeats within ``seconds`` is one."""

    seconds: float = REPEAT_SECONDS
    at: dict[str, float] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def heed(self, lane: str) -> bool:
        """Whether this one counts."""
        now = time.monotonic()
        with self.lock:
            if now - self.at.get(lane, -self.seconds) < self.seconds:
                return False
            self.at[lane] = now
        return True


class Alive(BaseModel):
    """A page's sign of life, sent from a frame that it has painted.

    ``look`` and ``tag`` say what it shows, ``painted`` counts its frames; ``closed``
    says that somebody closes it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    look: str = Field(pattern=WORD, max_length=40)
    tag: str = Field(pattern=TAG, max_length=80)
    painted: int = Field(ge=0, le=2**53)
    closed: bool = False


def add_to(api: Blueprint) -> None:
    """Add these routes."""
    api.add_url_rule("/screen/<lane>", view_func=screen_state)
    api.add_url_rule("/screen/<lane>/events", view_func=screen_events)
    api.add_url_rule("/screen/<lane>/call", view_func=call, methods=["POST"])
    api.add_url_rule("/screen/<lane>/alive", view_func=alive, methods=["POST"])
    api.add_url_rule("/screen/<lane>/alive", view_func=alive_state)


def screen_state(lane: str) -> Response:
    """The present state; 304 when the page has it (``since`` or If-None-Match)."""
    hub = desk().hub
    message = hub.snapshot(screen_topic(lane)).get("screen")
    if message is None:
        abort(404)
    if not hub.alive:
        abort(503)
    if request.args.get("since") == message.id:
        response = Response(status=304)
    else:
        response = Response(message.data, mimetype="application/json")
    response.set_etag(message.id)
    response.make_conditional(request)
    return response


def screen_events(lane: str) -> Response:
    """The stream of one screen; 503 when all places are taken."""
    known(lane)
    hub = desk().hub
    try:
        return event_stream(hub.subscribe(screen_topic(lane)), hub.leave)
    except TooManyStreams:
        abort(503)


def call(lane: str) -> Response:
    """Somebody pressed the help key; the answer is the same whatever happens."""
    known(lane)
    presses = current_app.extensions.setdefault("changxing.presses", Presses())
    if presses.heed(lane):
        desk().commands.ask(lane, CommandKind.CALL, VISITOR)
    return jsonify(ok=True)


def alive(lane: str) -> Response:
    """A page lives; one write in two seconds, and 204 whatever was heeded.

    Staff may look at a screen from afar. That says nothing of the one at the gate,
    which is a browser on this machine.
    """
    known(lane)
    try:
        told = Alive.model_validate(request.get_json())
    except ValidationError:
        abort(400)
    beats = current_app.extensions.setdefault(
        "changxing.beats", Presses(seconds=BEAT_SECONDS)
    )
    drill = desk().house.config.site.drill
    if (drill or is_local(request.remote_addr)) and (told.closed or beats.heed(lane)):
        _note_beat(lane, CLOSED if told.closed else told.tag)
    return Response(status=204)


def alive_state(lane: str) -> Response:
    """Whether a page of this lane beats; who started its browser asks that.

    One that took leave has a while: somebody sets the screen up.
    """
    known(lane)
    try:
        newest = ScreenBeats(desk().live).newest().get(lane)
    except sqlite3.Error:
        abort(503)
    if newest is None:
        return jsonify(alive=False)
    patience_ms = AWAY_MS if newest.closed else ALIVE_MS
    return jsonify(alive=now_ms() - newest.at_ms < patience_ms)


def _note_beat(lane: str, tag: str) -> None:
    try:
        ScreenBeats(desk().live).beat(lane, tag)
    except sqlite3.Error:  # a locked live.db; the page beats again
        abort(503)


def known(lane: str) -> None:
    """End the request unless the site has such a lane."""
    if desk().house.config.lane(lane) is None:
        abort(404)
