"""Hasty hands at the guard's board: what a press must not do."""

import pytest
from board_kit import asked, calm, commands, open_board, settled, sign_in, wait_at

from kiosk.live import CommandKind

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(browser, site):
    """A guard's page, which all these tests use."""
    site.guard_code()
    opened = open_board(browser, site, (1024, 768))
    sign_in(opened, site)
    yield opened
    opened.context.close()


@pytest.fixture
def board(page, site):
    calm(site)
    page.goto(f"{site.url}/board")
    page.wait_for_selector("#lanes article:nth-child(2)")
    yield page
    assert (page.strangers, page.said) == ([], [])


def middle(board, selector):
    box = board.locator(selector).first.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_second_tap_opens_for_nobody_who_slid_under_the_finger(board, site):
    wait_at(site, "east", since=9_000, visit="v1")
    wait_at(site, "west", since=5_000, visit="v2")
    board.wait_for_selector("#waiting article:nth-child(2)")
    settled(board)
    there = middle(board, "#waiting .open")
    board.mouse.click(*there)
    board.keyboard.press("F2")
    assert asked(site).body == {"visit": "v1"}
    site.gate.show("idle")
    board.wait_for_selector("#waiting article:first-child >> text=西门")
    board.mouse.click(*there)
    board.keyboard.press("F2")
    board.keyboard.press("F4")
    assert board.get_attribute("#waiting .open", "aria-disabled") == "true"
    settled(board)
    assert commands(site) == []
    board.keyboard.press("F2")
    assert asked(site).body == {"visit": "v2"}


def test_a_second_tap_says_no_reason_and_pauses_no_lane(board, site):
    wait_at(site)
    settled(board)
    board.click("#waiting .open")
    assert asked(site).kind is CommandKind.OPEN
    keys = board.locator("#waiting .reasons button")
    assert keys.first.get_attribute("aria-disabled") == "true"
    keys.first.dispatch_event("click")
    assert keys.first.get_attribute("aria-pressed") == "false"
    calm(site)
    settle = board.locator("#lanes [data-lane=east] button >> text=暂停")
    assert settle.get_attribute("aria-disabled") == "true"
    settle.dispatch_event("click")
    board.wait_for_selector("[aria-disabled=true]", state="detached")
    assert commands(site) == []
