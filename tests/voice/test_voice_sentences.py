"""The sentences: complete, those of the screen, and without blame."""

import re
from itertools import chain

import pytest

from kiosk.looks import AT_REST, Look
from kiosk.voice import CHIMES, sentences
from kiosk.voice.render.jobs import jobs
from kiosk.voice.render.symbols import tokens
from ui.words import LOOKS, TAKE_CARD
from verification.reasons import Outcome

BLAME = ["错误", "失败", "非法", "无效", "拒绝", "您没有", "不许", "违"]
HEALTH = ["健康", "码", "病", "疫", "核酸", "隔离", "体温", "症"]
BLAME_EN = ["error", "fail", "invalid", "illegal", "denied", "refuse", "wrong"]
HEALTH_EN = ["health", "virus", "test result", "sick", "fever", "code", "covid"]
# Said and not shown, so that 请进 is no lone word; and who comes, whose name is shown.
BEYOND_THE_SCREEN = {"验证通过", "工作人员已放行", "工作人员马上就来"}
UNSHOWN = {"test"}
TONES = {"→": 1, "↗": 2, "↓": 3, "↘": 4}
ALL = [pytest.param(entry, id=name) for name, entry in sentences().items()]


def phrases(text):
    return {part for part in re.split(r"[|，。]+", text) if part}


def test_every_look_has_its_sentence_and_every_sentence_its_look():
    assert {look.clip for look in Look} <= set(sentences())
    shown = {entry.look for entry in sentences().values()} - {""}
    assert shown == set(Look) - {Look.REFUSE}  # it says what `Look.WAIT` says
    unshown = {name for name, entry in sentences().items() if not entry.look}
    assert unshown == UNSHOWN


@pytest.mark.parametrize("look", Look)
def test_the_words_of_a_look_are_those_that_are_spoken(look):
    words = LOOKS[look]
    lines = (words.word, words.first, words.second)
    shown = phrases("|".join(line for line in lines if "{" not in line))
    assert shown == phrases(sentences()[look.clip].zh) - BEYOND_THE_SCREEN


@pytest.mark.parametrize("sentence", ALL)
def test_a_second_sentence_of_a_look_says_its_big_word_too(sentence):
    if sentence.look:
        assert LOOKS[sentence.look].word in phrases(sentence.zh)


def test_a_reminder_beside_a_look_is_spoken_as_it_is_shown():
    assert TAKE_CARD in phrases(sentences()[Look.TAKE.clip].zh)


def test_what_is_said_to_nobody_in_particular_waits_for_somebody():
    asked = {Look(entry.look) for entry in sentences().values() if entry.least}
    assert asked == AT_REST
    assert {sentences()[look.clip].least for look in asked} == {30_000}


@pytest.mark.parametrize(
    ("name", "times"),
    [
        ("idle", {"least": 30_000}),
        ("reading", {"first": 1500}),
        ("pass", {"most": 1}),
        ("staff_pass", {"most": 1}),
        ("deny", {"again": 8000, "every": 20_000}),
        ("called", {"every": 20_000}),
        ("press", {"every": 20_000, "most": 6}),
        ("acknowledged", {}),
        ("closed", {}),
        ("reread", {"most": 2}),
        ("fault", {"every": 20_000, "most": 3}),
        ("walk_in", {"least": 30_000}),
        ("evacuation", {"every": 10_000}),
    ],
)
def test_a_sentence_has_its_times(name, times):
    assert times == sentences()[name].times


def test_every_outcome_has_one_sentence_and_refer_sounds_like_refuse():
    spoken = [entry.outcomes for entry in sentences().values() if entry.outcomes]
    assert sorted(chain.from_iterable(spoken)) == sorted(Outcome)
    assert set(sentences()["deny"].outcomes) == {Outcome.REFER, Outcome.REFUSE}


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
