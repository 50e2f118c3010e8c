"""Recordings by the API: who may, what is kept, what is entered in the ledger."""

import io
import json
import os

import numpy as np
import pytest
import soundfile
from pydantic import ValidationError

from kiosk.config.models import LaneTable
from kiosk.staff import Role
from kiosk.voice.files import CLIPS
from kiosk.voice.intake_flaws import MOST_UPLOAD
from kiosk.voice.keeping import credit_of
from ui.app import LARGEST_BODY
from ui.voice import speech
from verification.ledger import EventKind

PLACE = "/api/v1/recordings/zh/deny"
SOUND = (CLIPS / "zh/pass.ogg").read_bytes()
OURS = (CLIPS / "zh/deny.ogg").read_bytes()
EVERYBODY_ELSE = [Role.GUARD, Role.REGISTRAR, Role.AUDITOR]


@pytest.fixture
def administrator(visitor):
    visitor.sign_in("admin", Role.ADMINISTRATOR)
    return visitor


def put(visitor, data=SOUND, place=PLACE, **headers):
    given = {"X-CSRFToken": visitor.csrf()} | headers
    return visitor.client.put(place, data=data, headers=given)


def delete(visitor, place=PLACE):
    return visitor.client.delete(place, headers={"X-CSRFToken": visitor.csrf()})


def changes(house):
    kept = house.ledger.events()
    return [
        event.more
        for event in kept
        if event.kind == EventKind.REGISTRY_CHANGE and "voice" in str(event.more)
    ]


def test_a_recording_is_played_from_now_on_until_it_is_removed(administrator, house):
    assert put(administrator).status_code == 200
    played = administrator.client.get("/voice/zh/deny")
    assert played.data not in (OURS, SOUND)
    assert played.data == administrator.client.get("/voice/zh/deny?slow=1").data
    [file] = (house.config.site.data_dir / "voice").glob("*/*.ogg")
    assert credit_of(file).by == "admin"
    assert delete(administrator).status_code == 200
    assert administrator.client.get("/voice/zh/deny").data == OURS
    assert delete(administrator).status_code == 404


def test_a_slow_recording_is_played_only_slowly(administrator):
    assert put(administrator, place=f"{PLACE}?slow=1").status_code == 200
    assert administrator.client.get("/voice/zh/deny").data == OURS
    slow = administrator.client.get("/voice/zh/deny?slow=1").data
    assert slow != (CLIPS / "zh/deny.slow.ogg").read_bytes()


def test_a_dialect_says_in_mandarin_what_nobody_recorded(administrator):
    assert administrator.client.get("/voice/sichuan/pass").status_code == 404
    put(administrator, place="/api/v1/recordings/sichuan/deny")
    assert administrator.client.get("/voice/sichuan/pass").data == SOUND
    assert administrator.client.get("/voice/sichuan/deny").data != OURS
    page = administrator.client.get("/admin/voice?lang=sichuan").text
    assert page.count("真人录音") == 2  # its slow one is the same


def test_every_change_is_in_the_ledger_with_who_made_it(administrator, house):
    put(administrator)
    delete(administrator)
    delete(administrator)  # there is nothing left to remove
    facts = {"language": "zh", "sentence": "deny"}
    assert changes(house) == [
        {"change": "voice.record", **facts},
        {"change": "voice.remove", **facts},
    ]


def test_what_is_not_fit_says_what_to_do_and_changes_nothing(administrator, house):
    put(administrator)
    kept = administrator.client.get("/voice/zh/deny").data
    out = io.BytesIO()
    soundfile.write(out, np.zeros(24_000), 24_000, format="WAV")
    answer = put(administrator, out.getvalue())
    assert (answer.status_code, answer.json["error"]) == (422, "silent")
    assert "麦克风" in answer.json["zh"]
    assert administrator.client.get("/voice/zh/deny").data == kept
    assert len(changes(house)) == 1


def test_a_recording_of_other_words_than_todays_is_told(administrator, house):
    put(administrator)
    assert "句子后来改过" not in administrator.client.get("/admin/voice").text
    [note] = (house.config.site.data_dir / "voice").glob("*/*.json")
    old = json.loads(note.read_text("utf-8")) | {"words": "请等一会儿。"}
    note.write_text(json.dumps(old), "utf-8")
    assert "句子后来改过" in administrator.client.get("/admin/voice").text


