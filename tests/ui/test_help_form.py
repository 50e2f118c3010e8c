"""The form for relatives: no account, nothing told, nothing kept in the clear."""

import re
from datetime import UTC, datetime

import pytest
from ui_kit import Visitor

from kiosk.requests import Declined, Outcome, Relation, RequestBook
from kiosk.requests import book as book_module
from ui.brakes import LIMITS, Limit
from ui.help_words import KINDS, RELATIONS
from ui.office.requests.words import DOUBTS, OUTCOMES, REASONS
from verification.invented import invented_person
from verification.registry import Editor, Personal

FORM = "/help-register"
SHE, HE = invented_person(31), invented_person(32)
GOOD = {
    "name": "赵小兰",
    "phone": "10000009000",
    "relation": "child",
    "count": "1",
    "form": "one",
    "agreed": "1",
    "p0-name": SHE.name,
    "p0-document_number": SHE.number,
}
RECEIPT = re.compile(r'class="number">(\d{4}-\d{4})<')


@pytest.fixture
def visitor(visitor):
    return Following(visitor.client, visitor.staff)


class Following(Visitor):
    """Goes where an answer leads."""

    def send(self, url, **form):
        answer = super().send(url, **form)
        return self.client.get(answer.location) if answer.location else answer


@pytest.fixture
def book(house):
    return RequestBook(house.registry)


def test_every_choice_has_its_words():
    assert set(Relation) == set(RELATIONS)
    assert set(Outcome) == set(OUTCOMES)
    assert set(Declined) == set(REASONS)
    assert {"name_differs", "withdrawn"} < set(DOUBTS)
    assert "resident" in KINDS


def test_whoever_has_no_account_gets_the_form_in_both_languages(visitor):
    page = visitor.client.get(FORM)
    assert page.status_code == 200
    assert "帮老人登记" in page.text
    assert "Register old people for them" in page.text


def test_what_was_sent_waits_for_the_office(visitor, book):
    page = visitor.send(FORM, **GOOD)
    receipt = RECEIPT.search(page.text)[1]
    kept = book.find(book.with_receipt(receipt))
    assert (SHE.name, SHE.number) == (
        kept.people[0].row.name,
        kept.people[0].row.document.number,
    )
    assert kept.relative.relation is Relation.CHILD


def test_the_receipt_is_a_page_of_its_own_and_back_from_it_is_an_empty_form(visitor):
    answer = Visitor.send(visitor, FORM, **GOOD)
    assert (answer.status_code, answer.location) == (303, f"{FORM}/received")
    number = RECEIPT.search(visitor.client.get(answer.location).text)[1]
    assert number in visitor.client.get(answer.location).text
    page = visitor.client.get(FORM).text
    for typed in (SHE.name, SHE.number, GOOD["name"], GOOD["phone"], number):
        assert typed not in page


def test_who_sent_nothing_has_no_receipt(visitor):
    assert visitor.client.get(f"{FORM}/received").location == FORM


def test_an_answer_with_mistakes_says_where_back_leads(visitor):
    page = visitor.send(FORM, **(GOOD | {"name": ""})).text
    assert f'data-again="{FORM}"' in page
    assert "data-again" not in visitor.client.get(FORM).text


def test_sent_twice_it_is_one_request_with_one_receipt(visitor, book):
    pages = [visitor.send(FORM, **GOOD).text for _ in range(2)]
    assert len({RECEIPT.search(page)[1] for page in pages}) == 1
    assert book.count_open() == 1


def test_the_answer_shows_nothing_but_the_receipt(visitor):
    page = visitor.send(FORM, **GOOD).text
    for word in (SHE.name, SHE.number, GOOD["name"], GOOD["phone"]):
        assert word not in page


def test_the_answer_is_the_same_for_who_is_registered_already(visitor, house):
    fresh = RECEIPT.sub("", visitor.send(FORM, **GOOD).text)
    editor = Editor(house.keys, "console", datetime.now(UTC))
    house.registry.apply(
        [editor.register(Personal("resident", HE.number, "别的名字"), "red")]
    )
    his = GOOD | {"form": "two", "p0-name": HE.name, "p0-document_number": HE.number}
    assert fresh == RECEIPT.sub("", visitor.send(FORM, **his).text)


