"""From an empty folder to the first person admitted, in a browser, on real bytes."""

import os
import pty
import re
import select
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest
import tomli_w
from axe_playwright_python.sync_playwright import Axe
from ui_kit import PASSWORD, free_port

from kiosk.config import load_config
from kiosk.demo import people
from kiosk.demo.twins import TwinSet

pytestmark = pytest.mark.browser

SIZES = [(1280, 800), (1920, 1080), (390, 844)]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
CODE = re.compile(r"\w{4}-\w{4}-\w{4}")
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/first-run")
START_SECONDS = 30.0


@pytest.fixture
def config(tmp_path):
    """A lane with a reader and a gate, in an empty folder."""
    dev = tmp_path / "dev"
    dev.mkdir()
    reader = {"id": "id", "driver": "sam", "card": "resident", "port": str(dev / "id")}
    gate = {"driver": "waveshare", "port": str(dev / "east-gate")}
    lane = {"id": "east", "name": "东门", "readers": [reader], "gate": gate}
    site = {"name": "幸福里社区", "data_dir": str(tmp_path / "var")}
    settings = {
        "site": site,
        "web": {"host": "127.0.0.1", "port": free_port()},
        "staff": {"second_factor": "off"},
        "lanes": [lane],
    }
    path = tmp_path / "config.toml"
    path.write_text(tomli_w.dumps(settings), "utf-8")
    return path


@pytest.fixture
def twins(config, tmp_path):
    with TwinSet(load_config(config), tmp_path / "dev", paced=False) as made:
        yield made


@pytest.fixture
def console(config, twins, tmp_path):
    """`kiosk run` as somebody starts it in a terminal, and what it said there."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "kiosk", "run", "--config", str(config)]
    with (tmp_path / "log").open("wb") as log:
        child = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=log, start_new_session=True
        )
    os.close(theirs)
    try:
        yield _until(ours, CODE)
    finally:
        child.terminate()
        child.wait(20)
        os.close(ours)


def _until(terminal, pattern):
    said, end = "", time.monotonic() + START_SECONDS
    while not pattern.search(said):
        left = end - time.monotonic()
        assert left > 0, said
        if select.select([terminal], [], [], left)[0]:
            said += os.read(terminal, 4096).decode()
    return said


@pytest.fixture
def person():
    return people.resident(7_000_001, "green", "first", datetime.now(UTC).date())


def checked(page):
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
        if width != 1920:  # wider than the column is not another page
            found = Axe().run(page, options=RULES)
            assert found.violations_count == 0, (page.url, found.generate_report())
    page.set_viewport_size({"width": 1280, "height": 800})


def opened(page, address):
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            return page.goto(address)
        except Exception:
            assert time.monotonic() < end, "no page answered"
            time.sleep(0.2)


def test_somebody_sets_a_site_up_without_reading_anything(
    console, page, twins, person, tmp_path
):
    code, begun = CODE.search(console)[0], time.monotonic()
    opened(page, ADDRESS.search(console)[0])
    checked(page)
    words = {"code": code, "name": "赵主任", "login": "boss"}
    for field, word in (words | {"password": PASSWORD, "again": PASSWORD}).items():
        page.fill(f"#{field}", word)
    page.click("form.column .strong")
    page.wait_for_url("**/first-run/people")
    checked(page)
    page.fill("#guard_name", "王保安")
    page.fill("#guard_login", "wang")
    page.click("form.column .strong")
    page.wait_for_selector(".one-time")
    checked(page)
    page.click("a.strong")
    page.wait_for_url("**/first-run/lanes")
    checked(page)
    page.click("a.strong")
    page.fill("#name", person.card.person.name)
    page.fill("#document_number", person.card.number)
    checked(page)
    page.click("form.column .strong")
    page.wait_for_selector("#gate", state="hidden", timeout=START_SECONDS * 1000)
    checked(page)
    assert "放到读卡器上" in page.inner_text("#wait h1")
    twins.readers["id"].lay(person.card)
    page.wait_for_selector("#done", timeout=20_000)
    checked(page)
    page.click("#finish")
    page.wait_for_url("**/admin")
    assert time.monotonic() - begun < 5 * 60
    assert code not in (tmp_path / "log").read_text()