@pytest.mark.parametrize("role", EVERYBODY_ELSE)
def test_nobody_else_may_record(visitor, house, role):
    visitor.sign_in(role=role)
    assert visitor.client.get("/admin/voice").status_code == 403
    assert (put(visitor).status_code, delete(visitor).status_code) == (403, 403)
    assert "/admin/voice" not in visitor.client.get("/board").text
    assert not (house.config.site.data_dir / "voice").exists()


def test_a_stranger_is_asked_to_sign_in(visitor):
    assert visitor.client.get("/admin/voice").location == "/sign-in"
    assert (put(visitor).status_code, delete(visitor).status_code) == (401, 401)


def test_the_menu_leads_an_administrator_there(administrator):
    assert 'href="/admin"' in administrator.client.get("/board").text
    assert 'href="/admin/voice"' in administrator.client.get("/admin").text


def test_a_recording_needs_the_token_and_a_page_of_ours(administrator):
    assert administrator.client.put(PLACE, data=SOUND).status_code == 400
    assert administrator.client.delete(PLACE).status_code == 400
    other = {"Sec-Fetch-Site": "cross-site"}
    assert put(administrator, **other).status_code == 403


@pytest.mark.parametrize(
    "place",
    ["zh/nothing", "zh/deny.slow", "zh/deny.ogg", "zz..x/deny", "%2e%2e/deny",
     "zh/..%2fdeny", "ZH/deny"],
)  # fmt: skip
def test_only_sentences_and_languages_have_recordings(administrator, house, place):
    place = f"/api/v1/recordings/{place}"
    assert put(administrator, place=place).status_code == 404
    assert delete(administrator, place=place).status_code == 404
    assert not (house.config.site.data_dir / "voice").exists()


def test_two_mebibytes_may_come_in_here_and_nowhere_else(administrator):
    large = bytes(LARGEST_BODY + 1)
    assert put(administrator, large).json["error"] == "no_sound"
    assert put(administrator, bytes(MOST_UPLOAD + 1)).status_code == 413
    other = administrator.client.post(
        "/api/v1/lanes/east/commands",
        data=large,
        headers={"X-CSRFToken": administrator.csrf()},
    )
    assert other.status_code == 413


def test_only_this_page_may_listen(administrator):
    listens = administrator.client.get("/admin/voice").headers["Permissions-Policy"]
    assert "microphone=(self)" in listens
    other = administrator.client.get("/board").headers["Permissions-Policy"]
    assert "microphone=()" in other


def test_files_that_are_passed_over_are_shown(administrator, house):
    folder = house.config.site.data_dir / "voice" / "zh"
    folder.mkdir(parents=True)
    (folder / "deny.ogg").write_bytes(b"RIFF")
    page = administrator.client.get("/admin/voice").text
    assert "zh/deny.ogg" in page
    assert "不是 OGG" in page
    assert delete(administrator).status_code == 200
    assert "zh/deny.ogg" not in administrator.client.get("/admin/voice").text


@pytest.mark.parametrize("lang", ["..", "Z", "a/b", "zh.", "x" * 30])
def test_a_language_that_is_no_folder_name_has_no_page(administrator, lang):
    answer = administrator.client.get("/admin/voice", query_string={"lang": lang})
    assert answer.status_code == 404


def test_a_gate_hears_of_a_recording_by_the_beat(administrator, app):
    hub = app.extensions["changxing"].hub

    def stamp():
        hub._next_beat = 0
        hub._tick(0)
        client = hub.subscribe("board")
        beat = next(client.messages())
        hub.leave(client)
        return json.loads(beat.data)["voice"]

    before = stamp()
    assert stamp() == before
    put(administrator)
    assert stamp() != before


def test_the_page_of_a_lane_is_told_its_language():
    table = {"id": "a", "name": "a", "voice": {"language": "yue"}}
    assert speech(LaneTable.model_validate(table))["language"] == "yue"


@pytest.mark.parametrize("lang", ["", "ZH", "../zh", "zh/..", "z", "x" * 13])
def test_a_lanes_language_is_a_folder_name(lang):
    with pytest.raises(ValidationError, match="language"):
        LaneTable.model_validate({"id": "a", "name": "a", "voice": {"language": lang}})


def test_a_file_named_in_another_encoding_keeps_no_page_away(administrator, house):
    folder = house.config.site.data_dir / "voice" / "zh"
    folder.mkdir(parents=True)
    (folder / os.fsdecode(b"\xd2\xf4.ogg")).write_bytes(SOUND)
    page = administrator.client.get("/admin/voice")
    assert page.status_code == 200
    assert "zh/\ufffd" in page.text
