"""A copy that a citizen can read, and the relatives of somebody who died."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.staff import Role
from ui.office.people.everything import everything
from verification.cases import matched
from verification.documents import Document
from verification.evidence import EvidenceKind
from verification.invented import invented_person
from verification.ledger import Entry, EventKind
from verification.registry import AskedKind, Editor, Personal

HOME = "/admin/people"
SHE = invented_person(4444)
PHONE, OLD_PHONE = "10000000011", "10000000022"
DEATH = {
    "relation": "child",
    "asker": "测试女",
    "proof": "死亡证明 2026-000417",
    "died_sure": "1",
}


@pytest.fixture
def office(visitor):
    visitor.sign_in("li.mei", role=Role.REGISTRAR)
    return visitor


@pytest.fixture
def her(house):
    editor = Editor(
        house.keys, "console", datetime.now(UTC), basis="consent", why="told"
    )
    old = Personal("resident", SHE.number, SHE.name, OLD_PHONE)
    new = Personal("resident", SHE.number, SHE.name, PHONE, "测试男", "坐轮椅")
    made = editor.register(old, "green")
    card = Document.parse(SHE.senior_card, "senior")
    house.registry.apply(
        [
            made,
            editor.correct(made.key, new),
            editor.link_card(made.key, card),
            editor.record_attestation(made.key, "test", shown="sms"),
        ]
    )
    came = Entry(
        EventKind.PRESENTED,
        lane="east",
        evidence=EvidenceKind.CARD,
        visit="v",
        subject=made.key,
    )
    house.ledger.append(came)
    return made.key.hex()


def printed(office, her, purpose="own_request"):
    password = office.take_password("li.mei")
    form = {"copy_purpose": purpose, "password": password}
    return office.send(f"{HOME}/{her}/copy", **form)


def words(page):
    article = page.text.split('<article class="copy"')[1].split("</article>")[0]
    text = html.unescape(re.sub(r"<[^>]+>", " ", article.partition(">")[2]))
    return " ".join(text.split())


def leaves(value):
    if isinstance(value, dict):
        return [leaf for one in value.values() for leaf in leaves(one)]
    if isinstance(value, (list, tuple)):
        return [leaf for one in value for leaf in leaves(one)]
    return [value]


def test_the_page_says_everything_that_the_file_holds(office, app, her, house):
    office.send(f"{HOME}/{her}/show", field="phone", reason="call_back")
    told = words(printed(office, her))
    for value in (SHE.number, SHE.name, PHONE, OLD_PHONE, SHE.senior_card, "坐轮椅"):
        assert value in told
    for both in (
        "登记依据 Legal basis 本人同意 the person's consent",
        "健康状态 Status 绿 green",
        "电话 Telephone 10000000022 → 10000000011",
        "原因 Why 本人告知 the person told us",
        "王保安 查看了个人信息。 Personal data were viewed by 王保安.",
        "看了什么 What was seen 电话 Telephone",
        "用途 What for 需要联系本人或家人",
        "访客在东门 1 号通道刷卡。",
        "进出记录中的个人信息 Personal part of entries 30 天",
        "检测结果 test result",
    ):
        assert both in told
    details = house.registry.details(bytes.fromhex(her))
    with app.test_request_context():
        whole = everything(house.registry, details)
    shown = [leaf for leaf in leaves(whole["person"]) if isinstance(leaf, str)]
    assert all(leaf in told for leaf in shown if leaf != "resident")


def test_the_page_is_kept_nowhere_and_told_in_the_ledger_first(office, her, house):
    page = printed(office, her)
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
    assert SHE.number not in page.request.url + page.text.split("</title>")[0]
    event = house.ledger.recent(1)[0]
    assert event.kind is EventKind.PERSONAL_EXPORTED
    assert event.more == {"purpose": "own_request", "people": 1, "as": "page"}


def test_nothing_is_printed_without_a_purpose_and_the_password(office, her, house):
    right = {"copy_purpose": "own_request", "password": office.take_password("li.mei")}
    for form in ({"copy_purpose": "curious"}, {"password": "not mine"}):
        page = office.send(f"{HOME}/{her}/copy", **(right | form))
        assert (page.status_code, SHE.number in page.text) == (400, False)
    assert EventKind.PERSONAL_EXPORTED not in [e.kind for e in house.ledger.recent(9)]


def test_a_relative_who_proves_it_stops_the_matching_and_is_answered_in_time(
    office, her, house
):
    key = bytes.fromhex(her)
    card = house.registry.subject(Document.parse(SHE.senior_card, "senior"))
    answer = office.send(f"{HOME}/{her}/died", **DEATH)
    assert answer.location.endswith("done=died")
    assert matched(house.registry, key) is None
    assert matched(house.registry, house.registry.find_card(card).person) is None
    (asked,) = house.registry.asked.open()
    assert (asked.kind, asked.relation) == (AskedKind.COPY, "child")
    assert asked.due - asked.asked_on == timedelta(days=house.config.notice.answer_days)
    assert "查阅或复制（近亲属：子女）" in office.client.get(HOME).text
    page = office.client.get(f"{HOME}/{her}").text
    assert "登记为已去世" in page
    assert "谁来办的：测*女" in re.sub(r"<[^>]+>", "", page)
    assert DEATH["proof"] not in page


def test_the_ledger_keeps_the_relation_in_the_open_and_the_proof_in_a_box(
    office, her, house
):
    office.send(f"{HOME}/{her}/died", **DEATH)
    (event,) = [
        e for e in house.ledger.recent(9) if e.more.get("change") == "person.died"
    ]
    assert event.more == {"change": "person.died", "relation": "child"}
    assert event.personal["proof"] == DEATH["proof"]
    rows = str(list(house.ledger_db.conn.iterdump()))
    assert not any(DEATH[name] in rows for name in ("asker", "proof"))
    house.ledger.forget(bytes.fromhex(her), "staff-1")
    assert house.ledger.reader.event(event.seq).personal is None


def test_the_copy_for_a_relative_says_to_whom_and_is_asked_by_nobody_else(
    office, her, house
):
    assert "请先在最下面" in printed(office, her, "relative").text
    office.send(f"{HOME}/{her}/died", **DEATH)
    assert "请选“已故者近亲属要求”" in printed(office, her).text
    page = printed(office, her, "relative")
    assert "第四十九条" in words(page)
    assert "交给 Handed to 测试女（子女 son or daughter ）" in words(page)
    event = next(
        e for e in house.ledger.recent(9) if e.kind is EventKind.PERSONAL_EXPORTED
    )
    assert event.more["relation"] == "child"
    assert event.personal["asker"] == DEATH["asker"]
    assert house.registry.asked.open() == []


def test_nobody_is_declared_dead_without_papers(office, her, house):
    for missing in DEATH:
        page = office.send(f"{HOME}/{her}/died", **(DEATH | {missing: ""}))
        assert (page.status_code, f'href="#{missing}"' in page.text) == (400, True)
    assert matched(house.registry, bytes.fromhex(her))


def test_a_mistake_is_taken_back_and_the_cards_count_again(office, her, house):
    office.send(f"{HOME}/{her}/died", **DEATH)
    assert office.send(f"{HOME}/{her}/lives").status_code == 400
    office.send(f"{HOME}/{her}/lives", lives_sure="1")
    assert matched(house.registry, bytes.fromhex(her))
    assert printed(office, her).status_code == 200


def test_no_death_is_taken_back_of_which_a_colleague_saw_the_papers_just_now(
    office, her, house
):
    key = bytes.fromhex(her)
    office.send(f"{HOME}/{her}/died", **DEATH)
    seen = house.registry.story.newest(key)
    editor = Editor(house.keys, "colleague", datetime.now(UTC))
    house.registry.apply([editor.record_death(key, "spouse", {"asker": "测试男"})])
    page = office.send(f"{HOME}/{her}/lives", lives_sure="1", seen=str(seen))
    assert (page.status_code, house.registry.find(key).dead) == (409, True)


def test_whoever_was_erased_and_comes_again_is_asked_about_as_anybody(
    office, her, house
):
    office.send(f"{HOME}/{her}/died", **DEATH)
    house.registry.erase(bytes.fromhex(her), "staff-1", datetime.now(UTC))
    editor = Editor(house.keys, "console", datetime.now(UTC))
    anew = editor.register(Personal("resident", SHE.number, SHE.name), "green")
    house.registry.apply([anew])
    assert "请先在最下面" in printed(office, her, "relative").text
    page = words(printed(office, her))
    assert "登记已去世" not in page
    assert "个人信息副本" in page


def test_for_the_dead_of_a_restored_registry_a_relative_is_asked_for(
    office, her, house
):
    with house.registry.db.conn as restored:  # the death came without its papers
        restored.execute("UPDATE people SET died_at = 1")
    assert "请选“已故者近亲属要求”" in printed(office, her).text
