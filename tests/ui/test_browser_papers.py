"""A relative's request on a phone, the queue, and a pass from form to paper."""

import io
import re
from datetime import UTC, datetime

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from test_browser_office import MEASURES, RULES, SIZES

from drivers.codes import Ladder
from kiosk.passes.desk import PassDesk
from kiosk.passes.printing.glyphs import unprintable
from kiosk.passes.printing.reading import pixels
from kiosk.passes.problems import PassProblem
from kiosk.passes.verifying import PassVerifier
from kiosk.policy import policy_of
from kiosk.requests import Relation, Relative, Request, RequestBook
from kiosk.staff import Role
from ui.office.passes import printing
from verification.documents import Document
from verification.evidence import CardEvidence
from verification.invented import invented_person
from verification.moments import ClockState, Moment
from verification.reasons import Outcome
from verification.registry import Editor, Personal, Row
from verification.verify import verify

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
SHE, HE, OTHER = (invented_person(index) for index in (51, 52, 53))


@pytest.fixture(scope="module")
def served_drill():
    """So that signing in takes one step."""
    return True


@pytest.fixture(scope="module")
def signs(site):
    """Keys on the site, and the desk of its machine."""
    try:
        unprintable("证")
    except PassProblem:
        pytest.skip("the font of passes is not on this machine: nothing was printed")
    made = PassDesk.of(site.house, "console", lambda: datetime.now(UTC))
    made.office.make()
    return made


@pytest.fixture(scope="module")
def context(browser, site, signs):
    """A registrar's browser."""
    code = site.guard_code("li.mei", Role.REGISTRAR)
    opened = browser.new_context(viewport={"width": 1280, "height": 800})
    page = opened.new_page()
    page.goto(f"{site.url}/sign-in")
    page.fill("#login", "li.mei")
    page.fill("#secret", code)
    page.click("form.sheet .strong")
    page.wait_for_url("**/password*")
    page.close()
    yield opened
    opened.close()


