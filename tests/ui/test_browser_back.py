"""The browser's own "back" and "reload", after forms that carry names and numbers."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from ui_kit import PASSWORD

from kiosk.staff import Role
from verification.invented import invented_person

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
SHE = invented_person(31)


def fill(page):
    page.fill("#name", "赵小兰")
    page.fill("#phone", "10000009000")
    page.select_option("#relation", "child")
    page.fill("#p0-name", SHE.name)
    page.fill("#p0-document_number", SHE.number)
    page.check("#agreed")


def is_empty_form(page):
    assert page.url.endswith("/help-register")
    assert [page.input_value("#name"), page.input_value("#p0-name")] == ["", ""]


@pytest.fixture
def form(page, site):
    page.goto(f"{site.url}/sign-in/password")
    page.goto(f"{site.url}/help-register")
    return page


def test_back_from_the_receipt_is_an_empty_form_also_after_a_mistake(form):
    fill(form)
    form.fill("#phone", "1")
    form.press("#phone", "Enter")
    form.wait_for_selector("#phone-wrong")
    assert form.input_value("#p0-name") == SHE.name
    form.fill("#phone", "10000009000")
    form.press("#phone", "Enter")
    form.wait_for_url("**/help-register/received")
    form.go_back()
    is_empty_form(form)
    form.go_forward()
    assert form.url.endswith("/received")
    form.reload()
    assert form.locator(".number").count() == 1


def test_an_answer_that_is_loaded_anew_sends_nothing_and_shows_the_empty_form(form):
    fill(form)
    form.click("button[value=more]")
    form.wait_for_selector("#p1-name")
    form.reload()
    is_empty_form(form)


@pytest.fixture
def holdover(site):
    """No time service keeps the gate process's clock."""
    site.gate.beat = lambda: site.gate.live.beat("gate", 1, 0, "holdover")
    site.gate.beat()
    yield
    del site.gate.beat


def test_the_clock_is_looked_at_and_back_leads_to_it_after_a_mistake(
    page, site, holdover
):
    boss, _ = site.staff.accounts.add("boss", Role.ADMINISTRATOR, "赵主任")
    site.staff.accounts.set_password(boss, PASSWORD)
    page.goto(f"{site.url}/sign-in")
    page.fill("#login", "boss")
    page.fill("#secret", PASSWORD)
    page.press("#secret", "Enter")
    page.wait_for_url("**/admin")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site.url}/admin/clock")
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.fill("#password", "a wrong one")
    page.press("#password", "Enter")
    page.wait_for_selector("#password-wrong")
    page.goto(f"{site.url}/board")
    page.go_back()
    assert page.url == f"{site.url}/admin/clock"
    assert "上面的日期和时间对吗" in page.inner_text("main")
    assert page.locator("#password-wrong").count() == 0
