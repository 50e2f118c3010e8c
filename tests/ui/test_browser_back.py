"""The browser's own "back" and "reload", after forms that carry names and numbers."""

import pytest
from ui_kit import PASSWORD

from kiosk.staff import Role
from verification.invented import invented_person

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


def test_back_to_a_page_of_the_office_after_something_was_done_there(page, site):
    accounts = site.staff.accounts
    boss, _ = accounts.add("boss", Role.ADMINISTRATOR, "赵主任")
    accounts.set_password(boss, PASSWORD)
    accounts.add("wang", Role.GUARD, "王保安")
    page.goto(f"{site.url}/sign-in")
    page.fill("#login", "boss")
    page.fill("#secret", PASSWORD)
    page.press("#secret", "Enter")
    page.wait_for_url("**/admin")
    page.goto(f"{site.url}/admin/staff")
    page.click("button[aria-label^=停用]")
    page.wait_for_selector(".told")
    page.goto(f"{site.url}/board")
    page.go_back()
    assert page.url == f"{site.url}/admin/staff"
    assert page.locator("h1").inner_text() == "工作人员"
