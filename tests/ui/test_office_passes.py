"""The office's pages of passes: found, issued, printed, renewed, ended."""

import io
import re
from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest
from ui_kit import wait_until

from drivers.codes import Ladder
from kiosk.passes.desk import PassDesk
from kiosk.passes.printing.glyphs import unprintable
from kiosk.passes.printing.reading import pixels
from kiosk.passes.problems import PassProblem
from kiosk.passes.verifying import PassVerifier
from kiosk.staff import Role
from ui.office.passes import printing
from verification.documents import Document
from verification.invented import invented_person
from verification.ledger import EventKind
from verification.passes.code import short_code
from verification.registry import Editor, PassEnd, Personal

HOME = "/admin/passes"


@pytest.fixture(autouse=True)
def font():
    try:
        unprintable("证")
    except PassProblem:
        pytest.skip("the font of passes is not on this machine: nothing was printed")


@pytest.fixture
def office(visitor):
    visitor.sign_in("li.mei", role=Role.REGISTRAR)
    return visitor


@pytest.fixture
def signs(house):
    """A site with keys, and its desk."""
    made = PassDesk.of(house, "console", lambda: datetime.now(UTC))
    made.office.make()
    return made


@pytest.fixture
def register(house):
    """Registers invented people and gives back their subjects."""

    def put(index, name="", status="green"):
        person = invented_person(index)
        editor = Editor(house.keys, "console", datetime.now(UTC))
        personal = Personal("resident", person.number, name or person.name)
        made = editor.register(personal, status)
        house.registry.apply([made])
        return made.key

    return put


@pytest.fixture
def her(register):
    return register(1)


def passes_of(house, subject):
    return house.registry.papers.passes_of(subject)


def changes(house):
    events = house.ledger.recent(30)
    found = [e.more for e in events if e.kind is EventKind.REGISTRY_CHANGE]
    return [more["change"] for more in found]


def codes_in(pdf):
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        seen = [Ladder().still(pixels(page, 150)) for page in document]
    return [code.data for codes in seen for code in codes]


def test_a_pass_is_issued_and_leads_to_its_page(office, signs, her, house):
    answer = office.send(f"{HOME}/of/{her.hex()}/issue", days="14", newest="0")
    (record,) = passes_of(house, her)
    assert answer.location == f"{HOME}/{record.id.hex()}?done=issued"
    page = office.client.get(answer.location).text
    assert "签发好了" in page
    assert short_code(record.id) in page
    assert timedelta(13) < record.expires - datetime.now(UTC) <= timedelta(15)
    assert changes(house)[0] == "pass.issued"


def test_a_key_pressed_twice_issues_one_pass(office, signs, her, house):
    url = f"{HOME}/of/{her.hex()}/issue"
    first = office.send(url, newest="0").location.partition("?")[0]
    assert office.send(url, newest="0").location == f"{first}?done=meanwhile"
    assert len(passes_of(house, her)) == 1


def test_without_a_key_the_page_says_which_command_to_run(office, her):
    page = office.send(f"{HOME}/of/{her.hex()}/issue", newest="0")
    assert page.status_code == 400
    assert "kiosk pass keys make" in page.text


@pytest.mark.parametrize(
    ("name", "status", "says"),
    [("王\U000323af", "green", "字库没有这些字"), ("", "red", "不能签发")],
)
def test_why_somebody_gets_no_pass_is_said(office, signs, register, name, status, says):
    subject = register(2, name, status)
    page = office.send(f"{HOME}/of/{subject.hex()}/issue", newest="0")
    assert page.status_code == 400
    assert says in page.text


def tick(page):
    return re.search(r'name="warned" value="([^"]+)"', page.text)[1]


