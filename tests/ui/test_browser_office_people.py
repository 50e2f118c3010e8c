"""The office's pages of people in a real browser, at the desk and on a phone."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from test_browser_office import MEASURES, RULES, SIZES

from kiosk.staff import Role
from verification.invented import invented_number, invented_person
from verification.masks import mask_name

pytestmark = pytest.mark.browser

HOME = "/admin/people"
SHE = invented_person(7007)
PHONE = "10000007007"


@pytest.fixture(scope="module")
def urls():
    """Every address that the browser asked for in these journeys."""
    return []


@pytest.fixture(scope="module")
def desk_state(browser, site):
    """A registrar, signed in once."""
    site.staff.accounts.add("li.mei", Role.REGISTRAR, "李小妹")
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site.url}/sign-in")
    page.fill("#login", "li.mei")
    page.fill("#secret", site.staff.accounts.issue_code("li.mei"))
    page.click("form.sheet .strong")
    page.wait_for_url("**/password")
    yield context.storage_state()
    context.close()


@pytest.fixture
def office(browser, desk_state, site, urls):
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, storage_state=desk_state
    )
    problems = []
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.on("request", lambda request: urls.append(request.url))
    page.on("console", lambda m: m.type == "error" and problems.append(m.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{site.url}{HOME}")
    yield page
    context.close()
    expected = [text for text in problems if "400 (BAD REQUEST)" in text]
    assert problems == expected


def register(office, number=SHE.number, name=SHE.name, **more):
    office.goto(re.match(r"http://[^/]+", office.url).group() + f"{HOME}/new")
    for field, value in {"document_number": number, "name": name, **more}.items():
        office.fill(f"#{field}", value)
    office.click("form.column .strong")


def find(office, number=SHE.number):
    office.fill("#number", number)
    office.select_option("#purpose", "visit")
    office.click("form[action$='/search'] button")


def one_page(office):
    """On the page of somebody registered."""
    if not office.url.endswith(HOME):
        office.goto(re.match(r"http://[^/]+", office.url).group() + HOME)
    find(office)
    if office.locator("h1", has_text="登记一位").count():
        register(office, phone=PHONE)
    assert office.inner_text("h1") == mask_name(SHE.name)


def looked_at(office, size):
    found = Axe().run(office, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    seen = office.evaluate(MEASURES)
    assert seen["low"] == []
    assert seen["small"] == []
    assert seen["wide"] <= size[0]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_page_can_be_read_and_touched_by_everybody(office, size):
    office.set_viewport_size({"width": size[0], "height": size[1]})
    one_page(office)
    office.fill("#card_number", f"S99{size[0]:09d}")
    office.click("form[action$='/cards'] button")
    looked_at(office, size)
    office.select_option("#field", "phone")
    office.select_option("#reason", "call_back")
    office.click("form[action$='/show'] button")
    looked_at(office, size)
    office.click("form[action$='/show'] button")
    looked_at(office, size)  # with its problems
    office.click("text=回到名单")
    looked_at(office, size)
    find(office, "123")
    looked_at(office, size)
    register(office, number="123", name="1")
    looked_at(office, size)


def test_somebody_is_registered_found_and_corrected(office):
    number = invented_number(SHE.birth, 701)
    find(office, number)
    assert "还没有登记" in office.inner_text(".told")
    assert office.input_value("#document_number") == number
    office.fill("#name", "测试人")
    office.fill("#phone", PHONE)
    office.select_option("#status", "green")
    office.click("form.column .strong")
    assert "登记好了" in office.inner_text(".told")
    office.fill("#relative", "测试女")
    office.click("form[action$='/correct'] button")
    assert "更正好了" in office.inner_text(".told")
    assert "测*女" in office.inner_text(".facts")
    office.select_option("#field", "relative")
    office.select_option("#reason", "call_back")
    office.click("form[action$='/show'] button")
    assert office.inner_text(".full-value") == "测试女"
    office.click("text=English")
    assert office.inner_text("h2#known") == "What is registered"
    assert office.locator(".full-value").count() == 0
    office.click("text=中文")


def test_a_mistyped_number_teaches_and_keeps_what_was_typed(office):
    wrong = SHE.number[:-1] + ("1" if SHE.number[-1] != "1" else "2")
    register(office, number=wrong, phone=PHONE)
    assert "打错" in office.inner_text("#document_number-wrong")
    assert office.input_value("#phone") == PHONE
    office.click(".problem a")
    assert office.evaluate("document.activeElement.id") == "document_number"


def test_a_card_is_linked_lost_and_taken_away(office):
    one_page(office)
    office.select_option("#card_kind", "citizen")
    office.fill("#card_number", "C99 7007")
    office.click("form[action$='/cards'] button")
    assert "卡加好了" in office.inner_text(".told")
    office.click("[aria-label='挂失：市民卡']")
    office.click("[aria-label='解除挂失：市民卡']")
    office.click("[aria-label='去掉：市民卡']")
    assert office.locator("[aria-label='去掉：市民卡']").count() == 0


def test_a_copy_is_handed_over_and_the_person_forgotten(office, site):
    number = invented_number(SHE.birth, 703)
    register(office, number=number, name="测试港", phone=PHONE)
    office.select_option("#copy_purpose", "own_request")
    with office.expect_download() as download:
        office.click("form[action$='/export'] button")
    assert download.value.suggested_filename == "person.json"
    copy = json.loads(download.value.path().read_text())
    assert copy["person"]["document_number"] == number
    office.select_option("#erase_reason", "own_request")
    office.fill("#last", number[-4:])
    office.click("form[action$='/erase'] button")
    assert office.inner_text("h1") == "删除回执"
    office.emulate_media(media="print")
    assert office.locator(".receipt").is_visible()
    assert not office.locator(".sections").is_visible()
    assert not office.locator(".on-screen").first.is_visible()
    office.emulate_media(media="screen")
    looked_at(office, (1280, 800))
    office.click("main >> text=回到名单")
    find(office, number)
    assert "还没有登记" in office.inner_text(".told")


def test_the_keyboard_alone_finds_somebody(office):
    one_page(office)
    office.click("text=回到名单")
    office.focus("#number")
    office.keyboard.type(SHE.number)
    office.keyboard.press("Tab")
    office.keyboard.press("ArrowDown")
    office.keyboard.press("Tab")
    office.keyboard.press("Enter")
    office.wait_for_url(re.compile(rf"{HOME}/[0-9a-f]{{32}}$"))


def test_no_address_and_no_line_of_a_log_says_anything_of_anybody(office, urls, capfd):
    one_page(office)
    office.select_option("#field", "number")
    office.select_option("#reason", "audit")
    office.click("form[action$='/show'] button")
    find_again = SHE.number[::-1]
    office.click("text=回到名单")
    find(office, find_again)
    said = capfd.readouterr()
    asked = "\n".join([*urls, office.url, said.out, said.err])
    assert HOME in asked
    assert not re.search(
        r"\d{15}|\d{11}(?!\d)|S99\d|C99", re.sub("[0-9a-f]{32}", "", asked)
    )
    for value in (SHE.name, "测试", find_again):
        assert value not in asked
    titles = office.title()
    assert SHE.name not in titles
