"""The office's pages of people: masked, one value at a time, and recorded."""

import logging
import re
from datetime import UTC, datetime

import pytest
from unsealing import DATA, copy_in, handed_over
from unsealing import PASSWORD as PASSWORD_OF_FILE

from kiosk.staff import Role
from ui.brakes import LIMITS
from ui.office.people.words import CARD_SAYS, CHANGES, NUMBER_SAYS
from verification.documents import Document
from verification.evidence import EvidenceKind
from verification.invented import invented_number, invented_person
from verification.ledger import Entry, EventKind
from verification.registry import ChangeKind, Editor, Personal

HOME = "/admin/people"
SHE = invented_person(4242)
NUMBER, NAME, PHONE = SHE.number, SHE.name, SHE.phone
RELATIVE, NOTE = "赵小兰", "坐轮椅"
CARD = SHE.senior_card
FIND = {"kind": "resident", "number": NUMBER, "purpose": "visit"}
NEW = {
    "document_kind": "resident",
    "document_number": NUMBER,
    "name": NAME,
    "phone": PHONE,
    "relative": RELATIVE,
    "note": NOTE,
    "status": "green",
    "valid_until": "2030-01-31",
}
SET = {"status": "green", "valid_until": "", "status_why": "document"}


@pytest.fixture
def office(visitor):
    visitor.sign_in("li.mei", role=Role.REGISTRAR)
    return visitor


@pytest.fixture
def her(house):
    """The subject of somebody registered, as addresses name her."""
    personal = Personal("resident", NUMBER, NAME, PHONE, RELATIVE, NOTE)
    editor = Editor(house.keys, "console", datetime.now(UTC), source="import")
    made = editor.register(personal, "green")
    card = editor.link_card(made.key, Document.parse(CARD, "senior"))
    house.registry.apply([made, card])
    return made.key.hex()


def details(house, key):
    return house.registry.details(bytes.fromhex(key))


def events(house, *kinds):
    found = house.ledger.recent(50)
    return [event for event in found if event.kind in kinds]


def everything(page):
    return page.text + page.headers.get("Location", "")


def test_every_kind_of_change_and_every_fault_has_its_words():
    assert set(CHANGES) == set(ChangeKind)
    codes = {"empty", "length", "characters", "date", "checksum", "float", "kind"}
    assert codes == set(NUMBER_SAYS) == set(CARD_SAYS)


def test_a_full_number_leads_to_the_person_and_is_in_no_address(office, her):
    answer = office.send(f"{HOME}/search", **FIND)
    assert (303, f"{HOME}/{her}") == (answer.status_code, answer.location)


def test_a_card_leads_to_its_person(office, her):
    wanted = FIND | {"kind": "senior", "number": CARD}
    assert f"{HOME}/{her}" == office.send(f"{HOME}/search", **wanted).location


def test_a_search_is_recorded_with_its_purpose_and_without_the_number(
    office, her, house
):
    office.send(f"{HOME}/search", **FIND)
    (event,) = events(house, EventKind.PERSONAL_VIEWED)
    assert event.more == {"what": "search", "purpose": "visit"}
    assert {"subject": her} == event.personal
    assert office.staff.accounts.named("li.mei").id == event.staff


def test_a_search_for_nobody_is_recorded_and_leads_on_to_registering(office, house):
    page = office.send(f"{HOME}/search", **FIND)
    assert (page.status_code, "还没有登记" in page.text) == (200, True)
    assert f'value="{NUMBER}"' in page.text
    (event,) = events(house, EventKind.PERSONAL_VIEWED)
    assert event.personal is None
    assert NUMBER not in str(event)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"number": ""}, "number"),
        ({"number": NUMBER[:-1]}, "number"),
        ({"number": NUMBER[:-1] + "好"}, "number"),
        ({"purpose": ""}, "purpose"),
        ({"purpose": "curious"}, "purpose"),
        ({"kind": "king"}, "number"),
    ],
)
def test_a_search_that_is_wrong_comes_back_and_finds_nothing(
    office, her, house, changed, field
):
    page = office.send(f"{HOME}/search", **(FIND | changed))
    assert (page.status_code, f'href="#{field}"' in page.text) == (400, True)
    assert events(house, EventKind.PERSONAL_VIEWED) == []


