"""What is heard: every clip decoded by the browser that will play it, and measured."""

import re
from collections import Counter

import numpy as np
import pytest
from voice_pitch import as_its_tone, pitch_track, voiced

from kiosk.voice import CHIMES, sentences
from kiosk.voice.render.chain import LEAD, TAIL, peak, speech_rms
from kiosk.voice.render.chimes import CHIMES as TONES

RATE = 24_000
LOUDNESS = -15.0  # dBFS of the speech, whatever the sentence, language and speed
NEUTRAL = 5
LEAST_VOICED = 6  # values, 60 ms: below that a pitch has no direction

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def spoken(heard):
    return {path: sound for path, sound in heard.items() if "chimes" not in path}


@pytest.fixture(scope="module")
def mandarin(heard, listed):
    """Path, track, and for each syllable its tone and its voiced pitch."""
    clips = {}
    for path in (path for path in heard if path.startswith("zh/")):
        track = pitch_track(heard[path])
        sentence = sentences()[path[3:].split(".")[0]]
        tones = [int(syllable[-1]) for syllable in sentence.syllables]
        bounds = listed[path].syllables
        parts = [voiced(track, begin, end) for begin, end in bounds]
        clips[path] = track, list(zip(tones, parts, strict=True))
    return clips


def fit(track, syllables, turn=0):
    """How many syllables with a direction go as their tone (turned by ``turn``)."""
    middle = float(np.nanmedian(track))
    clear = [
        ((tone - 1 + turn) % 4 + 1, part)
        for tone, part in syllables
        if tone != NEUTRAL and len(part) >= LEAST_VOICED
    ]
    return Counter(as_its_tone(tone, part, middle) for tone, part in clear)


def silence(sound, begin, end):
    """The longest silence between two moments, in seconds."""
    size = RATE // 100
    part = sound[round(begin * RATE) : round(end * RATE)]
    loud = np.abs(part[: len(part) // size * size]).reshape(-1, size).max(axis=1)
    quiet = "".join("01"[bool(value)] for value in loud < 0.02)
    return max(map(len, quiet.split("0"))) / 100


def test_every_clip_is_as_loud_as_every_other_one(spoken):
    loudness = {path: speech_rms(sound) for path, sound in spoken.items()}
    assert {p: v for p, v in loudness.items() if abs(v - LOUDNESS) > 1} == {}


def test_no_peak_comes_within_a_decibel_of_full_scale(heard):
    assert {p: peak(s) for p, s in heard.items() if peak(s) > -1} == {}


def test_every_clip_is_as_long_as_its_words_want(spoken):
    for path, sound in spoken.items():
        lang, name = path.removesuffix(".ogg").split("/")
        sentence = sentences()[name.removesuffix(".slow")]
        signs = len(sentence.syllables) if lang == "zh" else len(sentence.en) / 3.5
        assert 1.8 < signs / (len(sound) / RATE - LEAD - TAIL) < 5, path
        assert len(sound) < 9 * RATE, path


def test_the_slow_clip_is_the_slower_one(spoken):
    for path in (path for path in spoken if ".slow" not in path):
        slow = len(spoken[path.replace(".ogg", ".slow.ogg")])
        assert 1.1 < slow / len(spoken[path]) < 1.5, path


def test_speech_begins_at_once_and_ends_in_silence(spoken):
    for path, sound in spoken.items():
        loud = np.flatnonzero(np.abs(sound) > 0.02) / RATE
        assert LEAD / 2 < loud[0] < 0.3, path
        assert TAIL / 2 < len(sound) / RATE - loud[-1] < 0.6, path


def test_a_chime_is_short_and_far_below_2_khz(heard):
    for name in CHIMES:
        sound = heard[f"chimes/{name}.ogg"]
        power = np.abs(np.fft.rfft(sound)) ** 2
        hertz = np.fft.rfftfreq(len(sound), 1 / RATE)
        assert len(sound) < 0.7 * RATE
        assert power[hertz > 2000].sum() < 0.001 * power.sum()
        strongest = hertz[power.argmax()]
        assert min(abs(strongest - tone) for tone in TONES[name][0]) < 20


def test_the_pitch_of_each_mandarin_clip_goes_as_its_tones(mandarin):
    """All but one syllable: an unstressed one may well lose its tone."""
    for path, (track, syllables) in mandarin.items():
        assert fit(track, syllables)[False] <= 1, path


def test_nearly_all_syllables_go_as_their_tones(mandarin):
    all_fit = sum((fit(*clip) for clip in mandarin.values()), Counter())
    assert all_fit.total() > 400
    assert all_fit[True] / all_fit.total() > 0.97


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_with_other_tones_most_syllables_would_not_fit(mandarin, turn):
    all_fit = sum((fit(*clip, turn) for clip in mandarin.values()), Counter())
    assert all_fit[True] / all_fit.total() < 0.5


def test_hardly_a_syllable_is_too_short_to_be_judged(mandarin):
    full = [p for _, s in mandarin.values() for tone, p in s if tone != NEUTRAL]
    assert sum(len(part) < LEAST_VOICED for part in full) / len(full) < 0.03


def test_a_pause_stands_at_every_comma(spoken, listed):
    """A visitor hears the parts of a sentence apart."""
    for path in (path for path in spoken if path.startswith("zh/")):
        sentence = sentences()[path[3:].split(".")[0]]
        bounds, syllable = listed[path].syllables, -1
        for sign in re.findall(r"[a-z]+[1-5]|[,.]", sentence.pinyin)[:-1]:
            if sign not in ",.":
                syllable += 1
                continue
            around = bounds[syllable][1] - 0.2, bounds[syllable + 1][0] + 0.2
            assert silence(spoken[path], *around) > 0.2, path
