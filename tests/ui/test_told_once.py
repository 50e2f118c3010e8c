"""What two parts of a page must agree on is written down in one place."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from setup_kit import BASE

import ui
from kiosk.config.models import LaneTable
from kiosk.staff import Role
from kiosk.voice.speaking import LOUDER_DB
from ui.outlines import FRESH_MS
from ui.voice import speech
from ui.words import CALL_KEY, LOUDER_KEY

STATIC = Path(ui.__file__).parent / "static"


@pytest.fixture
def administrator(visitor):
    visitor.sign_in("it", Role.ADMINISTRATOR)
    return visitor


def script(name):
    return (STATIC / name).read_text("utf-8")


def test_page_and_gate_process_are_louder_by_the_same():
    lane = LaneTable.model_validate({"id": "a", "name": "a", "voice": {"rate": 0.6}})
    told = json.loads(json.dumps(speech(lane)))
    assert tuple(told["louder_db"]) == LOUDER_DB
    assert told["speed"] == pytest.approx(0.75)


def test_the_set_up_plays_and_names_the_levels_of_the_gate(administrator):
    page = administrator.client.get(f"{BASE}/speaker").text
    [told] = re.findall('data-louder-db="([^"]+)"', page)
    assert tuple(json.loads(unescape(told))) == LOUDER_DB
    assert f"加 {LOUDER_DB[1]:.0f} dB，再按加到 {LOUDER_DB[2]:.0f} dB" in page


def test_the_keys_of_the_touch_test_are_called_as_on_the_gate_screen(administrator):
    page = administrator.client.get(f"{BASE}/touch/run").text
    for words in (CALL_KEY, LOUDER_KEY):
        assert f"<span>{words}</span>" in page


def test_a_page_forgets_an_outline_when_the_hub_does():
    [lingers] = re.findall(r"LINGER_MS = ([\d_]+);", script("outline.js"))
    assert int(lingers) == FRESH_MS


@pytest.mark.browser
def test_the_set_up_speaks_the_language_of_its_lane(installer, site):
    page, asked = installer, []
    page.on("request", lambda request: asked.append(request.url))

    def in_english(route):
        answer = route.fetch()
        body = answer.text().replace('data-language="zh"', 'data-language="en"')
        route.fulfill(response=answer, body=body)

    page.route("**/setup/speaker", in_english)
    page.goto(f"{site.url}{BASE}/speaker")
    page.click("[data-clip='0']")
    page.wait_for_selector("[data-clip='0'][aria-pressed=true]")
    assert f"{site.url}/voice/en/test" in asked