def test_nobody_tries_number_after_number(office, her, house):
    most = LIMITS["search"].most
    answers = [office.send(f"{HOME}/search", **FIND) for _ in range(most + 1)]
    assert [303] * most + [429] == [answer.status_code for answer in answers]
    assert most == len(events(house, EventKind.PERSONAL_VIEWED))


def test_the_page_shows_nothing_in_full(office, her):
    page = office.client.get(f"{HOME}/{her}")
    assert page.status_code == 200
    for value in (NUMBER, NAME, PHONE, RELATIVE, NOTE, CARD):
        assert value not in page.text
    for masked in ("999999********" + NUMBER[-4:], PHONE[:3] + "****", "3 个字"):
        assert masked in page.text
    for said in ("机器的命令行", "导入", "登记", "加卡"):
        assert said in page.text


@pytest.mark.parametrize("key", ["f" * 32, "F" * 32, "x", "f" * 31, "f" * 33])
def test_nobody_has_no_page(office, key):
    assert office.client.get(f"{HOME}/{key}").status_code == 404
    assert office.send(f"{HOME}/{key}/correct").status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "others"),
    [
        ("number", NUMBER, (PHONE, RELATIVE, NOTE)),
        ("phone", PHONE, (NUMBER, RELATIVE, NOTE)),
        ("name", NAME, (NUMBER, PHONE, RELATIVE)),
        ("note", NOTE, (NUMBER, PHONE, RELATIVE)),
    ],
)
def test_one_value_is_shown_in_full_for_a_reason_that_is_kept(
    office, her, house, field, value, others
):
    page = office.send(f"{HOME}/{her}/show", field=field, reason="call_back")
    assert f'<span class="full-value">{value}</span>' in page.text
    assert not any(other in page.text for other in others)
    (event,) = events(house, EventKind.PERSONAL_VIEWED)
    assert {"what": field, "purpose": "call_back"} == event.more
    assert value not in office.client.get(f"{HOME}/{her}").text


def test_a_cards_number_is_shown_like_any_value(office, her, house):
    card = details(house, her).cards[0].card.hex()
    page = office.send(f"{HOME}/{her}/show", field=f"card:{card}", reason="gate")
    assert f'<span class="full-value">{CARD}</span>' in page.text
    assert events(house, EventKind.PERSONAL_VIEWED)[0].more["what"] == "card"


@pytest.mark.parametrize(
    "form",
    [
        {"field": "phone", "reason": ""},
        {"field": "phone", "reason": "curious"},
        {"field": "", "reason": "visit"},
        {"field": "__class__", "reason": "visit"},
    ],
)
def test_without_a_reason_nothing_is_shown_or_recorded(office, her, house, form):
    page = office.send(f"{HOME}/{her}/show", **form)
    assert (page.status_code, PHONE in page.text) == (400, False)
    assert events(house, EventKind.PERSONAL_VIEWED) == []


def test_who_looks_too_often_sees_nothing_more(office, her):
    form = {"field": "phone", "reason": "visit"}
    pages = [office.send(f"{HOME}/{her}/show", **form) for _ in range(21)]
    assert [page.status_code for page in pages] == [200] * 20 + [429]
    assert PHONE not in pages[-1].text


def listed(page):
    return re.findall(rf'row-link" href="{HOME}/([0-9a-f]{{32}})"', page.text)


def register_many(house, count, status="green"):
    editor = Editor(house.keys, "console", datetime.now(UTC))
    people = (invented_person(number) for number in range(count))
    changes = [
        editor.register(Personal("resident", one.number, one.name), status)
        for one in people
    ]
    house.registry.apply(changes)
    return {change.key.hex() for change in changes}


def test_the_list_is_masked_and_read_page_by_page(office, house):
    everybody = register_many(house, 120)
    url, seen = HOME, []
    while url:
        page = office.client.get(url)
        seen.append(listed(page))
        found = re.search(r'rel="next" href="([^"]+)"', page.text)
        url = found and found.group(1).replace("&amp;", "&")
    assert [len(rows) for rows in seen] == [50, 50, 20]
    assert sorted(everybody) == [key for rows in seen for key in rows]
    assert invented_person(5).name not in page.text


