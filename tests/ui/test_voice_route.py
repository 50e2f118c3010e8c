"""/voice: only what the table names, and a person's recording before our own."""

import json
import shutil

import pytest

from kiosk.config.models import LaneTable
from kiosk.voice import CHIMES, clip_path, sentences
from ui.voice import speech


def test_every_sentence_and_chime_is_served_to_everybody(visitor):
    urls = [
        f"/voice/zh/{name}{slow}" for name in sentences() for slow in ("", "?slow=1")
    ]
    for url in urls + [f"/voice/chimes/{name}" for name in CHIMES]:
        answer = visitor.client.get(url)
        assert (answer.status_code, answer.mimetype) == (200, "audio/ogg"), url
        assert answer.data[:4] == b"OggS"


@pytest.mark.parametrize(
    "path",
    ["zh/nothing", "zh/deny.slow", "zh/deny.ogg", "zz/deny", "..%2fzh/deny",
     "zh/..%2f..%2fsentences.toml", "chimes/nothing", "chimes/..%2fzh%2fdeny"],
)  # fmt: skip
def test_what_no_table_names_is_not_there(visitor, path):
    answer = visitor.client.get(f"/voice/{path}")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")


def test_a_clip_is_kept_until_somebody_records_it_anew(visitor, house):
    first = visitor.client.get("/voice/zh/deny")
    known = {"If-None-Match": first.headers["ETag"]}
    assert first.headers["Cache-Control"] == "no-cache"
    assert visitor.client.get("/voice/zh/deny", headers=known).status_code == 304
    folder = house.config.site.data_dir / "voice" / "zh"
    folder.mkdir(parents=True)
    shutil.copy(
        clip_path(house.config.site.data_dir, "zh", "pass"), folder / "deny.ogg"
    )
    again = visitor.client.get("/voice/zh/deny", headers=known)
    assert again.data == (folder / "deny.ogg").read_bytes()


def test_the_page_of_a_lane_with_a_voice_knows_its_sentences(visitor):
    assert "data-speech" in visitor.client.get("/screen/west").text
    assert "data-speech" not in visitor.client.get("/screen/east").text


def test_the_page_is_told_what_is_said_when_and_how_often():
    lane = LaneTable.model_validate({"id": "a", "name": "a", "voice": {"volume": -30}})
    told = json.loads(json.dumps(speech(lane)))
    assert (told["volume"], told["looks"]["coming"]) == (-30, "acknowledged")
    assert told["times"]["deny"] == {"again": 8000, "every": 20000}
    assert (told["looks"]["pass"], told["chimes"]["deny"]) == ("pass", "wait")
