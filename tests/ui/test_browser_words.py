"""What the page of a gate screen shows of each look: its words, and nothing else."""

import pytest
from ear import Ear

from kiosk.looks import Look
from ui.words import LOOKS, TAKE_CARD

pytestmark = pytest.mark.browser

NAME_OF_MOTION = "key => getComputedStyle(key).animationName"
LINE, NAME = "今天没有查到登记", "张＊明"


@pytest.fixture
def screen(page, site):
    page.emulate_media(reduced_motion="reduce")
    site.gate.show("idle", "west")
    site.settle("idle", "west")
    page.goto(f"{site.url}/screen/west")
    return page


def words(page):
    """The big word and the lines, as one reads them."""
    texts = (page.locator(place).text_content() for place in ("#word", "#first"))
    return [*texts, page.locator("#second").text_content()]


def filled(line):
    return line.replace("|", "").replace("{line}", LINE).replace("{name}", NAME)


def test_each_look_is_painted_with_its_words(screen, site):
    for look in Look:
        site.gate.show(
            look, "west", line=LINE * ("{line}" in str(LOOKS[look])), name=NAME
        )
        screen.wait_for_selector(f"body[data-look={look}]")
        said = LOOKS[look]
        assert [said.word, filled(said.first), filled(said.second)] == words(screen)


def test_a_reminder_takes_a_line_beside_a_graver_word(screen, site):
    site.gate.show("wait", "west", line=LINE, hint="take_card")
    screen.wait_for_selector("body[data-look=wait][data-hint=take_card]")
    assert [LOOKS[Look.WAIT].word, TAKE_CARD, LOOKS[Look.WAIT].second] == words(screen)


def test_who_is_asked_to_press_again_sees_the_key_breathe(screen, site):
    screen.emulate_media(reduced_motion="no-preference")
    for look, moves in (("called", "none"), ("press", "pulse"), ("called", "none")):
        site.gate.show(look, "west", clip=look)
        screen.wait_for_selector(f"body[data-look={look}]")
        assert moves == screen.eval_on_selector(".call", NAME_OF_MOTION)


def test_a_machine_that_is_broken_says_so_whatever_line_comes(screen, site):
    site.gate.show("fault", "west", clip="fault", line="请再试一次")
    screen.wait_for_selector("body[data-look=fault]")
    said = LOOKS[Look.FAULT]
    assert [said.word, filled(said.first), ""] == words(screen)


@pytest.fixture
def page(own_page):
    """A page that is listened to."""
    return own_page


@pytest.fixture
def ear(page):
    return Ear(page)


def test_please_come_in_is_said_once_to_one_visitor(ear, screen, site):
    soon = 10**14
    for until, clip, hint in (
        (soon, "pass", ""),
        (soon, "take_card", "take_card"),
        (soon, "pass", ""),
        (soon + 1, "pass", "lay_again"),
    ):
        site.gate.show("pass", "west", clip=clip, hint=hint, until_ms=until)
        screen.wait_for_selector(f"body[data-look=pass][data-hint='{hint}']")
        ear.waits_for(f"/voice/zh/{clip}")
    ear.waits_for("/voice/zh/pass", 2)
    said = ["pass", "take_card", "pass"]
    assert ear.clips() == [f"/voice/zh/{clip}" for clip in said]