@pytest.mark.parametrize(
    ("status", "count"), [("red", 0), ("green", 1), ("-", 1), ("'; --", 2)]
)
def test_the_list_may_be_of_one_status(office, her, house, status, count):
    editor = Editor(house.keys, "console", datetime.now(UTC))
    other = invented_person(1)
    house.registry.apply(
        [editor.register(Personal("resident", other.number, other.name))]
    )
    page = office.client.get(HOME, query_string={"status": status})
    assert count == len(listed(page))


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", ["绿", "黄", "红"]), ("en", ["green", "yellow", "red"])],
)
@pytest.mark.parametrize("page", ["", "/new", "/{her}"])
def test_a_status_is_named_in_the_language_of_the_page(
    office, her, page, language, words
):
    office.send("/language", language=language, back=HOME)
    text = office.client.get(HOME + page.format(her=her)).text
    found = re.findall(r'<option value="(green|yellow|red)"[^>]*>([^<]+)<', text)
    assert found == list(zip(["green", "yellow", "red"], words, strict=True))
    if page != "/new":
        assert re.search(rf"<(dd|td)>{words[0]}</\1>", text)


def test_an_empty_list_says_how_to_begin(office):
    assert "还没有登记任何人" in office.client.get(HOME).text


def test_somebody_new_is_registered_and_found(office, house):
    answer = office.send(f"{HOME}/new", **NEW)
    key = re.fullmatch(rf"{HOME}/([0-9a-f]{{32}})\?done=registered", answer.location)
    found = details(house, key.group(1))
    assert (found.number, found.name, found.phone) == (NUMBER, NAME, PHONE)
    assert (found.relative, found.note) == (RELATIVE, NOTE)
    assert (found.record.status, found.record.source) == ("green", "office")
    assert "登记好了" in office.client.get(answer.location).text
    (event,) = events(house, EventKind.REGISTRY_CHANGE)
    assert event.more == {"change": "person.registered"}


def test_a_number_that_is_known_leads_to_its_person_and_changes_nothing(
    office, her, house
):
    answer = office.send(f"{HOME}/new", **(NEW | {"name": "别人", "phone": ""}))
    assert f"{HOME}/{her}?done=already" == answer.location
    assert (details(house, her).name, details(house, her).phone) == (NAME, PHONE)
    (event,) = events(house, EventKind.PERSONAL_VIEWED)
    assert event.more["purpose"] == "register"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("document_number", "", "请填写号码"),
        ("document_number", NUMBER[:-2], "位数不对"),
        ("document_number", NUMBER[:-1] + "?", "不该有的字"),
        ("document_number", NUMBER[:6] + "99" + NUMBER[8:], "再"),
        ("document_kind", "king", "证件类型"),
        ("name", "", "缺少姓名"),
        ("name", "123456", "姓名"),
        ("name", "长" * 61, "过长"),
        ("phone", "12", "电话号码有误"),
        ("status", "purple", "健康状态"),
        ("valid_until", "soon", "日期"),
        ("relative", "长" * 61, "过长"),
        ("note", "长" * 401, "过长"),
    ],
)
def test_a_form_that_is_wrong_comes_back_beside_its_field(
    office, house, field, value, said
):
    page = office.send(f"{HOME}/new", **(NEW | {field: value}))
    assert (page.status_code, f'href="#{field}"' in page.text) == (400, True)
    wrong = re.search(rf'id="{field}-wrong">([^<]*)<', page.text).group(1)
    assert said in wrong
    kept = NAME if field != "name" else PHONE
    assert f'value="{kept}"' in page.text
    assert house.registry.count() == 0


def test_a_date_needs_its_status(office, house):
    page = office.send(f"{HOME}/new", **(NEW | {"status": ""}))
    assert 'href="#valid_until"' in page.text
    assert house.registry.count() == 0


def test_a_name_is_text_whatever_it_says(office):
    answer = office.send(f"{HOME}/new", **(NEW | {"name": "<img src=x>"}))
    key = answer.location.split("?")[0]
    page = office.send(f"{key}/show", field="name", reason="visit")
    assert "<img src=x" not in page.text
    assert "&lt;img src=x&gt;" in page.text


@pytest.mark.parametrize(("name", "warned"), [("王\U0003fffd", True), (NAME, False)])
def test_a_name_that_cannot_be_printed_is_said(office, name, warned):
    answer = office.send(f"{HOME}/new", **(NEW | {"name": name}))
    page = office.client.get(answer.location)
    assert warned is ("打印不出来" in page.text)


def test_what_is_left_empty_stays_as_it_was(office, her, house):
    answer = office.send(
        f"{HOME}/{her}/correct", phone="10000000077", no_note="1", why="told"
    )
    assert f"{HOME}/{her}?done=corrected" == answer.location
    found = details(house, her)
    assert (found.name, found.phone, found.note) == (NAME, "10000000077", None)
    assert (found.relative, found.record.status) == (RELATIVE, "green")


