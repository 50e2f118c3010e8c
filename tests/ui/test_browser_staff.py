"""The staff's pages in a real browser."""

from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from ui_kit import wait_until

from kiosk.live import BoardView, CommandKind, Commands
from kiosk.live.simulator import SimulatorTable, TwinView
from kiosk.live.store import now_ms

pytestmark = pytest.mark.browser

SIZES = [(1280, 800), (1920, 1080), (1080, 1920), (1024, 768)]


@pytest.fixture(scope="module")
def served_drill():
    return True


@pytest.fixture(scope="module")
def code(site):
    return site.guard_code()


@pytest.fixture
def board(page, site, code):
    code = site.staff.accounts.issue_code("guard")
    page.goto(f"{site.url}/sign-in")
    page.fill("#login", "guard")
    page.fill("#secret", code)
    page.click("form.sheet .strong")
    page.wait_for_url("**/password")
    page.click("text=这次先不设置")
    page.wait_for_selector("#lanes article")
    commands(site)
    return page


def commands(site):
    return Commands(site.gate.live).take()


def wait_at(site, lane="east", since=0):
    waiting = BoardView(
        "waiting_for_staff", now_ms(), "v1", "refer", "not_registered", "李*英",
        "999999********0427", "senior", now_ms() - since,
    )  # fmt: skip
    site.gate.show("wait", lane, board=waiting)


def finish(site, result):
    command = wait_until(lambda: commands(site))[0]
    Commands(site.gate.live).finish(command.id, result)
    return command


def test_two_taps_open_a_gate_and_the_page_says_what_came_of_it(board, site):
    wait_at(site)
    board.click("#waiting >> text=开门一次")
    board.click("#waiting >> text=证件读不出")
    command = finish(site, "opened")
    assert (command.lane, command.kind) == ("east", CommandKind.OPEN)
    assert command.body == {"reason": "unreadable", "visit": "v1"}
    board.wait_for_selector("text=门开了")
    Commands(site.gate.live).finish(command.id, "passed")
    board.wait_for_selector("text=有人通过了")


@pytest.mark.parametrize(
    ("result", "said"),
    [
        ("nobody", "没有人通过"),
        ("gate_silent", "闸机没有回应"),
        ("expired", "没有开门"),
        ("record_failed", "记录写不进去"),
    ],
)
def test_what_did_not_work_is_said_plainly(board, site, result, said):
    site.gate.show("idle")
    board.click("[data-lane=west] >> text=开门一次")
    board.keyboard.press("4")
    finish(site, result)
    board.wait_for_selector(f".result >> text={said}")


def test_keys_alone_serve_whoever_waits_longest(board, site):
    wait_at(site, "west", since=90_000)
    wait_at(site, "east", since=5_000)
    board.wait_for_selector("#waiting article:nth-child(2)")
    assert "西门" in board.inner_text("#waiting article:first-child h2")
    board.keyboard.press("F2")
    board.wait_for_selector(".reasons")
    board.keyboard.press("Escape")
    board.wait_for_selector(".reasons", state="detached")
    board.keyboard.press("F2")
    board.keyboard.press("1")
    command = finish(site, "opened")
    assert (command.lane, command.body["reason"]) == ("west", "emergency")
    board.keyboard.press("F4")
    assert CommandKind.DISMISS is finish(site, "dismissed").kind
    site.gate.show("idle")
    site.gate.show("idle", "west")


def test_a_choice_survives_what_happens_elsewhere(board, site):
    wait_at(site)
    board.click("#waiting >> text=开门一次")
    site.gate.show("pass", "west")
    board.wait_for_selector("[data-lane=west]")
    assert "急诊" in board.inner_text("#waiting .reasons")
    assert board.evaluate("document.activeElement.dataset.focus") == "east-emergency"
    site.gate.show("idle")
    site.gate.show("idle", "west")


def test_a_code_is_typed_with_keys_alone_and_stays_when_it_was_mistyped(board, site):
    wait_at(site)
    board.click("#waiting >> text=输入通行证编号")
    board.keyboard.type("7k3m q2tx 0")
    site.gate.device("east-id", "lost")  # the card is drawn anew
    board.wait_for_selector("#waiting >> text=断开了")
    board.keyboard.press("Enter")
    command = finish(site, "code_mistyped")
    assert command.body == {"code": "7k3m q2tx 0", "visit": "v1"}
    board.wait_for_selector(".result >> text=编号不对")
    assert board.input_value("#code-east") == "7k3m q2tx 0"
    board.fill("#code-east", "7k3m q2tx 9")
    board.keyboard.press("Enter")
    assert finish(site, "pass_needs_id").body["code"] == "7k3m q2tx 9"
    board.wait_for_selector(".result >> text=通行证要和本人证件一起使用")
    board.wait_for_selector("#code-east", state="detached")
    site.gate.device("east-id", "ok")
    site.gate.show("idle")


