"""What people hand in becomes a clip like ours, or a sentence that says what to do."""

import io
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile
from waiting import PATIENCE

from kiosk.voice import intake
from kiosk.voice.files import CLIPS
from kiosk.voice.intake import take_in
from kiosk.voice.intake_flaws import MOST_UPLOAD, Flaw, RefusedSound
from kiosk.voice.recordings import check_recording
from kiosk.voice.render.chain import RATE, TARGET, peak, speech_rms

VOICE = soundfile.read(CLIPS / "zh/deny.ogg", dtype="float32")[0]
NOISE = np.random.default_rng(1).normal(0, 0.0005, len(VOICE) + 2 * RATE)
TAKE = np.pad(VOICE * 0.05, RATE) + NOISE  # far from the microphone, a second around it


def encoded(sound, rate=RATE, kind="WAV", subtype=None) -> bytes:
    out = io.BytesIO()
    soundfile.write(out, sound, rate, format=kind, subtype=subtype)
    return out.getvalue()


def resampled(sound, rate):
    size = len(sound) * rate // RATE
    return np.fft.irfft(np.fft.rfft(sound), size) * (size / len(sound))


def heard(clip: bytes):
    sound, rate = soundfile.read(io.BytesIO(clip), dtype="float32")
    assert rate == RATE
    return sound


def flaw_of(data: bytes, **limits) -> Flaw:
    with pytest.raises(RefusedSound) as refused:
        take_in(data, **limits)
    return refused.value.flaw


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(encoded(resampled(TAKE, 48_000), 48_000), id="wav of 48 kHz"),
        pytest.param(encoded(resampled(TAKE, 8_000), 8_000), id="wav of a telephone"),
        pytest.param(encoded(TAKE, subtype="FLOAT"), id="wav of floats"),
        pytest.param(encoded(np.stack([TAKE, TAKE], 1)), id="two channels"),
        pytest.param(encoded(np.stack([TAKE, -TAKE], 1)), id="two that cancel"),
        pytest.param(encoded(TAKE + 0.2), id="beside the middle"),
        pytest.param(encoded(TAKE, kind="FLAC"), id="flac"),
        pytest.param(encoded(TAKE, kind="MP3"), id="mp3"),
        pytest.param(encoded(TAKE, kind="OGG", subtype="VORBIS"), id="vorbis"),
        pytest.param(encoded(TAKE, kind="OGG", subtype="OPUS"), id="opus"),
    ],
)
def test_every_kind_becomes_a_clip_as_loud_and_as_long_as_ours(data):
    clip = take_in(data)
    sound = heard(clip)
    assert (check_recording(clip).codec, check_recording(clip).channels) == ("opus", 1)
    assert speech_rms(sound) == pytest.approx(TARGET, abs=0.7)
    assert peak(sound) <= -1
    assert len(sound) / RATE == pytest.approx(len(VOICE) / RATE, abs=0.4)


def test_the_clip_says_what_was_spoken():
    sound = heard(take_in(encoded(TAKE)))
    size = 1 << 18
    both = np.fft.rfft(sound, size) * np.conj(np.fft.rfft(VOICE, size))
    alike = np.fft.irfft(both).max() / np.sqrt(np.sum(sound**2) * np.sum(VOICE**2))
    assert alike > 0.8


def test_the_sentence_alone_of_a_long_silence_is_kept():
    sound = heard(take_in(encoded(np.pad(VOICE, (5 * RATE, 9 * RATE)))))
    assert len(sound) / RATE == pytest.approx(len(VOICE) / RATE, abs=0.4)


@pytest.mark.parametrize(
    ("sound", "flaw"),
    [
        pytest.param(np.zeros(2 * RATE), Flaw.SILENT, id="silence"),
        pytest.param(np.zeros(0), Flaw.SILENT, id="no sample"),
        pytest.param(VOICE * 0.004, Flaw.QUIET, id="far away"),
        pytest.param(np.clip(VOICE * 6, -1, 1), Flaw.CLIPPED, id="distorted"),
        pytest.param(VOICE[5000:8000], Flaw.SHORT, id="one sound"),
        pytest.param(np.tile(VOICE, 8), Flaw.LONG, id="eight sentences"),
        pytest.param(np.tile(VOICE, 14), Flaw.LONG, id="fifty seconds"),
    ],
)
def test_what_is_not_fit_is_refused_with_what_to_do(sound, flaw):
    kind = {"kind": "OGG", "subtype": "OPUS"} if len(sound) > 20 * RATE else {}
    assert flaw == flaw_of(encoded(sound, **kind))


