"""Retention and the end of a site in a real browser: read by all, reached by no tap."""

from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from test_browser_office import MEASURES, RULES, SIZES
from ui_kit import PASSWORD

from kiosk.retention.purge import purge
from kiosk.retention.sunset import Stage, Sunset, read_sunset, write_sunset
from kiosk.staff import Role
from verification.ledger import Entry, EventKind

pytestmark = pytest.mark.browser
URL = "/admin/retention"


@pytest.fixture
def office(page, site):
    accounts = site.staff.accounts
    if "boss" not in {one.login for one in accounts.all()}:
        accounts.add("boss", Role.ADMINISTRATOR, "赵主任")
    code = accounts.issue_code("boss")
    page.goto(f"{site.url}/sign-in")
    page.fill("#login", "boss")
    page.fill("#secret", code)
    page.click("form.sheet .strong")
    page.wait_for_url("**/password")
    accounts.set_password(accounts.named("boss"), PASSWORD)
    problems: list[str] = []
    page.on("console", lambda m: m.type == "error" and problems.append(m.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    write_sunset(site.house.folder.root, Sunset())
    assert problems == []


def test_every_page_can_be_read_and_touched_by_everybody(office, site):
    ledger, root = site.house.ledger, site.house.folder.root
    receipt = purge(site.house).event.seq
    ledger.append(Entry(EventKind.SITE_SUNSET, more={"stage": "destroyed"}))
    ledger.checkpoint()
    write_sunset(root, Sunset().stop_checking("boss", datetime.now(UTC)))
    pages = ("", "/end", f"/receipt/{receipt}", "/end/certificate", "/record")
    for width, height in SIZES:
        office.set_viewport_size({"width": width, "height": height})
        for path in pages:
            office.goto(f"{site.url}{URL}{path}")
            if width == SIZES[0][0] or path == "":
                found = Axe().run(office, options=RULES)
                assert found.violations_count == 0, (path, found.generate_report())
            seen = office.evaluate(MEASURES)
            assert (seen["low"], seen["small"]) == ([], []), path
            assert seen["wide"] <= width, path


def test_a_site_is_brought_to_its_last_week_and_back(office, site):
    def stage():
        return read_sunset(site.house.folder.root).stage

    office.goto(f"{site.url}{URL}")
    office.click("text=停用的步骤")
    office.fill("#site", "幸福里社区")
    office.fill("#password", PASSWORD)
    office.click("text=停止核验，门一直开着")
    assert stage() is Stage.COUNTING
    office.fill("#day", office.get_attribute("#day", "min"))
    office.fill("#site", "幸福里社区")
    office.fill("#destroy_password", PASSWORD)
    office.click("text=定下这一天，全部销毁")
    assert stage() is Stage.SCHEDULED
    office.fill("#password", PASSWORD)
    office.click("text=取消，什么也不销毁")
    office.fill("#password", PASSWORD)
    office.click("button >> text=恢复核验")
    assert stage() is Stage.CHECKING
