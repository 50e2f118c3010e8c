"""What a status is called, wherever it is read."""

import re
from pathlib import Path

import pytest

import ui
from ui.statuses import STATUSES, in_order, status_word
from ui.words import Word

BOARD = Path(ui.__file__).parent / "static" / "admitting.js"


@pytest.mark.parametrize(
    ("word", "chinese"), [("green", "绿"), ("Red", "红"), ("蓝", "蓝"), ("vip", "vip")]
)
def test_usual_words_have_names_and_those_of_a_site_stay(word, chinese):
    assert chinese == status_word(word).zh


def test_the_usual_words_keep_their_order_however_a_policy_was_kept():
    kept = ["vip", "green", "蓝", "red", "yellow"]
    assert in_order(kept) == ["green", "yellow", "red", "vip", "蓝"]


def test_the_board_names_a_status_as_the_office_does():
    line = re.search(r"const STATUSES = .*", BOARD.read_text("utf-8"))[0]
    named = re.findall(r'(\w+): t\("(\w+)", "(\w+)"\)', line)
    assert {word: Word(zh, en) for word, zh, en in named} == STATUSES
