"""The guard's board in a real browser."""

import re
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
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
from ui_kit import PIN, wait_until

from kiosk.live import BoardView, CommandKind, Commands
from kiosk.live.laid import Laid, LaidCards, Purpose
from kiosk.live.store import now_ms
from verification.documents import Document
from verification.invented import invented_person

pytestmark = pytest.mark.browser
SIZES = [(1920, 1080), (1280, 800), (390, 844)]
SHE, HE = invented_person(99), invented_person(98)


@pytest.fixture(scope="module")
def page(browser, site):
    """A guard's page, which all these tests use: to open another one takes its time."""
    site.guard_code()
    opened = open_board(browser, site)
    sign_in(opened, site)
    yield opened
    opened.context.close()


@pytest.fixture(scope="module")
def guard(page, site):
    """Who is signed in there."""
    return site.staff.accounts.named("guard").id


@pytest.fixture
def board(page, site):
    calm(site)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{site.url}/board")
    page.wait_for_selector("#lanes article:nth-child(2)")
    yield page
    assert (page.strangers, page.said) == ([], [])


def test_a_call_goes_from_the_key_press_to_its_end(board, site, guard):
    site.gate.device("east-id", "lost")
    wait_at(site, pressed=True, since=35_900)
    board.wait_for_selector("#waiting >> text=有人按了呼叫键")
    assert board.title().startswith("(1)")
    for part in (
        "李＊英",
        "999999********0427",
        "老年卡",
        "没有查到",
        "读卡器断开了",
    ):
        assert part in board.inner_text("#waiting")
    assert (waits := re.search(r"(\d+) 秒", board.inner_text("#waiting")))
    assert 35 <= int(waits[1]) < 60
    board.click("text=我来了")
    assert finish(site, "done").body == {"by": "王保安"}
    came = {"acknowledged_by": "王保安", "acknowledged_ms": now_ms()}
    wait_at(site, pressed=True, **came)
    board.wait_for_selector(".answered >> text=王保安 马上到")
    board.click("text=我到了")
    assert finish(site, "done").kind is CommandKind.ARRIVED
    there = {"arrived_ms": now_ms(), "arrived_by": "李值班"}
    wait_at(site, pressed=True, **there, **came)
    board.wait_for_selector(".answered >> text=李值班 到了")
    board.keyboard.press("F4")
    command = finish(site, "dismissed")
    assert (command.kind, command.body) == (CommandKind.DISMISS, {"visit": "v1"})
    site.gate.device("east-id", "ok")
    calm(site)
    board.wait_for_selector("#waiting article", state="detached")
    assert not board.title().startswith("(")


def test_one_press_opens_and_the_reason_follows_on_the_same_card(board, site, guard):
    wait_at(site)
    settled(board)
    board.keyboard.press("F2")
    board.keyboard.press("2")  # before anything came of it
    command = asked(site)
    assert (command.kind, command.body) == (CommandKind.OPEN, {"visit": "v1"})
    assert reasons(site) == []
    record_opening(site, command.id, guard)
    site.gate.show("pass")
    Commands(site.gate.live).finish(command.id, "opened")
    board.wait_for_selector("#waiting >> text=原因记好了")
    assert reasons(site) == ["unreadable"]
    Commands(site.gate.live).finish(command.id, "passed")
    board.wait_for_selector("#waiting >> text=有人通过了")
    board.keyboard.press("1")  # what was said stands; a press of the key corrects it
    board.click("#waiting .reasons >> text=急诊")
    assert wait_until(lambda: len(reasons(site)) == 2)
    assert reasons(site)[0] == "emergency"


def test_what_lacks_a_reason_stays_until_it_is_given(board, site, guard):
    record_opening(site, "c-later", guard)
    board.click("text=1 次放行还没填原因")
    board.click("#openings >> text=系统故障")
    board.wait_for_selector("text=放行的原因都填好了")
    assert reasons(site)[0] == "system_fault"
    assert "本班您放行 2 次" in board.inner_text("#mine")


