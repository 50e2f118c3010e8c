"""The rules in a real browser: read, changed, rehearsed, set."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from policy_kit import strangers
from ui_kit import PASSWORD

from kiosk.policy import in_force
from kiosk.staff import Role

pytestmark = pytest.mark.browser

SIZES = [(1280, 800), (1920, 1080), (390, 844)]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


@pytest.fixture
def boss(page, site):
    accounts = site.staff.accounts
    accounts.add("boss", Role.ADMINISTRATOR, "赵主任")
    accounts.set_password(accounts.named("boss"), PASSWORD)
    page.goto(f"{site.url}/sign-in")
    page.fill("#login", "boss")
    page.fill("#secret", PASSWORD)
    page.click("form.sheet .strong")
    page.wait_for_url("**/admin")
    problems: list[str] = []
    page.on("console", lambda m: m.type == "error" and problems.append(m.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    assert problems == []


def checked(page):
    """The page as it stands, at every size."""
    page.wait_for_load_state()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        if (width, height) != SIZES[1]:  # of that only its measures are others
            found = Axe().run(page, options=RULES)
            assert found.violations_count == 0, (page.url, found.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    page.set_viewport_size({"width": 1280, "height": 800})


def test_an_administrator_changes_a_rule_after_seeing_what_it_means(boss, site):
    strangers(site.house, 5)
    boss.goto(f"{site.url}/admin")
    boss.click("text=闸机按什么判断")
    checked(boss)
    boss.click("text=改规则")
    checked(boss)
    boss.select_option("#unregistered", "record")
    boss.click("form.column .strong")
    boss.wait_for_selector(".sums", timeout=30_000)
    checked(boss)
    assert boss.inner_text(".sums .card .big") == "5"
    boss.fill("#password", PASSWORD)
    boss.click("form.column .strong")
    boss.wait_for_url("**/admin/policy")
    checked(boss)
    assert "第 1 版规则" in boss.inner_text(".office")
    now = in_force(site.house.registry.policies, site.house.config)
    assert now.table.unregistered == "record"
