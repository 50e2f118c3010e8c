"""What hands, scanners and a passing name may do to the gate screen, and what not."""

import pytest
from screen_kit import NAME, pass_by, show
from ui_kit import wait_until

from kiosk.live import CommandKind, Commands
from kiosk.live.screens import ScreenBeats

pytestmark = pytest.mark.browser


WATCH = """() => { window.pressed = []; for (const key of
  document.querySelectorAll('button')) new MutationObserver((changes) =>
  key.classList.contains('down') && changes.forEach(() => window.pressed.push(key.id)))
  .observe(key,
  { attributeFilter: ['class'] }); }"""
BURST = """(key) => { for (let i = 0; i < 3; i += 1)
  dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true })); }"""


@pytest.fixture(scope="module")
def screen(browser, site):
    opened = browser.new_page(viewport={"width": 1280, "height": 800}, has_touch=True)
    opened.goto(f"{site.url}/screen/west")
    opened.wait_for_selector("body[data-hint]")
    opened.evaluate(WATCH)
    yield opened
    opened.close()


def pressed(screen):
    return screen.evaluate("window.pressed")


def calls(site):
    return [c for c in Commands(site.gate.live).take() if c.kind is CommandKind.CALL]


def test_nothing_but_the_keys_heeds_a_hand(screen):
    for kind in ("contextmenu", "selectstart", "dragstart", "drop", "auxclick"):
        heeded = f"document.getElementById('word').dispatchEvent(new Event('{kind}',"
        assert not screen.evaluate(f"{heeded} {{ bubbles: true, cancelable: true }}))")
    still = (
        "new MouseEvent('mousedown', { button: 1, bubbles: true, cancelable: true })"
    )
    assert not screen.evaluate(f"document.body.dispatchEvent({still})")
    assert screen.get_attribute("html", "translate") == "no"


def test_two_fingers_do_not_zoom(screen):
    for place in ("html", "body"):
        allowed = f"getComputedStyle(document.querySelector('{place}')).touchAction"
        assert screen.evaluate(allowed) == "none"


def test_a_wheel_and_the_keys_for_zooming_do_nothing(screen):
    for event in ("WheelEvent('wheel', ", "KeyboardEvent('keydown', { key: '+', "):
        heeded = f"document.body.dispatchEvent(new {event}"
        end = "ctrlKey: true, bubbles: true, cancelable: true }))"
        opened = "{ " if "wheel" in event else ""
        assert not screen.evaluate(heeded + opened + end)


def test_a_press_and_a_drag_select_no_text(screen):
    screen.mouse.move(60, 250)
    screen.mouse.down()
    screen.mouse.move(700, 420, steps=3)
    screen.mouse.up()
    screen.mouse.dblclick(200, 300)
    assert screen.evaluate("getSelection().toString()") == ""


def test_whatever_a_scanner_types_presses_no_key(screen, site):
    screen.evaluate("window.pressed.length = 0")
    calls(site)
    for key in ("#call", "#louder"):
        screen.focus(key)
        screen.keyboard.type("6901234567892\t 0")
        for end in ("Enter", "Space", "NumpadEnter", "Tab"):
            screen.keyboard.press(end)
    assert pressed(screen) == []
    assert calls(site) == []


@pytest.mark.parametrize(("key", "button"), [("F9", "call"), ("F10", "louder")])
def test_a_key_beside_the_screen_is_one_on_it_and_heeded_once_a_second(
    screen, key, button
):
    screen.wait_for_timeout(1100)  # whatever was pressed before
    screen.evaluate("window.pressed.length = 0")
    screen.evaluate(BURST, key)
    assert wait_until(lambda: pressed(screen)) == [button]
    screen.wait_for_timeout(1100)
    screen.keyboard.press(key)
    assert wait_until(lambda: pressed(screen)[1:]) == [button]


def test_a_name_is_nowhere_once_its_time_is_over(screen, site):
    pass_by(screen, site, NAME, after=screen.reload)
    assert NAME not in screen.content()
    assert screen.evaluate("localStorage.length + sessionStorage.length") == 0
    screen.reload()
    screen.wait_for_selector("body[data-look=pass]")
    assert NAME not in screen.content()


def test_a_new_card_interrupts_whatever_is_shown(screen, site):
    for before in ("wait", "called", "coming", "closed", "pass", "fault"):
        show(screen, site, before)
        show(screen, site, "reading")


def test_nothing_on_the_screen_counts_down(screen, site):
    for name in ("wait", "called", "reading", "pass"):
        show(screen, site, name)
        text = "document.querySelector('main').innerText"
        before = screen.evaluate(text)
        screen.wait_for_timeout(1100)
        assert before == screen.evaluate(text)
        assert not any(sign.isdigit() for sign in before)


def test_the_page_says_from_a_painted_frame_that_it_lives(screen, site):
    show(screen, site, "idle")
    screen.reload()
    wait_until(lambda: "west" in ScreenBeats(site.gate.live).newest())
    beat = ScreenBeats(site.gate.live).newest()["west"]
    view = site.gate.live.lane("west")
    assert beat.shows(view) or wait_until(
        lambda: ScreenBeats(site.gate.live).newest()["west"].shows(view)
    )