def test_what_did_not_work_is_said_plainly(board, site):
    for result, said in {
        "nobody": "没有人通过",
        "gate_silent": "闸机没有回应",
        "expired": "没有开门",
        "record_failed": "记录写不进去",
    }.items():
        board.click("[data-lane=west] >> text=开门一次")
        assert finish(site, result).body == {"visit": None}
        board.wait_for_selector(f".result >> text={said}")
    board.wait_for_selector(".reasons", state="detached")  # nothing was opened


def test_whoever_waits_longest_is_served_first(board, site):
    wait_at(site, "west", since=90_000, visit="v2")
    wait_at(site, "east", since=5_000)
    board.wait_for_selector("#waiting article:nth-child(2)")
    assert "西门" in board.inner_text("#waiting article:first-child h2")
    settled(board)
    board.keyboard.press("F2")
    command = finish(site, "refused")
    assert (command.lane, command.body["visit"]) == ("west", "v2")
    board.wait_for_selector(".reasons", state="detached")


def test_a_locked_tablet_opens_once_after_the_pin(board, site):
    wait_at(site)
    settled(board)
    board.click("#lock-now")
    board.wait_for_selector("#lock-bar")
    board.keyboard.press("F2")
    board.wait_for_selector("#lock[open]")
    assert commands(site) == []
    behind = board.text_content("#waiting")
    assert "正在送出" not in behind
    assert "为什么开门" not in behind
    board.keyboard.type(PIN)
    board.keyboard.press("Enter")
    assert finish(site, "refused").body == {"visit": "v1"}
    assert commands(site) == []


def test_a_call_that_nobody_answers_is_on_every_board(board, site):
    wait_at(site, since=40_000, escalated=True)
    board.click("#late >> text=我来了")
    assert finish(site, "done").kind is CommandKind.ACKNOWLEDGE
    wait_at(site, since=40_000, acknowledged_by="王保安", acknowledged_ms=now_ms())
    board.wait_for_selector("#late", state="hidden")


def test_a_card_that_lies_there_is_registered_by_two_taps(board, site):
    cards = LaidCards(site.gate.live, site.house.keys)
    cards.lay(Purpose.VISIT, "v1", Laid("resident", SHE.number, SHE.name))
    wait_at(site, can_register=True)
    board.click("text=登记并放行")
    board.wait_for_selector("form.admit")
    assert SHE.number not in board.content()
    assert "绿" in board.inner_text("form.admit .facts")
    cards.lay(Purpose.VISIT, "v1", Laid("resident", HE.number))  # beside it
    board.click("form.admit >> text=登记并放行")
    board.wait_for_selector(".result >> text=换过证件了")
    board.wait_for_selector("form.admit", state="detached")
    cards.lay(Purpose.VISIT, "v1", Laid("resident", SHE.number, SHE.name))
    board.click("text=登记并放行")
    board.wait_for_selector("form.admit")
    site.gate.device("east-id", "lost")  # the card is drawn anew
    board.click("form.admit >> text=登记并放行")
    command = finish(site, "opened")
    assert (command.kind, command.body) == (CommandKind.CHECK_AGAIN, {"visit": "v1"})
    board.wait_for_selector(".result >> text=门开了")
    key = site.house.registry.subject(Document.parse(SHE.number, "resident"))
    assert site.house.registry.find(key).status == "green"
    site.gate.device("east-id", "ok")


def test_a_lane_is_checked_and_the_ticks_are_live(board, site):
    board.click("[data-lane=west] button:has-text('开班检查')")
    assert finish(site, "done").body == {"on": True}
    seen = {"card": "ok", "paper": "", "relay": "gate_silent", "voice": ""}
    checking = BoardView("checkup", now_ms(), mode="checkup", checkup=seen)
    site.gate.show("paused", "west", board=checking)
    board.click(".checkup >> text=说一句")
    assert finish(site, "done").kind is CommandKind.CHECKUP_VOICE
    assert "闸机没有回应" in board.inner_text(".checkup")
    board.click("text=没听到，检查完了")
    assert finish(site, "done").body == {"on": False, "heard": False}