@pytest.fixture
def office(context):
    page, problems = context.new_page(), []
    page.set_default_timeout(30_000)
    page.on("console", lambda m: m.type == "error" and problems.append(m.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    page.close()
    assert problems == []


def register(site, person, name=""):
    editor = Editor(site.house.keys, "console", datetime.now(UTC))
    personal = Personal("resident", person.number, name or person.name)
    made = editor.register(personal, "green")
    site.house.registry.apply([made])
    return made.key


def ask(site, *people):
    """A request that waits; gives back the path of its page."""
    relative = Relative("赵小兰", "10000009000", Relation.CHILD)
    rows = tuple(Row(Document.parse(p.number), p.name) for p in people)
    book = RequestBook(site.house.registry)
    receipt = book.receive(Request(relative, rows), str(people), datetime.now(UTC))
    return f"/admin/requests/{book.with_receipt(receipt).hex()}"


def looked_at(page, sizes=SIZES):
    """Everybody can read and touch it, at every size; axe finds nothing."""
    page.wait_for_load_state()
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        seen = page.evaluate(MEASURES)
        assert (seen["low"], seen["small"]) == ([], []), page.url
        assert seen["wide"] <= width, page.url
        if width == SIZES[1][0]:
            continue  # of a larger screen only its measures are others
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, (page.url, found.generate_report())


def test_every_page_can_be_read_and_touched_by_everybody(office, site, signs):
    key, other = register(site, OTHER), register(site, HE, "完全不同")
    code = signs.issue(key, 3).claims.id.hex()
    signs.issue(other, 3)
    request = ask(site, SHE, HE)
    for path in (
        "/admin",
        "/admin/passes",
        f"/admin/passes/of/{key.hex()}",
        f"/admin/passes/{code}?done=issued",
        "/admin/requests",
        "/admin/requests/poster",
        request,
    ):
        office.goto(f"{site.url}{path}")
        looked_at(office)
    office.click("#show button")
    looked_at(office)
    office.goto(f"{site.url}/admin/passes")
    office.click("text=换发选中的")
    looked_at(office)
    office.goto(f"{site.url}{request}")
    office.click("text=English")
    assert office.get_attribute("html", "lang") == "en"
    looked_at(office, [(390, 844)])
    office.click("text=中文")


def fill(page, person, **more):
    wanted = {"#name": "赵小兰", "#phone": "10000009000"} | more
    wanted |= {"#p0-name": person.name, "#p0-document_number": person.number}
    for where, text in wanted.items():
        page.fill(where, text)
    page.select_option("#relation", "child")
    page.check("#agreed")


def test_a_form_on_a_phone_teaches_and_ends_with_a_receipt(page, site):
    page.set_viewport_size(PHONE)
    page.goto(f"{site.url}/help-register")
    looked_at(page)
    low = page.evaluate(
        "[...document.querySelectorAll('main :is(button, input, select)')]"
        ".filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 60)"
        ".length"
    )
    assert low == 0
    page.set_viewport_size(PHONE)
    fill(page, SHE)
    page.click("text=再加一位老人")
    assert page.input_value("#p0-document_number") == SHE.number
    page.fill("#p1-name", HE.name)
    page.fill("#p1-document_number", HE.number[:-1])
    page.click("#send")
    looked_at(page, [(390, 844)])
    page.click(".problem a >> nth=0")
    assert page.evaluate("document.activeElement.id") == "p1-document_number"
    page.keyboard.press("End")
    page.keyboard.type(HE.number[-1])
    page.keyboard.press("Enter")  # sends; it adds nobody
    assert re.fullmatch(r"\d{4}-\d{4}", page.inner_text(".number"))
    looked_at(page, [(390, 844)])
    assert SHE.number not in page.content()
    assert page.url == f"{site.url}/help-register/received"


def test_from_a_request_over_the_desk_to_paper_and_through_the_gate(
    page, office, site, signs, monkeypatch
):
    # As on a slow machine: the file comes from the page that shows how far it is.
    monkeypatch.setattr(printing, "QUICK_SECONDS", 0)
    page.set_viewport_size(PHONE)
    page.goto(f"{site.url}/help-register")
    grandmother = invented_person(59)
    fill(page, grandmother)
    page.click("#send")
    receipt = page.inner_text(".number")

    office.goto(f"{site.url}/admin")
    office.click("text=亲友代办 >> nth=1")
    office.fill("#receipt", receipt)
    office.click("form[action$='/find'] button")
    office.select_option("#status", "green")
    office.click(".decide .strong")
    assert "登记好了" in office.inner_text(".told")

    house = site.house
    policy, now = policy_of(house.config), Moment(datetime.now(UTC), ClockState.SYNCED)
    card = CardEvidence("resident", grandmother.number, name=grandmother.name)
    assert Outcome.ADMIT is verify(card, house.registry, policy, now).outcome

    office.click("text=签发通行证")
    office.select_option("#days", "14")
    office.click("section[aria-labelledby=issue] .strong")
    assert "签发好了" in office.inner_text(".told")
    address = office.url
    with office.expect_download() as download:
        office.click("text=下载 PDF")
        office.wait_for_url("**/print")
    assert download.value.suggested_filename == "passes.pdf"
    with pypdfium2.PdfDocument(
        io.BytesIO(download.value.path().read_bytes())
    ) as document:
        (code,) = Ladder().still(pixels(document[0], 150))
    office.wait_for_selector("#take")
    office.goto(address)
    found = PassVerifier(signs.office, datetime.now(UTC)).verify("-", code.data)
    assert (True, found.code) == (found.good, office.inner_text("h1").split()[-1])

    with office.context.expect_page() as opened:
        office.click("text=在浏览器里打印 A5")
    assert found.code in opened.value.inner_text("body")
    opened.value.close()
    office.click("section[aria-labelledby=renew] button")
    assert "旧的已作废" in office.inner_text(".told")
    assert PassVerifier(signs.office, datetime.now(UTC)).verify("-", code.data).revoked
