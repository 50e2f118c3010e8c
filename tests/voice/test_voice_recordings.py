"""A person's recording comes before our clip; a broken one is passed over."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.voice import (
    RecordingError,
    check_recording,
    chime_path,
    clip_path,
    files,
    recording_problems,
    sound_path,
    stand_in,
)
from kiosk.voice.files import CLIPS
from kiosk.voice.keeping import Credit, credit_of, forget, is_kept, keep, stamp
from kiosk.voice.recordings import MOST_BYTES
from kiosk.voice.sources import Played, Source, languages, played

OURS = CLIPS / "en" / "pass.ogg"  # stands for a person's voice
SOUND = OURS.read_bytes()
BROKEN = [
    pytest.param(b"", "OGG", id="empty"),
    pytest.param(b"RIFF\x24\0\0\0WAVEfmt ", "不是 OGG", id="wave"),
    pytest.param(b"\x1aE\xdf\xa3" + bytes(100), "不是 OGG", id="webm"),
    pytest.param(SOUND[:-1], "不完整", id="cut in a page"),
    pytest.param(SOUND[: SOUND.rindex(b"OggS")], "不完整", id="cut between pages"),
    pytest.param(SOUND[SOUND.index(b"OggS", 4) :], "完整", id="without its head"),
    pytest.param(SOUND[:-9] + b"\0\1\0" + SOUND[-6:], "已损坏", id="changed bytes"),
    pytest.param(SOUND * 2, "不止一段", id="two in one file"),
    pytest.param(SOUND + bytes(MOST_BYTES), "太大", id="too large"),
]


def put(data_dir: Path, name: str, data: bytes = SOUND, lang: str = "zh") -> Path:
    file = data_dir / "voice" / lang / f"{name}.ogg"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def test_without_a_recording_our_clip_is_played(tmp_path: Path):
    assert clip_path(tmp_path, "zh", "pass") == CLIPS / "zh/pass.ogg"
    assert clip_path(tmp_path, "en", "pass", slow=True) == CLIPS / "en/pass.slow.ogg"


def test_a_recording_comes_before_our_clip_at_both_speeds(tmp_path: Path):
    file = put(tmp_path, "pass")
    assert file == clip_path(tmp_path, "zh", "pass")
    assert file == clip_path(tmp_path, "zh", "pass", slow=True)
    assert clip_path(tmp_path, "zh", "deny") == CLIPS / "zh/deny.ogg"


def test_a_slow_recording_comes_before_the_common_one(tmp_path: Path):
    common, slow = put(tmp_path, "pass"), put(tmp_path, "pass.slow")
    assert slow == clip_path(tmp_path, "zh", "pass", slow=True)
    assert common == clip_path(tmp_path, "zh", "pass")


def test_a_dialect_has_what_was_recorded_and_nothing_else(tmp_path: Path):
    file = put(tmp_path, "deny", lang="yue")
    assert file == clip_path(tmp_path, "yue", "deny")
    assert clip_path(tmp_path, "yue", "pass") is None


@pytest.mark.parametrize(("data", "word"), BROKEN)
def test_a_broken_recording_is_refused_with_its_reason(data: bytes, word: str):
    with pytest.raises(RecordingError, match=word):
        check_recording(data)


@pytest.mark.parametrize(("data", "word"), BROKEN)
def test_a_broken_recording_on_the_disk_is_passed_over_and_told(
    tmp_path: Path, data: bytes, word: str
):
    file = put(tmp_path, "pass", data)
    assert clip_path(tmp_path, "zh", "pass") == CLIPS / "zh/pass.ogg"
    [problem] = recording_problems(tmp_path)
    assert file == problem.file
    assert word in problem.why


def test_a_sound_of_a_blink_is_no_recording():
    with pytest.raises(RecordingError, match=r"0\.1 秒"):
        check_recording(chime_path("tick").read_bytes())


def test_a_file_that_no_sentence_is_named_like_is_told(tmp_path: Path):
    names = ["passs.ogg", "pass.wav", "pass.slow.slow.ogg"]
    put(tmp_path, "pass")
    for name in names:
        shutil.copy(OURS, tmp_path / "voice/zh" / name)
    told = {problem.file.name for problem in recording_problems(tmp_path)}
    assert set(names) == told


def test_a_name_in_another_encoding_is_told_and_stops_nothing(tmp_path: Path):
    put(tmp_path, "pass")
    before = stamp(tmp_path)
    put(tmp_path, os.fsdecode(b"\xc2\xbc\xd2\xf4"))
    assert before != stamp(tmp_path)
    [problem] = recording_problems(tmp_path)
    assert problem.name.encode().startswith(b"zh/")
    assert problem.name.endswith(".ogg")


def test_no_name_leads_out_of_the_folder(tmp_path: Path):
    put(tmp_path, "pass", lang="..")
    assert clip_path(tmp_path, "..", "pass") is None
    assert clip_path(tmp_path, "zh", "../en/pass") is None
    assert clip_path(tmp_path, "zh/..", "pass") is None


def test_what_a_good_recording_holds():
    sound = check_recording(SOUND)
    assert (sound.codec, sound.channels) == ("opus", 1)
    assert 1.5 < sound.seconds < 3


WHO = Credit("gate.master", datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC), "请稍等")


def test_a_kept_recording_is_played_and_says_whose_it_is(tmp_path: Path):
    file = keep(tmp_path, "yue", "deny", SOUND, WHO)
    assert file == sound_path(tmp_path, "yue", "deny")
    assert played(tmp_path, "yue", "deny") == Played(
        Source.RECORDING, "yue", credit=WHO
    )
    assert recording_problems(tmp_path) == []


@pytest.mark.parametrize("full", ["deny.ogg.new", "deny.json.new"])
def test_what_cannot_be_kept_leaves_sound_and_credit_as_they_were(
    tmp_path: Path, full: str
):
    file = keep(tmp_path, "zh", "deny", SOUND, WHO)
    (file.parent / full / "in the way").mkdir(parents=True)
    other = Credit("somebody.else", WHO.at, WHO.words)
    with pytest.raises(OSError, match=r"Is a directory|Operation not permitted"):
        keep(tmp_path, "zh", "deny", (CLIPS / "zh/deny.ogg").read_bytes(), other)
    assert (file.read_bytes(), credit_of(file)) == (SOUND, WHO)


def test_what_is_played_is_told_for_every_case(tmp_path: Path, monkeypatch):
    keep(tmp_path, "yue", "deny", SOUND, WHO)
    put(tmp_path, "pass.slow")
    assert played(tmp_path, "zh", "deny", slow=True) == Played(Source.OURS, "zh", True)
    assert not played(tmp_path, "yue", "deny", slow=True).slow
    assert played(tmp_path, "yue", "fault") == Played(Source.OURS, "zh")
    assert played(tmp_path, "en", "fault") == Played(Source.OURS, "en")
    by_hand = Played(Source.RECORDING, "zh", slow=True)
    assert by_hand == played(tmp_path, "yue", "pass", slow=True)
    monkeypatch.setattr(files, "CLIPS", tmp_path / "none")
    monkeypatch.setattr(stand_in, "ESPEAK", "sh")
    assert played(tmp_path, "zh", "fault") == Played(Source.STAND_IN, "zh")
    monkeypatch.setattr(stand_in, "ESPEAK", "no such program")
    assert played(tmp_path, "zh", "fault") == Played(Source.NONE)


def test_a_sound_that_was_put_in_its_place_by_hand_is_nobodys(tmp_path: Path):
    file = keep(tmp_path, "zh", "deny", SOUND, WHO)
    file.write_bytes((CLIPS / "zh/pass.ogg").read_bytes())
    assert credit_of(file) is None


def test_a_forgotten_recording_leaves_nothing_behind(tmp_path: Path):
    keep(tmp_path, "yue", "deny", SOUND, WHO)
    assert is_kept(tmp_path, "yue", "deny")
    forget(tmp_path, "yue", "deny")
    forget(tmp_path, "yue", "deny")
    assert not is_kept(tmp_path, "yue", "deny")
    assert list((tmp_path / "voice").glob("*")) == []
    assert played(tmp_path, "yue", "deny") == Played(Source.OURS, "zh")


@pytest.mark.parametrize(
    ("lang", "name", "clip"),
    [
        ("..", "deny", SOUND),
        ("zh/..", "deny", SOUND),
        ("zh", "../deny", SOUND),
        ("zh", "deny.ogg", SOUND),
        ("zh", "deny", b"OggS"),
    ],
)
def test_only_a_whole_clip_of_a_known_sentence_is_kept(
    tmp_path: Path, lang: str, name: str, clip: bytes
):
    with pytest.raises(RecordingError):
        keep(tmp_path, lang, name, clip, WHO)
    assert list(tmp_path.rglob("*")) == []


def test_no_name_that_we_do_not_know_is_looked_for_or_removed(tmp_path: Path):
    file = put(tmp_path, "pass", lang="..")
    assert not is_kept(tmp_path, "..", "pass")
    forget(tmp_path, "..", "pass")
    assert file.is_file()


def test_the_stamp_changes_with_every_change_and_with_nothing_else(tmp_path: Path):
    seen = [stamp(tmp_path)]
    file = keep(tmp_path, "zh", "deny", SOUND, WHO)
    seen.append(stamp(tmp_path))
    assert stamp(tmp_path) == seen[-1]
    shutil.copy(CLIPS / "zh/pass.ogg", file)
    seen.append(stamp(tmp_path))
    keep(tmp_path, "zh", "deny.slow", SOUND, WHO)
    seen.append(stamp(tmp_path))
    assert len(set(seen)) == len(seen)
    forget(tmp_path, "zh", "deny")
    forget(tmp_path, "zh", "deny.slow")
    assert stamp(tmp_path) == seen[0]


def test_folders_of_recordings_are_languages(tmp_path: Path):
    for lang in ("sichuan", "zh", "No Language"):
        put(tmp_path, "deny", lang=lang)
    assert languages(tmp_path) == ["zh", "en", "sichuan"]
