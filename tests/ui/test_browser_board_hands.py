"""Hasty hands at the guard's board: what a press must not do."""

import pytest
from board_kit import (
    asked,
    calm,
    commands,
    finish,
    open_board,
    reasons,
    record_opening,
    settled,
    sign_in,
    wait_at,
)
from ui_kit import stop_clock, wait_until

from kiosk.live import BoardView, CommandKind, Commands
from kiosk.live.store import now_ms
from verification.ledger import EventKind

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


def test_who_only_wanted_help_is_dealt_with_and_not_refused(board, site):
    wait_at(site, pressed=True, document=None, reason=None, outcome=None, name=None)
    settled(board)
    board.click("#waiting >> text=处理好了")
    assert finish(site, "dismissed").kind is CommandKind.DISMISS
    assert "不放行" not in board.inner_text("#waiting")


def test_an_order_that_came_too_late_is_told_where_it_is_seen(board, site):
    board.set_viewport_size({"width": 390, "height": 844})
    wait_at(site)
    settled(board)
    board.keyboard.press("F2")
    command = asked(site)
    calm(site)
    board.wait_for_selector("#waiting .done")
    Commands(site.gate.live).finish(command.id, "refused")
    board.wait_for_selector("#told >> text=东门 1 号：现在不能开门")
    box = board.locator("#told").bounding_box()
    assert 0 <= box["y"] < 844 - box["height"]
    board.set_viewport_size({"width": 1024, "height": 768})


def test_how_many_more_wait_is_said_at_the_top(board, site):
    wait_at(site, "east", since=9_000)
    for device in ("east-id", "east-gate", "east-inputs"):
        site.gate.device(device, "ok")
    wait_at(site, "west", since=5_000, visit="v2")
    board.wait_for_selector("#waiting .lead >> text=还有 1 人在等")
    assert (
        board.locator("#waiting article").first.locator(".devices-of li").count() == 1
    )


def test_gates_open_although_the_server_does_not_know_the_order_for_all(board, site):
    board.route(
        "**/api/v1/evacuation", lambda route: route.fulfill(status=400, json={})
    )
    board.click("#evacuate")
    board.click("#evacuate-now")
    seen = []
    wait_until(lambda: seen.extend(commands(site)) or len(seen) == 2)
    assert {(c.lane, c.kind) for c in seen} == {
        (lane, CommandKind.HOLD_OPEN) for lane in ("east", "west")
    }
    board.unroute("**/api/v1/evacuation")


def test_a_page_that_may_not_sound_says_so_and_rings_after_the_first_touch(
    browser, site, page
):
    board = open_board(browser, site, storage_state=page.context.storage_state())
    board.add_init_script(MUTE)
    wait_at(site)
    board.goto(f"{site.url}/board")
    board.wait_for_selector("#mute >> text=还没有声音")
    assert board.inner_text("#sound-state") == "还不能响"
    assert board.evaluate("window.beeps") == 0
    board.click("#mute")
    board.wait_for_selector("#mute", state="hidden")
    assert board.evaluate("window.beeps") == 3
    board.context.close()


def test_a_silent_gate_asks_no_reason_before_it_was_opened_by_hand(board, site):
    guard = site.staff.accounts.named("guard").id
    wait_at(site)
    settled(board)
    board.click("#waiting .open")
    command = asked(site)
    record_opening(site, command.id, guard, answer=EventKind.GATE_UNKNOWN)
    Commands(site.gate.live).finish(command.id, "gate_silent")
    board.wait_for_selector("#waiting >> text=我用手开了")
    assert not board.is_visible("#waiting .reasons")
    board.click("#waiting >> text=我用手开了")
    board.click("#waiting .reasons >> text=系统故障")
    board.wait_for_selector("#waiting >> text=原因记好了")
    assert reasons(site) == ["system_fault"]


def test_all_gates_open_by_two_presses_at_two_places(board, site):
    board.click("#evacuate")
    first = board.locator("#evacuate").bounding_box()
    second = board.locator("#evacuate-now").bounding_box()
    assert abs(first["y"] - second["y"]) > second["height"]
    assert commands(site) == []
    board.click("#evacuate-now")
    ordered = wait_until(lambda: commands(site))
    assert [one.kind for one in ordered] == [CommandKind.HOLD_OPEN] * 2
    held = BoardView("evacuation", now_ms(), mode="held")
    site.gate.show("evacuation", board=held)
    wait_at(site, "west", mode="held")
    board.wait_for_selector("#held >> text=东门 1 号、西门")
    board.click("#waiting >> text=恢复")  # also while somebody waits
    assert finish(site, "done").lane == "west"
    board.click("text=疏散结束，全部恢复")
    first = board.locator("text=疏散结束，全部恢复").bounding_box()
    second = board.locator("#evacuate-over").bounding_box()
    assert abs(first["y"] - second["y"]) > second["height"]
    assert commands(site) == []
    board.click("#evacuate-over")
    assert [one.kind for one in wait_until(lambda: commands(site))] == [
        CommandKind.RESUME
    ] * 2
    board.goto(f"{site.url}/pin")
    assert "东门 1 号、西门" in board.inner_text(".standing")


def test_the_second_key_of_an_evacuation_goes_after_five_seconds(browser, site, page):
    state = page.context.storage_state()
    board = open_board(browser, site, storage_state=state)
    stop_clock(board)
    board.goto(f"{site.url}/board")
    board.wait_for_selector("#lanes article")
    board.click("#evacuate")
    board.clock.run_for(4000)
    assert board.is_visible("#evacuate-now")
    board.clock.run_for(1100)
    assert not board.is_visible("#evacuate-now")
    board.context.close()
    assert commands(site) == []


# A browser that allows no sound before the first touch, and counts the tones.
MUTE = """window.beeps = 0;
window.AudioContext = class extends AudioContext {
  constructor() { super(); this.suspend(); }
  createOscillator() { window.beeps += 1; return super.createOscillator(); }
};"""