def patched(data: bytes, at: bytes, skip: int, value: bytes) -> bytes:
    place = data.index(at) + skip
    return data[:place] + value + data[place + len(value) :]


WAVE = encoded(TAKE)
BOMBS = {
    "one byte": (b"x", Flaw.NO_SOUND),
    "a text": ("请进".encode() * 100, Flaw.NO_SOUND),
    "a film": (b"\x1aE\xdf\xa3" + bytes(1000), Flaw.NO_SOUND),
    "noise": (np.random.default_rng(2).bytes(MOST_UPLOAD), Flaw.NO_SOUND),
    "no end": (encoded(TAKE, kind="OGG")[:2000] + bytes(9000), Flaw.NO_SOUND),
    "65535 channels": (patched(WAVE, b"fmt ", 10, b"\xff\xff"), Flaw.NO_SOUND),
    "192 kHz": (encoded(np.tile(TAKE, 9)[: RATE * 15], 192_000), Flaw.NO_SOUND),
    "4 GHz": (patched(WAVE, b"fmt ", 12, b"\xff\xff\xff\xff"), Flaw.NO_SOUND),
    "no speed": (patched(WAVE, b"fmt ", 12, bytes(4)), Flaw.NO_SOUND),
    "a silent mp3": (encoded(np.zeros(RATE * 30), kind="MP3"), Flaw.SILENT),
    "ten minutes": (encoded(np.zeros(RATE * 600), kind="FLAC"), Flaw.LONG),
    "not numbers": (encoded(TAKE * np.nan, subtype="FLOAT"), Flaw.SILENT),
    "nothing": (b"", Flaw.EMPTY),
    "too much": (bytes(MOST_UPLOAD + 1), Flaw.TOO_LARGE),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_a_sentence_and_takes_no_time(bomb):
    data, flaw = BOMBS[bomb]
    begun = time.monotonic()
    assert flaw == flaw_of(data)
    assert time.monotonic() - begun < PATIENCE


def test_the_longest_sound_at_the_highest_rate_fits_into_the_limits():
    rate = 96_000
    long = np.pad(resampled(VOICE, rate), (30 * rate, 5 * rate))
    exact = np.round(long * 3000) / 32_768  # few bits: it must fit into an upload
    clip = take_in(encoded(np.stack([exact, exact], 1), rate, "FLAC"))
    assert len(heard(clip)) / RATE == pytest.approx(len(VOICE) / RATE, abs=0.4)


def test_a_header_that_promises_4_gib_is_read_as_far_as_the_file_goes():
    sizes = b"\xff\xff\xff\xff"
    data = patched(patched(WAVE, b"RIFF", 4, sizes), b"data", 4, sizes)
    assert len(heard(take_in(data))) / RATE == pytest.approx(3.8, abs=0.4)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("bytes(8 << 30)", id="eats memory"),
        pytest.param("while True: pass", id="never ends"),
        pytest.param("open('{file}', 'wb').write(bytes(9))", id="writes a file"),
        pytest.param("import os; os.abort()", id="dies"),
    ],
)
def test_a_decoder_that_runs_wild_is_stopped(tmp_path: Path, monkeypatch, code):
    wild = tmp_path / "wild.py"
    wild.write_text(
        "import kiosk.voice.intake_child as child\n"
        "def converted(data):\n"
        f"    {code.format(file=tmp_path / 'written')}\n"
        "child.main.__globals__['converted'] = converted\n"
        "child.main()\nraise SystemExit\n"
    )
    monkeypatch.setattr(intake, "COMMAND", [sys.executable, str(wild)])
    assert flaw_of(encoded(TAKE), seconds=2) == Flaw.TOO_MUCH
    assert (
        not (tmp_path / "written").is_file() or not (tmp_path / "written").read_bytes()
    )


@pytest.mark.parametrize("flaw", Flaw)
def test_every_flaw_is_said_in_both_languages(flaw):
    refused = RefusedSound(flaw)
    assert refused.zh.endswith("。")
    assert refused.en.endswith(".")