def test_a_correction_that_changes_nothing_is_no_line_of_a_history(office, her):
    said = {"phone": "10000000077", "why": "told"}
    office.send(f"{HOME}/{her}/correct", **said)
    again = office.send(f"{HOME}/{her}/correct", **said)
    assert (again.status_code, "和登记的一样" in again.text) == (400, True)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"phone": "12", "why": "told"}, "phone"),
        ({}, "name"),
        ({"phone": "10000000077"}, "why"),
        ({"phone": "10000000077", "why": "a whim"}, "why"),
    ],
)
def test_a_wrong_correction_changes_nothing(office, her, house, form, field):
    page = office.send(f"{HOME}/{her}/correct", **form)
    assert (page.status_code, f'href="#{field}"' in page.text) == (400, True)
    assert details(house, her).phone == PHONE
    assert events(house, EventKind.REGISTRY_CHANGE) == []


def test_a_status_that_is_saved_again_keeps_its_end(office, her):
    office.send(f"{HOME}/{her}/status", **(SET | {"valid_until": "2031-02-28"}))
    page = office.client.get(f"{HOME}/{her}").text
    assert re.search(r'id="valid_until"[^>]* value="2031-02-28"', page)


@pytest.mark.parametrize("what", ["show", "correct", "erase", "search"])
def test_an_answer_that_is_loaded_anew_leads_back(office, her, what):
    target = HOME if what == "search" else f"{HOME}/{her}"
    url = f"{HOME}/search" if what == "search" else f"{target}/{what}"
    assert office.client.get(url).location == target


@pytest.mark.parametrize("until", ["", "2031-02-28"])
def test_a_status_is_set_with_its_end(office, her, house, until):
    office.send(
        f"{HOME}/{her}/status", **(SET | {"status": "yellow", "valid_until": until})
    )
    record = details(house, her).record
    assert (record.status, record.source) == ("yellow", "office")
    assert until == (record.valid_until.isoformat() if until else "")


def test_only_the_words_of_the_site_are_a_status(office, her, house):
    page = office.send(f"{HOME}/{her}/status", **(SET | {"status": "purple"}))
    assert (page.status_code, 'href="#status"' in page.text) == (400, True)
    assert details(house, her).record.status == "green"


def test_a_card_is_linked_by_its_number(office, her, house):
    card = {"card_kind": "citizen", "card_number": "C99 0001"}
    office.send(f"{HOME}/{her}/cards", **card)
    assert {CARD, "C990001"} == {one.number for one in details(house, her).cards}


@pytest.mark.parametrize(
    "form",
    [
        {"card_kind": "senior", "card_number": ""},
        {"card_kind": "senior", "card_number": "12"},
        {"card_kind": "paper", "card_number": "C990001"},
        {"card_kind": "", "card_number": "C990001"},
    ],
)
def test_a_card_that_is_none_is_not_linked(office, her, house, form):
    page = office.send(f"{HOME}/{her}/cards", **form)
    assert (page.status_code, 'href="#card_number"' in page.text) == (400, True)
    assert len(details(house, her).cards) == 1


def test_somebody_elses_card_stays_theirs(office, her, house):
    other = office.send(f"{HOME}/new", **(NEW | {"document_number": other_number()}))
    key = other.location.split("?")[0]
    page = office.send(f"{key}/cards", card_kind="senior", card_number=CARD)
    assert (page.status_code, "另一人" in page.text) == (400, True)
    assert len(details(house, her).cards) == 1


def other_number():
    return invented_number(SHE.birth, 777)


def test_a_lost_card_counts_no_longer_until_it_is_found(office, her, house):
    card = details(house, her).cards[0].card.hex()
    office.send(f"{HOME}/{her}/cards/{card}/revoked")
    assert details(house, her).cards[0].revoked
    again = office.send(f"{HOME}/{her}/cards", card_kind="senior", card_number=CARD)
    assert (again.status_code, "已挂失" in again.text) == (400, True)
    office.send(f"{HOME}/{her}/cards/{card}/restored")
    assert not details(house, her).cards[0].revoked
    office.send(f"{HOME}/{her}/cards/{card}/unlinked")
    assert details(house, her).cards == ()
    late = office.send(f"{HOME}/{her}/cards/{card}/revoked")
    assert late.location == f"{HOME}/{her}?done=meanwhile"
    assert "没有改成" in office.client.get(late.location).text


