"""/voice: what the gate screen plays, and what it must know to speak."""

from pathlib import Path

from flask import Blueprint, Response, abort, request, send_file

from kiosk.config.models import LaneTable
from kiosk.looks import Look
from kiosk.voice import chime_path, sentences, sound_path, spare_path
from kiosk.voice.sources import languages
from kiosk.voice.speaking import LOUDER_DB, RECORDED_SPEED
from ui.desk import desk

TYPES = {".ogg": "audio/ogg", ".wav": "audio/wav"}

voice = Blueprint("voice", __name__)


@voice.get("/voice/<lang>/<name>")
def clip(lang: str, name: str) -> Response:
    """The sound of a sentence.

    With ``?slow=1`` the slow one; with ``?spare=1`` a plainer voice, for a browser
    that cannot decode the other.
    """
    config = desk().house.config
    data_dir = config.site.data_dir
    wanted = {lane.voice.language for lane in config.lanes if lane.voice}
    if lang not in wanted.union(languages(data_dir)):
        abort(404)  # else any stranger could have espeak-ng fill the disk
    path = spare_path if request.args.get("spare") == "1" else sound_path
    return _sound(path(data_dir, lang, name, request.args.get("slow") == "1"))


@voice.get("/voice/chimes/<name>")
def chime(name: str) -> Response:
    """The sound before a sentence."""
    return _sound(chime_path(name))


def speech(lane: LaneTable) -> dict[str, object] | None:
    """What the page of a lane says and how; None where it is not the page that speaks.

    ``language``: as in `VoiceTable`; ``volume``: dB of full scale; ``speed``: of the
    clips, 1 as they were recorded; ``louder_db``: above the volume, by each press;
    ``chimes``, ``times``: by the id of each sentence; ``looks``: the sentence that
    says what a look shows.
    """
    if lane.voice is None or lane.voice.engine == "gate":
        return None
    spoken = sentences()
    return {
        "language": lane.voice.language,
        "volume": lane.voice.volume,
        "speed": lane.voice.rate / RECORDED_SPEED,
        "louder_db": LOUDER_DB,
        "chimes": {name: sentence.chime for name, sentence in spoken.items()},
        "times": {name: sentence.times for name, sentence in spoken.items()},
        "looks": {look.value: look.clip for look in Look},
    }


def _sound(file: Path | None) -> Response:
    if file is None:
        abort(404)
    # No age: whoever records a sentence anew hears it at the hub's next beat.
    return send_file(file.resolve(), TYPES[file.suffix], max_age=None)
