"""The sign of life of a gate screen's page, and who asks for it."""

import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Blueprint, Response, abort, current_app, jsonify, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kiosk.live.screens import CLOSED, SILENT_SECONDS, ScreenBeats
from kiosk.live.store import now_ms
from ui.access import is_local
from ui.api.screens import Presses, known
from ui.desk import desk

BEAT_SECONDS = 2.0
AWAY_SECONDS = 900.0
TAG = r"^[0-9a-z_-]*$"
HEARD = "changxing.beats"


class Alive(BaseModel):
    """A page's sign of life, sent from a frame that it has painted.

    ``tag`` says what it shows, ``closed`` that somebody closes it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    tag: str = Field(pattern=TAG, max_length=80)
    closed: bool = False


@dataclass(slots=True)
class Heard:
    """The beats of this process: live.db may be full or locked while a page is well.

    Attributes:
        newest: of each lane when its page was last heard, and whether it took leave.
        beats: limits what is written of pages that live.
        leaves: limits what is written of pages that take leave; one that takes leave
            after a beat was written is always written, else it would be taken for dead.

    """

    clock: Callable[[], float] = time.monotonic
    newest: dict[str, tuple[float, bool]] = field(default_factory=dict)
    beats: Presses = field(default_factory=lambda: Presses(BEAT_SECONDS))
    leaves: Presses = field(default_factory=lambda: Presses(BEAT_SECONDS))

    def hear(self, lane: str, closed: bool) -> bool:
        """Take a beat in; whether it is to be written."""
        self.newest[lane] = self.clock(), closed
        if closed:
            return self.leaves.heed(lane)
        written = self.beats.heed(lane)
        if written:
            self.leaves.forget(lane)
        return written

    def age(self, lane: str) -> tuple[float, bool] | None:
        """Seconds since a lane's page was heard, and whether it took leave."""
        at, closed = self.newest.get(lane, (None, False))
        return None if at is None else (self.clock() - at, closed)


def add_to(api: Blueprint) -> None:
    """Add these routes."""
    api.add_url_rule("/screen/<lane>/alive", view_func=alive, methods=["POST"])
    api.add_url_rule("/screen/<lane>/alive", view_func=alive_state)


def alive(lane: str) -> Response:
    """A page lives or takes leave; of each one write in two seconds, and always 204.

    Staff may look at a screen from afar. That says nothing of the one at the gate,
    which is a browser on this machine.
    """
    known(lane)
    try:
        told = Alive.model_validate(request.get_json())
    except ValidationError:
        abort(400)
    drill = desk().house.config.site.drill
    if (drill or is_local(request.remote_addr)) and heard().hear(lane, told.closed):
        _note_beat(lane, CLOSED if told.closed else told.tag)
    return Response(status=204)


def alive_state(lane: str) -> Response:
    """Whether a page of this lane beats; who started its browser asks that.

    One that took leave has a while: somebody sets the screen up.
    """
    known(lane)
    newest = heard().age(lane) or _noted(lane)
    if newest is None:
        return jsonify(alive=False)
    age, closed = newest
    return jsonify(alive=age < (AWAY_SECONDS if closed else SILENT_SECONDS))


def heard() -> Heard:
    """What this process has heard."""
    found: Heard = current_app.extensions.setdefault(HEARD, Heard())
    return found


def _noted(lane: str) -> tuple[float, bool] | None:
    """What the process before us wrote down."""
    try:
        newest = ScreenBeats(desk().live).newest().get(lane)
    except sqlite3.Error:
        abort(503)
    if newest is None:
        return None
    return (now_ms() - newest.at_ms) / 1000, newest.closed


def _note_beat(lane: str, tag: str) -> None:
    try:
        ScreenBeats(desk().live).beat(lane, tag)
    except sqlite3.Error:  # a locked live.db; the page beats again
        abort(503)
