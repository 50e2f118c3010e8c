"""The office's pages in a real browser."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from ui_kit import PASSWORD

from kiosk.staff import Role

pytestmark = pytest.mark.browser

SIZES = [(1280, 800), (1920, 1080), (390, 844)]
PAGES = ["/admin", "/admin/staff", "/admin/ledger", "/admin/ledger/1"]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# What a finger must hit, and what an eye must read.
MEASURES = """() => {
  const all = (what) => [...document.querySelectorAll(what)]
    .filter((e) => e.checkVisibility());
  const told = (e) => e.outerHTML.slice(0, 80);
  const high = (e) => e.getBoundingClientRect().height;
  const size = (e) => parseFloat(getComputedStyle(e).fontSize);
  const says = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  return {
    low: all("main :is(a, button, input, select)").filter((e) => high(e) < 44)
      .map(told),
    small: all('main *').filter((e) => says(e) && size(e) < 16).map(told),
    wide: document.documentElement.scrollWidth,
  };
}"""


@pytest.fixture
def office(page, site):
    login = "boss"
    if login not in {one.login for one in site.staff.accounts.all()}:
        site.staff.accounts.add(login, Role.ADMINISTRATOR, "赵主任")
        site.staff.accounts.add("wang", Role.GUARD, "王保安")
    page.goto(f"{site.url}/sign-in")
    page.fill("#login", login)
    page.fill("#secret", site.staff.accounts.issue_code(login))
    page.click("form.sheet .strong")
    page.wait_for_url("**/password")
    problems: list[str] = []
    page.on("console", lambda m: m.type == "error" and problems.append(m.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    assert problems == []


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_page_can_be_read_and_touched_by_everybody(office, site, size):
    width, height = size
    office.set_viewport_size({"width": width, "height": height})
    for path in PAGES:
        office.goto(f"{site.url}{path}")
        if size != SIZES[1]:  # of a larger screen only its measures are others
            found = Axe().run(office, options=RULES)
            assert found.violations_count == 0, (path, found.generate_report())
        seen = office.evaluate(MEASURES)
        assert seen["low"] == [], path
        assert seen["small"] == [], path
        assert seen["wide"] <= width, path


def test_an_administrator_lets_a_colleague_in_and_out_again(office, site, browser):
    office.goto(f"{site.url}/admin")
    office.click("text=谁可以登录")
    office.fill("#name", "李小妹")
    office.fill("#login", "li.mei")
    office.select_option("#role", "registrar")
    boss = site.staff.accounts.named("boss")
    site.staff.accounts.set_password(boss, PASSWORD)
    office.fill("#password", PASSWORD)
    office.click("form.column .strong")
    code = office.inner_text(".one-time")
    assert re.fullmatch(r"\w{4}-\w{4}-\w{4}", code)
    other = browser.new_context()
    colleague = other.new_page()
    colleague.goto(f"{site.url}/sign-in")
    colleague.fill("#login", "li.mei")
    colleague.fill("#secret", code)
    colleague.click("form.sheet .strong")
    colleague.wait_for_url("**/password")
    office.click("[aria-label='停用：李小妹']")
    assert "已停用" in office.inner_text(".told")
    colleague.goto(f"{site.url}/board")
    assert colleague.url.endswith("/sign-in")
    other.close()


def test_the_office_is_read_in_english_at_the_press_of_a_key(office, site):
    office.goto(f"{site.url}/admin/staff")
    office.click("text=English")
    assert office.url == f"{site.url}/admin/staff"
    assert office.inner_text("h1") == "Staff"
    assert office.get_attribute("html", "lang") == "en"
    office.click("text=中文")
    assert office.inner_text("h1") == "工作人员"


def test_an_ended_session_leaves_nobodys_data_on_the_page(own_page, site):
    page = own_page
    code = site.guard_code("gone", Role.ADMINISTRATOR)
    page.clock.install()
    page.goto(f"{site.url}/sign-in")
    page.fill("#login", "gone")
    page.fill("#secret", code)
    page.click("form.sheet .strong")
    page.wait_for_url("**/password")
    page.goto(f"{site.url}/admin/staff")
    assert "王保安" in page.inner_text("main")
    site.staff.accounts.disable("gone")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.run_for(5000)
    page.wait_for_selector("text=已退出，请重新登录")
    page.clock.run_for(15_000)
    assert ("王保安" in page.content(), len(asked)) == (False, 1)
    page.click("a[href='/sign-in']")
    page.wait_for_selector("#login")
