"""A card on the reader of the desk fills the forms; its number stays on the server."""

import re
from datetime import UTC, datetime

import pytest

from drivers.protocols import CardKind
from kiosk.live.laid import Laid, LaidCards, Purpose
from kiosk.staff import Role
from verification.documents import DocumentKind
from verification.invented import invented_person
from verification.masks import mask_name, mask_number
from verification.registry import Editor, Personal

HOME = "/admin/people"
SHE, OTHER = invented_person(4444), invented_person(4445)
ID = Laid("resident", SHE.number, SHE.name, SHE.birth)


@pytest.fixture
def office(visitor):
    visitor.sign_in("li.mei", role=Role.REGISTRAR)
    return visitor


@pytest.fixture
def cards(house, live):
    return LaidCards(live, house.keys)


@pytest.fixture
def lay(cards):
    """Lays a card on the desk."""
    return lambda card=ID: cards.lay(Purpose.ENROLMENT, "desk", card)


@pytest.fixture
def her(house):
    editor = Editor(house.keys, "console", datetime.now(UTC))
    made = editor.register(Personal("resident", SHE.number, SHE.name), "green")
    house.registry.apply([made])
    return made.key.hex()


def seen(office, reader="desk"):
    return office.client.get(f"{HOME}/laid/{reader}").json


def find(office, **form):
    wanted = {"kind": "resident", "number": "", "purpose": "visit"} | form
    return office.send(f"{HOME}/search", **wanted)


def lies(cards):
    return cards.open(Purpose.ENROLMENT, "desk") is not None


def test_every_kind_that_a_reader_reads_is_a_kind_of_document():
    assert {kind.value for kind in CardKind} <= {kind.value for kind in DocumentKind}


def test_the_page_gets_masked_parts_only(office, lay):
    lay()
    answer = office.client.get(f"{HOME}/laid/desk")
    assert answer.headers["Cache-Control"] == "no-store"
    for value in (SHE.number, SHE.name, SHE.number[6:14]):
        assert value not in answer.get_data(as_text=True)
    found = answer.json
    assert (mask_number(SHE.number), mask_name(SHE.name)) == (
        found["number"],
        found["name"],
    )
    assert (found["state"], found["kind"]) == ("laid", "resident")


def test_an_empty_reader_says_whether_it_is_well(office, gate):
    assert seen(office) == {"state": "silent"}
    gate.device("desk", "ok", lane="")
    assert seen(office) == {"state": "none"}
    gate.device("desk", "lost", lane="")
    assert seen(office) == {"state": "silent"}


def test_a_number_that_cannot_be_one_is_not_offered(office, lay):
    lay(Laid("resident", SHE.number[:-1] + "?"))
    assert seen(office) == {"state": "wrong"}


def test_there_is_no_other_reader(office):
    assert office.client.get(f"{HOME}/laid/east").status_code == 404


@pytest.mark.parametrize("role", [Role.GUARD, Role.ADMINISTRATOR, Role.AUDITOR])
def test_only_registrars_ask_what_lies_there(visitor, lay, role):
    lay()
    visitor.sign_in(role=role)
    assert visitor.client.get(f"{HOME}/laid/desk").status_code == 403


def test_each_form_has_the_key_for_the_reader(office, her):
    for page in ("", "/new", f"/{her}"):
        assert 'data-reader="desk"' in office.client.get(HOME + page).text


def test_a_laid_card_finds_its_person_and_is_forgotten(office, lay, her, cards):
    lay()
    token, number = seen(office)["token"], seen(office)["number"]
    answer = find(office, laid=token, number=number)
    assert f"{HOME}/{her}" == answer.location
    assert not lies(cards)


def test_a_laid_card_of_nobody_is_registered_with_the_name_on_it(
    office, lay, house, cards
):
    lay()
    found = seen(office)
    page = find(office, laid=found["token"], number=found["number"])
    assert (SHE.number in page.text, found["token"] in page.text) == (False, True)
    form = {"document_kind": "resident", "document_number": found["number"]}
    answer = office.send(f"{HOME}/new", **form, laid=found["token"])
    subject = bytes.fromhex(re.search("[0-9a-f]{32}", answer.location).group())
    person = house.registry.details(subject)
    assert (SHE.number, SHE.name) == (person.number, person.name)
    assert not lies(cards)


def test_a_name_that_was_typed_counts_more_than_that_on_the_card(office, lay, house):
    lay()
    form = {
        "document_kind": "resident",
        "name": "测试人",
        "laid": seen(office)["token"],
    }
    answer = office.send(f"{HOME}/new", **form)
    subject = bytes.fromhex(re.search("[0-9a-f]{32}", answer.location).group())
    assert house.registry.details(subject).name == "测试人"


def test_a_form_that_is_wrong_keeps_its_card_and_stays_masked(office, lay, cards):
    lay()
    found = seen(office)
    form = {"document_kind": "resident", "document_number": found["number"]}
    page = office.send(f"{HOME}/new", **form, laid=found["token"], phone="12")
    assert (page.status_code, SHE.number in page.text) == (400, False)
    for kept in (found["token"], found["number"]):
        assert f'value="{kept}"' in page.text
    assert lies(cards)


def test_a_laid_card_is_linked(office, lay, her, house, cards):
    lay(Laid("senior", SHE.senior_card))
    form = {"card_kind": "senior", "laid": seen(office)["token"]}
    answer = office.send(f"{HOME}/{her}/cards", **form)
    assert f"{HOME}/{her}?done=linked" == answer.location
    (card,) = house.registry.details(bytes.fromhex(her)).cards
    assert (SHE.senior_card, False) == (card.number, lies(cards))


def test_an_identity_document_is_no_card_to_link(office, lay, her, house):
    lay()
    form = {"card_kind": "senior", "laid": seen(office)["token"]}
    page = office.send(f"{HOME}/{her}/cards", **form)
    assert (400, 'href="#card_number"' in page.text) == (page.status_code, True)
    assert house.registry.details(bytes.fromhex(her)).cards == ()


def test_another_card_never_goes_in_place_of_the_one_that_was_seen(office, lay, her):
    lay(Laid("resident", OTHER.number, OTHER.name))
    token = seen(office)["token"]
    lay()
    page = find(office, laid=token)
    assert (400, "换过了" in page.text) == (page.status_code, True)


def test_a_card_that_is_there_no_more_is_read_again(office, lay, her, cards):
    lay()
    token = seen(office)["token"]
    cards.take_up(Purpose.ENROLMENT, "desk")
    for page in (
        find(office, laid=token),
        office.send(f"{HOME}/new", laid=token, name="测试人"),
        office.send(f"{HOME}/{her}/cards", laid=token, card_kind="senior"),
    ):
        assert (400, "再按一次" in page.text) == (page.status_code, True)
        assert token not in page.text


def test_a_token_is_of_one_clerk_and_of_nobodys_making(office, lay, her, app):
    lay()
    token = seen(office)["token"]
    assert find(office, laid=token[:-2] + "xx").status_code == 400
    assert find(office, laid="x").status_code == 400
    office.sign_in("wang.wu", role=Role.REGISTRAR)
    assert find(office, laid=token).status_code == 400


def test_asking_what_lies_there_changes_nothing(office, lay, house, cards):
    lay()
    rows = len(house.ledger.recent(50))
    for _ in range(3):
        seen(office)
    assert lies(cards)
    assert rows == len(house.ledger.recent(50))