def test_a_pass_for_who_is_not_let_in_is_asked_about(office, signs, register, house):
    subject, says = register(2, status=None), "状态要人工看"
    url = f"{HOME}/of/{subject.hex()}/issue"
    page = office.send(url, newest="0", days="7")
    assert (page.status_code, says in page.text) == (400, True)
    assert 'value="7" selected' in page.text
    assert passes_of(house, subject) == []
    office.send(url, newest="0", warned=tick(page))
    (record,) = passes_of(house, subject)
    page = office.send(f"{HOME}/{record.id.hex()}/renew")
    assert page.status_code == 400
    office.send(f"{HOME}/{record.id.hex()}/renew", warned=tick(page))
    assert len(passes_of(house, subject)) == 2


def test_a_heap_leaves_out_who_is_not_let_in_and_says_so(
    office, signs, register, house
):
    good, other = register(3), register(4, status="yellow")
    ids = [signs.issue(one).claims.id.hex() for one in (good, other)]
    page = many(office, f"{HOME}/renew", ids).text
    assert "换发了 1 张" in page
    assert "状态要人工看）；要换发请打开这一张" in page
    assert len(passes_of(house, other)) == 1


def test_a_lost_card_is_no_reason_to_ask(office, signs, her, house):
    lost = Editor(house.keys, "console", datetime.now(UTC)).revoke_card(her, her)
    house.registry.apply([lost])
    assert "done=issued" in office.send(f"{HOME}/of/{her.hex()}/issue").location


def test_nobody_gets_a_pass_after_death(office, signs, her, house):
    signs.issue(her)
    editor = Editor(house.keys, "console", datetime.now(UTC))
    told = {"asker": "测试女", "proof": "417"}
    house.registry.apply([editor.record_death(her, "child", told)])
    page = office.send(f"{HOME}/of/{her.hex()}/issue", newest="1")
    assert (page.status_code, "登记为已去世，不能签发" in page.text) == (400, True)
    assert [one.why for one in passes_of(house, her)] == ["withdrawn"]


def test_a_colleague_who_set_the_status_meanwhile_is_told_of(office, signs, her, house):
    url = f"{HOME}/of/{her.hex()}/issue"
    seen = house.registry.story.newest(her)
    editor = Editor(house.keys, "console", datetime.now(UTC))
    house.registry.apply([editor.set_status(her, "yellow")])
    page = office.send(url, newest="0", seen=str(seen))
    assert (page.status_code, "绿 → 黄" in page.text) == (409, True)
    assert passes_of(house, her) == []


def test_a_pass_that_a_colleague_ended_keeps_its_first_reason(
    office, signs, her, house
):
    url = f"{HOME}/{signs.issue(her).claims.id.hex()}"
    signs.revoke(url.rpartition("/")[2], PassEnd.LOST)
    answer = office.send(f"{url}/revoke", why="mistake")
    assert "没有再改" in office.client.get(answer.location).text
    assert passes_of(house, her)[0].why == "lost"


def test_a_certificate_whose_last_day_is_strange_is_asked_about(office, her, house):
    url = f"{HOME}/of/{her.hex()}/numbers"
    sheet = {"number": "SQ-2026-1", "what": "community", "until": "2020-01-31"}
    page = office.send(url, **sheet)
    assert (page.status_code, "已经过去" in page.text) == (400, True)
    assert "done=number" in office.send(url, **sheet, warned=tick(page)).location


def test_the_pdf_of_a_pass_holds_its_code_and_is_recorded(office, signs, her, house):
    issued = signs.issue(her)
    answer = file_of(office, [issued.claims.id.hex()], "a5")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    (code,) = codes_in(answer.data)  # signed anew, so its bytes are others
    found = PassVerifier(signs.office, datetime.now(UTC)).verify("-", code)
    assert (True, issued.code) == (found.good, found.code)
    newest = house.ledger.recent(1)[0]
    assert newest.kind is EventKind.PERSONAL_EXPORTED
    assert dict(newest.more) == {"purpose": "pass.print", "people": 1}


def many(office, url, ids, **form):
    token = office.csrf()
    data = {"csrf_token": token, "pass": list(ids)} | form
    return office.client.post(url, data=data)


