"""The gate screen in a real browser: what it does when things happen or stop."""

import signal
import statistics
import subprocess
import sys
import threading
import time
import urllib.request

import pytest
from screen_kit import pass_by
from ui_kit import Gate, answers, free_port, stop_clock, wait_until

from kiosk.config import load_config
from kiosk.house import House
from kiosk.live import CommandKind, Commands
from ui.places import FOR_SCREEN, SHARED

pytestmark = pytest.mark.browser

FROZEN_SHOWS_MS = 8000
ROUND = "async () => { await (await fetch('/healthz')).text(); }"
# A web process of its own, as it is started at a gate, because it is frozen and killed.
CONFIG = """
[site]
name = "幸福里社区"
data_dir = "{folder}"
[web]
port = {port}
[[lanes]]
id = "east"
name = "东门 1 号"
"""


def look(page, name):
    page.wait_for_selector(f"body[data-look='{name}']")


def test_a_verdict_is_painted_soon_after_it_is_written(page, site):
    page.goto(f"{site.url}/screen/east")
    page.wait_for_selector("body[data-hint]")
    page.evaluate(
        """() => { window.seen = []; new MutationObserver(() => window.seen.push(
        [document.body.dataset.look, Date.now()])).observe(document.body,
        { attributeFilter: ['data-look'] }); }"""
    )
    written, rounds = [], []
    for state in ("reading", "pass", "idle") * 5:
        begun = time.perf_counter()
        page.evaluate(ROUND)
        rounds.append((time.perf_counter() - begun) * 1000)
        site.gate.show(state, name="张＊明" if state == "pass" else None)
        written.append(time.time() * 1000)
        look(page, state)
    seen = [at for _, at in page.evaluate("window.seen")]
    assert len(written) == len(seen)
    late = [after - before for before, after in zip(written, seen, strict=True)]
    # A busy machine is late with everything.
    assert statistics.median(late) < 150 + 10 * statistics.median(rounds)


def test_the_name_goes_when_its_time_is_over(page, site):
    page.goto(f"{site.url}/screen/east")
    pass_by(page, site, "张＊明", "east")
    assert page.inner_text("h1") == "请进"


def calls(site):
    return [c for c in Commands(site.gate.live).take() if c.kind is CommandKind.CALL]


def test_a_finger_on_the_key_calls_once(page, site):
    page.goto(f"{site.url}/screen/east")
    page.wait_for_selector("body[data-hint]")
    calls(site)
    for _ in range(3):
        page.dispatch_event("#call", "pointerdown")
    found = wait_until(lambda: calls(site))
    page.wait_for_timeout(300)
    assert (len(found), calls(site)) == (1, [])


def test_the_key_beside_the_screen_calls_as_well(page, site):
    page.goto(f"{site.url}/screen/west")
    page.wait_for_selector("body[data-hint]")
    calls(site)
    page.keyboard.press("F9")
    assert wait_until(lambda: calls(site))


def test_a_key_pressed_after_the_cookie_is_gone_still_calls(page, site):
    page.goto(f"{site.url}/screen/west")
    page.wait_for_selector("body[data-hint]")
    page.context.clear_cookies()
    page.wait_for_timeout(1100)  # the server heeds one press a second
    calls(site)
    page.dispatch_event("#call", "pointerdown")
    assert wait_until(lambda: calls(site))


def test_an_unbelievable_name_stays_text(page, site):
    page.goto(f"{site.url}/screen/east")
    site.gate.show("pass", name="<img src=x onerror=document.title=1>")
    page.wait_for_selector("text=<img src=x")
    assert page.locator("#stage img").count() == 0


@pytest.fixture
def frozen(tmp_path):
    """A web process that a test may freeze and kill."""
    port, path = free_port(), tmp_path / "config.toml"
    path.write_text(CONFIG.format(folder=tmp_path / "var", port=port), "utf-8")
    house = House.open(load_config(path), lambda text: None)
    gate = Gate(house.open_live())

    def start():
        command = [sys.executable, "-m", "kiosk", "web", "--config", str(path)]
        begun = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        wait_until(lambda: answers(f"http://127.0.0.1:{port}"), 30)
        return begun

    server = [start()]
    gate.show("idle")
    yield gate, server, start, f"http://127.0.0.1:{port}/screen/east"
    server[0].send_signal(signal.SIGCONT)
    server[0].terminate()
    assert server[0].wait(20) == 0
    gate.live.close()
    house.close()


@pytest.fixture
def beating(frozen):
    """The gate process lives whatever becomes of the web process."""
    stop = threading.Event()
    hand = threading.Thread(target=frozen[0].keep_beating, args=(stop,))
    hand.start()
    yield
    stop.set()
    hand.join(10)


def test_a_frozen_server_is_shown_within_eight_seconds_and_heals(
    own_page, frozen, beating
):
    page, (gate, server, start, url) = own_page, frozen
    stop_clock(page)
    page.goto(url)
    look(page, "idle")
    server[0].send_signal(signal.SIGSTOP)
    page.clock.run_for(FROZEN_SHOWS_MS)
    look(page, "fault")
    assert page.inner_text("h1") == "请找工作人员"
    server[0].send_signal(signal.SIGCONT)
    page.clock.resume()
    look(page, "idle")
    server[0].kill()
    server[0].wait(5)
    server[0] = start()
    gate.show("reading")
    look(page, "reading")


def test_a_page_without_a_place_for_its_stream_shows_what_is_true(
    page, frozen, beating
):
    gate, _, _, url = frozen
    stream = url.replace("/screen/", "/api/v1/screen/") + "/events"
    others = [
        urllib.request.urlopen(stream, timeout=10) for _ in range(SHARED + FOR_SCREEN)
    ]
    with page.expect_response(lambda answer: answer.url == stream) as refused:
        page.goto(url)
    assert refused.value.status == 503
    gate.show("reading")
    look(page, "reading")
    for other in others:
        other.close()
    page.wait_for_event(
        "response", lambda answer: answer.url == stream and answer.ok, timeout=25_000
    )
    gate.show("wait")
    look(page, "wait")


def test_a_dead_gate_process_is_shown_on_a_healthy_server(page, frozen):
    gate, _, _, url = frozen
    gate.show("idle")
    page.goto(url)
    look(page, "fault")
    gate.beat()
    look(page, "idle")
