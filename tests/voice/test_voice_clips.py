"""The shipped clips: all there, all listed, made from the sentences as they are now."""

import re
from itertools import product
from pathlib import Path

import pytest

from kiosk.voice import CHIMES, LANGUAGES, chime_path, clip_path, sentences
from kiosk.voice.files import CLIPS
from kiosk.voice.ogg import read_ogg
from kiosk.voice.render.jobs import VOICES, jobs
from kiosk.voice.render.listing import INDEX, sha256_of
from kiosk.voice.render.materials import MODEL_SHA256, PARTS, VOICE_SHA256, WHEEL

MOST_BYTES = 2_000_000


def shipped():
    return {str(file.relative_to(CLIPS)) for file in CLIPS.rglob("*.*")}


@pytest.mark.parametrize(("lang", "slow"), [*product(LANGUAGES, (False, True))])
def test_every_sentence_has_its_clip(lang: str, slow: bool, tmp_path: Path):
    missing = [n for n in sentences() if clip_path(tmp_path, lang, n, slow) is None]
    assert missing == []


def test_every_chime_has_its_file_and_no_other_word_leads_anywhere():
    assert [name for name in CHIMES if not chime_path(name).is_file()] == []
    assert chime_path("../zh/pass") is None


def test_every_shipped_file_is_listed_as_it_is(listed):
    assert shipped() - {INDEX, "ORIGIN.md"} == set(listed)
    changed = [path for path in listed if not listed[path].is_in(CLIPS / path)]
    assert changed == []


def test_every_clip_was_made_from_its_sentence_as_it_is_now(listed):
    stale = [job.path for job in jobs() if listed[job.path].key != job.key]
    assert stale == [], "make voice MODEL=DIR"


def test_every_syllable_of_a_chinese_clip_has_its_place_in_order(listed):
    for job in jobs():
        bounds = listed[job.path].syllables
        if job.path.startswith("zh/"):
            sentence = sentences()[Path(job.path).name.split(".")[0]]
            assert len(sentence.syllables) == len(bounds), job.path
            edges = [edge for pair in bounds for edge in pair]
            assert edges == sorted(edges), job.path


def test_every_clip_is_whole_ogg_of_one_channel(listed):
    for path in listed:
        sound = read_ogg((CLIPS / path).read_bytes())
        assert (sound.codec, sound.channels) == ("opus", 1), path


def test_all_clips_together_are_small():
    assert sum((CLIPS / path).stat().st_size for path in shipped()) < MOST_BYTES


def test_the_origin_names_the_model_the_voices_and_the_licence():
    text = (CLIPS / "ORIGIN.md").read_text("utf-8")
    for word in (MODEL_SHA256, *VOICES.values(), *VOICE_SHA256.values(), "Apache-2.0"):
        assert word in text
    assert re.search(r"尚未.*听", text)
    assert all(WHEEL.format(n=n) in text for n in range(1, PARTS + 1))


def test_the_hash_of_a_file_is_that_of_its_bytes(tmp_path: Path):
    file = tmp_path / "a"
    file.write_bytes(b"abc")
    assert sha256_of(file).startswith("ba7816bf8f01cfea")
