"""The office approves, amends or declines what a relative asked for."""

from datetime import UTC, date, datetime

import pytest
from asking import DAUGHTER, NOW, old

from kiosk.people.reports import Fault
from kiosk.people.texts import RowFault
from kiosk.requests import DecidedMeanwhile, Declined, Outcome
from kiosk.requests.deciding import Granted, NeedsLook
from kiosk.requests.reading import Flaws, person_read, relative_read
from verification.documents import Document
from verification.invented import invented_person
from verification.registry import Editor, Personal, PlanKind

GREEN = Granted("green", date(2027, 1, 31))
SHE = invented_person(1)


@pytest.fixture
def register(registry):
    """Somebody who is registered already."""

    def put(index=1, **more):
        person = invented_person(index)
        more.setdefault("name", person.name)
        personal = Personal("resident", person.number, **more)
        made = Editor(registry.keys, "office", NOW).register(personal, "yellow")
        registry.apply([made])
        return made.key

    return put


def test_an_approved_person_is_registered_with_the_relative_as_contact(
    ask, desk, registry, told
):
    kept = ask(old(1, phone="10000000001"))
    (subject,) = desk.approve(kept, [0], GREEN)
    person = registry.details(subject)
    assert (SHE.name, DAUGHTER.name) == (person.name, person.relative)
    assert ("green", "relative", date(2027, 1, 31)) == (
        person.record.status,
        person.record.source,
        person.record.valid_until,
    )
    assert told == [{"change": "request.approved", "count": 1}]
    assert not desk.book.find(kept.id).open


def test_several_are_decided_at_once_or_one_by_one(ask, desk, registry):
    kept = ask(old(1), old(2), old(3))
    desk.approve(kept, [1], GREEN)
    desk.decline(desk.book.find(kept.id), [0], Declined.DISAGREES)
    desk.approve(desk.book.find(kept.id), [2], GREEN)
    outcomes = [one.outcome for one in desk.book.find(kept.id).people]
    assert outcomes == [Outcome.DECLINED, Outcome.APPROVED, Outcome.APPROVED]
    assert registry.count() == 2


def test_another_name_under_a_registered_number_needs_a_look(
    ask, desk, register, registry
):
    subject = register(name="完全不同")
    kept = ask(old(1))
    (standing,) = desk.standings(kept)
    assert "name_differs" in standing.doubts
    with pytest.raises(NeedsLook):
        desk.approve(kept, [0], GREEN)
    assert registry.details(subject).name == "完全不同"
    desk.approve(kept, [0], GREEN, sure=[0])
    assert registry.details(subject).name == SHE.name


def test_a_name_with_one_other_character_needs_a_look_too(ask, desk, register):
    register(name=SHE.name[:-1] + "䶮")
    (standing,) = desk.standings(ask(old(1)))
    assert standing.doubts == ("name_differs",)


def test_a_card_of_somebody_else_needs_a_look(ask, desk, register, registry):
    other, card = register(2), Document.parse("S99000000001", "senior")
    registry.apply([Editor(registry.keys, "office", NOW).link_card(other, card)])
    with pytest.raises(NeedsLook) as raised:
        desk.approve(ask(old(1, cards=(card,))), [0], GREEN)
    assert raised.value.places == (0,)


def test_one_doubtful_person_holds_back_all_of_that_press(ask, desk, register):
    register(name="完全不同")
    kept = ask(old(1), old(2))
    with pytest.raises(NeedsLook):
        desk.approve(kept, [0, 1], GREEN)
    assert [one.outcome for one in desk.book.find(kept.id).people] == [None, None]


def test_a_known_contact_is_not_replaced(ask, desk, register, registry):
    subject = register(relative="钱大妈")
    desk.approve(ask(old(1)), [0], GREEN)
    assert registry.details(subject).relative == "钱大妈"


def test_the_consent_and_its_notice_are_kept_with_the_person(
    ask, desk, register, registry
):
    register(2)
    for subject in desk.approve(ask(old(1), old(2)), [0, 1], GREEN):
        basis = registry.basis(subject)
        assert ("consent", DAUGHTER.notice) == (basis.word, basis.notice)


def test_who_took_the_consent_back_needs_a_look(ask, desk, register, registry):
    subject = register(relative="钱大妈")
    registry.apply([Editor(registry.keys, "office", NOW).withdraw_basis(subject)])
    kept = ask(old(1))
    assert desk.standings(kept)[0].doubts == ("withdrawn",)
    desk.approve(kept, [0], GREEN, sure=[0])
    assert not registry.find(subject).withdrawn


def test_whoever_is_registered_just_so_stays_so(ask, desk, register):
    register(relative="钱大妈")
    (standing,) = desk.standings(ask(old(1)))
    assert (standing.planned.kind, standing.doubts) == (PlanKind.UNCHANGED, ())


def test_a_second_clerk_comes_too_late(ask, desk, told):
    kept = ask(old(1))
    desk.decline(kept, [0], Declined.WRONG)
    with pytest.raises(DecidedMeanwhile):
        desk.decline(kept, [0], Declined.NONSENSE)
    assert told == [{"change": "request.declined", "count": 1, "reason": "wrong"}]


def test_what_the_office_amends_is_what_is_approved(ask, desk, registry):
    kept = ask(old(1))
    desk.amend(kept, 0, old(2, note="耳背"))
    (subject,) = desk.approve(desk.book.find(kept.id), [0], GREEN)
    assert registry.details(subject).number == invented_person(2).number
    assert registry.details(subject).note == "耳背"


GOOD = {"name": SHE.name, "document_number": SHE.number}
TODAY = datetime(2026, 11, 22, tzinfo=UTC).date()


def test_what_is_typed_is_checked_as_an_import_is():
    typed = {**GOOD, "senior_card": "s99 000 001", "phone": " 100 0000 0001 "}
    card = Document.parse("S99000001", "senior")
    assert old(1, phone="100 0000 0001", cards=(card,)) == person_read(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"name": ""}, RowFault.NAME_MISSING),
        ({"name": "110101"}, RowFault.NAME_WRONG),
        ({"document_number": ""}, RowFault.NUMBER_MISSING),
        ({"document_number": SHE.number[:-1] + "?"}, RowFault.NUMBER_WRONG),
        ({"document_kind": "passport"}, RowFault.KIND_UNKNOWN),
        ({"phone": "12"}, RowFault.PHONE_WRONG),
        ({"citizen_card": "!!"}, RowFault.CARD_WRONG),
        ({"note": "长" * 401}, RowFault.TEXT_TOO_LONG),
    ],
)
def test_every_mistake_in_a_form_is_named(typed, fault):
    faults = person_read(GOOD | typed, TODAY)
    assert isinstance(faults[0], Fault)
    assert [fault] == [one.fault for one in faults]


@pytest.mark.parametrize(
    ("name", "phone", "relation", "fields", "unrelated"),
    [
        ("", "10000000001", "child", {"name"}, False),
        ("12", "1", "child", {"name", "phone"}, False),
        ("赵小兰", "10000000001", "boss", set(), True),
    ],
)
def test_a_relative_says_who_they_are(name, phone, relation, fields, unrelated):
    found = relative_read(name, phone, relation)
    assert isinstance(found, Flaws)
    assert (fields, unrelated) == (set(found.faults), found.unrelated)


def test_a_relative_is_read():
    assert relative_read(" 赵小兰 ", "10000009000", "child") == DAUGHTER
