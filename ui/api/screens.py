"""The gate screen's stream, its fallback, and its one key."""

import threading
import time
from dataclasses import dataclass, field

from flask import Blueprint, Response, abort, current_app, jsonify, request

from kiosk.live import CommandKind
from ui.access import is_local
from ui.desk import desk
from ui.hub import TooManyStreams, screen_topic
from ui.places import place_of_screen
from ui.stream import event_stream

REPEAT_SECONDS = 1.0
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

    def forget(self, lane: str) -> None:
        """Heed the next one, however soon it comes."""
        with self.lock:
            self.at.pop(lane, None)


def add_to(api: Blueprint) -> None:
    """Add these routes."""
    api.add_url_rule("/screen/<lane>", view_func=screen_state)
    api.add_url_rule("/screen/<lane>/events", view_func=screen_events)
    api.add_url_rule("/screen/<lane>/call", view_func=call, methods=["POST"])


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
    hub, place = desk().hub, place_of_screen(lane, is_local(request.remote_addr))
    try:
        return event_stream(hub.subscribe(screen_topic(lane), place), hub.leave)
    except TooManyStreams:
        abort(503)


def call(lane: str) -> Response:
    """Somebody pressed the help key; the answer is the same whatever happens."""
    known(lane)
    presses = current_app.extensions.setdefault("changxing.presses", Presses())
    if presses.heed(lane):
        desk().commands.ask(lane, CommandKind.CALL, VISITOR)
    return jsonify(ok=True)


def known(lane: str) -> None:
    """End the request unless the site has such a lane."""
    if desk().house.config.lane(lane) is None:
        abort(404)
