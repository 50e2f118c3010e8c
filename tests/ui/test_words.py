"""The words: complete, short, and without blame."""

import re

import pytest

from kiosk.lane.hints import Hint
from kiosk.lane.phases import Phase
from kiosk.lane.views import hinted
from kiosk.live.commands import OPEN_REASONS as ASKED
from kiosk.looks import Look
from ui.words import (
    CALL_KEY,
    CONDITIONS,
    DOCUMENTS,
    LOOKS,
    OPEN_REASONS,
    PHASES,
    REMEDIES,
    RESULTS,
    TAKE_CARD,
)
from verification.catalogue import CATALOGUE
from verification.documents import DocumentKind
from verification.evidence import EvidenceKind
from verification.paper.paper import PaperKind

BLAME = ["错误", "失败", "非法", "无效", "拒绝", "您没有", "健康", "红码", "黄码"]
ANSWERS = {
    "opened",
    "passed",
    "nobody",
    "gate_silent",
    "gate_fault",
    "by_hand",
    "refused",
    "fire_is_on",
    "expired",
    "record_failed",
    "dismissed",
    "done",
    "code_mistyped",
    "check_failed",
}


def said():
    lines = [CALL_KEY, TAKE_CARD]
    for look in LOOKS.values():
        lines += [look.word, look.first, look.second]
    return [line for line in lines if line]


def signs(line):
    """How many characters a line has at the longest; punctuation does not count."""
    filled = line.replace("{line}", "字" * 10).replace("{name}", "欧＊＊明")
    return len(re.findall(r"[\u4e00-\u9fff＊]", filled))


def test_every_look_has_its_words():
    assert set(Look) == set(LOOKS)


def test_every_phase_result_reason_and_condition_has_its_words():
    assert {phase.value for phase in Phase} <= set(PHASES)
    assert set(RESULTS) == ANSWERS
    assert set(ASKED) == set(OPEN_REASONS)
    assert set(CONDITIONS) - {"ok"} == set(REMEDIES)


@pytest.mark.parametrize("kinds", [DocumentKind, EvidenceKind, PaperKind])
def test_whatever_is_shown_has_its_words(kinds):
    assert {str(kind) for kind in kinds} <= set(DOCUMENTS)


@pytest.mark.parametrize("hint", [hint for hint in Hint if hint.startswith("paper")])
def test_every_hint_about_a_paper_is_a_look_of_its_own(hint):
    for look in (Look.IDLE, Look.READING):
        assert hinted(look, hint) == hint


@pytest.mark.parametrize("word", BLAME)
def test_no_screen_blames_or_speaks_of_health(word):
    assert [line for line in said() if word in line] == []


@pytest.mark.parametrize("look", Look)
def test_a_look_has_short_lines_and_few_words(look):
    words = LOOKS[look]
    lines = [signs(line) for line in (words.word, words.first, words.second)]
    assert max(lines) <= 10
    assert sum(lines) <= 22
    assert words.word


def test_what_stands_beside_a_look_is_a_short_line():
    assert signs(TAKE_CARD) <= 10


def test_whoever_waited_in_vain_is_asked_for_the_key_by_the_big_word():
    assert LOOKS[Look.PRESS].word == "请按黄键"


@pytest.mark.parametrize("look", [Look.PRESS, Look.CLOSED])
def test_whoever_never_pressed_the_key_is_not_told_to_press_it_again(look):
    assert "再" not in str(LOOKS[look])


def test_a_paused_lane_sends_nobody_to_a_lane_that_may_not_be_there():
    assert "通道" not in str(LOOKS[Look.PAUSED])


def test_every_public_line_of_the_catalogue_fits_the_screen():
    assert [e.public_zh for e in CATALOGUE.values() if len(e.public_zh) > 10] == []


@pytest.mark.parametrize(
    ("plain", "hint", "look"),
    [
        ("idle", "", "idle"),
        ("idle", "take_card", "take"),
        ("idle", "lay_again", "again"),
        ("reading", "lay_again", "again"),
        ("second", "lay_again", "again"),
        ("second", "paper_again", "second"),
        ("wait", "paper_flat", "wait"),
        ("pass", "take_card", "pass"),
        ("wait", "lay_again", "wait"),
        ("fault", "take_card", "fault"),
    ],
)
def test_a_hint_changes_the_look_only_where_nothing_graver_stands(plain, hint, look):
    assert look == hinted(Look(plain), hint)
