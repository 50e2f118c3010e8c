"""The render: chain, chimes, keys, and what it says when something is missing."""

import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from kiosk.voice.render import materials
from kiosk.voice.render.__main__ import main
from kiosk.voice.render.chain import CEILING, LEAD, TARGET, finish, peak, speech_rms
from kiosk.voice.render.chimes import CHIMES, chime
from kiosk.voice.render.jobs import Job
from kiosk.voice.render.listing import Made, read_list, write_list
from kiosk.voice.render.pauses import PAUSE, parted
from kiosk.voice.render.speech import Speaker, Speech, with_output
from kiosk.voice.render.symbols import tokens

RATE = 24_000
JOB = Job("zh/a.ogg", "ma↓-ʂa↘ŋ lai↗.", "zf_xiaoyi", 0.8)


def voice(level: float) -> np.ndarray:
    """A second of buzz in four syllables between half seconds of silence."""
    time = np.arange(RATE) / RATE
    buzz = sum(np.sin(2 * np.pi * 220 * n * time + n) / n for n in range(1, 20))
    shape = np.clip(np.sin(2 * np.pi * 4 * time), 0, 1)
    silence = np.zeros(RATE // 2)
    return np.concatenate([silence, level * buzz * shape, silence]).astype(np.float32)


@pytest.mark.parametrize("level", [0.02, 0.2, 0.9])
def test_a_quiet_voice_and_a_loud_one_come_out_alike(level: float):
    clip = finish(voice(level))
    assert speech_rms(clip.samples) == pytest.approx(TARGET, abs=0.5)
    assert peak(clip.samples) <= CEILING + 0.2


def test_silence_around_the_voice_is_cut_and_told():
    clip = finish(voice(0.3))
    assert clip.shift == pytest.approx((LEAD - 0.5) * RATE, abs=0.03 * RATE)
    assert len(clip.samples) < 1.4 * RATE


def test_the_low_hum_of_a_hall_is_taken_out():
    time = np.arange(2 * RATE) / RATE
    hum = (0.02 * np.sin(2 * np.pi * 30 * time)).astype(np.float32)
    power = np.abs(np.fft.rfft(finish(hum + voice(0.3)).samples)) ** 2
    hertz = np.fft.rfftfreq(2 * len(power) - 2, 1 / RATE)
    assert power[hertz < 50].sum() < 0.01 * power.sum()


def two_words(silence: float) -> Speech:
    """Phonemes ``a, b.`` with so many seconds of silence at the comma."""
    word = np.full(RATE // 2, 0.3, np.float32)
    gap = np.zeros(round(silence * RATE), np.float32)
    marks = np.array([0.5, 0.5 + silence, 0.5 + silence, 1 + silence, 1 + silence])
    ends = tuple(round(mark * RATE) for mark in marks)
    return Speech(np.concatenate([word, gap, word]), ends, 0)


@pytest.mark.parametrize(
    ("silence", "wanted"), [(0.1, PAUSE), (0.0, PAUSE), (0.5, 0.5)]
)
def test_a_comma_is_a_full_pause_and_the_marks_move_with_it(silence, wanted):
    speech = parted(two_words(silence), "a, b.", 0.8)
    assert len(speech.samples) / RATE == pytest.approx(1 + wanted, abs=0.03)
    assert speech.ends[0] == pytest.approx(RATE // 2, abs=RATE // 18)
    assert speech.ends[-1] == pytest.approx(len(speech.samples), abs=RATE // 50)


def test_a_slow_sentence_has_longer_pauses():
    usual, slow = (parted(two_words(0.1), "a, b.", speed) for speed in (0.8, 0.65))
    longer = (len(slow.samples) - len(usual.samples)) / RATE
    assert longer == pytest.approx(PAUSE * (0.8 / 0.65 - 1), abs=0.001)


def test_what_was_spoken_before_needs_no_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    run = [np.ones((1, 1800), np.float32), np.array([[1.0, 1.0, 1.0]], np.float32)]
    monkeypatch.setattr(Speaker, "_run", lambda *_: run)
    first = Speaker(tmp_path).say("a", "zf_xiaoyi", 0.8)
    monkeypatch.undo()
    again = Speaker(tmp_path).say("a", "zf_xiaoyi", 0.8)
    assert (first.start, first.ends) == (again.start, again.ends) == (600, (1200,))
    assert len(again.samples) == 1800


@pytest.mark.parametrize("name", CHIMES)
def test_a_chime_begins_and_ends_softly(name: str):
    sound = chime(name)
    assert abs(sound[0]) < 0.01
    assert abs(sound[-1]) < 0.01
    assert np.abs(np.diff(sound)).max() < 0.12


def test_loudness_of_a_pure_tone_is_three_decibels_below_its_peak():
    tone = np.sin(2 * np.pi * 500 * np.arange(RATE) / RATE)
    assert speech_rms(tone) == pytest.approx(-3.01, abs=0.01)
    assert peak(tone) == pytest.approx(0, abs=0.01)


def test_syllables_are_counted_in_phonemes():
    parts = [JOB.phonemes[begin:end] for begin, end in JOB.syllables]
    assert parts == ["ma↓", "ʂa↘ŋ", "lai↗"]


def test_a_key_changes_with_words_voice_and_speed_alone():
    others = [
        Job("zh/b.ogg", "ma↓ʂa↘ŋ lai↗.", "zf_xiaoyi", 0.8),
        Job("zh/a.ogg", "ma↗-ʂa↘ŋ lai↗.", "zf_xiaoyi", 0.8),
        Job("zh/a.ogg", JOB.ipa, "af_heart", 0.8),
        Job("zh/a.ogg", JOB.ipa, "zf_xiaoyi", 0.65),
    ]
    assert [other.key == JOB.key for other in others] == [True, False, False, False]


def test_phonemes_have_the_numbers_of_the_vocabulary():
    assert tokens("ma↓ .") == [55, 43, 169, 16, 4]
    with pytest.raises(KeyError):
        tokens("ß")


def test_an_inner_value_is_named_as_one_output_more():
    assert with_output(b"", b"abc").hex() == "3a07" + "6205" + "0a03" + b"abc".hex()


def test_the_list_is_read_as_it_was_written(tmp_path: Path):
    made = {"zh/a.ogg": Made("k", "s", ((0.1, 0.2),)), "chimes/b.ogg": Made("b", "t")}
    write_list(tmp_path, made)
    read = read_list(tmp_path)
    assert read.keys() == made.keys()
    assert [list(pair) for pair in read["zh/a.ogg"].syllables] == [[0.1, 0.2]]


def test_without_the_downloads_it_says_what_to_get(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, "onnxruntime", sys)
    with pytest.raises(materials.MissingMaterialError, match="npm pack kokoro-js"):
        materials.read_model(tmp_path)


def test_the_command_says_what_it_lacks_and_makes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    out = tmp_path / "out"
    done = CliRunner().invoke(main, ["--model", str(tmp_path), "--out", str(out)])
    assert done.exit_code == 1
    assert "pip install onnxruntime" in done.output
    assert not out.exists()


def test_a_model_that_was_tampered_with_is_refused(tmp_path: Path):
    with pytest.raises(materials.MissingMaterialError, match="not the one"):
        materials._check(b"model", materials.MODEL_SHA256, "the model")
