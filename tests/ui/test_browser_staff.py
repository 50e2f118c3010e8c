"""The simulator and the plain pages of the staff in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from board_kit import open_board, sign_in
from ui_kit import wait_until

from kiosk.live.simulator import SimulatorTable, TwinView

pytestmark = pytest.mark.browser

SIZES = [(1280, 800), (1080, 1920)]


@pytest.fixture(scope="module")
def served_drill():
    return True


@pytest.fixture(scope="module")
def guard(browser, site):
    site.guard_code()
    page = open_board(browser, site)
    sign_in(page, site)
    yield page.context.storage_state()
    page.context.close()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_staff_pages_are_whole_and_axe_finds_nothing(browser, site, guard, size):
    page = open_board(browser, site, size, storage_state=guard)
    twins(site)
    for url in ("/pin", "/", "/simulator", "/nothing"):
        page.goto(site.url + url)
        if url == "/simulator":
            page.wait_for_selector(".lay")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size[0], url
        assert page.evaluate(SMALL) == [], url
        found = Axe().run(
            page, options={"resultTypes": ["violations"], "iframes": False}
        )
        assert found.violations_count == 0, (url, found.generate_report())
    page.context.close()
    assert page.strangers == []


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
