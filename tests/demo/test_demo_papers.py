"""Papers before the virtual camera, through the real processes of the demo.

The tests share one site and follow each other: what was shown once counts no
second time.
"""

import json
import shutil
import threading

import pytest
from paper_demo import CAMERA, CONFIG, LANE, PaperDemo
from waiting import no_thread_beside, wait_for

from kiosk.bench.dom import browser_path
from kiosk.config import load_config
from kiosk.live import CommandKind

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("papers")
    config = load_config(shutil.copy(CONFIG, folder / "config.toml"))
    before = set(threading.enumerate())
    with PaperDemo(config) as running:
        yield running
    no_thread_beside(before)


@pytest.fixture
def visitor(demo):
    yield demo
    demo.leave()


@pytest.fixture(scope="module")
def screen(demo):
    if browser_path() is None:
        pytest.skip("no Chromium on this machine: the screen was not looked at")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"{demo.site.address}/screen/{LANE}")
        page.wait_for_selector("body[data-look=idle]")
        yield page
        browser.close()


def test_a_valid_pass_opens_the_gate_and_the_screen_says_come_in(visitor, screen):
    board = visitor.show("valid")
    assert (board.reason, board.document) == ("pass_valid", "pass")
    screen.wait_for_selector("body[data-look=pass]", timeout=5000)
    assert screen.inner_text("#word") == "请进"
    assert visitor.openings() == 1


@pytest.mark.parametrize(
    ("sheet", "reason", "kind"),
    [
        ("photo", "pass_reused", "pass"),
        ("revoked", "pass_revoked", "pass"),
        ("expired", "pass_expired", "pass"),
        ("old", "pass_revoked", "pass"),
        ("forged", "pass_forged", "pass"),
        ("stranger", "paper_unknown", "hcert"),
    ],
)
def test_what_does_not_count_opens_nothing_and_the_board_says_why(
    visitor, sheet, reason, kind
):
    openings = visitor.openings()
    board = visitor.show(sheet)
    assert (reason, kind) == (board.reason, board.document)
    assert ("wait", openings) == (visitor.view().screen.state, visitor.openings())
    assert visitor.phase() == "waiting_for_staff"


def test_a_registered_number_opens_with_its_holders_card_beside_it(visitor, screen):
    openings = visitor.openings()
    assert visitor.show("number").reason == "pass_needs_id"
    screen.wait_for_selector("body[data-look=second]", timeout=5000)
    assert screen.inner_text("#word") == "请再刷身份证"
    assert openings == visitor.openings()
    assert visitor.lay("resident-1").reason == "pass_valid"
    screen.wait_for_selector("body[data-look=pass]", timeout=5000)
    assert openings + 1 == visitor.openings()


def test_a_borrowed_paper_does_not_open_with_the_borrowers_card(visitor):
    openings = visitor.openings()
    visitor.show("borrowed")
    assert visitor.lay("resident-0").reason == "pass_holder_differs"
    assert openings == visitor.openings()


def test_a_typed_code_stands_for_its_pass_but_never_opens_alone(visitor):
    openings, passes = (
        visitor.openings(),
        json.loads(visitor.kiosk("pass", "list", "--json")),
    )
    good = next(one["code"] for one in passes if one["state"] == "in_force")
    over = next(one["code"] for one in passes if one["state"] == "expired")
    assert visitor.ask(CommandKind.SHOW_CODE, code="7K3M-Q2TX-0") == "code_mistyped"
    assert visitor.ask(CommandKind.SHOW_CODE, code=over) == "pass_expired"
    visitor.leave()
    assert visitor.ask(CommandKind.SHOW_CODE, code=good) == "pass_needs_id"
    assert visitor.openings() == openings


def test_an_unplugged_camera_is_told_and_cards_still_count(demo, screen):
    demo.order(CAMERA, "unplug")
    wait_for(lambda: demo.condition() not in ("ok", None), 30, "the camera lost")
    screen.wait_for_selector("body[data-look=idle_card_only]", timeout=5000)
    assert demo.phase() == "ready"
    assert demo.lay("hmt-2").reason == "status_valid"
    demo.leave()
    demo.order(CAMERA, "plug")
    wait_for(lambda: demo.condition() == "ok", 30, "the camera back")


def test_the_ledger_tells_each_paper_with_its_reason_and_keeps_its_word(demo):
    found = [(row["evidence"], row["reason"]) for row in demo.verdicts()]
    wanted = {
        "pass_valid", "pass_reused", "pass_revoked", "pass_expired", "pass_forged",
        "paper_unknown", "pass_needs_id", "pass_holder_differs",
    }  # fmt: skip
    assert wanted <= {reason for kind, reason in found if kind == "paper"}
    demo.kiosk("ledger", "verify")