def file_of(office, ids, form):
    """At once or, on a slow machine, from the page that shows how far it is."""
    answer = many(office, f"{HOME}/print", ids, format=form)
    if answer.status_code != 303:
        return answer
    state = f"{HOME}/print/state"
    wait_until(lambda: office.client.get(state).json["step"] != "working", 40)
    return office.send(f"{HOME}/print/take")


def test_a_heap_is_renewed_and_comes_as_one_sheet(office, signs, register, house):
    people = [register(index) for index in (3, 4, 5)]
    old = [signs.issue(one, 3).claims.id.hex() for one in people]
    page = many(office, f"{HOME}/renew", old, days="90")
    assert "换发了 3 张" in page.text
    fresh = re.findall(r'name="pass" value="([0-9a-f]{16})"', page.text)
    assert not set(fresh) & set(old)
    assert all(passes_of(house, one)[1].ended for one in people)
    sheet = file_of(office, fresh, "sheet")
    assert len(codes_in(sheet.data)) == 3


def test_a_heap_renewed_twice_is_renewed_once(office, signs, her, house):
    old = [signs.issue(her).claims.id.hex()]
    many(office, f"{HOME}/renew", old)
    page = many(office, f"{HOME}/renew", old)
    assert "刚刚已经换发过" in page.text
    assert len(passes_of(house, her)) == 2


def test_who_cannot_be_renewed_is_named_and_the_others_are(
    office, signs, register, house
):
    good, bad = register(3), register(4)
    ids = [signs.issue(one).claims.id.hex() for one in (good, bad)]
    change = Editor(house.keys, "console", datetime.now(UTC)).set_status(bad, "red")
    house.registry.apply([change])
    page = many(office, f"{HOME}/renew", ids).text
    assert "换发了 1 张" in page
    assert "不能签发" in page


def test_nothing_chosen_too_much_chosen_or_no_pass_chosen(office, signs, monkeypatch):
    assert "请先选" in many(office, f"{HOME}/print", []).text
    monkeypatch.setattr(printing, "MOST", 1)
    assert (
        "kiosk pass print" in many(office, f"{HOME}/renew", ["0" * 16, "1" * 16]).text
    )
    assert many(office, f"{HOME}/print", ["<b>"]).status_code == 400
    assert many(office, f"{HOME}/print", ["0" * 16]).status_code == 400


def test_a_file_without_somebody_is_not_made_and_the_page_says_who(
    office, signs, register
):
    passes = [signs.issue(register(index)) for index in (3, 4)]
    signs.revoke(passes[1].code)
    ids = [one.claims.id.hex() for one in passes]
    page = many(office, f"{HOME}/print", ids)
    assert page.status_code == 400
    problem = re.search(r'id="problems">([^<]+)', page.text)[1]
    assert [one.code in problem for one in passes] == [False, True]


def test_a_pass_is_renewed_with_one_key_and_ended_with_a_reason(
    office, signs, her, house
):
    url = f"{HOME}/{signs.issue(her).claims.id.hex()}"
    fresh = office.send(f"{url}/renew", days="30").location.partition("?")[0]
    assert "meanwhile" in office.send(f"{url}/renew").location
    assert "请选为什么" in office.send(f"{fresh}/revoke", why="").text
    answer = office.send(f"{fresh}/revoke", why="lost")
    assert answer.location == f"{fresh}?done=revoked"
    assert "已作废：遗失" in office.client.get(answer.location).text
    assert passes_of(house, her)[0].why == "lost"
    assert "pass.revoked.listed" in changes(house)


def test_a_short_code_finds_its_pass_and_no_other(office, signs, her):
    issued = signs.issue(her)
    found = office.send(f"{HOME}/find", code=f" {issued.code.lower()} ")
    assert found.location == f"{HOME}/{issued.claims.id.hex()}"
    wrong = office.send(f"{HOME}/find", code="7K3M-Q2TX-9")
    assert wrong.status_code == 400
    assert "没有这个短码" in wrong.text


