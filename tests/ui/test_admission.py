"""Whoever stands at the gate with a valid document is registered there."""

import logging
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kiosk.live import BoardView, CommandKind, Commands
from kiosk.live.laid import Laid, LaidCards, Purpose
from kiosk.live.store import now_ms
from ui.admitting import CannotAdmit, Shown, Wanted, changes_for, whose
from verification.documents import Document
from verification.invented import invented_person
from verification.ledger import EventKind
from verification.registry import Editor, Personal

SHE = invented_person(77)
CARD, ADMIT = "/api/v1/lanes/east/card", "/api/v1/lanes/east/admission"
LAID = Laid("resident", SHE.number, SHE.name)
TODAY = datetime.now(UTC).date()
SEEN = {"kind": "travel", "how": "sms"}
FULL = {"visit": "v1", "status": "green"}


@pytest.fixture
def lay(house, gate):
    """Lets somebody wait in the east whose card lies sealed there."""

    def wait(laid=LAID):
        cards = LaidCards(gate.live, house.keys)
        cards.lay(Purpose.VISIT, "v1", laid)
        seen = BoardView("waiting_for_staff", now_ms(), "v1", call_since_ms=now_ms())
        gate.show("wait", board=seen)
        return cards

    return wait


def registered(house):
    key = house.registry.subject(Document.parse(SHE.number, "resident"))
    return house.registry.details(key)


def admit(visitor, body):
    """Send the form for the card that it was asked for."""
    form = visitor.post(CARD, {"visit": "v1"}).json
    return visitor.post(ADMIT, body | {"card": form["card"]})


def register(house, status="green", until=None, at=None):
    editor = Editor(house.keys, "console", at or datetime.now(UTC))
    personal = Personal("resident", SHE.number, SHE.name)
    made = editor.register(personal, status, until)
    house.registry.apply([made])
    return made.key


def commands(gate):
    return [(c.kind, dict(c.body)) for c in Commands(gate.live).take()]


def test_the_form_shows_masks_and_nothing_else(guard, lay):
    lay()
    answer = guard.post(CARD, {"visit": "v1"})
    assert SHE.number not in answer.text
    assert SHE.name not in answer.text
    assert Document.parse(SHE.number, "resident").masked == answer.json["number"]
    assert tuple(
        answer.json[name] for name in ("registered", "needs_name", "statuses")
    ) == (False, False, ["green"])


def test_two_taps_register_and_have_it_decided_anew(guard, lay, house, gate, caplog):
    caplog.set_level(logging.DEBUG)
    lay()
    answer = admit(guard, FULL | {"phone": "138 0013 8000"})
    assert answer.status_code == 202
    assert commands(gate) == [(CommandKind.CHECK_AGAIN, {"visit": "v1"})]
    person = registered(house)
    assert (SHE.name, "138 0013 8000") == (person.name, person.phone)
    assert (person.record.status, person.record.source) == ("green", "gate")
    event = house.ledger.recent(1)[0]
    assert EventKind.REGISTRY_CHANGE is event.kind
    assert event.more == {"change": "person.registered", "source": "gate"}
    assert guard.staff.accounts.named("guard").id == event.staff
    assert SHE.number not in caplog.text + answer.text


def test_a_registered_visitor_is_only_attested(guard, lay, house, gate):
    key = register(house)
    lay()
    assert guard.post(CARD, {"visit": "v1"}).json["registered"] is True
    until = (TODAY + timedelta(days=7)).isoformat()
    shown = [SEEN | {"valid_until": until}]
    assert admit(guard, {"visit": "v1", "shown": shown}).status_code == 202
    attested = house.registry.attestations(key)["travel"]
    assert attested.valid_until == date.fromisoformat(until)
    told = house.ledger.recent(1)[0].more
    assert (told["kind"], told["shown"]) == ("travel", "sms")


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({"visit": "v1"}, "status_wrong"),
        (FULL | {"status": "red"}, "status_wrong"),
        (FULL | {"phone": "12"}, "phone_wrong"),
        (FULL | {"shown": [{"kind": "travel"}]}, "attestation_wrong"),
        (FULL | {"shown": [SEEN | {"kind": "magic"}]}, "attestation_wrong"),
        (FULL | {"shown": [SEEN | {"valid_until": "2020-01-01"}]}, "attestation_wrong"),
        (FULL | {"shown": [SEEN | {"valid_until": "2120-01-01"}]}, "attestation_wrong"),
        (FULL | {"shown": [{"kind": "temperature", "degrees": 37.3}]}, "fever"),
        (
            FULL | {"shown": [{"kind": "temperature", "degrees": 3}]},
            "attestation_wrong",
        ),
        (FULL | {"visit": "v2"}, "gone"),
    ],
)
def test_what_is_not_right_registers_nobody(guard, lay, house, gate, body, word):
    lay()
    answer = admit(guard, body)
    assert (word, "bad") == (answer.json["error"], answer.json["tone"])
    assert 400 < answer.status_code < 500
    assert registered(house) is None
    assert commands(gate) == []


