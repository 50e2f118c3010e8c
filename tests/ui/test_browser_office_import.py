"""The page of imports in a real browser, from the file to the registry and back."""

import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from import_kit import line, listed
from test_browser_office import MEASURES, RULES, SIZES
from ui_kit import allowance, wait_until

from kiosk.people.limits import UPLOAD
from kiosk.staff import Role
from verification.invented import invented_person

pytestmark = pytest.mark.browser

LIST = [*(line(i) for i in range(8)), line(1, status="red"), line(9, number="12")]
FULL_NUMBER = re.compile(r"\d{17}[\dXx]")


@pytest.fixture
def office(page, site):
    login = "registrar"
    if login not in {one.login for one in site.staff.accounts.all()}:
        site.staff.accounts.add(login, Role.REGISTRAR, "李小妹")
    page.goto(f"{site.url}/sign-in")
    page.fill("#login", login)
    page.fill("#secret", site.staff.accounts.issue_code(login))
    page.click("form.sheet .strong")
    page.wait_for_url("**/password")
    problems: list[str] = []
    page.on("console", lambda m: m.type == "error" and problems.append(m.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.goto(f"{site.url}/admin/import")
    if page.query_selector("text=放弃这份名单"):  # of a test that failed
        give_up(page)
    yield page
    assert [one for one in problems if "(BAD REQUEST)" not in one] == []
    told = " ".join(seen)
    assert not FULL_NUMBER.search(told)
    assert invented_person(1).name not in told


def hand_in(page, site, lines, name="list.csv"):
    page.goto(f"{site.url}/admin/import")
    page.set_input_files(
        "#file", {"name": name, "mimeType": "text/csv", "buffer": listed(*lines)}
    )
    page.click("#hand-in .strong")


def give_up(page):
    page.click("text=放弃这份名单")
    page.wait_for_selector("#hand-in")


def look(page, width, what):
    page.wait_for_load_state()
    if width != SIZES[1][0]:  # of a larger screen only its measures are others
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, (what, found.generate_report())
    seen = page.evaluate(MEASURES)
    assert seen["low"] == [], what
    assert seen["small"] == [], what
    assert seen["wide"] <= width, what


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_step_can_be_read_and_touched_by_everybody(office, site, size):
    width, height = size
    office.set_viewport_size({"width": width, "height": height})
    office.goto(f"{site.url}/admin/import")
    look(office, width, "empty")
    hand_in(office, site, LIST)
    office.wait_for_selector("#count-new")
    office.click("text=哪些列读成了什么")
    look(office, width, "compared")
    office.check("#whole")
    office.click("section .strong")
    office.wait_for_selector("#whole-wrong")
    look(office, width, "refused")
    office.uncheck("#whole")
    office.fill("#label", "三号楼")
    office.click("section .strong")
    office.wait_for_selector("#written")
    look(office, width, "written")
    office.click("summary:has-text('撤销')")
    look(office, width, "about to be taken back")
    office.click("text=确定撤销")
    office.wait_for_selector("#undone")
    look(office, width, "taken back")
    assert site.house.registry.count() == 0


def test_a_registrar_takes_one_of_two_rows_that_differ(office, site):
    office.goto(f"{site.url}/admin")
    office.click(".door:has-text('导入')")
    hand_in(office, site, LIST)
    office.wait_for_selector("#count-doubtful")
    assert office.inner_text("#count-doubtful") == "2"
    office.check("text=收下第 10 行")
    office.click("text=收下选中的行")
    office.wait_for_selector("#accepted")
    assert office.inner_text("#accepted") == "10"
    assert office.inner_text("#count-doubtful") == "1"
    give_up(office)


def test_a_long_list_shows_how_far_it_is_and_the_board_answers(office, site):
    allowed = 1 + allowance(lambda: office.request.get(f"{site.url}/board"))
    hand_in(office, site, [line(index) for index in range(12_000)])
    office.wait_for_selector("#bar[value]")
    office.wait_for_selector("#far:has-text('/ 12000')")
    taken = []

    def through():
        begun = time.perf_counter()
        assert office.request.get(f"{site.url}/board").ok
        taken.append(time.perf_counter() - begun)
        state = office.request.get(f"{site.url}/admin/import/state").json()
        return not state["running"]

    wait_until(through, 50)
    office.wait_for_selector("#count-new")
    assert office.inner_text("#count-new") == "12000"
    assert sorted(taken)[len(taken) * 95 // 100] < allowed, taken
    give_up(office)


def test_a_file_too_large_to_send_is_not_sent(office, site):
    office.goto(f"{site.url}/admin/import")
    most = office.get_attribute("#hand-in", "data-most")
    assert most == str(UPLOAD.file_bytes)
    # What so many bytes take to get into the browser, the law need not wait for.
    office.evaluate("document.getElementById('hand-in').dataset.most = '1000'")
    large = b"x" * 1001
    office.set_input_files(
        "#file", {"name": "a.csv", "mimeType": "text/csv", "buffer": large}
    )
    office.click("#hand-in .strong")
    assert "超过 24 MB" in office.inner_text("#too-large")
    assert office.url == f"{site.url}/admin/import"


def test_the_largest_file_that_may_be_sent_arrives(office, site, tmp_path):
    office.goto(f"{site.url}/admin/import")
    full = tmp_path / "a.csv"
    full.write_bytes(b"a,b\n" + b"x" * (UPLOAD.file_bytes - 4))
    office.set_input_files("#file", full)  # the browser fetches it by itself
    office.click("#hand-in .strong", no_wait_after=True)
    office.wait_for_selector(".problem", timeout=50_000)
    assert "没有表头" in office.inner_text(".problem")


def test_a_clerk_says_what_the_columns_are_on_a_phone(office, site):
    width, height = SIZES[-1]
    office.set_viewport_size({"width": width, "height": height})
    people = [invented_person(index) for index in range(4)]
    rows = "".join(f"{one.name},{one.number},{one.phone}\n" for one in people)
    file = {"name": "a.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    office.goto(f"{site.url}/admin/import")
    office.set_input_files("#file", file)
    office.click("#hand-in .strong")
    office.wait_for_selector("#ask")
    look(office, width, "asked")
    office.click("text=就是这样，比对")
    office.wait_for_selector("#headless")
    assert office.inner_text("#count-new") == "4"
    give_up(office)
