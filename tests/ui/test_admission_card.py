"""A form at a gate is about one card: another that is laid meanwhile is not meant."""

import pytest

from kiosk.live import BoardView, Commands
from kiosk.live.laid import Laid, LaidCards, Purpose
from kiosk.live.store import now_ms
from verification.documents import Document
from verification.invented import invented_person

SHE, HE = invented_person(77), invented_person(78)
CARD, ADMIT = "/api/v1/lanes/east/card", "/api/v1/lanes/east/admission"
FULL = {"visit": "v1", "status": "green"}


@pytest.fixture
def lay(house, gate):
    """Lays a card of somebody in one visit in the east."""

    def lay_card(who, visit="v1"):
        laid = Laid("resident", who.number, who.name)
        LaidCards(gate.live, house.keys).lay(Purpose.VISIT, visit, laid)
        board = BoardView("waiting_for_staff", now_ms(), visit, call_since_ms=now_ms())
        gate.show("wait", board=board)

    return lay_card


def known(house):
    keys = [
        house.registry.subject(Document.parse(who.number, "resident"))
        for who in (SHE, HE)
    ]
    return [key for key in keys if house.registry.find(key)]


def read_form(visitor, visit="v1"):
    return visitor.post(CARD, {"visit": visit}).json["card"]


def test_what_was_read_of_one_card_registers_nobody_with_another(
    guard, lay, house, gate
):
    lay(SHE)
    named = read_form(guard)
    lay(HE)
    answer = guard.post(ADMIT, FULL | {"card": named})
    assert (answer.status_code, answer.json["error"]) == (410, "another_card")
    assert (known(house), Commands(gate.live).take()) == ([], [])
    assert guard.post(ADMIT, FULL | {"card": read_form(guard)}).status_code == 202


def test_the_same_card_laid_again_is_still_meant(guard, lay, house):
    lay(SHE)
    named = read_form(guard)
    lay(SHE)
    assert guard.post(ADMIT, FULL | {"card": named}).status_code == 202
    assert len(known(house)) == 1


@pytest.mark.parametrize("body", [{}, {"card": ""}, {"card": "A" * 43}])
def test_a_form_that_names_no_card_registers_nobody(guard, lay, house, body):
    lay(SHE)
    assert guard.post(ADMIT, FULL | body).status_code == 410
    assert known(house) == []


def test_the_name_of_a_card_counts_for_its_visit_alone(guard, lay, house):
    lay(SHE)
    named = read_form(guard)
    lay(SHE, "v2")
    body = FULL | {"visit": "v2", "card": named}
    assert guard.post(ADMIT, body).status_code == 410
    assert known(house) == []


def test_the_name_of_a_card_says_nothing_of_it(guard, lay, house):
    lay(SHE)
    named = read_form(guard)
    subject = house.registry.subject(Document.parse(SHE.number, "resident"))
    assert SHE.number not in named
    assert subject.hex() not in named