@pytest.mark.parametrize("body", [{}, FULL | {"number": SHE.number}, [], "v1"])
def test_nobody_types_a_number_at_a_gate(guard, lay, house, body):
    lay()
    assert guard.post(ADMIT, body).status_code == 400
    assert registered(house) is None


def test_a_card_that_was_taken_up_registers_nobody(guard, lay):
    lay().take_up(Purpose.VISIT, "v1")
    for url, body in ((CARD, {"visit": "v1"}), (ADMIT, FULL)):
        assert guard.post(url, body).status_code == 410


def test_a_card_that_leads_to_nobody_is_for_the_office(guard, lay):
    lay(Laid("senior", SHE.senior_card))
    assert guard.post(CARD, {"visit": "v1"}).json["error"] == "not_a_person"


def test_who_took_the_consent_back_is_not_registered_at_a_gate(guard, lay, house):
    key = register(house)
    editor = Editor(house.keys, "console", datetime.now(UTC))
    house.registry.apply([editor.withdraw_basis(key)])
    lay()
    for url, body in ((CARD, {"visit": "v1"}), (ADMIT, FULL)):
        assert guard.post(url, body).json["error"] == "withdrawn"
    assert house.registry.find(key).withdrawn


@pytest.mark.parametrize(("days", "status"), [(-1, 422), (0, 200)])
def test_only_a_valid_document_registers(guard, lay, days, status):
    lay(replace(LAID, valid_until=TODAY + timedelta(days=days)))
    answer = guard.post(CARD, {"visit": "v1"})
    assert answer.status_code == status
    assert answer.json.get("error") == ("document_expired" if days else None)


def test_a_card_without_a_name_asks_for_it(guard, lay, house):
    lay(Laid("resident", SHE.number))
    assert guard.post(CARD, {"visit": "v1"}).json["needs_name"] is True
    assert admit(guard, FULL).json["error"] == "name_missing"
    assert admit(guard, FULL | {"name": SHE.name}).status_code == 202
    assert SHE.name == registered(house).name


@pytest.mark.parametrize("role", ["registrar", "administrator", "auditor"])
def test_only_guards_register_at_a_gate(visitor, lay, role):
    lay()
    visitor.sign_in("other", role)
    assert {403} == {visitor.post(url, FULL).status_code for url in (CARD, ADMIT)}


class TestRequired:
    """What the policy wants besides a status."""

    @pytest.fixture
    def strict(self, house):
        policy = house.config.policy.model_copy(
            update={"require": ("travel", "temperature")}
        )
        config = house.config.model_copy(update={"policy": policy})
        return replace(house, config=config)

    @pytest.mark.parametrize("shown", [(), (Shown("travel", "sms"),)])
    def test_without_all_of_it_nobody_is_registered(self, strict, shown):
        found = whose(LAID, strict.registry, TODAY)
        wanted = Wanted("green", shown=shown)
        with pytest.raises(CannotAdmit) as problem:
            changes_for(strict, "s-1", found, wanted, TODAY)
        assert problem.value.word == "attestation_missing"

    def test_a_temperature_says_something_of_today_alone(self, strict):
        found = whose(LAID, strict.registry, TODAY)
        shown = (Shown("travel", "sms"), Shown("temperature", degrees=36.5))
        wanted = Wanted("green", shown=shown)
        changes = changes_for(strict, "s-1", found, wanted, TODAY)
        assert len(changes) == 3
        assert changes[-1].body["valid_until"] == TODAY.isoformat()
        assert changes[-1].personal == {"detail": "36.5"}


def test_a_guards_form_is_never_cached(guard, lay):
    lay()
    answer = guard.post(CARD, {"visit": "v1"})
    assert answer.headers["Cache-Control"] == "no-store"