def test_a_code_is_typed_with_keys_alone_and_stays_when_it_was_mistyped(board, site):
    wait_at(site)
    board.click("#waiting >> text=输入通行证编号")
    board.keyboard.type("7k3m q2tx 0")  # its digits are no reasons
    board.keyboard.press("Enter")
    command = finish(site, "code_mistyped")
    assert command.body == {"code": "7k3m q2tx 0", "visit": "v1"}
    board.wait_for_selector(".result >> text=编号不对")
    assert board.input_value("#code-east") == "7k3m q2tx 0"
    board.fill("#code-east", "7k3m q2tx 9")
    board.keyboard.press("Enter")
    assert finish(site, "pass_needs_id").body["code"] == "7k3m q2tx 9"
    board.wait_for_selector("#code-east", state="detached")


def test_a_paper_shows_its_kind_its_code_and_whose_card_is_wanted(board, site):
    seen = BoardView(
        "second_document", now_ms(), "v1", "refer", "pass_needs_id", "李*英",
        "7K3M-Q2TX-9", "pass", None,
    )  # fmt: skip
    site.gate.show("second", board=seen)
    board.wait_for_selector("#lanes [data-lane=east] >> text=看过通行证，等身份证")
    card = board.inner_text("[data-lane=east]")
    for text in ("纸质通行证", "李＊英", "7K3M-Q2TX-9"):
        assert text in card
    wait = {"phase": "waiting_for_staff", "call_since_ms": now_ms()}
    site.gate.show("wait", board=replace(seen, note="several_codes", **wait))
    board.wait_for_selector("#waiting >> text=纸上有几个码")


def test_the_board_is_whole_at_every_size_and_axe_finds_nothing(board, site, guard):
    cards = LaidCards(site.gate.live, site.house.keys)
    cards.lay(Purpose.VISIT, "v1", Laid("resident", HE.number))
    wait_at(site, since=35_000, escalated=True, can_register=True)
    seen = {"card": "ok", "paper": "unreadable", "relay": "", "voice": ""}
    checking = BoardView("checkup", now_ms(), mode="checkup", checkup=seen)
    site.gate.show("paused", "west", board=checking)
    record_opening(site, "c-size", guard)
    board.wait_for_selector("#waiting .admit")
    for width, height in SIZES:
        board.set_viewport_size({"width": width, "height": height})
        opens = board.locator("#waiting .open")
        box = opens.bounding_box()
        other = board.locator("#waiting .no").bounding_box()
        assert opens.evaluate("node => getComputedStyle(node).fontSize") == "28px"
        assert box["height"] >= 84
        assert box["y"] < height - 84  # seen without scrolling
        assert other["x"] - box["x"] - box["width"] >= 14
        assert box["width"] / other["width"] == pytest.approx(1.5, abs=0.06)
        look_at(board, width)
    board.click("#unexplained summary")
    board.click("#waiting .admit")
    board.click("form.admit summary")
    board.click("#evacuate")
    for width, height in SIZES[1:]:
        board.set_viewport_size({"width": width, "height": height})
        look_at(board, width)


def look_at(board, width):
    assert board.evaluate("document.documentElement.scrollWidth") <= width
    assert board.evaluate(SMALL) == []
    if width != SIZES[0][0]:  # of a larger screen only its measures are others
        found = Axe().run(board, options={"resultTypes": ["violations"]})
        assert found.violations_count == 0, found.generate_report()


# Texts under 16 px and targets under 44 px.
SMALL = """() => [...document.querySelectorAll(
    'button, .key, nav a, input:not([type=hidden]), summary, td, p, dt, dd, li, label')]
  .filter(node => node.getClientRects().length && !node.closest('.unseen'))
  .filter(node => parseFloat(getComputedStyle(node).fontSize) < 16 ||
    (node.matches('button, .key, nav a, summary, .choice, input:not([type=radio])') &&
      node.getBoundingClientRect().height < 44))
  .map(node => node.outerHTML.slice(0, 80))"""


def test_the_board_speaks_english_to_whoever_asks(board, site):
    wait_at(site, since=35_000, pressed=True)
    board.click("text=English")
    board.wait_for_selector("text=Somebody pressed the help key")
    assert board.locator(".left").inner_text().isascii() is False  # names stay
    assert "放行" not in board.inner_text("main")
    board.click("text=中文")
    board.wait_for_selector("text=有人按了呼叫键")


def test_a_board_whose_session_ends_goes_to_the_sign_in(board, site):
    site.staff.accounts.issue_code("guard")
    board.wait_for_url("**/sign-in**")