def test_a_lost_document_counts_no_longer(office, her, house):
    office.send(f"{HOME}/{her}/cards/{her}/revoked")
    assert details(house, her).record.revoked
    assert "已挂失" in office.client.get(f"{HOME}/{her}").text
    office.send(f"{HOME}/{her}/cards/{her}/restored")
    assert not details(house, her).record.revoked
    for what in ("unlinked", "burnt"):
        answer = office.send(f"{HOME}/{her}/cards/{her}/{what}")
        assert answer.status_code == 404


def came_by(house, key):
    """An entry at the gate, as lanes record it."""
    personal = {"name": "李*英"}
    who = {"subject": bytes.fromhex(key), "personal": personal}
    entry = Entry(
        EventKind.PRESENTED, lane="east", evidence=EvidenceKind.CARD, visit="v", **who
    )
    house.ledger.append(entry)


def exported(office, key):
    """The copy of everything, for who says the password once more."""
    password = office.take_password("li.mei")
    form = {"copy_purpose": "own_request", "password": password}
    return office.send(f"{HOME}/{key}/export", **form)


def test_a_copy_holds_everything_and_who_looked(office, her, house):
    came_by(house, her)
    office.send(f"{HOME}/search", **FIND)
    office.send(f"{HOME}/{her}/show", field="phone", reason="call_back")
    answer = exported(office, her)
    assert answer.headers["Cache-Control"] == "no-store"
    copy = copy_in(answer.text)
    assert tuple(
        copy["person"][field] for field in ("document_number", "name", "phone")
    ) == (NUMBER, NAME, PHONE)
    assert [card["number"] for card in copy["cards"]] == [CARD]
    assert [one["what"] for one in copy["changes"]] == [
        "person.registered",
        "card.linked",
    ]
    looked = [(one["what"], one.get("looked_at")) for one in copy["events"]]
    assert looked == [
        ("presented", None),
        ("personal.viewed", "search"),
        ("personal.viewed", "phone"),
        ("personal.exported", None),
    ]
    assert copy["events"][-1]["by"] == "王保安"


def test_a_copy_leaves_sealed_and_says_who_took_it(office, her, house):
    page = exported(office, her).text
    assert "person.zip" in page
    for value in (NUMBER, NAME, PHONE, CARD):
        assert value not in page
    told = copy_in(page)["exported"]
    assert (told["by"], told["purpose"]) == ("王保安", "本人要求复制")
    inside = handed_over(page)
    assert "王保安" in inside["about.txt"].decode()
    for words in (NUMBER, NAME, PHONE, "王保安", "本人要求复制"):
        assert words in inside["person.html"].decode()
    event = events(house, EventKind.PERSONAL_EXPORTED)[-1]
    assert event.more == {"purpose": "own_request", "people": 1, "sealed": "zip"}


def test_the_password_of_a_copy_is_another_each_time_and_kept_nowhere(
    office, her, house
):
    pages = [exported(office, her).text for _ in range(2)]
    found = [PASSWORD_OF_FILE.search(DATA.sub("", page)).group() for page in pages]
    assert found[0] != found[1]
    kept = b"".join(p.read_bytes() for p in house.folder.root.rglob("*.db*"))
    assert not any(one.encode() in kept for one in found)


def test_a_copy_needs_a_purpose(office, her, house):
    page = office.send(f"{HOME}/{her}/export", copy_purpose="curious")
    assert (page.status_code, NUMBER in page.text) == (400, False)
    assert events(house, EventKind.PERSONAL_EXPORTED) == []


