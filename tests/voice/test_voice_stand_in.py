"""espeak-ng speaks what no clip says, and nothing waits for it."""

import shutil
import wave
from pathlib import Path

import pytest

from kiosk.voice import (
    clip_path,
    espeak_clip,
    files,
    sentences,
    sound_path,
    stand_in,
)

needs_espeak = pytest.mark.skipif(
    shutil.which(stand_in.ESPEAK) is None, reason="no espeak-ng on this machine"
)


def seconds(file: Path) -> float:
    with wave.open(str(file)) as sound:
        return sound.getnframes() / sound.getframerate()


def program(folder: Path, script: str) -> str:
    file = folder / "espeak"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return str(file)


@needs_espeak
def test_a_text_is_spoken_in_mandarin_syllables_and_kept(tmp_path: Path):
    file = espeak_clip("请刷身份证。", tmp_path / "cache")
    assert 0.8 < seconds(file) < 3.0  # letters and digits would take five
    made = file.stat().st_mtime_ns
    assert file == espeak_clip("请刷身份证。", tmp_path / "cache")
    assert made == file.stat().st_mtime_ns


@needs_espeak
def test_slow_is_slower_and_another_file(tmp_path: Path):
    text = sentences()["deny"].zh
    usual, slow = (espeak_clip(text, tmp_path, slow=speed) for speed in (False, True))
    assert seconds(usual) * 1.1 < seconds(slow)


@needs_espeak
def test_a_text_is_no_option_and_no_command(tmp_path: Path):
    assert espeak_clip("--version; touch x", tmp_path, "en") is not None
    assert [file.suffix[1:] for file in tmp_path.iterdir()] == ["wav"]


@pytest.mark.parametrize("text", ["", "  ", "字" * (stand_in.MOST_SIGNS + 1)])
def test_nothing_and_too_much_are_not_spoken(tmp_path: Path, text: str):
    assert espeak_clip(text, tmp_path) is None


@pytest.mark.parametrize("script", ["exit 3", "sleep 30", None])
def test_a_program_that_fails_hangs_or_is_missing_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str | None
):
    missing = str(tmp_path / "none")
    name = program(tmp_path, script) if script else missing
    monkeypatch.setattr(stand_in, "ESPEAK", name)
    monkeypatch.setattr(stand_in, "SECONDS", 0.2)
    assert espeak_clip("请进", tmp_path / "cache") is None
    assert list((tmp_path / "cache").iterdir()) == []


def test_the_cache_forgets_its_oldest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stand_in, "ESPEAK", program(tmp_path, 'cat > "$6"'))
    monkeypatch.setattr(stand_in, "KEPT", 3)
    files = [espeak_clip(word, tmp_path / "cache") for word in "一二三四五"]
    assert [file.is_file() for file in files] == [False, False, True, True, True]


@needs_espeak
def test_only_a_missing_clip_is_spoken_by_the_stand_in(tmp_path: Path, monkeypatch):
    assert sound_path(tmp_path, "zh", "pass") == clip_path(tmp_path, "zh", "pass")
    assert sound_path(tmp_path, "yue", "pass") == clip_path(tmp_path, "zh", "pass")
    assert sound_path(tmp_path, "yue", "no such sentence") is None
    assert sound_path(tmp_path, "../yue", "pass") is None
    monkeypatch.setattr(files, "CLIPS", tmp_path)
    assert sound_path(tmp_path, "yue", "pass").parent == tmp_path / "cache/voice"