def test_the_lists_count_what_ends_soon_ran_out_counts_and_was_ended(
    office, signs, register, house
):
    soon, later, ended, over = (register(index) for index in (3, 4, 5, 6))
    codes = [signs.issue(soon, 3).code, signs.issue(later, 90).code]
    signs.revoke(signs.issue(ended).code)
    codes.append(signs.issue(over).code)
    yesterday = int((datetime.now(UTC) - timedelta(1)).timestamp())
    ran_out = "UPDATE passes SET expires = ? WHERE person = ?"
    house.registry.db.execute(ran_out, (yesterday, over))
    shown = {
        which: office.client.get(f"{HOME}?show={which}").text
        for which in ("soon", "over", "all", "ended")
    }
    seen = {which: [code in page for code in codes] for which, page in shown.items()}
    assert seen == {
        "soon": [True, False, False],
        "over": [False, False, True],
        "all": [True, True, False],
        "ended": [False, False, False],
    }
    counts = re.findall(r"<strong>(\d+)</strong>", shown["soon"])
    assert counts == ["1", "1", "2", "1"]


def test_a_certificates_number_is_registered_lost_and_removed(office, her, house):
    url = f"{HOME}/of/{her.hex()}/numbers"
    sheet = {"number": "sq/2026-000777", "what": "community", "until": "2030-01-31"}
    assert "请选是什么证明" in office.send(url, **(sheet | {"what": ""})).text
    assert "日期不对" in office.send(url, **(sheet | {"until": "soon"})).text
    assert "编号须为" in office.send(url, number="!", what="community").text
    assert "done=number" in office.send(url, **sheet).location
    page = office.client.get(f"{HOME}/of/{her.hex()}").text
    assert "2026-000777" not in page
    assert "社区、居委会的证明" in page
    assert "2030-01-31" in page
    name = house.registry.subject(Document.parse("SQ/2026-000777", "paper"))
    for step in ("revoke", "restore", "remove"):
        assert step in office.send(f"{url}/{name.hex()}/{step}").location
    assert house.registry.find_card(name) is None
    assert [word for word in changes(house) if word.startswith("paper")] == [
        "paper.removed",
        "paper.restored",
        "paper.revoked",
        "paper.registered",
    ]


def test_a_number_of_somebody_else_is_refused(office, her, register):
    other = register(2)
    office.send(f"{HOME}/of/{other.hex()}/numbers", number="SQ-1000", what="other")
    page = office.send(f"{HOME}/of/{her.hex()}/numbers", number="SQ-1000", what="other")
    assert page.status_code == 400
    assert "已登记在别人名下" in page.text


def test_a_persons_page_shows_the_papers_in_short(office, signs, her):
    issued = signs.issue(her)
    page = office.client.get(f"/admin/people/{her.hex()}").text
    assert issued.code in page
    assert f"{HOME}/of/{her.hex()}" in page


@pytest.mark.parametrize(
    "path", ["/0123456789abcdef", "/7K3M-Q2TX-9", "/of/xyz", f"/of/{'0' * 32}"]
)
def test_what_is_no_pass_and_nobody_is_no_page(office, path):
    assert office.client.get(HOME + path).status_code == 404


@pytest.mark.parametrize("role", [Role.GUARD, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_registrars_work_with_papers(visitor, role):
    visitor.sign_in(role=role)
    assert visitor.client.get(HOME).status_code == 403
    assert many(visitor, f"{HOME}/print", ["0" * 16]).status_code == 403


def test_a_name_is_text_and_no_number_is_in_any_address(office, signs, register):
    subject = register(6, "<b>王</b>")
    signs.issue(subject)
    page = office.client.get(f"{HOME}?show=all")
    assert "<b>" not in page.text.split("<main")[1]
    assert "&lt;" in page.text


def test_another_language_after_a_search_in_vain_leads_to_the_search(office):
    page = office.send(f"{HOME}/find", code="nothing").text
    assert re.findall('name="back" value="([^"]*)"', page) == [HOME]
