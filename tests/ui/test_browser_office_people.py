"""The office's pages of people in a real browser, at the desk and on a phone."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from test_browser_office import MEASURES, RULES, SIZES
from unsealing import unseal

from kiosk.live.laid import Laid, LaidCards, Purpose
from kiosk.staff import Role
from verification.invented import invented_number, invented_person
from verification.masks import mask_name, mask_number
from verification.registry import AskedKind, Editor, Personal

pytestmark = pytest.mark.browser

HOME = "/admin/people"
SHE = invented_person(7007)
PHONE = "10000007007"
PASSWORD = "correct horse 电池"


@pytest.fixture(scope="module")
def urls():
    """Every address that the browser asked for in these journeys."""
    return []


@pytest.fixture(scope="module")
def desk_state(browser, site):
    """A registrar, signed in once."""
    site.staff.accounts.add("li.mei", Role.REGISTRAR, "李小妹")
    register_two(site.house)
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site.url}/sign-in")
    page.fill("#login", "li.mei")
    page.fill("#secret", site.staff.accounts.issue_code("li.mei"))
    page.click("form.sheet .strong")
    page.wait_for_url("**/password")
    mei = site.staff.accounts.named("li.mei")
    site.staff.accounts.set_password(mei, PASSWORD)
    yield context.cookies()
    context.close()


def register_two(house):
    """Two people of one name, one of whom waits for an answer far too long."""
    editor = Editor(house.keys, "console", datetime.now(UTC))
    made = [
        editor.register(Personal("resident", invented_person(n).number, "测试同名"))
        for n in (7001, 7002)
    ]
    house.registry.apply(made)
    on = date(2020, 3, 1)
    asked = house.registry.asked
    asked.add(made[0].key, AskedKind.COPY, on, on + timedelta(days=30), "console")


@pytest.fixture
def office(page, desk_state, site, urls):
    page.context.add_cookies(desk_state)
    problems = []
    page.on("request", lambda request: urls.append(request.url))
    page.on("console", lambda m: m.type == "error" and problems.append(m.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{site.url}{HOME}")
    yield page
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
    office.click("form[action$='/search'] button.strong")


def one_page(office):
    """On the page of somebody registered."""
    if not office.url.endswith(HOME):
        office.goto(re.match(r"http://[^/]+", office.url).group() + HOME)
    find(office)
    if office.locator("h1", has_text="登记一位").count():
        register(office, phone=PHONE)
    assert office.inner_text("h1") == mask_name(SHE.name)


def looked_at(office, size):
    office.wait_for_load_state()
    office.wait_for_load_state()
    if size != SIZES[1]:  # of a larger screen only its measures are others
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
    office.click("form[action$='/cards'] button.key")
    looked_at(office, size)
    office.select_option("#field", "phone")
    office.select_option("#reason", "call_back")
    office.click("form[action$='/show'] button")
    looked_at(office, size)
    office.click("form[action$='/show'] button")
    looked_at(office, size)  # with its problems
    office.click("text=回到名单")
    looked_at(office, size)
    office.select_option("#kind", "name")
    find(office, "测试同名")
    looked_at(office, size)  # several people of that name
    office.click("text=回到名单")
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
    office.select_option("#why", "told")
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
    office.click("form[action$='/cards'] button.key")
    assert "卡加好了" in office.inner_text(".told")
    office.click("[aria-label='挂失：市民卡']")
    office.click("[aria-label='解除挂失：市民卡']")
    office.click("[aria-label='去掉：市民卡']")
    assert office.locator("[aria-label='去掉：市民卡']").count() == 0


def test_a_card_on_the_desk_fills_the_forms_and_its_number_never_comes(office, site):
    number, cards = (
        invented_number(SHE.birth, 705),
        LaidCards(site.gate.live, site.house.keys),
    )
    site.gate.device("desk", "ok", lane="")
    texts = []
    office.on("response", lambda a: "/laid/" in a.url and texts.append(a.text()))
    office.click("[data-reader]")
    cards.lay(Purpose.ENROLMENT, "desk", Laid("resident", number, "测试人"))
    office.wait_for_selector("text=读到了")
    assert office.input_value("#number") == mask_number(number)
    looked_at(office, (1280, 800))
    find_laid(office)
    assert "测*人" in office.inner_text("[data-said]")
    office.click("form.column .strong")  # the name comes from the card
    assert office.inner_text("h1") == "测*人"
    assert not [text for text in texts if number in text or "测试人" in text]


def find_laid(office):
    office.select_option("#purpose", "visit")
    office.click("form[action$='/search'] button.strong")


def test_whoever_would_rather_type_may(office, site):
    cards = LaidCards(site.gate.live, site.house.keys)
    cards.lay(Purpose.ENROLMENT, "desk", Laid("resident", SHE.number, SHE.name))
    office.click("[data-reader]")
    office.wait_for_selector("text=读到了")
    office.click("[data-typed]")
    assert office.input_value("#number") == ""
    assert office.evaluate("document.activeElement.id") == "number"
    cards.take_up(Purpose.ENROLMENT, "desk")
    site.gate.device("desk", "lost", lane="")
    office.click("[data-reader]")
    office.wait_for_selector("text=读卡器没有回应")


def test_a_strange_day_is_ticked_and_a_death_is_noted(office, site):
    register(office, number=invented_number(SHE.birth, 709), name="测试西")
    office.select_option("#status", "green")
    office.fill("#valid_until", "2020-01-31")
    office.select_option("#status_why", "told")
    office.click("form[action$='/status'] button")
    office.click("text=请先看一下")
    office.check("#doubts input")
    looked_at(office, (1280, 800))
    office.click("form[action$='/status'] button")
    assert "状态改好了" in office.inner_text(".told")
    office.click("summary")
    office.select_option("#relation", "child")
    office.fill("#asker", "测试女")
    office.fill("#proof", "死亡证明 417")
    office.check("#died_sure")
    office.click("form[action$='/died'] button")
    assert "近亲属：子女" in office.inner_text("section[aria-labelledby=rights]")
    office.set_viewport_size({"width": 390, "height": 844})
    looked_at(office, (390, 844))


def test_an_attestation_and_a_basis_are_recorded(office):
    one_page(office)
    office.select_option("#attested_kind", "travel")
    office.select_option("#attested_on", "sms")
    office.click("form[action$='/attest'] button")
    assert "行程卡" in office.inner_text("section[aria-labelledby=shown] table")
    office.select_option("#basis", "consent")
    office.click("form[action$='/basis'] button")
    office.check("#sure")
    office.click("form[action$='/withdraw'] button")
    assert "不认识这一位" in office.inner_text(".problem")
    office.select_option("#basis", "duty")
    office.click("form[action$='/basis'] button")
    assert office.locator(".problem").count() == 0


def test_a_copy_is_handed_over_and_the_person_forgotten(office, site):
    number = invented_number(SHE.birth, 703)
    register(office, number=number, name="测试港", phone=PHONE)
    office.select_option("#copy_purpose", "own_request")
    office.fill("#export_password", PASSWORD)
    office.click("text=打印一份")
    assert number in office.inner_text("article.copy")
    looked_at(office, (1280, 800))
    office.emulate_media(media="print")
    assert not office.locator(".sections").is_visible()
    office.emulate_media(media="screen")
    office.click("main >> text=回到这一位")
    office.select_option("#copy_purpose", "own_request")
    office.fill("#export_password", PASSWORD)
    office.click("text=导出文件")
    looked_at(office, (1280, 800))
    with office.expect_download() as download:
        office.click("#file")
    assert download.value.suggested_filename == "person.zip"
    copy = unseal(download.value.path(), office.inner_text(".password"))["person.json"]
    assert json.loads(copy)["person"]["document_number"] == number
    office.click("main >> text=已经取走")
    office.select_option("#erase_reason", "own_request")
    office.fill("#last", number[-4:])
    office.fill("#erase_password", PASSWORD)
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
