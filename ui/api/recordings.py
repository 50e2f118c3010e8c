"""A person's recording of a sentence: kept, or given up for our own clip.

The body is the sound file itself; it is opened in a process of its own.
"""

from datetime import UTC, datetime

from flask import Blueprint, Response, abort, jsonify, request

from kiosk.voice.intake import take_in
from kiosk.voice.intake_flaws import RefusedSound
from kiosk.voice.keeping import Credit, forget, is_kept, keep
from kiosk.voice.recordings import SLOW, is_language
from kiosk.voice.sentences import sentences
from ui.access import signed_in
from ui.desk import desk

REFUSED = 422

Answer = Response | tuple[Response, int]


def add_to(api: Blueprint) -> None:
    """Add these routes."""
    url = "/recordings/<lang>/<sentence>"
    api.add_url_rule(url, view_func=keep_recording, methods=["PUT"])
    api.add_url_rule(url, view_func=remove_recording, methods=["DELETE"])


def keep_recording(lang: str, sentence: str) -> Answer:
    """Put it in the place of what was played; with ``?slow=1`` of the slow one.

    Answers with 422 and a sentence that says what to do when the sound is not fit.
    """
    name = _name(lang, sentence)
    try:
        clip = take_in(request.get_data(cache=False))
    except RefusedSound as refused:
        said = {"error": refused.flaw, "zh": refused.zh, "en": refused.en}
        return jsonify(said), REFUSED
    _record("voice.record", lang, name)
    words = sentences()[sentence].text(lang)
    credit = Credit(signed_in().account.login, datetime.now(UTC), words)
    keep(desk().house.config.site.data_dir, lang, name, clip, credit)
    return jsonify(kept=name)


def remove_recording(lang: str, sentence: str) -> Answer:
    """Play our own clip again."""
    name = _name(lang, sentence)
    data_dir = desk().house.config.site.data_dir
    if not is_kept(data_dir, lang, name):
        abort(404)
    _record("voice.remove", lang, name)
    forget(data_dir, lang, name)
    return jsonify(removed=name)


def _name(lang: str, sentence: str) -> str:
    if sentence not in sentences() or not is_language(lang):
        abort(404)
    return sentence + (SLOW if request.args.get("slow") == "1" else "")


def _record(what: str, lang: str, name: str) -> None:
    # Before it is done: a gate must not speak with a voice that nobody answers for.
    record = desk().house.recorder(signed_in().account.id)
    record({"change": what, "language": lang, "sentence": name})