def test_a_paper_shows_its_kind_its_codes_and_whose_card_is_wanted(board, site):
    seen = BoardView(
        "second_document", now_ms(), "v1", "refer", "pass_needs_id", "李*英",
        "7K3M-Q2TX-9", "pass", None,
    )  # fmt: skip
    site.gate.show("second", board=seen)
    board.wait_for_selector("#lanes [data-lane=east] >> text=看过通行证，等身份证")
    card = board.inner_text("[data-lane=east]")
    for text in ("纸质通行证", "李＊英", "7K3M-Q2TX-9"):
        assert text in card
    several = replace(
        seen, phase="waiting_for_staff", call_since_ms=now_ms(), note="several_codes"
    )
    site.gate.show("wait", board=several)
    board.wait_for_selector("#waiting >> text=纸上有几个码")
    site.gate.show("idle")


def test_the_board_shows_mask_reason_remedy_and_device(board, site):
    site.gate.device("east-id", "lost")
    wait_at(site, since=35_000)
    text = board.locator("#waiting article")
    text.wait_for()
    shown = text.inner_text()
    for part in (
        "李＊英",
        "999999********0427",
        "老年卡",
        "没有查到",
        "核对证件",
        "35 秒",
    ):
        assert part in shown
    assert "读卡器断开了" in shown
    assert board.title().startswith("(1)")
    site.gate.device("east-id", "ok")
    site.gate.show("idle")


def test_a_board_whose_session_ends_goes_to_the_sign_in(board, site):
    site.staff.accounts.issue_code("guard")
    board.wait_for_url("**/sign-in", timeout=6000)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_staff_pages_are_whole_and_axe_finds_nothing(board, site, size):
    board.set_viewport_size({"width": size[0], "height": size[1]})
    twins(site)
    wait_at(site, since=35_000)
    for url in ("/board", "/password", "/", "/simulator", "/nothing"):
        board.goto(site.url + url)
        if url == "/board":
            board.wait_for_selector("#waiting article")
            board.click("#waiting >> text=输入通行证编号")
            board.keyboard.press("F2")
        if url == "/simulator":
            board.wait_for_selector(".lay")
        wide = board.evaluate("document.documentElement.scrollWidth")
        assert wide <= size[0], url
        assert board.evaluate(SMALL) == [], url
        found = Axe().run(
            board, options={"resultTypes": ["violations"], "iframes": False}
        )
        assert found.violations_count == 0, (url, found.generate_report())
    site.gate.show("idle")


# Texts under 16 px and targets under 44 px.
SMALL = """() => [...document.querySelectorAll(
    'button, .key, .door, nav a, input:not([type=hidden]), td, p, dt, dd')]
  .filter(node => node.getClientRects().length && !node.matches('.hidden, .unseen'))
  .filter(node => parseFloat(getComputedStyle(node).fontSize) < 16 ||
    (node.matches('button, .key, nav a, input') &&
      node.getBoundingClientRect().height < 44))
  .map(node => node.outerHTML.slice(0, 80))"""


def twins(site):
    table = SimulatorTable(site.gate.live)
    card = {"id": "zhang", "label": "张秀英 身份证", "kind": "resident"}
    body = {"cards": [card], "faults": ["noise"], "faults_on": [], "plugged": True}
    table.show(TwinView("east-id", "east", "reader", "sam", body))
    relay = {"states": {"1": False}, "open": False, "inputs": {"passage": False}}
    table.show(TwinView("east-gate", "east", "gate", "waveshare", relay))
    held = {"sheets": [{"id": "valid", "label": "通行证 · 有效"}], "held": None}
    how = {"poses": ["tilted", "bent"], "poses_on": ["bent"], "plugged": True}
    wrong = {"faults": ["frozen"], "faults_on": []}
    camera = TwinView("east-camera", "east", "camera", "opencv", held | how | wrong)
    table.show(camera)
    return table


def test_the_simulator_lays_cards_and_shows_the_gate_open(page, site):
    table = twins(site)
    table.take()
    page.goto(f"{site.url}/simulator")
    page.click("text=张秀英")
    order = wait_until(table.take)[0]
    assert (
        order.device,
        order.verb,
        order.body,
    ) == ("east-id", "lay", {"card": "zhang"})
    page.click("text=乱码")
    assert wait_until(table.take)[0].body == {"word": "noise", "on": True}
    page.click("text=有人走过")
    assert wait_until(table.take)[0].verb == "pulse_input"
    page.click("text=通行证 · 有效")
    assert wait_until(table.take)[0].body == {"sheet": "valid"}
    page.click("[data-device=east-camera] >> text=平放")
    assert wait_until(table.take)[0].body == {"word": "bent", "on": False}
    page.click("[data-device=east-camera] >> text=画面不动")
    assert wait_until(table.take)[0].body == {"word": "frozen", "on": True}
    page.click("[data-device=east-id] >> text=拔掉线")
    assert wait_until(table.take)[0].verb == "unplug"
    table.show(
        TwinView(
            "east-gate",
            "east",
            "gate",
            "waveshare",
            {"states": {"1": True}, "open": True},
        )
    )
    table.add_traffic("east-gate", True, b"\x01\x05", "闪开")
    page.wait_for_selector(".gate.open >> text=闸门开着")
    page.wait_for_selector("text=01 05")


def test_the_simulator_frames_the_gate_screen(page, site):
    page.goto(f"{site.url}/simulator")
    site.gate.show("wait", line="通行证过期了")
    frame = page.frame_locator("iframe").first
    frame.locator("text=通行证过期了").wait_for()
    site.gate.show("idle")
