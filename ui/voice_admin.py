"""/admin/voice: what the gates say, with whose voice, and recordings of people."""

from flask import Blueprint, abort, render_template, request

from kiosk.voice.intake_flaws import MOST_SPOKEN, MOST_UPLOAD
from kiosk.voice.recordings import is_language, recording_problems
from kiosk.voice.sources import languages
from ui.desk import desk
from ui.voice_rows import LANGUAGES, rows

voice_admin = Blueprint("voice_admin", __name__, url_prefix="/admin")


@voice_admin.get("/voice")
def page() -> str:
    """Every sentence in the language of ``?lang=``, which may be a new one."""
    config = desk().house.config
    data_dir = config.site.data_dir
    lang = request.args.get("lang", "zh").strip().lower()
    if not is_language(lang):
        abort(404)
    spoken = {lane.voice.language for lane in config.lanes if lane.voice}
    shown = rows(data_dir, lang, config.site.timezone)
    return render_template(
        "voice_admin.html",
        lang=lang,
        names=LANGUAGES,
        languages=list(dict.fromkeys([*languages(data_dir), *sorted(spoken), lang])),
        lanes=[x for x in config.lanes if x.voice and x.voice.language == lang],
        rows=shown,
        recorded=sum(voice.recorded for row in shown for voice in row.voices),
        problems=[
            (problem.name, problem.why) for problem in recording_problems(data_dir)
        ],
        most_bytes=MOST_UPLOAD,
        most_seconds=MOST_SPOKEN,
    )


def let_upload() -> None:
    """A sound may be larger than all else that is sent, for those who may record."""
    # `guard` has let nobody else come this far.
    if request.endpoint == "api.keep_recording":
        request.max_content_length = MOST_UPLOAD