def test_who_is_erased_is_gone_everywhere_and_a_receipt_stays(office, her, house):
    came_by(house, her)
    password = office.take_password("li.mei")
    last = NUMBER[-4:].lower()
    form = {"last": last, "erase_reason": "own_request", "password": password}
    page = office.send(f"{HOME}/{her}/erase", **form)
    assert page.status_code == 200
    for value in (NUMBER, NAME, PHONE, "李*英"):
        assert value not in page.text
    assert None is house.registry.details(bytes.fromhex(her))
    assert all(event.personal is None for event in house.ledger.recent(50))
    assert house.ledger.verify().ok
    assert office.client.get(f"{HOME}/{her}").status_code == 404
    said = events(house, EventKind.REGISTRY_CHANGE)[-1]
    assert said.more == {"change": "person.erased", "purpose": "own_request"}
    assert f"<dd>{said.seq}</dd>" in page.text
    assert "<dd>本人要求删除</dd>" in page.text


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"last": "", "erase_reason": "mistake"}, "last"),
        ({"last": "0000", "erase_reason": "mistake"}, "last"),
        ({"last": NUMBER[-4:], "erase_reason": ""}, "erase_reason"),
    ],
)
def test_nobody_is_erased_without_being_sure(office, her, house, form, field):
    page = office.send(f"{HOME}/{her}/erase", **form)
    assert (page.status_code, f'href="#{field}"' in page.text) == (400, True)
    assert details(house, her) is not None


@pytest.mark.parametrize("password", ["", "not mine at all"])
def test_nothing_leaves_and_nobody_goes_without_the_password(
    office, her, house, password
):
    office.take_password("li.mei")
    copy = {"copy_purpose": "own_request", "password": password}
    page = office.send(f"{HOME}/{her}/export", **copy)
    assert (page.status_code, 'href="#export_password"' in page.text) == (400, True)
    gone = {"last": NUMBER[-4:], "erase_reason": "mistake", "password": password}
    page = office.send(f"{HOME}/{her}/erase", **gone)
    assert (page.status_code, 'href="#erase_password"' in page.text) == (400, True)
    assert NUMBER not in page.text
    assert details(house, her) is not None
    assert events(house, EventKind.PERSONAL_EXPORTED) == []


ROUTES = [
    "",
    "/search",
    "/new",
    "/{}",
    "/{}/show",
    "/{}/show-past",
    "/{}/correct",
    "/{}/status",
]
ROUTES += ["/{}/cards", "/{}/cards/{}/revoked", "/{}/export", "/{}/erase"]
ROUTES += [
    "/{}/ask",
    "/{}/close",
    "/{}/attest",
    "/{}/unattest",
    "/{}/basis",
    "/{}/withdraw",
]


@pytest.mark.parametrize("role", [Role.GUARD, Role.ADMINISTRATOR, Role.AUDITOR])
def test_only_registrars_come_in(visitor, her, house, role):
    visitor.sign_in(role=role)
    for route in ROUTES:
        url = HOME + route.format(her, her)
        assert visitor.client.get(url).status_code == 403 or route not in ("", "/{}")
        answer = visitor.send(url, **FIND, field="phone", reason="visit")
        assert answer.status_code in (403, 405), url
    assert PHONE not in visitor.client.get(HOME).text


@pytest.mark.parametrize("route", ROUTES[1:])
def test_getting_changes_nobody(office, her, house, route):
    before = "\n".join(house.registry.db.conn.iterdump())
    rows = len(house.ledger.recent(50))
    office.client.get(HOME + route.format(her, her))
    assert before == "\n".join(house.registry.db.conn.iterdump())
    assert rows == len(house.ledger.recent(50))


@pytest.mark.parametrize("route", ROUTES[1:3] + ROUTES[4:])
def test_a_change_needs_the_token(office, her, route):
    assert office.client.post(HOME + route.format(her, her)).status_code == 400


def test_nobodys_data_are_in_an_address_or_a_log(office, her, house, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    pages = [
        office.send(f"{HOME}/search", **FIND),
        office.send(f"{HOME}/new", **NEW),
        office.send(f"{HOME}/{her}/show", field="phone", reason="visit"),
        office.send(
            f"{HOME}/{her}/correct", phone=PHONE, relative=RELATIVE, why="told"
        ),
        office.send(f"{HOME}/{her}/cards", card_kind="senior", card_number=CARD),
        exported(office, her),
        office.client.get(f"{HOME}/{her}"),
    ]
    said, heard = capfd.readouterr()
    places = [page.headers.get("Location", "") + page.request.url for page in pages]
    links = [
        link
        for page in pages
        for link in re.findall(r'(?:href|action)="([^"]*)"', page.text)
    ]
    titles = [
        t for page in pages for t in re.findall(r"<title>(.*?)</title>", page.text)
    ]
    texts = [caplog.text, said, heard, *places, *links, *titles]
    ledger = str([(event.more, event.staff) for event in house.ledger.recent(50)])
    for value in (NUMBER, NAME, PHONE, RELATIVE, CARD):
        assert not [text for text in texts if value in text]
        assert value not in ledger
