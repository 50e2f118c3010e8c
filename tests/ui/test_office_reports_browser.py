"""Reports in a real browser, and on paper."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from reports_writing import morning

from kiosk.staff import Role

pytestmark = pytest.mark.browser

SIZES = [(1280, 800), (1920, 1080), (390, 844)]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
MEASURES = """() => {
  const all = (what) => [...document.querySelectorAll(what)]
    .filter((e) => e.checkVisibility());
  const told = (e) => e.outerHTML.slice(0, 80);
  const says = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  return {
    low: all("main :is(a, button, input, select)")
      .filter((e) => e.getBoundingClientRect().height < 44).map(told),
    small: all("main *").filter((e) => says(e) &&
      parseFloat(getComputedStyle(e).fontSize) < 16).map(told),
    cut: all(".report").filter((e) => e.scrollWidth > e.clientWidth + 1).map(told),
    wide: document.documentElement.scrollWidth,
  };
}"""
A4_WIDE = 689  # CSS pixels: 210 mm less two margins of 14 mm


@pytest.fixture(scope="module")
def busy(site):
    """A site at which a morning has happened, and an auditor's one-time code."""
    made, code = site.staff.accounts.add("audit", Role.AUDITOR, "钱审计")
    morning(site.house, made.id)
    return code


@pytest.fixture(scope="module")
def signed(browser, site, busy):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site.url}/sign-in")
    page.fill("#login", "audit")
    page.fill("#secret", busy)
    page.click("form.sheet .strong")
    page.wait_for_url("**/password")
    yield context.cookies()
    context.close()


@pytest.fixture
def office(page, site, signed):
    page.context.add_cookies(signed)
    problems = []
    page.on("console", lambda m: m.type == "error" and problems.append(m.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    assert problems == []


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("asked", ["", "?span=week", "?span=month&month=2001-01"])
def test_a_report_can_be_read_and_touched_by_everybody(office, site, size, asked):
    office.set_viewport_size({"width": size[0], "height": size[1]})
    office.goto(f"{site.url}/admin/reports{asked}")
    if size != SIZES[1]:  # of a larger screen only its measures are others
        found = Axe().run(office, options=RULES)
        assert found.violations_count == 0, found.generate_report()
    seen = office.evaluate(MEASURES)
    assert (seen["low"], seen["small"], seen["cut"]) == ([], [], [])
    assert seen["wide"] <= size[0]


@pytest.mark.parametrize("wide", [390, 1280])
def test_every_word_and_bar_of_a_chart_is_seen_whole(office, site, wide):
    office.set_viewport_size({"width": wide, "height": 844})
    office.goto(f"{site.url}/admin/reports?span=week")
    drawn = office.evaluate(
        """() => [...document.querySelectorAll('.chart :is(text, rect)')].map((e) => {
          const own = e.getBoundingClientRect();
          const all = e.ownerSVGElement.getBoundingClientRect();
          return own.right <= all.right + 1 && own.bottom <= all.bottom + 1;
        })"""
    )
    assert len(drawn) >= 4 + 1 + 4 + 3 + 3  # bars, scale, dates, reasons with beams
    assert all(drawn)


def test_a_month_is_asked_for_and_taken_along(office, site):
    office.goto(f"{site.url}/admin")
    office.click(".door >> text=工作台账")
    office.select_option("#span", "month")
    office.select_option("#lane", "west")
    office.click("text=查看")
    assert "西门" in office.inner_text(".about")
    assert office.inner_text(".answers .big >> nth=0") == "1"
    with office.expect_download() as taken:
        office.click("text=下载 XLSX")
    assert taken.value.suggested_filename.endswith(".xlsx")


def test_on_paper_a_report_is_a_sheet_without_keys(office, site):
    office.goto(f"{site.url}/admin/reports?span=month")
    assert office.is_visible("#print")
    office.set_viewport_size({"width": A4_WIDE, "height": 1000})
    office.emulate_media(media="print")
    for what in (".bar", ".sections", "form.filters", ".takes", "#print"):
        assert not office.is_visible(what), what
    assert office.is_visible(".chart")
    assert (
        office.evaluate(
            "getComputedStyle(document.querySelector('.report thead')).display"
        )
        == "table-header-group"
    )
    seen = office.evaluate(MEASURES)
    assert seen["cut"] == []
    assert seen["wide"] <= A4_WIDE
    assert office.pdf(prefer_css_page_size=True).startswith(b"%PDF")
