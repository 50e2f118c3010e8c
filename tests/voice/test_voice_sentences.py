"""The sentences: complete, those of the screen, and without blame."""

import re
from itertools import chain

import pytest

from kiosk.lane.views import clip_of
from kiosk.looks import Look
from kiosk.voice import CHIMES, sentences
from kiosk.voice.render.jobs import jobs
from kiosk.voice.render.symbols import tokens
from ui.screen_view import SILENT
from ui.words import CALL_AGAIN, LOOKS
from verification.reasons import Outcome

BLAME = ["错误", "失败", "非法", "无效", "拒绝", "您没有", "不许", "违"]
HEALTH = ["健康", "码", "病", "疫", "核酸", "隔离", "体温", "症"]
BLAME_EN = ["error", "fail", "invalid", "illegal", "denied", "refuse", "wrong"]
HEALTH_EN = ["health", "virus", "test result", "sick", "fever", "code", "covid"]
BEYOND_THE_SCREEN = {"验证通过", "工作人员已放行"}  # so that 请进 is no lone word
TONES = {"→": 1, "↗": 2, "↓": 3, "↘": 4}
ALL = [pytest.param(entry, id=name) for name, entry in sentences().items()]
SHOWN = [param for param in ALL if param.values[0].look]


def phrases(text):
    return {part for part in re.split(r"[|，。]+", text) if part}


def test_every_clip_that_the_lane_names_is_a_sentence():
    named = {SILENT.clip, "pass", "staff_pass", *(clip_of(look) for look in Look)}
    assert named - {"", "paper_turn"} - set(sentences()) == set()


def test_every_step_of_a_call_can_be_spoken():
    steps = {"called", "called_again", "acknowledged", "closed"}
    assert steps <= set(sentences())


def test_every_outcome_has_one_sentence_and_refer_sounds_like_refuse():
    spoken = [entry.outcomes for entry in sentences().values() if entry.outcomes]
    assert sorted(chain.from_iterable(spoken)) == sorted(Outcome)
    assert set(sentences()["deny"].outcomes) == {Outcome.REFER, Outcome.REFUSE}


@pytest.mark.parametrize("sentence", SHOWN)
def test_what_is_spoken_stands_on_the_screen(sentence):
    look = LOOKS[sentence.look]
    spoken = phrases(sentence.zh) - BEYOND_THE_SCREEN
    assert spoken <= phrases(f"{look.word}|{look.first}|{look.second}")
    assert look.word in spoken


def test_the_steps_of_a_call_are_spoken_as_they_are_shown():
    assert phrases(sentences()["called_again"].zh) == {CALL_AGAIN}
    assert sentences()["acknowledged"].zh.endswith("马上就来。")


@pytest.mark.parametrize("sentence", ALL)
def test_nobody_is_blamed_and_no_health_is_spoken_of(sentence):
    assert [word for word in BLAME + HEALTH if word in sentence.zh] == []
    english = sentence.en.lower()
    assert [word for word in BLAME_EN + HEALTH_EN if word in english] == []


@pytest.mark.parametrize("sentence", ALL)
def test_a_sentence_is_fixed_short_and_ends(sentence):
    assert re.fullmatch(r"[\u4e00-\u9fff，。]+。", sentence.zh)
    assert re.fullmatch(r"[A-Za-z ,.]+\.", sentence.en)
    assert max(map(len, phrases(sentence.zh))) <= 10
    assert len(sentence.when) > len(re.findall(r"[\u4e00-\u9fff]", sentence.when)) > 2


@pytest.mark.parametrize("sentence", ALL)
def test_every_character_has_its_syllable_and_pauses_stand_alike(sentence):
    assert len(sentence.syllables) == len(re.findall(r"[\u4e00-\u9fff]", sentence.zh))
    pauses = sentence.zh.replace("，", ",").replace("。", ".")
    assert re.findall("[,.]", pauses) == re.findall("[,.]", sentence.pinyin)
    assert re.findall("[,.]", pauses) == re.findall("[,.]", sentence.ipa)


@pytest.mark.parametrize("sentence", ALL)
def test_the_voice_is_given_the_tones_of_the_pinyin(sentence):
    parts = re.split(r"[ ,.\-]+", sentence.ipa.rstrip("."))
    marks = [[TONES[sign] for sign in part if sign in TONES] for part in parts]
    wanted = [int(syllable[-1]) for syllable in sentence.syllables]
    assert [[tone] if tone < 5 else [] for tone in wanted] == marks


@pytest.mark.parametrize("sentence", ALL)
def test_no_two_third_tones_follow_each_other_within_a_phrase(sentence):
    for phrase in re.split("[,.]", sentence.pinyin):
        assert "33" not in "".join(re.findall("[1-5]", phrase))


def test_the_voice_has_every_phoneme():
    assert all(tokens(job.phonemes) for job in jobs())


def test_every_chime_that_a_sentence_wants_exists():
    assert {entry.chime for entry in sentences().values()} - {""} == set(CHIMES)
