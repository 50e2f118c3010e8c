"""A person's recording comes before our clip; a broken one is passed over."""

import shutil
from pathlib import Path

import pytest

from kiosk.voice import (
    RecordingError,
    check_recording,
    chime_path,
    clip_path,
    recording_problems,
)
from kiosk.voice.files import CLIPS
from kiosk.voice.recordings import MOST_BYTES

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


def test_no_name_leads_out_of_the_folder(tmp_path: Path):
    put(tmp_path, "pass", lang="..")
    assert clip_path(tmp_path, "..", "pass") is None
    assert clip_path(tmp_path, "zh", "../en/pass") is None
    assert clip_path(tmp_path, "zh/..", "pass") is None


def test_what_a_good_recording_holds():
    sound = check_recording(SOUND)
    assert (sound.codec, sound.channels) == ("opus", 1)
    assert 1.5 < sound.seconds < 3