def test_several_old_people_come_in_one_request(visitor, book):
    more = visitor.send(FORM, **GOOD, do="more").text
    assert 'name="p1-name"' in more
    assert f'value="{SHE.number}"' in more
    assert book.count_open() == 0
    two = GOOD | {
        "count": "2",
        "p1-name": HE.name,
        "p1-document_number": HE.number,
        "p1-senior_card": HE.senior_card,
    }
    receipt = RECEIPT.search(visitor.send(FORM, **two).text)[1]
    people = book.find(book.with_receipt(receipt)).people
    assert [SHE.number, HE.number] == [one.row.document.number for one in people]
    assert 'name="p1-name"' not in visitor.send(FORM, **two, do="fewer").text


def test_there_are_never_more_than_five(visitor):
    page = visitor.send(FORM, **(GOOD | {"count": "99"}), do="more").text
    assert 'name="p4-name"' in page
    assert 'name="p5-name"' not in page


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"name": ""}, "name", "缺少姓名"),
        ({"phone": "1"}, "phone", "电话号码有误"),
        ({"relation": "boss"}, "relation", "请选您是老人的什么人"),
        ({"agreed": ""}, "agreed", "先要老人本人同意"),
        ({"p0-name": ""}, "p0-name", "缺少姓名"),
        ({"p0-document_number": SHE.number[:-1]}, "p0-document_number", "位数不对"),
        ({"p0-document_number": ""}, "p0-document_number", "缺少证件号码"),
        ({"p0-senior_card": "!"}, "p0-senior_card", "卡号不对"),
        (
            {"count": "2", "p1-name": "王明", "p1-document_number": SHE.number},
            "p1-document_number",
            "和上面一位的一样",
        ),
    ],
)
def test_a_mistake_teaches_keeps_what_was_typed_and_sends_nothing(
    visitor, book, change, field, says
):
    page = visitor.send(FORM, **(GOOD | change))
    assert page.status_code == 400
    wrong = re.search(rf'id="{field}-wrong">([^<]+)', page.text)[1]
    assert says in wrong
    assert f'href="#{field}"' in page.text
    assert book.count_open() == 0
    assert f'value="{change.get("phone", GOOD["phone"])}"' in page.text


def test_a_program_that_fills_every_field_is_told_the_same_and_kept_out(visitor, book):
    page = visitor.send(FORM, **GOOD, website="http://spam.example")
    assert RECEIPT.search(page.text)
    assert book.count_open() == 0


def test_whoever_sends_too_many_waits_and_keeps_what_was_typed(
    visitor, book, monkeypatch
):
    monkeypatch.setitem(LIMITS, "request", Limit(1, 3600))
    assert visitor.send(FORM, **GOOD).text == visitor.send(FORM, **GOOD).text
    page = visitor.send(FORM, **(GOOD | {"form": "two"}))
    assert page.status_code == 429
    assert SHE.number in page.text
    assert book.count_open() == 1


def test_a_full_queue_sends_people_to_the_desk(visitor, monkeypatch):
    monkeypatch.setattr(book_module, "MOST_OPEN", 0)
    page = visitor.send(FORM, **GOOD)
    assert page.status_code == 503
    assert "请直接到窗口" in page.text


def test_without_the_token_of_our_own_page_nothing_is_taken(app, visitor, book):
    app.config["WTF_CSRF_ENABLED"] = True
    assert visitor.client.post(FORM, data=GOOD).status_code == 400
    assert book.count_open() == 0


def test_a_name_is_text(visitor):
    page = visitor.send(FORM, **(GOOD | {"p0-name": "<img onerror=x>", "phone": ""}))
    assert "<img" not in page.text
    assert "&lt;img onerror=x&gt;" in page.text
