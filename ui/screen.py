"""/screen/<lane>: what a visitor sees."""

import json
from dataclasses import asdict

from flask import Blueprint, abort, render_template

from kiosk.live.store import now_ms
from kiosk.screens import as_set_up
from ui.desk import desk
from ui.hub import screen_topic
from ui.voice import speech
from ui.words import CALL_KEY, LOOKS, LOUDER_KEY, TAKE_CARD

screen = Blueprint("screen", __name__)


@screen.get("/screen/<lane>")
def page(lane: str) -> str:
    """The page of a lane, already showing its present state."""
    at = desk()
    table = at.house.config.lane(lane)
    shown = at.hub.snapshot(screen_topic(lane)).get("screen")
    if table is None or shown is None:
        abort(404)
    set_up = at.hub.set_up_id(lane)  # before what it names is read
    table = as_set_up(table, at.house.folder.root)
    said = speech(table)
    words = {
        "looks": {look.value: asdict(words) for look, words in LOOKS.items()},
        "take_card": TAKE_CARD,
    }
    return render_template(
        "screen.html",
        lane=table,
        words=json.dumps(words, ensure_ascii=False),
        first=shown.data,
        state=json.loads(shown.data),
        loaded_ms=now_ms(),
        set_up=set_up,
        paper=table.camera is not None,
        call_key=CALL_KEY,
        louder_key=LOUDER_KEY,
        speech=said and json.dumps(said),
    )
